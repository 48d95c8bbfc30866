import numpy as np
import pytest

from skelbench.choreography import PAIRS, TOPOLOGIES, Variation, choreograph_pair, pairable, paired
from skelbench.choreography.performance import pose_people
from skelbench.errors import ParameterError

CLEAN = Variation()


def pairs(kind, count=12, topology=TOPOLOGIES["kinect_v2"], variation=None):
    labels = pairable(kind)
    for seed in range(count):
        one = labels[seed % len(labels)]
        two = one if kind == "side" else labels[(seed * 3 + 1) % len(labels)]
        if kind == "side" or one != two:
            yield choreograph_pair((one, two), seed, kind, variation, topology)


def travelled(clip, joint):
    track = clip.landmark(joint)[:, 0] - clip.landmark("chest")[:, 0]
    return float(np.linalg.norm(np.diff(track, axis=0), axis=-1).sum())


@pytest.mark.parametrize("kind", PAIRS)
def test_all_other_joints_are_equal_bit_by_bit(kind):
    for one, two in pairs(kind, 24):
        changed = set(one.meta["changed"].split())
        assert changed and changed == set(two.meta["changed"].split())
        assert all(any(word in joint for word in ("elbow", "wrist", "hand", "thumb")) for joint in changed)
        rows = [row for row, joint in enumerate(one.topology.joints) if joint not in changed]
        assert one.positions[:, :, rows].tobytes() == two.positions[:, :, rows].tobytes()
        assert one.times.tobytes() == two.times.tobytes()
        assert (one.meta["view"], one.subject, one.space) == (two.meta["view"], two.subject, two.space)


@pytest.mark.parametrize("kind", PAIRS)
def test_what_differs_really_differs(kind):
    for one, two in pairs(kind):
        rows = [one.topology.joint_index[joint] for joint in one.meta["changed"].split()]
        assert np.linalg.norm(one.positions[:, :, rows] - two.positions[:, :, rows], axis=-1).max() > 0.1


def test_a_side_pair_is_one_action_by_either_hand():
    for one, two in pairs("side"):
        assert one.label == two.label
        sides = [one.meta["side"], two.meta["side"]]
        assert set(sides) == {"left", "right"}
        for clip, side in zip((one, two), sides, strict=True):
            arms = [joint for joint in clip.truth.joints("decides") if "_" in joint]
            assert arms and all(joint.startswith(side) for joint in arms)
            other = "left" if side == "right" else "right"
            assert travelled(clip, f"{side}_wrist") > travelled(clip, f"{other}_wrist")
            for question in clip.truth.questions:
                assert question.kind != "which side" or question.answer == side


def test_a_detail_pair_tells_two_labels_apart():
    for one, two in pairs("detail"):
        assert one.label != two.label == two.truth.label
        assert one.meta["pair"] == two.meta["pair"] == "detail"
        assert one.truth.questions[0].answer == one.label and two.truth.questions[0].answer == two.label


def test_drinking_and_phoning_differ_by_where_the_hand_goes():
    one, two = choreograph_pair(("drink water", "phone call"), 3)
    assert any("the mouth" in text for text in one.truth.descriptions["groups"].values())
    assert not any("the mouth" in text for text in two.truth.descriptions["groups"].values())


def test_whoever_drinks_or_phones_walks_the_same_walk():
    one, two = choreograph_pair(("drink water", "phone call"), 5, "walking")
    for clip in (one, two):
        assert "while walking" in clip.truth.descriptions["whole"]
        assert "step" in clip.truth.descriptions["groups"]["left_leg"]
        assert not any("ankle" in joint for joint in clip.truth.joints("decides"))
        legs = max(travelled(clip, f"{side}_ankle") for side in ("left", "right"))
        arm = max(travelled(clip, joint) for joint in clip.truth.joints("decides") if "wrist" in joint)
        assert legs > 0.7 * arm


def test_a_sensor_looks_at_both_with_the_same_eyes():
    one, two = choreograph_pair(("wave", "phone call"), 4, variation=Variation(sensor=True))
    assert one.meta["view"] == two.meta["view"]
    assert np.intersect1d(one.times, two.times).size == one.frames == two.frames


@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=list(TOPOLOGIES))
def test_pairs_come_in_every_topology(topology):
    for one, two in pairs("detail", 2, topology):
        assert one.topology is two.topology is topology


def test_every_pair_stays_a_body():
    made = paired._detail_pair(tuple(paired._maker(label, 2, "detail", Variation(whole=True), "train")
                                     for label in ("wave", "drink water")), "detail", 2)  # fmt: skip
    for member in made:
        joints = pose_people(member)[0]
        upper = np.linalg.norm(joints["left_elbow"] - joints["left_shoulder"], axis=-1)
        assert np.ptp(upper) < 1e-6


@pytest.mark.parametrize(
    ("labels", "kind", "said"),
    [
        (("wave", "walk"), "detail", r"No pair of kind 'detail' has the label 'walk'\. Known: drink water"),
        (("wave", "wave"), "detail", "Expected two labels for a pair of kind 'detail', found 'wave' and 'wave'"),
        (("wave", "point"), "side", "Expected the same label twice"),
    ],
)
def test_labels_that_make_no_pair_are_refused(labels, kind, said):
    with pytest.raises(ParameterError, match=said):
        choreograph_pair(labels, 0, kind)
