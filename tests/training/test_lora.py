import dataclasses

import pytest
import torch

from skelbench.choreography import TRAINED
from skelbench.errors import ModelError, ParameterError
from skelbench.training import RunFolder, Stage, Trainer, build_model
from skelbench.training.lora import add_lora, has_lora, merge_lora
from skelbench.training.stage import named_parameters_of

LABELS = TRAINED


@pytest.fixture
def model(tiny_recipe):
    return build_model(tiny_recipe, LABELS)


def test_an_untrained_update_changes_nothing_and_a_merged_one_stays_in_the_weights(model, waving):
    before = list(model.eval().answer(waving).scores.values())
    names = set(model.state_dict())
    add_lora(model, 4, 8.0, seed=0)
    assert list(model.eval().answer(waving).scores.values()) == pytest.approx(before, abs=1e-5)
    with torch.no_grad():
        for parameter in named_parameters_of(model, {"lora"}).values():
            parameter.add_(0.05)
    moved = list(model.answer(waving).scores.values())
    assert moved != pytest.approx(before, abs=1e-3)
    merge_lora(model)
    assert not has_lora(model)
    assert set(model.state_dict()) == names
    assert list(model.answer(waving).scores.values()) == pytest.approx(moved, abs=1e-4)


def test_an_update_is_b_times_a_scaled_by_alpha_over_rank(model):
    layer = model.backbone.language_model.layers[0].self_attn.q_proj
    weight = layer.weight.detach().clone()
    add_lora(model, 2, 6.0, seed=0)
    adapted = model.backbone.language_model.layers[0].self_attn.q_proj
    with torch.no_grad():
        adapted.lora_B["default"].weight.normal_(generator=torch.Generator().manual_seed(1))
    update = 3.0 * adapted.lora_B["default"].weight @ adapted.lora_A["default"].weight
    merge_lora(model)
    torch.testing.assert_close(model.backbone.language_model.layers[0].self_attn.q_proj.weight, weight + update)


def test_updates_are_those_of_their_seed_and_not_added_twice(model, tiny_recipe):
    add_lora(model, 2, 2.0, seed=5)
    other = build_model(tiny_recipe, LABELS)
    add_lora(other, 2, 2.0, seed=5)
    ours, theirs = (named_parameters_of(one, {"lora"}) for one in (model, other))
    assert ours
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    with pytest.raises(ModelError, match="merge them before"):
        add_lora(model, 2, 2.0, seed=5)


def test_a_stage_of_low_rank_updates_changes_the_layers_it_adapts_and_nothing_else(tiny_recipe, tmp_path):
    stages = (
        Stage("distil", "rationale", frozenset({"render", "project", "lora"}), 4, 1e-2, 4),
        Stage("recognise", "choose_label", frozenset({"project", "lora"}), 4, 1e-2, 4),
    )
    recipe = dataclasses.replace(tiny_recipe, stages=stages)
    before = build_model(recipe, LABELS).state_dict()
    trainer = Trainer(build_model(recipe, LABELS), recipe, RunFolder(tmp_path), workers=0)
    after = trainer.run().state_dict()
    assert set(after) == set(before)
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    language = {name for name in changed if "language_model" in name}
    assert all("_proj.weight" in name for name in language)
    assert language
    assert not {name for name in changed if "vision_tower" in name or "embed" in name or "lm_head" in name}
    assert any("multi_modal_projector" in name for name in changed)
    assert any(name.startswith("renderer") for name in changed)
    resumed = Trainer(build_model(recipe, LABELS), recipe, RunFolder(tmp_path), workers=0).run().state_dict()
    assert all(torch.equal(after[name], resumed[name]) for name in after)


def test_the_language_model_and_updates_of_it_are_not_trained_together():
    with pytest.raises(ParameterError, match="not both"):
        Stage("s", "choose_label", frozenset({"language", "lora"}), 4, 1e-2)
