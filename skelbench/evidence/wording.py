"""Values, errors, limits and times as a person writes them."""

from __future__ import annotations

import math

from skelbench.records import Evidence

__all__ = ["limits_in_words", "moved_in_words", "placed_in_words", "value_in_words", "when_in_words", "with_unit"]

_DIGITS = {"deg": 0, "m": 2, "m/s": 1, "s": 1, "Hz": 1}
_SINGULAR = {"cycles": "cycle", "repetitions": "repetition"}


def _number(value: float, unit: str) -> str:
    text = f"{value:.{_DIGITS.get(unit, 1)}f}"
    text = text.removesuffix(".0") if unit in _SINGULAR else text
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def with_unit(value: float, unit: str) -> str:
    """A number with its unit: "0.25 m", "90°", "2.5 cycles"."""
    number = _number(value, unit)
    if unit == "deg":
        return f"{number}°"
    return f"{number} {_SINGULAR[unit] if number == '1' and unit in _SINGULAR else unit}"


def _error(evidence: Evidence) -> str:
    if not math.isfinite(evidence.error):
        return "(error unknown)"
    number = _number(evidence.error, evidence.unit)
    least = 10.0 ** -_DIGITS.get(evidence.unit, 1)
    return f"(± {number})" if float(number) > 0 else f"(± less than {_number(least, evidence.unit)})"


def value_in_words(evidence: Evidence) -> str:
    """The value with unit and error: "0.18 m (± 0.02)"."""
    return f"{with_unit(evidence.value, evidence.unit)} {_error(evidence)}"


def placed_in_words(evidence: Evidence) -> str:
    """A signed height: "0.18 m (± 0.02) above", "0.05 m (± 0.01) below"."""
    side = "below" if evidence.value < 0 else "above"
    return f"{with_unit(abs(evidence.value), evidence.unit)} {_error(evidence)} {side}"


def moved_in_words(evidence: Evidence) -> str:
    """A signed change: "rises by 0.31 m (± 0.01)", "sinks by ..."."""
    verb = "sinks" if evidence.value < 0 else "rises"
    return f"{verb} by {with_unit(abs(evidence.value), evidence.unit)} {_error(evidence)}"


def limits_in_words(evidence: Evidence, sentence: str = "") -> str:
    """The limits: "at least 0.25 m"; with {placed} in the sentence "at most 0.05 m below", with {moved} "a fall of"."""
    lower, upper, unit = evidence.lower, evidence.upper, evidence.unit
    if lower is not None and upper is not None:
        return f"{with_unit(lower, unit)} to {with_unit(upper, unit)}"
    limit = lower if lower is not None else upper
    if limit is None:
        return "no limit"
    size = with_unit(abs(limit), unit)
    is_outer = (limit >= 0) == (lower is not None)  # the limit asks for more of its own direction
    if "{moved}" in sentence:
        return f"a {'fall' if limit < 0 else 'rise'} of {'at least' if is_outer else 'at most'} {size}"
    if "{placed}" in sentence:
        return f"{'at least' if is_outer else 'at most'} {size} {'below' if limit < 0 else 'above'}"
    return f"{'at least' if lower is not None else 'at most'} {with_unit(limit, unit)}"


def when_in_words(evidence: Evidence) -> str:
    """The span: "At 1.2 s", "From 0.8 s to 2.1 s"."""
    start, end = f"{evidence.start_s:.1f}", f"{evidence.end_s:.1f}"
    return f"At {start} s" if start == end else f"From {start} s to {end} s"
