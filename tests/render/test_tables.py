from __future__ import annotations

import numpy as np

from skelbench.render import sample_frames, scene_of
from skelbench.render.rig import rig_of
from skelbench.render.tables import padded, rig_table, scene_table
from skelbench.skeleton import KINECT_V2


def test_a_rig_is_kept_as_its_few_owners_padded_to_whole_registers():
    rig = rig_of(KINECT_V2, 10, 0.03, 0.02)
    table = rig_table(rig)
    assert table is rig_table(rig)
    assert table.shares.shape == table.owners.shape == (2, 272)
    dense = np.zeros((272, 25), np.float32)
    for owner, share in zip(table.owners, table.shares, strict=True):
        np.add.at(dense, (np.arange(272), owner), share)
    np.testing.assert_allclose(dense[:265], rig.weights, atol=1e-7)
    assert (dense[265:] == 0).all()
    assert (table.radii[265:] == 0).all()


def test_a_scene_is_kept_frame_by_frame_and_person_by_person(make_sequence):
    sequence = make_sequence(people=2)
    doubt = np.random.default_rng(0).uniform(0, 1, sequence.valid.shape).astype(np.float32)
    _, scene = scene_of(sequence.changed(confidence=doubt), sample_frames(3, sequence.frames), 32)
    table = scene_table(scene)
    assert table is scene_table(scene)
    np.testing.assert_array_equal(table.confidence, doubt[scene.frames].reshape(6, 25))
    assert table.drawable.shape == (6, 25)
    assert table.drawable.all()
    assert table.lens[4] == np.float32(scene.camera.near)


def test_padding_is_zeros():
    assert padded(np.ones((2, 3)), 5).tolist() == [[1, 1, 1, 0, 0]] * 2
