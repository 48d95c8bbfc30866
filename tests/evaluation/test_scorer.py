import pytest

from skelbench.errors import ParameterError
from skelbench.evaluation import normalise, read_label

CHOICES = ("wave", "sit down", "stand up", "drink water", "jump up")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("wave", "wave"), ("  Wave.\n", "wave"), ("SIT DOWN!", "sit down"), ("the wave", "wave"),
        ("sit-down", "sit down"),
        ("**stand up**", "stand up"), ("The hand rises.\nLabel: wave", "wave"),
        ("because ...\n\nlabel:  Sit Down.\n\n", "sit down"),
        ("It goes up.\n**Label:** jump up", "jump up"), ("“drink water”", "drink water"),
        ("wave wave", None), ("this is not a wave", None), ("wave or sit down", None), ("Label: wave\nor so", None),
        ("Label: wave, sit down", None), ("", None), ("\n \n", None), ("Label:", None),
        ("sitdown", None), ("waves", None),
        ("The label: wave", None), ("drink", None), ("Label: wave because it swings", None), ("error", None),
    ],
)  # fmt: skip
def test_only_an_exact_label_or_a_last_label_line_is_an_answer(text, label):
    assert read_label(text, CHOICES) == label


def test_normalising_keeps_the_words():
    assert normalise("  A Drink—of  the WATER! ") == "drink of water"


def test_choices_that_read_alike_are_refused():
    with pytest.raises(ParameterError, match="differ"):
        read_label("wave", ("wave", "Wave!"))
