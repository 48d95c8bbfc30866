import dataclasses

import numpy as np
import pytest
import torch

from skelbench.datasets import load
from skelbench.errors import ModelError
from skelbench.skeleton import KINECT_V1, KINECT_V2, place_in_view
from skelbench.training.joint_clips import FRAMES_KEPT, Augmentation, augment, gather_clips, whole

SOURCE = "choreography:seed=3,clips=4,actions=wave+clap,topologies=kinect_v1"


@pytest.fixture(scope="module")
def clips():
    return gather_clips(load(SOURCE), ("wave", "clap"), KINECT_V1)


def vary(clips, how, frames=24, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return augment(clips, torch.arange(len(clips)), how, frames, KINECT_V1.mirror_rows, generator)


def only(**values):
    return dataclasses.replace(Augmentation.none(), **values)


def test_clips_are_kept_evenly_from_the_first_frame_to_the_last(clips):
    first = place_in_view(load(SOURCE)[0].sequence)
    assert clips.positions.shape == (4, FRAMES_KEPT, 20, 3)
    assert clips.labels.tolist() == [0, 1, 0, 1]
    np.testing.assert_allclose(clips.positions[0, 0], first.positions[0, 0], atol=1e-6)
    np.testing.assert_allclose(clips.positions[0, -1], first.positions[-1, 0], atol=1e-6)
    assert clips.duration[0] == pytest.approx(first.duration)


def test_a_missing_joint_is_bridged():
    sequence = load(SOURCE)[0].sequence
    valid = sequence.valid.copy()
    valid[3:6, 0, 7] = False
    positions = np.where(valid[..., None], sequence.positions, np.nan)
    gap = sequence.changed(positions=positions, valid=valid)
    source = dataclasses.replace(load(SOURCE)[:1], open_clip=lambda entry: gap)
    found = gather_clips(source, ("wave",), KINECT_V1)
    assert torch.isfinite(found.positions).all()


def test_other_joints_are_refused():
    with pytest.raises(ModelError, match="'kinect_v2', found 'kinect_v1'"):
        gather_clips(load(SOURCE), ("wave",), KINECT_V2)


def test_no_augmentation_is_the_clip_itself(clips):
    same, step = vary(clips, Augmentation.none())
    plain, plain_step = whole(clips, 24)
    torch.testing.assert_close(same, plain, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(step, plain_step)


def test_turning_keeps_every_distance(clips):
    turned, _ = vary(clips, only(yaw=0.8, pitch=0.2, roll=0.1))
    plain, _ = whole(clips, 24)
    apart = [torch.cdist(frames, frames) for frames in (turned.flatten(0, 1), plain.flatten(0, 1))]
    torch.testing.assert_close(*apart, rtol=1e-3, atol=2e-3)
    assert (turned - plain).abs().max() > 0.1


def test_mirroring_swaps_the_sides(clips):
    """Every clip is itself or its mirror image, and both occur."""
    plain, _ = whole(clips, 24)
    flipped = plain[:, :, list(KINECT_V1.mirror_rows)] * torch.tensor([-1.0, 1.0, 1.0])
    kinds = set()
    for seed in range(6):
        found, _ = vary(clips, only(mirror=True), seed=seed)
        for one, same, other in zip(found, plain, flipped, strict=True):
            near = [float((one - same).abs().max()) < 1e-3, float((one - other).abs().max()) < 1e-3]
            assert any(near)
            kinds.add(near.index(True))
    assert kinds == {0, 1}


def test_a_crop_shortens_the_clip_and_not_the_motion(clips):
    cropped, step = vary(clips, only(crop=0.3), seed=4)
    assert (step <= clips.duration / 23 + 1e-6).all()
    assert (step < clips.duration / 23 - 1e-3).any()
    assert cropped.shape == (4, 24, 20, 3)


def test_the_same_generator_gives_the_same_clips(clips):
    torch.testing.assert_close(vary(clips, Augmentation())[0], vary(clips, Augmentation())[0])
    assert not torch.equal(vary(clips, Augmentation(), seed=1)[0], vary(clips, Augmentation())[0])
