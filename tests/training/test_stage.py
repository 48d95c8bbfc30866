import pytest

from skelbench.errors import ParameterError
from skelbench.training import Stage, parameters_of

EVERYTHING = frozenset({"render", "vision", "project", "language"})


def test_steps_follow_from_clips_and_batch():
    assert Stage("s", "choose_label", EVERYTHING, clips=100, learning_rate=1e-3, batch=24).steps == 4


def test_a_misspelt_part_is_suggested():
    with pytest.raises(ParameterError, match="Did you mean 'language'"):
        Stage("s", "choose_label", frozenset({"langauge"}), 1, 1e-3)
    with pytest.raises(ParameterError, match="positive"):
        Stage("s", "choose_label", EVERYTHING, 0, 1e-3)


def test_the_parts_are_the_whole_model_once(tiny_model):
    found = parameters_of(tiny_model, EVERYTHING)
    assert {id(p) for p in found} == {id(p) for p in tiny_model.parameters()}
    assert len({id(p) for p in found}) == len(found)
    assert len(parameters_of(tiny_model, {"render"})) == len(list(tiny_model.renderer.parameters()))


def test_a_stage_of_several_tasks_says_what_share_each_is():
    stage = Stage("s", "", EVERYTHING, 8, 1e-3, tasks={"yes_no": {"branches": 2}, "caption": {"weight": 0.2}})
    assert {name: (share.weight, share.branches) for name, share in stage.shares.items()} == {
        "yes_no": (1.0, 2), "caption": (0.2, 1)
    }  # fmt: skip
    assert stage.as_table()["tasks"]["caption"] == {"weight": 0.2, "branches": 1, "share": 1.0}
    with pytest.raises(ParameterError, match="has no setting 'brunches'"):
        Stage("s", "", EVERYTHING, 8, 1e-3, tasks={"yes_no": {"brunches": 2}})
    with pytest.raises(ParameterError, match="Did you mean 'caption'"):
        Stage("s", "", EVERYTHING, 8, 1e-3, tasks={"captoin": {}})
    with pytest.raises(ParameterError, match="needs a task"):
        Stage("s", "", EVERYTHING, 8, 1e-3)
