from __future__ import annotations

import re

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read, write
from skelbench.skeleton import BODY_25, KINECT_V2, PARTS, SMPL_22, SkeletonSequence, Space, Topology

ARM = """
[topology]
name = "arm"
joints = ["shoulder", "elbow", "wrist"]
bones = [["shoulder", "elbow"], ["elbow", "wrist"]]
landmarks = {right_wrist = "wrist"}
[space]
unit = "cm"
up = "z"
[time]
column = "t"
unit = "ms"
[table]
columns = "{joint}_{value}"
[missing]
value = -999
"""
TABLE = """t;shoulder_X;shoulder_Y;shoulder_Z;elbow_x;elbow_y;elbow_z;note;wrist_x;wrist_y;wrist_z
0;0;0;140;0;0;110;start;0;0;85
40;0;0;140;-999;-999;-999;;30;;85
90;0;0;140;0;0;110;end;0;-30;110
"""


@pytest.fixture
def table(tmp_path):
    """`table(name, content, card)`: a table and the card beside it."""

    def make(name, content, card, card_name=None):
        path = tmp_path / name
        if isinstance(content, str):
            path.write_text(content)
        elif isinstance(content, dict):
            np.savez(path, **content)
        else:
            np.save(path, content)
        (tmp_path / (card_name or f"{name}.card.toml")).write_text(card)
        return path

    return make


def test_a_format_never_seen_is_read_by_a_card_of_17_lines(table):
    path = table("arm.csv", TABLE, ARM)
    assert detect(path) == "card"
    sequence = read(path)
    assert sequence.topology.joints == ("shoulder", "elbow", "wrist") and sequence.space == Space(frame="body")
    np.testing.assert_allclose(sequence.times, [0, 0.04, 0.09])
    np.testing.assert_allclose(sequence.positions[2, 0], [[0, 1.4, 0], [0, 1.1, 0], [0, 1.1, 0.3]], atol=1e-6)
    assert sequence.valid[:, 0].tolist() == [[True] * 3, [True, False, False], [True] * 3]
    assert sequence.landmark("right_wrist").shape == (3, 1, 3)
    assert any("cm turned into metres" in one for one in sequence.history)
    assert any("turned from z up" in one for one in sequence.history)
    assert any("card arm.csv.card.toml, sha256" in one for one in sequence.history)
    assert any("parted by semicolons" in one for one in sequence.guesses)
    assert any("frame is taken as body" in one for one in sequence.guesses)


def test_a_card_for_the_folder_and_one_given_serve_as_well(table, tmp_path):
    beside = read(table("arm.csv", TABLE, ARM, "card.toml"))
    (tmp_path / "card.toml").rename(tmp_path / "other.toml")
    with pytest.raises(FormatError, match=r"found neither arm\.csv\.card\.toml nor card\.toml"):
        read(tmp_path / "arm.csv")
    given = read(tmp_path / "arm.csv", card=tmp_path / "other.toml")
    assert given.content_hash == beside.content_hash


def test_columns_by_place_with_confidence_white_space_and_no_header(table):
    card = """
topology = {joints = ["a", "b"], bones = [["a", "b"]]}
space = {unit = "px"}
time = {fps = 25}
table = {values = ["x", "y", "-", "c"], skip_columns = 1, comment = "#"}
missing = {confidence_below = 0.2}
"""
    text = "# made by hand\n1  10 20 0 0.9  30 40 0 0.1\n\n2  11 21 0 0.8  31 41 0 0.7\n"
    sequence = read(table("points.txt", text, card))
    assert sequence.dimensions == 2 and sequence.space == Space("px", "-y", "right", "image")
    np.testing.assert_array_equal(sequence.positions[1, 0], [[11, 21], [31, 41]])
    assert sequence.valid[:, 0].tolist() == [[True, False], [True, True]]
    np.testing.assert_allclose(sequence.confidence[0, 0], [0.9, 0.1])
    np.testing.assert_allclose(sequence.times, [0, 0.04])


@pytest.mark.parametrize(
    ("axes", "shape"),
    [("", (4, 3, 3)), ("T J D", (4, 3, 3)), ("D T J", (3, 4, 3)), ("D T J P", (3, 4, 3, 1)), ("J D T", (3, 3, 4))],
)
def test_an_array_of_any_order_of_axes_is_read_by_its_letters(table, axes, shape):
    truth = np.random.default_rng(2).normal(size=(4, 1, 3, 3))
    letters = (axes or "T J D").split()
    array = truth.transpose(*("TPJD".index(one) for one in [*letters, *(one for one in "TPJD" if one not in letters)]))
    card = ARM.replace('column = "t"\nunit = "ms"', "fps = 10").replace(
        'columns = "{joint}_{value}"', f'axes = "{axes}"'
    )
    sequence = read(table("clip.npy", array.reshape(shape), card.replace('"cm"', '"m"').replace('"z"', '"y"')))
    np.testing.assert_allclose(sequence.positions, truth, rtol=1e-6)


def test_rows_in_axis_major_order_are_arranged(table):
    card = ARM.replace('column = "t"\nunit = "ms"', "fps = 10").replace('columns = "{joint}_{value}"', 'axes = "D J"')
    rows = np.arange(18.0).reshape(2, 9)
    sequence = read(table("clip.npy", rows, card.replace('"cm"', '"m"').replace('"z"', '"y"')))
    np.testing.assert_array_equal(sequence.positions[0, 0, 0], [0, 3, 6])


def test_an_npz_gives_the_array_and_the_times_that_the_card_names(table):
    card = ARM.replace('columns = "{joint}_{value}"', 'array = "xyz"').replace('"ms"', '"s"')
    content = {"xyz": np.ones((3, 3, 3)), "t": np.array([0.0, 0.5, 0.7]), "other": np.zeros(2)}
    np.testing.assert_allclose(read(table("clip.npz", content, card)).times, [0, 0.5, 0.7])
    with pytest.raises(FormatError, match=r"table\.array in the card among xyz, t, other, found ''"):
        read(table("clip.npz", content, card.replace('array = "xyz"', "")))


def test_frame_numbers_become_times_by_the_rate(table):
    card = ARM.replace('unit = "ms"', 'unit = "frame"\nfps = 20')
    np.testing.assert_allclose(read(table("arm.csv", TABLE, card)).times, [0, 2, 4.5])


def test_left_handed_axes_are_mirrored_and_scale_multiplies(table):
    card = ARM.replace('up = "z"', 'up = "y"\nhandedness = "left"\nscale = 0.5')
    sequence = read(table("arm.csv", TABLE.replace("30;;85", "30;2;85"), card))
    np.testing.assert_allclose(sequence.positions[1, 0, 2], [-0.15, 0.01, 0.425], atol=1e-6)
    assert any("left-handed" in one for one in sequence.history)


@pytest.mark.parametrize("topology", [KINECT_V2, SMPL_22, BODY_25])
def test_writing_and_reading_again_is_exact(tmp_path, topology):
    rng = np.random.default_rng(5)
    flat = topology is BODY_25
    positions = rng.normal(size=(6, 2, len(topology.joints), 2 if flat else 3)).astype(np.float32)
    positions[2, 1] = np.nan
    positions[3, 0, 4] = np.nan
    space = Space("px", "-y", "right", "image") if flat else Space()
    first = SkeletonSequence(
        topology, positions, np.cumsum(rng.uniform(0.01, 0.1, 6)), space=space, label='say "hi", \\ twice',
        confidence=rng.uniform(0, 1, positions.shape[:3]).astype(np.float32),
    )  # fmt: skip
    write(first, tmp_path / "clip.csv", "card")
    again = read(tmp_path / "clip.csv")
    np.testing.assert_array_equal(first.positions, again.positions)
    np.testing.assert_array_equal(first.times, again.times)
    np.testing.assert_array_equal(
        np.where(first.valid, first.confidence, 0), np.where(first.valid, again.confidence, 0)
    )
    assert first.content_hash == again.content_hash and again.label == first.label and again.space == first.space
    assert again.topology is topology


def test_a_topology_of_ones_own_survives_writing(tmp_path, make_bvh):
    (tmp_path / "clip.bvh").write_text(make_bvh())
    first = read(tmp_path / "clip.bvh")
    write(first, tmp_path / "clip.csv", "card")
    again = read(tmp_path / "clip.csv").topology
    assert again.content_hash == first.topology.content_hash and dict(again.landmarks) == dict(first.topology.landmarks)


def test_the_rest_pose_of_a_topology_survives_writing(tmp_path):
    rest = ((0.0, 1.0, 0.0), (0.6, -0.8, 1e-17))
    topology = Topology("crane", ("a", "b", "c"), (("a", "b"), ("b", "c")), rest_directions=rest)
    write(SkeletonSequence(topology, np.ones((1, 1, 3, 3)), np.zeros(1)), tmp_path / "clip.csv", "card")
    again = read(tmp_path / "clip.csv").topology
    assert again.rest_directions == rest and again.content_hash == topology.content_hash


@pytest.mark.parametrize(
    ("directions", "words"),
    [
        ("[[0, 1, 0]]", "has 2 bones but 1 rest directions"),
        ("[[0, 1, 0], [0, 2, 0]]", r"length 1.*found \[0, 2, 0\]"),
        ("[[0, 1, 0], [0, 1]]", "three numbers"), ('[[0, 1, 0], [0, 1, "a"]]', "three numbers"),
        ("[[0, 1, 0], [nan, 1, 0]]", "three numbers"), ('"up"', "a list of directions"), ("[1, 2]", "not iterable"),
    ],
)  # fmt: skip
def test_rest_directions_that_are_none_are_refused(table, directions, words):
    card = ARM.replace("landmarks =", f"rest_directions = {directions}\nlandmarks =")
    with pytest.raises(FormatError, match=words):
        read(table("arm.csv", TABLE, card))


def test_parts_and_mirror_pairs_follow_from_names_where_the_card_gives_none(table):
    names = ["pelvis", "neck", *(f"{s}_{j}" for s in ("left", "right") for j in ("hip", "knee", "shoulder", "wrist"))]
    card = f'time = {{fps = 5}}\nspace = {{unit = "m", up = "y"}}\n[topology]\njoints = {names}\nbones = []\n'
    topology = read(table("clip.npy", np.ones((2, 10, 3)), card)).topology
    assert set(topology.parts) == set(PARTS) and len(topology.mirror) == 4


def test_a_joint_name_with_a_comma_is_not_written(tmp_path):
    odd = SkeletonSequence(Topology("odd", ("a,b",), ()), np.ones((1, 1, 1, 3)), np.zeros(1))
    with pytest.raises(FormatError, match="without commas"):
        write(odd, tmp_path / "x.csv", "card")


@pytest.mark.parametrize("names", [("Knee", "knee"), (" a", "b")])
def test_joint_names_that_a_header_cannot_tell_apart_are_not_written(tmp_path, names):
    odd = SkeletonSequence(Topology("odd", names, ()), np.ones((1, 1, 2, 3)), np.zeros(1))
    with pytest.raises(FormatError, match="differ by more than case and space"):
        write(odd, tmp_path / "x.csv", "card")
    assert not list(tmp_path.iterdir())


def test_a_joint_seen_without_confidence_is_not_written(tmp_path):
    odd = SkeletonSequence(Topology("a", ("a",), ()), np.ones((1, 1, 1, 3)), np.zeros(1), confidence=[[[np.nan]]])
    with pytest.raises(FormatError, match="a confidence for every joint that is seen"):
        write(odd, tmp_path / "x.csv", "card")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("90;", "40;", r"times that increase.*found 40 at frame 2.*line 4"),
        ("90;", "nan;", r"times that increase.*line 4"),
        ("0;0;0;140", "0;zero;0;140", r"number in column 2, found 'zero'.*line 2"),
        ("90;0;0;140", "90;0;0;1e12", r"coordinate, found 1e\+12.*line 4"),
        ("90;0;0", "90;0", r"11 values, found 10.*line 4"),
        ("wrist_z", "wrist_w", r"column 'wrist_z' in the header, found none"),
        ("t;", "time;", r"time column 't', found none"),
    ],
)
def test_a_table_that_is_not_what_the_card_says_is_refused(table, old, new, words):
    with pytest.raises(FormatError, match=words):
        read(table("arm.csv", TABLE.replace(old, new, 1), ARM))


def test_a_table_without_rows_and_a_table_of_nan_are_refused(table):
    with pytest.raises(FormatError, match="rows of numbers after 1 header rows, found 1"):
        read(table("arm.csv", TABLE.splitlines()[0], ARM))
    with pytest.raises(FormatError, match="no joint with a position"):
        read(table("arm.csv", TABLE.splitlines()[0] + "\n0;;;nan;;;;x;NaN;;\n", ARM))


@pytest.mark.parametrize("shape", [(4, 3), (4, 2, 3), (0, 3, 3), (4, 3, 3, 3, 3), (5,)])
def test_an_array_of_another_shape_is_refused(table, shape):
    card = ARM.replace('column = "t"\nunit = "ms"', "fps = 10").replace('columns = "{joint}_{value}"', "")
    with pytest.raises(FormatError, match="Expected"):
        read(table("clip.npy", np.ones(shape), card))


@pytest.mark.realdata
def test_the_published_positions_of_a_walk_are_read_by_a_card_and_agree_with_the_bvh(real_data, tmp_path):
    walk = read(real_data / "bvh_samples" / "source" / "walk01.bvh")
    joints = [joint.replace("_end", "_End") for joint in walk.topology.joints]
    card = f"""
topology = {{joints = {joints}, bones = []}}
space = {{unit = "cm", up = "y"}}
time = {{column = "time"}}
table = {{columns = "{{joint}}.{{value}}"}}
"""
    (tmp_path / "walk.toml").write_text(card)
    table = read(real_data / "bvh_samples" / "csv" / "walk01_pos.csv", card=tmp_path / "walk.toml")
    np.testing.assert_allclose(table.positions, walk.positions, atol=1e-5)
    np.testing.assert_allclose(table.times, walk.times, atol=1e-5)


@pytest.mark.realdata
def test_utkinect_is_read_by_a_card_alone(real_data, tmp_path):
    card = """
topology = "kinect_v1"
space = {unit = "m", up = "y", frame = "camera"}
time = {column = 1, unit = "frame", fps = 30}
table = {skip_columns = 1}
"""
    (tmp_path / "utkinect.toml").write_text(card)
    with pytest.raises(FormatError, match="times that increase"):  # this recording repeats frame numbers
        read(next((real_data / "utkinect" / "joints").glob("joints_s01_e01.txt")), card=tmp_path / "utkinect.toml")


def test_a_format_never_seen_is_read_by_the_card_that_contributing_prints(tmp_path, project):
    page = (project / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (card,) = [block for block in re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL) if "{joint}_{value}" in block]
    assert len(card.splitlines()) < 25
    joints = KINECT_V2.joints
    header = ",".join(["frame", *(f"{joint}_{value}" for joint in joints for value in "xyz")])
    heights = 100 + np.arange(len(joints))  # cm, z up: the n-th joint at 1 m and n cm, 2 m ahead, n cm aside
    row = ",".join(f"{n},200,{height}" for n, height in enumerate(heights))
    (tmp_path / "odd.dat").write_text("\n".join([header, *(f"{t},{row}" for t in range(3))]) + "\n")
    with pytest.raises(FormatError):
        read(tmp_path / "odd.dat")
    (tmp_path / "odd.dat.card.toml").write_text(card)
    sequence = read(tmp_path / "odd.dat")
    assert sequence.topology.joints == joints and sequence.fps == pytest.approx(50) and sequence.space.unit == "m"
    np.testing.assert_allclose(sequence.positions[1, 0, :, 1], heights / 100, rtol=1e-6)  # z was up, y is


def test_a_body_never_seen_is_read_by_a_card_of_under_25_lines(tmp_path):
    card = """[topology]
joints = ["nose", "neck", "tail_root", "left_paw", "right_paw"]
bones = [["tail_root", "neck"], ["neck", "nose"], ["neck", "left_paw"], ["neck", "right_paw"]]
[space]
unit = "mm"
up = "y"
[time]
fps = 200
[table]
columns = "{joint}.{value}"
"""
    assert len(card.splitlines()) < 25
    joints = ("nose", "neck", "tail_root", "left_paw", "right_paw")
    header = ",".join(f"{joint}.{value}" for joint in joints for value in "xyz")
    (tmp_path / "mouse.csv").write_text(f"{header}\n" + "\n".join([",".join(["50"] * 15)] * 4) + "\n")
    (tmp_path / "mouse.csv.card.toml").write_text(card)
    mouse = read(tmp_path / "mouse.csv")
    assert mouse.topology.joints == joints and not mouse.topology.is_human
    assert mouse.fps == pytest.approx(200) and (mouse.positions == np.float32(0.05)).all()
