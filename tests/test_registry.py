from __future__ import annotations

from dataclasses import dataclass

import pytest

from skelbench.errors import ParameterError, SkelbenchError, UnknownNameError
from skelbench.registry import Registry, known_settings, suggest


def fruit() -> Registry[int]:
    registry = Registry[int]("fruit")
    registry.register("pear")(1)
    registry.register("apple")(2)
    return registry


def test_what_is_registered_is_found_by_its_name_and_in_its_order():
    registry = fruit()
    assert registry["apple"] == 2
    assert list(registry) == ["pear", "apple"]
    assert list(registry.items()) == [("pear", 1), ("apple", 2)]
    assert len(registry) == 2
    assert "pear" in registry and "plum" not in registry


def test_registering_hands_the_item_back():
    registry = Registry[object]("function")

    @registry.register("double")
    def double(x: int) -> int:
        return 2 * x

    assert double(4) == 8
    assert registry["double"] is double


def test_a_wrong_name_is_answered_with_the_right_one_and_all_others():
    with pytest.raises(UnknownNameError) as caught:
        fruit()["aple"]
    assert str(caught.value) == "No fruit is called 'aple'. Did you mean 'apple'? Known: apple, pear."


def test_an_unknown_name_is_a_key_error_and_a_sentence_for_the_user():
    assert issubclass(UnknownNameError, KeyError)
    assert issubclass(UnknownNameError, SkelbenchError)


def test_a_name_is_given_once():
    with pytest.raises(ValueError, match="A fruit called 'pear' is registered already"):
        fruit().register("pear")


def test_a_suggestion_overlooks_case_and_is_silent_when_nothing_is_near():
    assert suggest("NTU", ["ntu", "bvh"]) == " Did you mean 'ntu'?"
    assert suggest("brush_hair", ["drink water", "brush hair"]) == " Did you mean 'brush hair'?"
    assert suggest("zzz", ["ntu", "bvh"]) == ""
    assert suggest("zzz", []) == ""


@dataclass
class Pie:
    filling: str = "apple"
    slices: int = 8


def test_settings_are_fields_of_their_dataclass_or_refused_by_the_nearest_name():
    assert known_settings(Pie, {"slices": 6}, "A pie") == {"slices": 6}
    with pytest.raises(ParameterError) as caught:
        known_settings(Pie, {"slice": 6}, "A pie")
    assert str(caught.value) == "A pie has no setting 'slice'. Did you mean 'slices'? Known: filling, slices"
