import pytest

from skelbench.evidence import limits_in_words, value_in_words, when_in_words, with_unit
from skelbench.evidence.wording import moved_in_words, placed_in_words
from skelbench.records import Evidence, Verdict


def found(value, unit="m", error=0.02, lower=None, upper=None, span=(0.8, 2.1)):
    return Evidence("f", "q", (), *span, value, unit, lower, upper, error, Verdict.HOLDS, "")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.254, "m", "0.25 m"),
        (89.6, "deg", "90°"),
        (1, "cycles", "1 cycle"),
        (2.5, "cycles", "2.5 cycles"),
        (-0.001, "m", "0.00 m"),
    ],
)
def test_numbers_carry_their_units(value, unit, text):
    assert with_unit(value, unit) == text


def test_values_carry_their_errors():
    assert value_in_words(found(0.18)) == "0.18 m (± 0.02)"
    assert value_in_words(found(0.18, error=0.0001)) == "0.18 m (± less than 0.01)"
    assert value_in_words(found(0.18, error=float("nan"))) == "0.18 m (error unknown)"


def test_signs_are_spoken():
    assert placed_in_words(found(-0.3)) == "0.30 m (± 0.02) below"
    assert moved_in_words(found(-0.3)) == "sinks by 0.30 m (± 0.02)"
    assert moved_in_words(found(0.3)) == "rises by 0.30 m (± 0.02)"


@pytest.mark.parametrize(
    ("lower", "upper", "sentence", "text"),
    [
        (0.25, None, "", "at least 0.25 m"), (None, 0.25, "", "at most 0.25 m"), (0.1, 0.2, "", "0.10 m to 0.20 m"),
        (None, -0.2, "{moved}", "a fall of at least 0.20 m"), (0.2, None, "{moved}", "a rise of at least 0.20 m"),
        (None, -0.05, "{placed}", "at least 0.05 m below"), (-0.05, None, "{placed}", "at most 0.05 m below"),
        (None, 0.05, "{placed}", "at most 0.05 m above"), (None, None, "", "no limit"),
    ],
)  # fmt: skip
def test_limits_are_spoken(lower, upper, sentence, text):
    assert limits_in_words(found(0.1, lower=lower, upper=upper), sentence) == text


def test_spans_and_instants_are_spoken():
    assert when_in_words(found(0.1)) == "From 0.8 s to 2.1 s"
    assert when_in_words(found(0.1, span=(1.2, 1.2))) == "At 1.2 s"
