"""Which of two claims comes first, from the order words between them: then, while, before, after, once, until."""

from __future__ import annotations

from collections.abc import Sequence

from skelbench.reasoning.claim import Claim
from skelbench.reasoning.segments import Segment

__all__ = ["orders_of"]

Draft = tuple[Segment, list[int]]

_TIMELESS = ("still", "decides", "farther", "higher", "faster", "repeats", "walks in place")
_AFTER_PREVIOUS = ("then", "before")  # the claim before this one begins first


def orders_of(drafts: Sequence[Draft], claims: Sequence[Claim]) -> list[Claim]:
    """Order claims between neighbours that have a time; each pair once."""
    timed = [(segment, [n for n in numbers if _has_time(claims[n])]) for segment, numbers in drafts]
    found: dict[tuple[int, int], Claim] = {}
    for index, (segment, numbers) in enumerate(timed):
        pair = _pair(timed, index) if numbers else None
        if pair is None:
            continue
        action, first, second = pair
        if first != second and (second, first) not in found:
            found[first, second] = Claim(action, first=first, second=second, sentence=segment.sentence)
    return list(found.values())


def _has_time(claim: Claim) -> bool:
    return claim.action not in _TIMELESS and not claim.negated


def _pair(timed: Sequence[Draft], index: int) -> tuple[str, int, int] | None:
    """(before or together, first, second) that the word which opens or closes a segment says, or None."""
    segment, numbers = timed[index]
    here = numbers[0]
    word = segment.opens or ("then" if segment.closes == "then" else "")
    is_leading = segment.leads and word not in ("then", "first")
    other = _next(timed, index) if is_leading else _previous(timed, index)
    if other is None:
        return None
    neighbour, there = other
    if not word:
        return _unmarked(timed, index, there)
    if word in ("after", "once", "until"):
        return ("before", here, there)
    if word == "when":
        return ("before", there, here) if "already" in neighbour.text else ("before", here, there)
    if word == "while":
        return ("together", *sorted((here, there)))  # type: ignore[return-value]
    if word == "before":
        return ("before", there, here)
    return ("before", there, here) if word == "then" else None


def _unmarked(timed: Sequence[Draft], index: int, there: int) -> tuple[str, int, int] | None:
    """Without an order word: a leading participle goes on together with what it leads, "leads and follows" is order."""
    segment, numbers = timed[index]
    if segment.leads:
        first = segment.tags[0].text if segment.tags else ""
        if first == "having" or first.endswith("ed"):
            return ("before", numbers[0], there)
        return ("together", numbers[0], there) if first.endswith("ing") else None
    before = timed[index - 1][0] if index else None
    if before is not None and "lead" in before.text and "follow" in segment.text:
        return ("before", there, numbers[0])
    return None


def _previous(timed: Sequence[Draft], index: int) -> tuple[Segment, int] | None:
    """The nearest earlier claim; within the sentence, or for "then" in the one before."""
    segment = timed[index][0]
    for earlier, numbers in reversed(timed[:index]):
        if segment.opens != "then" and earlier.sentence != segment.sentence:
            return None
        if numbers:
            return earlier, numbers[-1]
    return None


def _next(timed: Sequence[Draft], index: int) -> tuple[Segment, int] | None:
    """The next claim within the sentence."""
    for later, numbers in timed[index + 1 :]:
        if later.sentence == timed[index][0].sentence and numbers:
            return later, numbers[0]
    return None
