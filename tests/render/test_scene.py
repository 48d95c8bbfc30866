from __future__ import annotations

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render import Scene, sample_frames, scene_of
from skelbench.skeleton import SkeletonSequence, Space


def test_frames_are_the_middles_of_equal_segments():
    assert sample_frames(4, of=8).tolist() == [1, 3, 5, 7]
    assert sample_frames(3, of=3).tolist() == [0, 1, 2]
    assert sample_frames(1, of=7).tolist() == [3]
    assert sample_frames(4, of=1).tolist() == [0, 0, 0, 0]


def test_jittered_frames_stay_in_their_segments_and_never_go_back():
    drawn = np.stack([sample_frames(8, 80, np.random.default_rng(seed)) for seed in range(200)])
    segments = np.arange(8) * 10
    assert ((drawn >= segments) & (drawn < segments + 10)).all()
    assert drawn.std(0).min() > 2
    assert (np.diff(np.stack([sample_frames(8, 3, np.random.default_rng(s)) for s in range(50)])) >= 0).all()


@pytest.mark.parametrize(("count", "of"), [(0, 5), (3, 0)])
def test_there_must_be_something_to_pick(count, of):
    with pytest.raises(RenderError, match=f"found {count} out of {of}"):
        sample_frames(count, of)


def test_a_scene_keeps_what_is_no_coordinate_and_fills_missing_joints(make_sequence):
    sequence = make_sequence(frames=5, people=2)
    positions = sequence.positions.copy()
    positions[2, 1, 7] = np.nan
    positions[:, 0] = np.nan
    gappy = sequence.changed(positions=positions, present=None)
    tensor, scene = scene_of(gappy, sample_frames(3, 5), 32)
    assert tensor.shape == (1, 5, 2, 25, 3)
    assert torch.isfinite(tensor).all()
    assert scene.people.tolist() == [1]
    assert scene.drawable.shape == (3, 1, 25)
    assert not scene.valid[2, 1, 7]
    assert scene.camera.size == (32, 32)


def test_only_sequences_placed_in_view_are_drawn(make_sequence):
    flat = SkeletonSequence(
        make_sequence().topology, make_sequence().positions[..., :2], make_sequence().times, space=Space(unit="px")
    )
    with pytest.raises(RenderError, match="Expected a sequence from place_in_view"):
        scene_of(flat, sample_frames(1, 2), 16)


def test_frames_that_do_not_exist_and_arrays_that_do_not_fit_are_refused(make_sequence):
    with pytest.raises(RenderError, match="frames between 0 and 5"):
        scene_of(make_sequence(frames=6), np.array([6]), 16)
    _, scene = scene_of(make_sequence(frames=6), np.array([0]), 16)
    with pytest.raises(RenderError, match="do not fit"):
        Scene(scene.topology, scene.valid, scene.present[:2], None, scene.times, scene.frames, scene.camera)
