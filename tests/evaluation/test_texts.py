import pytest

from skelbench.errors import ParameterError
from skelbench.evaluation import score_texts


def test_an_invalid_text_is_wrong_and_counted():
    table = score_texts(["wave", "Label: bow", "no idea", "bow"], ["wave", "wave", "wave", "bow"], ("wave", "bow"))
    assert table["correct"].tolist() == [True, False, False, True]
    assert table["answer"].isna().tolist() == [False, False, True, False]


def test_every_text_needs_a_label():
    with pytest.raises(ParameterError, match="each of 1 texts"):
        score_texts(["wave"], [], ("wave", "bow"))
