from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from skelbench.errors import RenderError
from skelbench.render import Scene, sample_frames, scene_of
from skelbench.render.scene import published_frames, seen_alone
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


@pytest.mark.parametrize(("of", "expected"), [
    (70, [0, 10, 11, 19, 24, 34, 37, 46, 46, 52, 61, 65]),
    (82, [4, 10, 18, 24, 32, 39, 46, 53, 57, 62, 74, 80]),
    (100, [0, 10, 18, 32, 33, 43, 52, 63, 67, 83, 85, 95]),
])  # fmt: skip
def test_the_published_lot_falls_the_same_whenever_it_is_drawn(of, expected):
    assert published_frames(12, of).tolist() == expected
    torch.rand(3)  # the caller's own random numbers play no part
    assert published_frames(12, of).tolist() == expected


def test_the_published_viewer_draws_with_seed_0():
    assert published_frames(4, 60, seed=0).tolist() == [14, 24, 38, 45]


def test_short_clips_whole_clips_and_single_frames_are_picked_as_published():
    assert published_frames(12, 12).tolist() == list(range(12))
    assert published_frames(1, 9).tolist() == [4]
    short = published_frames(12, 5)
    assert len(short) == 12 and (np.diff(short) >= 0).all() and set(short) <= set(range(5))
    assert len(set(short)) < 12
    with pytest.raises(RenderError, match="found 12 out of 0"):
        published_frames(12, 0)


def test_orientations_and_rest_axes_come_along(make_sequence):
    upright = np.broadcast_to([1.0, 0, 0, 0], (4, 1, 25, 4))
    sequence = make_sequence(frames=4).changed(orientations=upright)
    _, scene = scene_of(sequence, sample_frames(2, 4), 16)
    bones = np.array(sequence.topology.bone_rows)
    way = (sequence.positions[:, 0, bones[:, 1]] - sequence.positions[:, 0, bones[:, 0]]).sum(0)
    np.testing.assert_allclose(scene.rest_axes, way / np.linalg.norm(way, axis=1, keepdims=True), atol=1e-5)
    np.testing.assert_allclose(scene.turns, np.broadcast_to(np.eye(3), (2, 1, 25, 3, 3)))
    assert scene_of(make_sequence(), sample_frames(2, 4), 16)[1].turns is None


@pytest.mark.parametrize("times", [[0, 0.1, 0.1], [0, 0.2, 0.1], [0, np.nan, 1]])
def test_times_that_do_not_increase_are_refused(make_sequence, times):
    _, scene = scene_of(make_sequence(frames=3), np.array([0]), 16)
    with pytest.raises(RenderError, match="Expected times that increase from frame to frame, found otherwise at frame"):
        dataclasses.replace(scene, times=np.array(times))


def test_frames_alone_are_a_clip_of_their_own(make_sequence):
    positions, scene = scene_of(make_sequence(frames=6, people=2), np.array([1, 4]), 16)
    cut, alone = seen_alone(positions, scene)
    assert torch.equal(cut, positions[:, [1, 4]])
    np.testing.assert_array_equal(alone.times, scene.times[[1, 4]])
    assert alone.valid.shape == (2, 2, 25)
    assert alone.frames.tolist() == [0, 1]
    with pytest.raises(RenderError, match=r"each looked at once, in order, found \[1, 1\]"):
        seen_alone(positions, dataclasses.replace(scene, frames=np.array([1, 1])))
