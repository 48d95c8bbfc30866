import dataclasses

import numpy as np
import pytest
import torch

from skelbench.choreography import choreograph
from skelbench.errors import ModelError
from skelbench.render import published_frames
from skelbench.skeleton import COCO_17, SMPL_22
from skelbench.training import build_model


def test_an_answer_scores_every_choice(tiny_model, waving):
    answer = tiny_model.answer(waving)
    assert tuple(answer.scores) == ("wave", "clap", "sit down")
    assert sum(answer.probabilities.values()) == pytest.approx(1)


def test_clips_of_several_formats_are_read_in_one_batch_as_alone(tiny_model, waving):
    clips = [waving, choreograph("clap", 2, topology=SMPL_22), choreograph("bow", 3, topology=COCO_17)]
    together = [list(answer.scores.values()) for answer in tiny_model.answer_all(clips)]
    alone = [list(tiny_model.answer(clip).scores.values()) for clip in clips]
    torch.testing.assert_close(torch.tensor(together), torch.tensor(alone), rtol=1e-4, atol=1e-4)


def test_the_order_of_choices_cannot_matter(tiny_model, waving):
    forwards, backwards = (tiny_model.answer(waving, order).scores for order in (("wave", "clap"), ("clap", "wave")))
    assert forwards["wave"] == pytest.approx(backwards["wave"], abs=1e-4)


def test_a_model_without_choices_asks_for_candidates(tiny_model, waving):
    settings, tiny_model.settings = tiny_model.settings, dataclasses.replace(tiny_model.settings, choices=())
    try:
        with pytest.raises(ModelError, match="name candidates"):
            tiny_model.answer(waving)
    finally:
        tiny_model.settings = settings


def test_one_frame_is_no_motion(tiny_model, waving):
    with pytest.raises(ModelError, match="at least 2 frames, this recording has 1"):
        tiny_model.answer(waving.span(0, 1))


def test_it_writes_by_itself(tiny_model, waving):
    assert isinstance(tiny_model.generate(waving, 3), str)


def test_a_model_that_learned_its_moments_scores_at_them_and_the_score_stays_a_function_of_the_joints(
    tiny_recipe, waving
):
    shape = dataclasses.replace(tiny_recipe.shape, renderer={"soft_frames": 2, "threads": 1})
    model = build_model(dataclasses.replace(tiny_recipe, shape=shape), ("wave", "clap")).eval()
    scorer = model.scorer(waving, model.question())
    assert scorer.scene.learned_times
    positions = scorer.positions.clone().requires_grad_()
    scores = scorer(positions)
    torch.testing.assert_close(scorer(positions), scores)
    scores[0, 0].backward()
    assert positions.grad.abs().max() > 0
    assert model.renderer.moments.gap_logits.grad.abs().max() > 0
    with torch.no_grad():
        model.renderer.moments.gap_logits[0] += 2.0
    assert not torch.equal(scorer(positions), scores)
    assert not model.draw(waving, frames=[3, 9])[1].learned_times  # who names frames gets those


def test_moments_and_frames_must_be_as_many(tiny_recipe):
    shape = dataclasses.replace(tiny_recipe.shape, renderer={"soft_frames": 3})
    with pytest.raises(ModelError, match="reads 2 frames, its renderer learned 3 moments"):
        build_model(dataclasses.replace(tiny_recipe, shape=shape), ("wave", "clap"))


def test_frames_are_picked_as_published_where_the_settings_say_so(tiny_model, waving):
    assert tiny_model.frames_of(8).tolist() == [2, 6]
    settings, tiny_model.settings = tiny_model.settings, dataclasses.replace(tiny_model.settings, sampling="published")
    try:
        assert tiny_model.frames_of(70).tolist() == published_frames(2, 70).tolist()
        assert tiny_model.draw(waving)[1].frames.tolist() == published_frames(2, waving.frames).tolist()
        assert tiny_model.frames_of(8, np.random.default_rng(0)).tolist() != published_frames(2, 8).tolist()
    finally:
        tiny_model.settings = settings
