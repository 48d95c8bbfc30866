"""What a server's replies cost: counted from the usage it tells, held against a budget."""

from __future__ import annotations

import threading

from skelbench.errors import ServerError
from skelbench.models.server.config import Prices
from skelbench.models.server.replies import Reply

__all__ = ["Spending"]


class Spending:
    """Requests, tokens and cost of one run; replies from the cache are counted apart and cost nothing."""

    def __init__(self, prices: Prices | None = None, budget: float = float("inf")) -> None:
        self.prices, self.budget = prices, budget
        self.requests = self.cached = self.failed = self.prompt_tokens = self.completion_tokens = self.untold = 0
        self.cost = self._dearest = 0.0
        self._under_way = 0
        self._lock = threading.Lock()

    def reserve(self) -> None:
        """Make sure that the budget holds for one more reply, as dear as the dearest so far.

        Raises:
            ServerError: it does not.
        """
        with self._lock:
            if self.cost + self._dearest * (self._under_way + 1) > self.budget or self.cost >= self.budget:
                currency = self.prices.currency if self.prices else ""
                raise ServerError(
                    f"The budget of {self.budget:g} {currency} does not hold for another reply: {self.requests} cost "
                    f"{self.cost:.4f} so far; what was answered is kept, run again with a larger budget"
                )
            self._under_way += 1

    def release(self) -> None:
        """The reply reserved for did not come, or was none."""
        with self._lock:
            self._under_way -= 1
            self.failed += 1

    def add(self, reply: Reply) -> None:
        """Count a reply that came.

        Raises:
            ServerError: there is a budget, and the reply does not say how many tokens it took.
        """
        with self._lock:
            self._under_way -= 1
            self.requests += 1
            if reply.prompt_tokens is None or reply.completion_tokens is None:
                self.untold += 1
                if self.budget != float("inf"):
                    raise ServerError("Expected the server to tell the tokens of a reply (usage) to keep to a budget")
                return
            self.prompt_tokens += reply.prompt_tokens
            self.completion_tokens += reply.completion_tokens
            if self.prices is not None:
                price = self.prices.of(reply.prompt_tokens, reply.completion_tokens)
                self.cost, self._dearest = self.cost + price, max(self._dearest, price)

    def remember(self) -> None:
        """Count a reply that the cache had."""
        with self._lock:
            self.cached += 1

    def figures(self) -> dict[str, float | int | str | None]:
        """Everything counted; cost is None without prices."""
        priced = self.prices is not None
        return {
            "requests": self.requests, "from_cache": self.cached, "failed": self.failed,
            "prompt_tokens": self.prompt_tokens, "completion_tokens": self.completion_tokens,
            "replies_without_usage": self.untold, "cost": self.cost if priced else None,
            "currency": self.prices.currency if self.prices else None,
        }  # fmt: skip
