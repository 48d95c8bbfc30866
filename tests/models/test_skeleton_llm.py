import dataclasses

import pytest
import torch

from skelbench.choreography import choreograph
from skelbench.errors import ModelError
from skelbench.skeleton import COCO_17, SMPL_22


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
