"""A server's reply, read strictly: a text with its tokens' log-probabilities, or an error that says what was wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from skelbench.errors import ModelError

__all__ = ["Reply", "TokenChoices", "read_reply", "reply_from_json"]


@dataclass(frozen=True)
class TokenChoices:
    """A token that was written, and the likeliest at its place with their log-probabilities (nats)."""

    token: str
    log_probability: float
    likeliest: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Reply:
    """What a model wrote; tokens are empty where the server gives no log-probabilities, counts None without usage."""

    text: str
    tokens: tuple[TokenChoices, ...] = ()
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    finish: str = ""


def read_reply(raw: bytes, host: str) -> Reply:
    """A chat completion's first choice (OpenAI's chat completions; other fields are left alone).

    Raises:
        ModelError: it is no JSON, or not of this form; the sentence names the host and the place.
    """
    try:
        content = json.loads(raw.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"Expected JSON from {host}, but {str(error)[:100]}") from error
    choice = _at(_at(content, "choices", list, host, filled=True)[0], None, dict, host)
    message = _at(choice, "message", dict, host)
    if message.get("content") is None and message.get("refusal"):
        raise ModelError(f"The model of {host} refused: {str(message['refusal'])[:200]}")
    usage = content.get("usage")
    counts = [None, None] if usage is None else [_count(usage, n, host) for n in ("prompt_tokens", "completion_tokens")]
    given = choice.get("logprobs")
    tokens = () if given is None or _at(given, None, dict, host).get("content") is None else _tokens(given, host)
    return Reply(
        _at(message, "content", str, host), tokens, counts[0], counts[1], str(choice.get("finish_reason") or "")
    )


def reply_from_json(content: Mapping[str, Any]) -> Reply:
    """A reply as the cache keeps it.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    tokens = tuple(
        TokenChoices(
            str(t["token"]), float(t["log_probability"]), tuple((str(name), float(p)) for name, p in t["likeliest"])
        )
        for t in content["tokens"]
    )
    counts = (content["prompt_tokens"], content["completion_tokens"])
    if not isinstance(content["text"], str) or not all(n is None or type(n) is int for n in counts):
        raise TypeError("no reply")
    return Reply(content["text"], tokens, counts[0], counts[1], str(content["finish"]))


def _tokens(given: Mapping[str, Any], host: str) -> tuple[TokenChoices, ...]:
    found = []
    for place in _at(given, "content", list, host):
        likeliest = _at(place, None, dict, host).get("top_logprobs") or []
        pairs = tuple(_pair(item, host) for item in _at(likeliest, None, list, host))
        found.append(TokenChoices(*_pair(place, host), pairs))
    return tuple(found)


def _pair(item: Any, host: str) -> tuple[str, float]:
    value = _at(item, "logprob", (int, float), host)
    if isinstance(value, bool) or not math.isfinite(value) or value > 1e-3:  # rounding may lift a sure thing above 0
        raise ModelError(f"Expected log-probabilities of at most 0 from {host}, found {value}")
    return _at(item, "token", str, host), float(value)


def _count(usage: Any, name: str, host: str) -> int:
    value = _at(usage, name, int, host)
    if isinstance(value, bool) or value < 0:
        raise ModelError(f"Expected a count of {name} from {host}, found {value}")
    return int(value)


def _at(container: Any, name: str | None, kind: type | tuple[type, ...], host: str, filled: bool = False) -> Any:
    """The value under a name (or the container itself), of the kind that is expected there."""
    value = container if name is None else container.get(name) if isinstance(container, dict) else None
    if not isinstance(value, kind) or (filled and not value):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        expected = " or ".join(each.__name__ for each in kinds)
        place = "within" if name is None else f"under '{name}' of"
        raise ModelError(f"Expected {expected} {place} the reply of {host}, found {str(value)[:60]!r}")
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"it holds {name}, which is no number")
