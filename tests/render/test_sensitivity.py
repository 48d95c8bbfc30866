"""How much a picture tells of motion."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from skelbench.choreography import choreograph
from skelbench.errors import ParameterError
from skelbench.formats import read
from skelbench.render import DrAction, DrActionConfig, Scene, load_published, published_camera, sample_frames, scene_of
from skelbench.render.sensitivity import motion_sensitivity
from skelbench.skeleton import KINECT_V2, place_in_view


def test_a_picture_as_bright_as_the_joint_is_fast_changes_by_its_speed(dot, camera):
    """By hand: 0.1 m in 0.5 s; the left half of the picture shows a tenth of the speed, the right half nothing."""
    there = np.ones((3, 1, 1), bool)
    scene = Scene(dot, there, there[..., 0], None, np.arange(3) / 2, np.array([0, 2]), camera)
    positions = torch.tensor([0.0, 0.1, 0.2])[None, :, None, None, None] * torch.tensor([1.0, 0, 0])

    def draw(joints, seen):
        frame = int(seen.frames[0])
        near = frame - 1 if frame else 1
        speed = (joints[0, frame] - joints[0, near]).norm() / abs(seen.times[frame] - seen.times[near])
        picture = torch.zeros(1, 1, 3, 4, 4)
        picture[..., :2] = speed / 10
        return picture

    found = motion_sensitivity(draw, positions, scene)
    assert found.lit == pytest.approx(0.02, rel=1e-5)
    assert found.everywhere == pytest.approx(0.01, rel=1e-5)
    assert found.largest == pytest.approx(0.02, rel=1e-5)
    assert found.speed == pytest.approx(0.2, rel=1e-5)
    assert motion_sensitivity(draw, positions, scene, 3.0).lit == pytest.approx(0.04, rel=1e-5)


def test_without_modulation_motion_changes_nothing_and_with_it_something(make_sequence):
    positions, scene = scene_of(make_sequence(frames=6), sample_frames(3, 6), 32)
    still = motion_sensitivity(DrAction(DrActionConfig(modulation=False, threads=1)), positions, scene)
    assert still.largest < 1e-5
    untold = DrAction(DrActionConfig(modulated_by="position", threads=1))
    assert motion_sensitivity(untold, positions, scene).largest < 1e-5
    for told in ("velocity", "both"):
        renderer = DrAction(DrActionConfig(modulated_by=told, threads=1))
        assert motion_sensitivity(renderer, positions, scene).lit > 1e-3
    with pytest.raises(ParameterError, match="at least 2 frames"):
        alone = dataclasses.replace(scene, valid=scene.valid[:1], present=scene.present[:1], times=scene.times[:1],
                                    frames=np.array([0]))  # fmt: skip
        motion_sensitivity(DrAction(), positions[:, :1], alone)


@pytest.mark.realdata
@pytest.mark.parametrize("candidate", [1, 2])
@pytest.mark.parametrize("clip", ["walk", "throw", "recorded"])
def test_the_released_weights_hardly_see_motion(reference_data, real_data, candidate, clip):
    """Their lit pixels change by at most 0.002 when all velocities double; ours by more than five times as much."""
    recorded = clip == "recorded"
    sequence = (
        read(real_data / "ntu_skeleton" / "S001C001P001R001A011.skeleton")
        if recorded
        else choreograph(clip, 3, topology=KINECT_V2)
    )
    placed = place_in_view(sequence)
    frames = sample_frames(6, placed.frames)
    renderer = load_published(reference_data / "draction" / f"draction_candidate_0{candidate}.safetensors")
    theirs = motion_sensitivity(renderer, *scene_of(placed, frames, 112, published_camera(112)))
    assert 0 < theirs.lit <= 0.002
    ours = motion_sensitivity(DrAction(DrActionConfig(threads=1)), *scene_of(placed, frames, 112))
    assert ours.lit > 5 * theirs.lit
