"""How fast a server is asked: so many requests and so many tokens a minute, over all threads together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

__all__ = ["Pace"]


class Pace:
    """Two buckets that fill evenly: a request takes one from the first, its reply's tokens leave the second.

    What a reply holds is known only afterwards, so the second may fall below zero; the next request then waits until
    it is full enough again. Over any long time both rates hold.
    """

    def __init__(
        self,
        requests_per_minute: float = float("inf"),
        tokens_per_minute: float = float("inf"),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._requests_rate, self._tokens_rate = requests_per_minute / 60, tokens_per_minute / 60
        self._requests, self._tokens = 1.0, 0.0  # one request may go at once, no burst
        self._last = clock()
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Come back when the next request may go, and count it."""
        while (seconds := self._take()) > 0:
            self._sleep(seconds)

    def used(self, tokens: int) -> None:
        """Tokens that a reply and its request took."""
        with self._lock:
            self._fill()
            if self._tokens_rate != float("inf"):
                self._tokens -= tokens

    def _take(self) -> float:
        """Seconds still to wait; 0 where the request was counted and may go."""
        with self._lock:
            self._fill()
            if self._requests >= 1 and self._tokens >= 0:
                self._requests -= 1
                return 0.0
            return max((1 - self._requests) / self._requests_rate, -self._tokens / self._tokens_rate) + 1e-9

    def _fill(self) -> None:
        now = self._clock()
        elapsed, self._last = max(now - self._last, 0.0), now
        if self._requests_rate == float("inf"):
            self._requests = 1.0
        else:
            self._requests = min(1.0, self._requests + elapsed * self._requests_rate)
        if self._tokens_rate != float("inf"):
            self._tokens = min(0.0, self._tokens + elapsed * self._tokens_rate)
