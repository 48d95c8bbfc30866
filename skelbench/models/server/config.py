"""What a model server is called, what it may cost and how it is asked: a value, or a card in TOML."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from skelbench.errors import ParameterError
from skelbench.registry import suggest

__all__ = ["LOCAL_HOSTS", "Prices", "ServerConfig", "read_server_card"]

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Prices:
    """What a million tokens cost, in one currency."""

    prompt: float
    completion: float
    currency: str = "USD"

    def __post_init__(self) -> None:
        if not (0 <= self.prompt < float("inf") and 0 <= self.completion < float("inf")):
            raise ParameterError(f"Expected prices of 0 or more a million tokens, found {self}")

    def of(self, prompt_tokens: int, completion_tokens: int) -> float:
        """What so many tokens cost."""
        return (self.prompt * prompt_tokens + self.completion * completion_tokens) / 1e6


@dataclass(frozen=True)
class ServerConfig:
    """An OpenAI-compatible server of chat completions, and the manners it is asked with.

    Raises:
        ParameterError: the address is no plain http(s) one, a number is out of range, or there is a budget without
            prices to count it by.
    """

    url: str  # up to and with /v1
    model: str
    key_variable: str = ""  # the environment variable that holds the key; empty: no key is sent
    timeout: float = 120.0  # seconds until a whole reply must be there
    tries: int = 5
    longest_wait: float = 60.0  # seconds before another try; a server that asks for more ends the work
    requests_per_minute: float = float("inf")
    tokens_per_minute: float = float("inf")
    prices: Prices | None = None
    budget: float = float("inf")  # of this run, in the currency of the prices
    largest_reply: int = 4_000_000  # bytes
    log_probabilities: bool = True  # asked for; a server that does not know them leaves them out
    token_limit: str = "max_tokens"  # the field that limits a reply; newer services: max_completion_tokens
    parameters: Mapping[str, Any] = field(default_factory=dict)  # further fields of the request, as they are
    leave_out: tuple[str, ...] = ()  # fields of the request that this server refuses
    renderer: str = "learned"  # what draws the frames: the shipped model's own, or a registered one
    frames: int = 12
    size: int = 448  # pixels

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ParameterError(f"Expected a server's address like https://host/v1, found '{self.url}'")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ParameterError(
                f"Expected a plain address of {parts.hostname} without user, key or query: addresses are written into "
                "caches and reports; put a key into an environment variable and name it"
            )
        if not self.model:
            raise ParameterError(f"Expected the name of a model of {parts.hostname}: give --model-name")
        if self.key_variable and parts.scheme == "http" and parts.hostname not in LOCAL_HOSTS:
            raise ParameterError(f"Expected https to send a key to {parts.hostname}, found http: anybody could read it")
        positive = ("timeout", "tries", "longest_wait", "requests_per_minute", "tokens_per_minute", "largest_reply",
                    "frames", "size")  # fmt: skip
        bad = [name for name in positive if not getattr(self, name) > 0]
        if bad:
            raise ParameterError(f"Expected more than 0 for {', '.join(bad)} of the server {parts.hostname}")
        if self.budget != float("inf") and self.prices is None:
            raise ParameterError("Expected prices beside a budget: without them nothing says what a reply cost")

    @property
    def host(self) -> str:
        """The server's name and port, as errors tell it."""
        return urlsplit(self.url).netloc

    def key(self) -> str:
        """The key, from the environment; empty where none is to be sent.

        Raises:
            ParameterError: the variable is not set.
        """
        if not self.key_variable:
            return ""
        key = os.environ.get(self.key_variable, "").strip()
        if not key:
            raise ParameterError(f"Expected the key of {self.host} in the variable {self.key_variable}, found none")
        return key


def read_server_card(path: Path) -> ServerConfig:
    """A server from a TOML file: the fields of `ServerConfig`, tables `[prices]` and `[parameters]`.

    Raises:
        ParameterError: it cannot be read, or a field is unknown or of another kind.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ParameterError(f"Expected a server's card in TOML at {path}, but {error}") from error
    prices = table.pop("prices", None)
    checked = _checked(ServerConfig, table, path)
    if "leave_out" in checked:
        checked["leave_out"] = tuple(checked["leave_out"])
    missing = [name for name in ("url", "model") if name not in checked]
    if missing:
        raise ParameterError(f"Expected {' and '.join(missing)} in the server's card {path}")
    try:
        known = None if prices is None else Prices(**_checked(Prices, prices, path))
        return ServerConfig(**checked, prices=known)
    except TypeError as error:
        raise ParameterError(f"The server's card {path} does not fit: {error}") from error


def _checked(kind: type, table: Mapping[str, Any], path: Path) -> dict[str, Any]:
    known = [f.name for f in fields(kind) if f.name != "prices"]
    for name in table:
        if name not in known:
            raise ParameterError(f"No field is called '{name}' in {path}.{suggest(name, known)}")
    return dict(table)
