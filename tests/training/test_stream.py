import numpy as np
import torch

from skelbench.datasets import load
from skelbench.skeleton import place_in_view
from skelbench.training.stream import ClipStream, augmented


def stream():
    clips = load("choreography:seed=1,clips=32,split=train,actions=trained,topologies=kinect_v2")
    return ClipStream(clips, tuple(dict.fromkeys(clips.labels)), frames=4, size=56, seed=3)


def test_a_clip_is_the_same_whenever_it_is_drawn():
    first, again = stream()[5], stream()[5]
    torch.testing.assert_close(first["positions"], again["positions"], rtol=0, atol=0)
    np.testing.assert_array_equal(first["scene"].frames, again["scene"].frames)
    assert first["label"] == again["label"]


def test_no_two_clips_are_alike():
    assert stream()[0]["positions"].shape != stream()[16]["positions"].shape or not torch.equal(
        stream()[0]["positions"], stream()[16]["positions"]
    )


def test_augmentation_keeps_a_body_a_body(waving):
    placed = place_in_view(waving)
    for seed in range(20):
        changed = augmented(placed, np.random.default_rng(seed))
        assert changed.frames >= 0.8 * placed.frames
        rows = changed.topology.joint_index
        thigh = np.linalg.norm(
            changed.positions[:, 0, rows["left_hip"]] - changed.positions[:, 0, rows["left_knee"]], axis=-1
        )
        assert 0.25 < np.nanmedian(thigh) < 0.65


def test_clips_for_a_renderer_that_learns_its_moments_say_so():
    plain = stream()
    assert not plain[0]["scene"].learned_times
    soft = ClipStream(plain.clips, plain.labels, frames=4, size=56, seed=3, learned_times=True)
    assert soft[0]["scene"].learned_times
