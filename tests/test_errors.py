from __future__ import annotations

import pytest

from skelbench import errors


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_made_on_purpose_is_one_family_and_keeps_its_sentence(name):
    kind = getattr(errors, name)
    assert issubclass(kind, errors.SkelbenchError)
    assert str(kind("Expected a cat, found a dog")) == "Expected a cat, found a dog"
    assert kind.__doc__


def test_the_tree_in_the_docstring_names_every_error():
    assert [name for name in errors.__all__ if name not in errors.__doc__] == []


def test_an_unknown_name_without_a_sentence_is_empty():
    assert str(errors.UnknownNameError()) == ""
