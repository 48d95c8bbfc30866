import dataclasses
import json

import pytest
import torch

from skelbench.errors import ParameterError
from skelbench.models import load_model
from skelbench.render import RENDERERS
from skelbench.training import RunFolder, Stage, Trainer, build_model, learning_rate_at


def trained(recipe, folder, steps=None, **stage):
    from skelbench.choreography import TRAINED

    recipe = dataclasses.replace(recipe, stages=tuple(dataclasses.replace(s, **stage) for s in recipe.stages))
    trainer = Trainer(build_model(recipe, TRAINED), recipe, RunFolder(folder), workers=0)
    if steps is not None:
        trainer.report = lambda line: (_ for _ in ()).throw(KeyboardInterrupt) if line["step"] == steps else None
        with pytest.raises(KeyboardInterrupt):
            trainer.run()
        return trainer.model
    return trainer.run()


def test_the_rate_warms_up_and_falls_to_two_percent():
    stage = Stage("s", "choose_label", frozenset({"render"}), clips=100, learning_rate=1.0, batch=1, warm_up=0.1)
    assert learning_rate_at(0, stage) == pytest.approx(0.1)
    assert learning_rate_at(10, stage) == pytest.approx(1.0)
    assert learning_rate_at(100, stage) == pytest.approx(0.02)


def test_a_run_killed_between_steps_ends_with_the_same_bytes(tiny_recipe, tmp_path):
    whole = trained(tiny_recipe, tmp_path / "whole", clips=12).state_dict()
    trained(tiny_recipe, tmp_path / "cut", steps=2, clips=12)
    resumed = trained(tiny_recipe, tmp_path / "cut", clips=12).state_dict()
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)
    steps = [json.loads(line)["step"] for line in (tmp_path / "cut" / "steps.jsonl").read_text().splitlines()]
    assert steps == [1, 2, 3]


def test_what_a_stage_does_not_train_stays_bit_identical(tiny_recipe, tmp_path):
    from skelbench.choreography import TRAINED

    before = build_model(tiny_recipe, TRAINED).state_dict()
    after = trained(tiny_recipe, tmp_path, trains=frozenset({"render"}), clips=4).state_dict()
    changed = {name.split(".")[0] for name in before if not torch.equal(before[name], after[name])}
    assert changed == {"renderer"}


def test_a_line_a_step_tells_the_render_parameters(tiny_recipe, tmp_path):
    trained(tiny_recipe, tmp_path, clips=4)
    line = json.loads((tmp_path / "steps.jsonl").read_text())
    assert {"step", "stage", "seconds", "clips_seen", "loss", "learning_rate", "accuracy", "render"} <= line.keys()
    assert isinstance(line["render"]["depth_mix_logit"], float)


@pytest.mark.parametrize("kind", [name for name in RENDERERS if name != "draction"])
def test_a_model_learns_behind_any_renderer_and_reads_back_to_the_same_scores(kind, tiny_recipe, tmp_path, waving):
    recipe = dataclasses.replace(tiny_recipe, shape=dataclasses.replace(tiny_recipe.shape, renderer={"kind": kind}))
    model = trained(recipe, tmp_path / "run", clips=4).eval()
    line = json.loads((tmp_path / "run" / "steps.jsonl").read_text())
    assert bool(line["render"]) == RENDERERS[kind].learnable
    model.save_pretrained(tmp_path / "model", torch.float32)
    again = load_model(tmp_path / "model")
    assert again.settings.renderer["kind"] == kind
    assert again.answer(waving).scores == pytest.approx(model.answer(waving).scores, abs=1e-5)


def test_a_stage_in_which_there_is_nothing_to_learn_is_refused(tiny_recipe, tmp_path):
    recipe = dataclasses.replace(tiny_recipe, shape=dataclasses.replace(tiny_recipe.shape, renderer={"kind": "sticks"}))
    with pytest.raises(ParameterError, match="trains render, where this model has no parameters"):
        trained(recipe, tmp_path, trains=frozenset({"render"}), clips=4)
