from dataclasses import replace

import numpy as np
import pytest
import torch

from skelbench.datasets import load
from skelbench.errors import ParameterError
from skelbench.skeleton import place_in_view
from skelbench.training.stream import ClipStream, Drawing, Variety, augmented


def stream():
    clips = load("choreography:seed=1,clips=32,split=train,actions=trained,topologies=kinect_v2")
    return ClipStream(clips, Drawing(tuple(dict.fromkeys(clips.labels)), frames=4, size=56, seed=3))


def test_a_clip_is_the_same_whenever_it_is_drawn():
    first, again = stream()[5], stream()[5]
    torch.testing.assert_close(first["positions"], again["positions"], rtol=0, atol=0)
    np.testing.assert_array_equal(first["scene"].frames, again["scene"].frames)
    assert (first["label"], first["lessons"]) == (again["label"], again["lessons"])


def test_no_two_clips_are_alike():
    assert stream()[0]["positions"].shape != stream()[16]["positions"].shape or not torch.equal(
        stream()[0]["positions"], stream()[16]["positions"]
    )


def test_augmentation_keeps_a_body_a_body(waving):
    placed = place_in_view(waving)
    for seed in range(20):
        changed = augmented(placed, np.random.default_rng(seed), Variety(dropout=0.0))
        assert changed.frames >= 0.8 * placed.frames
        rows = changed.topology.joint_index
        thigh = np.linalg.norm(
            changed.positions[:, 0, rows["left_hip"]] - changed.positions[:, 0, rows["left_knee"]], axis=-1
        )
        assert 0.25 < np.nanmedian(thigh) < 0.65


def test_clips_for_a_renderer_that_learns_its_moments_say_so():
    plain = stream()
    assert not plain[0]["scene"].learned_times
    soft = ClipStream(plain.clips, replace(plain.drawing, learned_times=True))
    assert soft[0]["scene"].learned_times


def test_variety_is_as_large_as_it_says(waving):
    placed = place_in_view(waving)
    none = Variety(**{name: 0.0 for name in vars(Variety())} | {"whole": 1.0})
    same = augmented(placed, np.random.default_rng(0), none)
    np.testing.assert_allclose(same.positions, placed.positions, atol=1e-6)
    np.testing.assert_array_equal(same.times, placed.times)
    lasting = [augmented(placed, np.random.default_rng(n), replace(none, tempo=0.2)).duration for n in range(20)]
    assert 0.8 < min(lasting) / placed.duration < 0.95 < 1.05 < max(lasting) / placed.duration < 1.23
    offset = augmented(placed, np.random.default_rng(0), replace(none, offset=0.1)).positions - placed.positions
    np.testing.assert_allclose(offset, offset[:1].repeat(len(offset), 0), atol=1e-5)
    assert 0.001 < np.abs(offset).max() < 0.5


def test_variety_that_makes_no_sense_is_refused():
    with pytest.raises(ParameterError, match="chances up to 1"):
        Variety(mirror=1.2)
    with pytest.raises(ParameterError, match="numbers from 0 on"):
        Variety(yaw=-0.1)


def test_a_mirrored_clip_keeps_its_truth_mirrored_and_a_cut_one_keeps_its_words(waving):
    placed = place_in_view(waving)
    cut = augmented(placed, np.random.default_rng(1), Variety(mirror=0.0, crop=0.2))
    assert cut.frames < placed.frames
    assert cut.truth == placed.truth
