from __future__ import annotations

import numpy as np
import pytest

from skelbench.choreography import choreograph
from skelbench.errors import FormatError
from skelbench.formats import detect, read, write
from skelbench.formats.bvh_writer import write_bvh
from skelbench.skeleton import BODY_25B, H36M_17, KINECT_V2, SMPL_22, SkeletonSequence, Topology

CHAIN = Topology("chain", ("a", "b", "b_end"), (("a", "b"), ("b", "b_end")))


def chain(places, names=CHAIN):
    """A clip at 10 frames a second from the (T J 3) places of its joints."""
    places = np.array(places, dtype=float)
    return SkeletonSequence(names, places[:, None], np.arange(len(places)) / 10)


def written(sequence, path):
    """The clip written and read again, its joints in the order they had."""
    write(sequence, path, "bvh")
    assert detect(path) == "bvh"
    again = read(path)
    assert sorted(again.topology.joints) == sorted(sequence.topology.joints)
    assert set(again.topology.bones) == set(sequence.topology.bones)
    return again, again.positions[:, :, [again.topology.joint_index[name] for name in sequence.topology.joints]]


@pytest.mark.parametrize("topology", [KINECT_V2, SMPL_22, H36M_17])
@pytest.mark.parametrize("action", ["wave", "squat", "kick"])
def test_a_choreographed_clip_is_read_again_within_a_tenth_of_a_millimetre(tmp_path, topology, action):
    first = choreograph(action, 5, topology=topology)
    again, positions = written(first, tmp_path / "clip.bvh")
    np.testing.assert_allclose(positions, first.positions, rtol=0, atol=1e-4)
    np.testing.assert_allclose(again.times, first.times - first.times[0], rtol=0, atol=1e-5)
    assert again.topology.is_human and again.space.unit == "m"


def test_a_bent_chain_by_hand_is_rotations_alone_and_its_end_an_end_site(tmp_path):
    straight, bent = [[0, 1, 0], [1, 1, 0], [2, 1, 0]], [[0, 1, 0], [0, 2, 0], [-1, 2, 0]]
    _, positions = written(chain([straight, bent]), tmp_path / "clip.bvh")
    np.testing.assert_allclose(positions[:, 0], [straight, bent], atol=1e-5)
    text = (tmp_path / "clip.bvh").read_text()
    assert "End Site" in text and "b_end" not in text and text.count("CHANNELS") == 2
    assert "CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation" in text
    assert "CHANNELS 3 Zrotation Xrotation Yrotation" in text
    values = np.array([line.split() for line in text.splitlines()[-2:]], dtype=float)
    # from the first pose to the second both joints turn by 90 degrees about z
    np.testing.assert_allclose(values[0], [0, 1, 0, *[0] * 6], atol=1e-4)
    np.testing.assert_allclose(values[1], [0, 1, 0, 90, 0, 0, 90, 0, 0], atol=1e-4)


FORK = Topology("fork", ("root", "left", "right", "tip"), (("root", "left"), ("root", "right"), ("left", "tip")))


@pytest.mark.parametrize("size", [0.3, 0.01])
def test_a_bone_that_stretches_and_siblings_that_part_have_position_channels(tmp_path, size):
    places = size * np.random.default_rng(3).normal(size=(30, 4, 3))  # of a dog or a mouse, whose units are m and cm
    _, positions = written(chain(places, FORK), tmp_path / "clip.bvh")
    np.testing.assert_allclose(positions[:, 0], places, rtol=0, atol=1e-4 * size)
    assert (tmp_path / "clip.bvh").read_text().count("CHANNELS 6") == 4


@pytest.mark.parametrize("size", [2, 0.002])
def test_a_body_whose_size_tells_no_unit_is_refused(tmp_path, size):
    with pytest.raises(
        FormatError, match=r"a body of 5 cm to 5 m .* unit is read off its size; found .* m; write a card"
    ):
        write(chain(size * np.random.default_rng(3).normal(size=(30, 4, 3)), FORK), tmp_path / "clip.bvh", "bvh")


def test_siblings_that_turn_as_one_need_no_position_channels(tmp_path):
    rng = np.random.default_rng(4)
    rest = np.array([[0, 0, 0], [0.3, 0.1, 0], [-0.3, 0.1, 0], [0, 0.5, 0.1]])
    turns = np.linalg.qr(rng.normal(size=(20, 3, 3)))[0]
    turns *= np.linalg.det(turns)[:, None, None]
    places = np.einsum("tij,kj->tki", turns, rest) + rng.normal(size=(20, 1, 3))
    star = Topology("star", ("root", "a", "b", "c"), (("root", "a"), ("root", "b"), ("root", "c")))
    _, positions = written(chain(places, star), tmp_path / "clip.bvh")
    np.testing.assert_allclose(positions[:, 0], places, rtol=0, atol=1e-4)
    assert (tmp_path / "clip.bvh").read_text().count("CHANNELS 6") == 1  # the root


def test_joints_at_one_place_and_a_single_frame_are_written(tmp_path):
    _, positions = written(chain([[[0, 1, 0], [0, 1, 0], [0, 2, 0]]]), tmp_path / "clip.bvh")
    np.testing.assert_allclose(positions[0, 0], [[0, 1, 0], [0, 1, 0], [0, 2, 0]], atol=1e-6)


def test_what_a_bvh_file_cannot_hold_is_refused_with_advice(tmp_path, waving):
    path = tmp_path / "x.bvh"
    gaps = np.array(waving.positions)
    gaps[4, 0, 3] = np.nan
    with pytest.raises(FormatError, match=r"no gaps.*found head missing in frame 4; fill the gaps first"):
        write_bvh(waving.changed(positions=gaps), path)
    late = np.array(waving.times)
    late[5:] += 0.02
    with pytest.raises(FormatError, match=r"even times.*use resample\(sequence, 24\)"):
        write_bvh(waving.changed(times=late), path)
    with pytest.raises(FormatError, match=r"one tree .* found 1 roots and 26 bones for 25 joints of body_25b"):
        write_bvh(choreograph("wave", 5, topology=BODY_25B), path)
    loop = Topology("loop", ("r", "a", "b"), (("a", "b"), ("b", "a")))
    with pytest.raises(FormatError, match="one tree"):
        write_bvh(chain(np.ones((1, 3, 3)), loop), path)
    with pytest.raises(FormatError, match=r"without braces.*'a{'"):
        write_bvh(chain(np.ones((1, 1, 3)), Topology("odd", ("a{",), ())), path)
    assert not path.exists()


@pytest.mark.realdata
def test_a_walk_is_written_and_read_again_within_a_tenth_of_a_millimetre(real_data, tmp_path):
    first = read(real_data / "bvh_samples" / "source" / "walk01.bvh")
    again, positions = written(first, tmp_path / "clip.bvh")
    np.testing.assert_allclose(positions, first.positions, rtol=0, atol=1e-4)
    assert again.topology.content_hash == first.topology.content_hash
    assert (tmp_path / "clip.bvh").read_text().count("CHANNELS 6") < 5  # of a hierarchy's own motion rotations say most
