"""A claim: one thing a text says about a motion, in a notation that a person can read and a checker can measure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from skelbench.errors import RecordError

__all__ = ["ORDERS", "Claim"]

ORDERS = {"<": "before", "=": "together"}
_SIGNS = {name: sign for sign, name in ORDERS.items()}


@dataclass(frozen=True)
class Claim:
    """Who does what with which part, where, how much, how often and when; or which of two claims comes first.

    `action` is one of: at, returns, moves, still, swings, goes, bends, straightens, turns, above, below, touches,
    leaves, walks, jumps, falls, farther, higher, faster, decides, repeats, nears, parts; or before and together, whose
    `first` and `second` are the numbers of two other claims of the same text.
    """

    action: str
    part: str = ""  # "hand", "arm", "trunk", ..., "body"
    side: str = ""  # "left", "right", "both", or "" where the text does not say
    target: str = ""  # a place, a direction, an axis, another part
    who: Literal["", "one", "other"] = ""  # of two people: the one who acts, or the other
    count: int | None = None
    amount: float | None = None
    unit: str = ""  # of the amount: deg, cm, m
    bound: Literal["about", "least", "most"] = "about"
    start_s: float | None = None
    end_s: float | None = None
    negated: bool = False
    hedged: bool = False
    first: int = -1
    second: int = -1
    sentence: int = -1  # the number of the sentence it was read from

    @property
    def is_order(self) -> bool:
        """Whether it is about two other claims."""
        return self.action in _SIGNS

    @property
    def named(self) -> str:
        """The part with its side, as a person says it."""
        return f"{self.side} {self.part}".strip()

    def __str__(self) -> str:
        """The notation: "right hand | at | mouth", "1 < 2"."""
        if self.is_order:
            return f"{self.first + 1} {_SIGNS[self.action]} {self.second + 1}"
        amount = "" if self.amount is None else f"amount={self.amount:g} {self.unit}".strip()
        flags = (
            amount,
            "" if self.count is None else f"count={self.count}",
            "" if self.bound == "about" else f"bound={self.bound}",
            "" if self.start_s is None else f"from={self.start_s:g}",
            "" if self.end_s is None else f"to={self.end_s:g}",
            f"who={self.who}" if self.who else "",
            "not" if self.negated else "",
            "maybe" if self.hedged else "",
        )
        return " | ".join(word for word in (self.named, self.action, self.target, *flags) if word)

    @staticmethod
    def read(text: str) -> Claim:
        """A claim from its notation.

        Raises:
            RecordError: the text is no claim.
        """
        words = [word.strip() for word in text.split("|")]
        if len(words) == 1:
            return _order(text)
        named, action, *rest = words
        side, _, part = named.rpartition(" ")
        claim = Claim(action, part if side in ("left", "right", "both", "") else named)
        claim = replace(claim, side=side if side in ("left", "right", "both") else "")
        for word in rest:
            claim = _with(claim, word, text)
        return claim


def _order(text: str) -> Claim:
    words = text.split()
    if len(words) != 3 or words[1] not in ORDERS or not (words[0].isdigit() and words[2].isdigit()):
        raise RecordError(f"Expected a claim like 'right hand | at | mouth' or '1 < 2', found '{text}'")
    return Claim(ORDERS[words[1]], first=int(words[0]) - 1, second=int(words[2]) - 1)


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _with(claim: Claim, word: str, text: str) -> Claim:
    name, equals, value = word.partition("=")
    if not equals:
        flags: dict[str, dict[str, Any]] = {"not": {"negated": True}, "maybe": {"hedged": True}}
        return replace(claim, **flags.get(word, {"target": word}))
    if name == "amount":
        number, _, unit = value.partition(" ")
        return replace(claim, amount=float(number), unit=unit)
    if name == "count":
        return replace(claim, count=_NUMBERS.index(value) if value in _NUMBERS else int(value))
    fields = {"from": "start_s", "to": "end_s"}
    if name in fields:
        return replace(claim, **{fields[name]: float(value)})  # type: ignore[arg-type]
    if name not in ("who", "bound"):
        raise RecordError(f"Expected amount, count, from, to, who or bound before '=' in a claim, found '{text}'")
    return replace(claim, **{name: value})  # type: ignore[arg-type]
