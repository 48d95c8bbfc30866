from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import torch

from skelbench.render.appearance import (
    PART_COLOURS,
    PART_FEATURES,
    depth_ramp,
    modulate,
    new_appearance_head,
    told_of_motion,
)
from skelbench.render.posing import Cloud


def cloud_at(depths, bodies, clips, visible=None):
    depth = torch.tensor(depths, dtype=torch.float64)
    points = torch.stack([torch.zeros_like(depth), torch.zeros_like(depth), depth], dim=1).requires_grad_()
    seen = torch.ones_like(depth) if visible is None else torch.tensor(visible, dtype=torch.float64)
    count = len(depths)
    return Cloud(points, torch.zeros(count, 6), seen, seen, torch.zeros(count, 4), torch.tensor(bodies),
                 torch.tensor(clips), torch.tensor([0, count]), (4, 4))  # fmt: skip


def test_a_new_head_gives_every_part_its_colour():
    head = new_appearance_head(torch.Generator().manual_seed(0))
    with torch.no_grad():
        colours = torch.sigmoid(head(torch.tensor(PART_FEATURES)))
    np.testing.assert_allclose(colours[:, :3], PART_COLOURS, atol=1e-3)
    assert torch.pdist(colours[:, :3]).min() > 0.2


def test_opacity_goes_through_two_sigmoids_and_a_gate():
    def sigmoid(value):
        return 1 / (1 + math.exp(-value))

    raw = torch.tensor([[0.0, 3.0, -3.0, 0.4]])
    plain = modulate(raw, None)
    assert plain.opacity.item() == pytest.approx(sigmoid(0.4))
    assert plain.colour[0].tolist() == pytest.approx([0.5, sigmoid(3), sigmoid(-3)])
    changed = modulate(raw, torch.tensor([[0.1, 0.2, -0.2, 0.5, -1.0]]))
    assert changed.opacity.item() == pytest.approx(sigmoid(sigmoid(0.4) + 0.5) * sigmoid(-1.0))
    assert changed.colour[0].tolist() == pytest.approx([0.6, 1.0, 0.0])


def test_the_published_ramp_runs_from_blue_to_red_within_each_body():
    ramp = depth_ramp(cloud_at([1.0, 2.0, 3.0, 5.0, 5.5], [0, 0, 0, 1, 1], [0] * 5), "person_frame")
    expected = [[0, 0, 1], [0.5, 1, 0.5], [1, 0, 0], [0, 0, 1], [1, 0, 0]]
    np.testing.assert_allclose(ramp.detach(), expected, atol=1e-5)


def test_the_ramp_of_a_clip_spans_everybody_and_does_not_blow_up_a_flat_one():
    ramp = depth_ramp(cloud_at([1.0, 2.0, 3.0, 5.0], [0, 0, 1, 1], [0, 0, 0, 0]), "clip")
    np.testing.assert_allclose(ramp[:, 0].detach(), [0, 0.25, 0.5, 1])
    flat = cloud_at([3.0, 3.0, 3.001], [0, 0, 0], [0, 0, 0])
    ramp = depth_ramp(flat, "clip")
    np.testing.assert_allclose(ramp[:, 0].detach(), [0.4995, 0.4995, 0.5005])
    (gradient,) = torch.autograd.grad(ramp[:, 0].sum() + ramp[0, 0] * 3, flat.points)
    assert gradient.abs().max() < 10


def test_what_is_not_drawn_does_not_stretch_the_ramp():
    ramp = depth_ramp(cloud_at([1.0, 2.0, 900.0], [0, 0, 0], [0, 0, 0], [1, 1, 0]), "person_frame")
    np.testing.assert_allclose(ramp[:2, 0].detach(), [0, 1], atol=1e-5)
    nothing = cloud_at([1.0, 2.0], [0, 0], [0, 0], [0, 0])
    assert torch.isfinite(depth_ramp(nothing, "clip")).all()
    assert depth_ramp(dataclasses.replace(nothing, points=torch.zeros(0, 3), visible=torch.zeros(0),
                                          clips=torch.zeros(0, dtype=torch.long)), "clip").shape == (0, 3)  # fmt: skip


@pytest.mark.parametrize("spans", ["person_frame", "clip"])
def test_gradients_of_the_ramp_are_those_of_finite_differences(spans):
    cloud = cloud_at([1.0, 2.3, 3.1, 5.0, 5.6], [0, 0, 0, 1, 1], [0] * 5)
    assert torch.autograd.gradcheck(
        lambda points: depth_ramp(dataclasses.replace(cloud, points=points), spans), (cloud.points,)
    )


@pytest.mark.parametrize("spans", ["person_frame", "clip"])
def test_a_ramp_is_the_same_however_its_groups_are_told_ties_and_absent_ones_included(spans):
    cloud = cloud_at(
        [1.0, 1.0, 3.1, 5.0, 5.6, 4.4, 2.0, 2.0, 2.0], np.repeat([0, 1, 2], 3), [0] * 9, [1] * 5 + [0] + [1] * 3
    )
    results = []
    for alike in (None, (3, 9)):
        ramp = depth_ramp(dataclasses.replace(cloud, alike=alike), spans)
        (gradient,) = torch.autograd.grad((ramp * torch.arange(27.0).reshape(9, 3).sin()).sum(), cloud.points)
        results.append((ramp.detach(), gradient))
    (numbered, one), (counted, other) = results
    torch.testing.assert_close(counted, numbered)
    torch.testing.assert_close(other, one)


def test_what_the_modulation_is_not_told_is_zero():
    motion = torch.arange(1.0, 13).reshape(2, 6)
    assert told_of_motion(motion, "both") is motion
    assert told_of_motion(motion, "position").tolist() == [[1, 2, 3, 0, 0, 0], [7, 8, 9, 0, 0, 0]]
    assert told_of_motion(motion, "velocity").tolist() == [[0, 0, 0, 4, 5, 6], [0, 0, 0, 10, 11, 12]]


def test_a_head_of_one_colour_gives_every_part_white():
    head = new_appearance_head(torch.Generator().manual_seed(0), one_colour=True)
    with torch.no_grad():
        colours = torch.sigmoid(head(torch.tensor(PART_FEATURES)))[:, :3]
    np.testing.assert_allclose(colours, np.full((7, 3), 0.95), atol=1e-3)
