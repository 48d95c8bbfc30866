"""The contract of a reader in a comparison: whoever registers one is held to it, without writing a test."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
import torch

from skelbench.errors import ModelError
from skelbench.models.baselines import BASELINES, new_baseline
from skelbench.render import Camera, Scene
from skelbench.skeleton import COCO_17, KINECT_V1, KINECT_V2, SMPL_22, Topology

EVERY_READER = pytest.mark.parametrize("name", list(BASELINES))
MOUSE = Topology("mouse", ("snout", "neck", "tail"), (("neck", "snout"), ("neck", "tail")))
SMALL = {"width": 48, "layers": 1, "frames": 2, "image_size": 56, "vocabulary": 400, "moments": 8, "widths": (8, 16)}
LABELS = ("wave", "clap", "sit down")


def made(name, topology=KINECT_V1):
    """A reader of the smallest size, in evaluation mode."""
    torch.manual_seed(0)
    known = {field.name for field in fields(BASELINES[name].config)}
    return new_baseline(name, LABELS, topology, {key: value for key, value in SMALL.items() if key in known}).eval()


def clip_of(topology=KINECT_V1, people=1, seed=0, missing=()):
    rng = np.random.default_rng(seed)
    joints, size = len(topology.joints), 56
    start = rng.normal(0, 0.4, (1, 1, people, joints, 3)) + np.array([0, 0, 3.0])
    steps = rng.normal(0, 0.03, (1, 12, people, joints, 3)) * np.arange(1, people + 1)[:, None, None]
    seen = np.ones((12, people, joints), bool)
    for frame, joint in missing:
        seen[frame, 0, joint] = False
    camera = Camera(np.array([[size, 0, size / 2], [0, size, size / 2], [0, 0, 1.0]]), np.eye(4), (size, size))
    scene = Scene(topology, seen, seen.any(-1), None, np.arange(12) / 10, np.array([1, 6]), camera)
    return torch.tensor(start + steps.cumsum(1), dtype=torch.float32), scene


@EVERY_READER
@pytest.mark.parametrize("topology", [KINECT_V1, KINECT_V2, SMPL_22, COCO_17, MOUSE], ids=lambda one: one.name)
def test_any_topology_gives_a_finite_score_for_every_label(name, topology):
    scores = made(name, topology)([clip_of(topology), clip_of(topology, people=2, seed=1)])
    assert scores.shape == (2, len(LABELS))
    assert torch.isfinite(scores).all()


@EVERY_READER
def test_clips_do_not_mix(name):
    reader, clips = made(name), [clip_of(seed=1), clip_of(people=2, seed=2)]
    with torch.no_grad():
        together, alone = reader(clips), torch.cat([reader([clip]) for clip in clips])
    torch.testing.assert_close(together, alone, rtol=1e-3, atol=1e-3)


@EVERY_READER
def test_the_order_of_people_does_not_matter(name):
    reader, (positions, scene) = made(name), clip_of(people=2)
    turned = replace(scene, valid=scene.valid[:, ::-1].copy(), present=scene.present[:, ::-1].copy())
    with torch.no_grad():
        torch.testing.assert_close(
            reader([(positions, scene)]), reader([(positions.flip(2), turned)]), rtol=1e-3, atol=1e-3
        )


@EVERY_READER
def test_a_joint_that_was_not_seen_cannot_be_read(name):
    """Whatever number stands where nothing was seen, the score is the same: in some frames, or in none."""
    missing = [(3, 4), (6, 4), *((frame, 7) for frame in range(12))]
    positions, scene = clip_of(missing=missing)
    other = positions.clone()
    for frame, joint in missing:
        other[0, frame, 0, joint] += 0.7
    reader = made(name)
    with torch.no_grad():
        torch.testing.assert_close(reader([(positions, scene)]), reader([(other, scene)]), rtol=1e-3, atol=1e-3)


@EVERY_READER
def test_the_gradient_reaches_the_joints_unless_they_become_text(name):
    positions, scene = clip_of()
    positions.requires_grad_()
    made(name)([(positions, scene)])[0, 0].backward()
    if name == "coordinates":
        assert positions.grad is None  # rounding to text cuts it
        return
    assert torch.isfinite(positions.grad).all()
    assert (positions.grad.abs().sum((0, 1, 2, 4)) > 0).float().mean() > 0.8


@EVERY_READER
def test_other_joints_than_it_was_made_for_are_refused_or_read(name):
    reader = made(name)
    if name == "pictures":  # a picture is a picture
        assert torch.isfinite(reader([clip_of(COCO_17)])).all()
        return
    with pytest.raises(ModelError, match="made for the joints of 'kinect_v1', found a clip of 'coco_17'"):
        reader([clip_of(COCO_17)])


@EVERY_READER
def test_it_learns_one_clip_from_another(name):
    reader, clips, labels = made(name).train(), [clip_of(seed=1), clip_of(seed=2)], torch.tensor([0, 2])
    optimiser = torch.optim.AdamW([one for one in reader.parameters() if one.requires_grad], 5e-3)
    first = None
    for _ in range(12):
        loss = reader.loss(reader(clips), labels)
        first = first or float(loss.detach())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert float(loss.detach()) < 0.7 * first
