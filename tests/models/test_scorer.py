import dataclasses

import numpy as np
import pytest
import torch

from skelbench.errors import ModelError


@pytest.fixture(scope="module")
def scorer(tiny_model, waving):
    return tiny_model.scorer(waving, tiny_model.question())


def test_variants_are_scored_as_they_would_be_alone(scorer):
    variants = scorer.positions + torch.tensor([0.0, 0.05, 0.1]).view(3, 1, 1, 1, 1)
    together = scorer(variants)
    alone = torch.cat([scorer(variant[None]) for variant in variants])
    assert together.shape == (3, 3)
    torch.testing.assert_close(together, alone, rtol=1e-4, atol=1e-4)


def test_the_gradient_reaches_seen_frames_and_no_weight(scorer, tiny_model):
    positions = scorer.positions.clone().requires_grad_(True)
    scorer(positions)[0, 0].backward()
    seen = positions.grad.abs().sum((0, 2, 3, 4)) > 0
    assert set(scorer.scene.frames) <= set(np.flatnonzero(seen.numpy()))
    assert all(parameter.grad is None for parameter in tiny_model.parameters())


def test_a_joint_left_out_is_a_joint_not_drawn(scorer):
    everyone = [[(0, row) for row in range(scorer.positions.shape[3])]]
    black = torch.zeros(1, 2, 3, 56, 56)
    empty = scorer.model.read_frames(black, scorer.packed)[0]
    settings = scorer.model.settings
    scorer.model.settings = dataclasses.replace(settings, patches="all")
    try:
        torch.testing.assert_close(scorer.without_joints(everyone), empty)
    finally:
        scorer.model.settings = settings
    torch.testing.assert_close(scorer.without_joints([[]]), scorer(scorer.positions))


def test_a_score_is_what_the_model_answers_whichever_patches_it_reads(scorer, tiny_model, waving):
    for patches in ("all", "foreground"):
        settings, tiny_model.settings = tiny_model.settings, dataclasses.replace(tiny_model.settings, patches=patches)
        try:
            answered = list(tiny_model.answer(waving, scorer.question.choices).scores.values())
            torch.testing.assert_close(scorer(scorer.positions)[0], torch.tensor(answered))
        finally:
            tiny_model.settings = settings


def test_over_choices_is_a_distribution(scorer):
    over = dataclasses.replace(scorer, normalisation="over_choices")
    assert float(over(scorer.positions).exp().sum()) == pytest.approx(1, abs=1e-5)


def test_means_divide_by_the_tokens(scorer):
    means = dataclasses.replace(scorer, normalisation="mean_token")
    counts = scorer.packed.token_counts()
    torch.testing.assert_close(means(scorer.positions) * counts, scorer(scorer.positions))


def test_training_mode_and_nan_are_refused(scorer, tiny_model):
    with pytest.raises(ModelError, match="finite"):
        scorer(torch.full_like(scorer.positions, float("nan")))
    tiny_model.train()
    try:
        with pytest.raises(ModelError, match="evaluation mode"):
            scorer(scorer.positions)
    finally:
        tiny_model.eval()


def test_an_unknown_choice_is_named(scorer):
    with pytest.raises(ModelError, match="'jump' is not among the choices: wave, clap, sit down"):
        scorer.index("jump")
