"""One request to a server and its reply's bytes: time-outs, tries, pace, limits, and a key for one host alone."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from skelbench.errors import ModelError, ServerError
from skelbench.models.server.config import LOCAL_HOSTS, ServerConfig
from skelbench.models.server.pace import Pace

__all__ = ["Transport"]

_LATER = (408, 409, 425, 429, 500, 502, 503, 504, 529)  # worth another try
_NOT_THIS_WAY = (401, 402, 403, 404, 405)  # no request of this run can succeed
_CONNECTING = 10.0  # seconds
_FIRST_WAIT = 1.0  # seconds, doubled with every try


class _TryAgainError(Exception):
    """A fault that may pass; `wait` is what the server asks for, in seconds."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


class Transport:
    """Posts JSON to one server. It follows no redirect, reads no more than it was told, and never shows the key."""

    def __init__(
        self, config: ServerConfig, sleep: Callable[[float], None] = time.sleep, pace: Pace | None = None
    ) -> None:
        self.config, self._sleep, self._key = config, sleep, config.key()
        self.pace = pace or Pace(config.requests_per_minute, config.tokens_per_minute)
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        self._client = httpx.Client(
            headers=headers, follow_redirects=False,
            timeout=httpx.Timeout(config.timeout, connect=min(_CONNECTING, config.timeout)),
            mounts={f"all://{'[::1]' if host == '::1' else host}": None for host in LOCAL_HOSTS},  # through no proxy
        )  # fmt: skip
        self.reached = False  # whether the server ever took a request

    def post(self, path: str, body: Mapping[str, Any]) -> bytes:
        """The bytes of the reply to a request that succeeded, without the key should they repeat it.

        Raises:
            ServerError: nothing can be had of the server, now or at all; the sentence says why.
            ModelError: this request was refused, or its reply is too large.
        """
        retrying = Retrying(
            stop=stop_after_attempt(self.config.tries), wait=self._wait, sleep=self._sleep, reraise=True,
            retry=retry_if_exception_type(_TryAgainError),
        )  # fmt: skip
        try:
            raw: bytes = retrying(self._post_once, f"{self.config.url.rstrip('/')}{path}", body)
        except _TryAgainError as last:
            raise ServerError(
                f"Expected an answer from {self.config.host}, found at the last of {self.config.tries} tries: "
                f"{self.hidden(str(last))}; what was answered is kept, run again later"
            ) from None
        return raw.replace(self._key.encode(), b"(key)") if self._key else raw

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def hidden(self, text: str) -> str:
        """The text without the key, without control characters, in one line."""
        shown = text.replace(self._key, f"({self.config.key_variable})") if self._key else text
        return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", shown).strip()

    def _post_once(self, url: str, body: Mapping[str, Any]) -> bytes:
        self.pace.wait()
        until = time.monotonic() + self.config.timeout
        try:
            with self._client.stream("POST", url, json=body) as response:
                raw = self._read(response, until)
        except httpx.TimeoutException:
            raise _TryAgainError(f"no answer within {self.config.timeout:g} s") from None
        except httpx.TransportError as error:
            raise _TryAgainError(str(error) or type(error).__name__) from None
        self._judge(response, raw)
        self.reached = True
        return raw

    def _read(self, response: httpx.Response, until: float) -> bytes:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise ModelError(f"Expected a reply of {self.config.host} as it is, found it compressed unasked")
        pieces, size = [], 0
        for piece in response.iter_raw():
            pieces.append(piece)
            size += len(piece)
            if size > self.config.largest_reply:
                raise ModelError(
                    f"Expected at most {self.config.largest_reply} bytes from {self.config.host}, found more: "
                    "the rest was not read"
                )
            if time.monotonic() > until:
                raise _TryAgainError(f"no whole answer within {self.config.timeout:g} s")
        return b"".join(pieces)

    def _judge(self, response: httpx.Response, raw: bytes) -> None:
        code, host = response.status_code, self.config.host
        if response.is_success:
            return
        if 300 <= code < 400:
            place = self.hidden(response.headers.get("location", "nowhere"))[:200]
            raise ServerError(f"{host} sends on to {place}: nothing follows it there; give the address itself")
        said = f"{code} {self._message(raw)}".strip()
        if code in _LATER:
            wait = self._asked_wait(response)
            if wait is not None and wait > self.config.longest_wait:
                raise ServerError(f"{host} asks to wait {wait:.0f} s ({said}); what was answered is kept")
            raise _TryAgainError(said, wait)
        if code in _NOT_THIS_WAY or not self.reached:
            raise ServerError(f"{host} refuses to answer: {said}")
        raise ModelError(f"{host} refused this request: {said}")

    def _message(self, raw: bytes) -> str:
        """What an error's body says, in at most 200 characters."""
        text = raw[:4000].decode("utf-8", "replace")
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            return self.hidden(text)[:200]
        error = content.get("error", content.get("detail")) if isinstance(content, dict) else None
        message = error.get("message") if isinstance(error, dict) else error
        return self.hidden(str(message or text))[:200]

    def _asked_wait(self, response: httpx.Response) -> float | None:
        """Seconds of a Retry-After, given as seconds or as a date (RFC 9110, 10.2.3); None without a good one."""
        given = response.headers.get("retry-after", "").strip()
        if re.fullmatch(r"\d{1,9}(\.\d+)?", given):
            return float(given)
        try:
            moment = parsedate_to_datetime(given)
        except ValueError:
            return None
        return max((moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0.0)

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, _TryAgainError) else None
        backoff = _FIRST_WAIT * 2.0 ** (state.attempt_number - 1) * random.uniform(0.75, 1.25)  # so that threads part
        return min(max(backoff, asked or 0.0), max(self.config.longest_wait, asked or 0.0))
