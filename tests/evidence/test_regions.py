import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.evidence import body_of
from skelbench.evidence.regions import distance_from, read_regions, regions, visits

HAND = np.array([0.22, 0.79, 0.0])
CHEST = np.array([0.05, 1.24, 0.30])


def to_the_chest(seconds):
    """The left hand goes to the front of the chest between 1 s and 1.5 s and stays."""
    share = np.clip((seconds - 1.0) / 0.5, 0.0, 1.0)[:, None]
    return HAND + share * (CHEST - HAND)


def test_a_hand_in_front_of_the_chest_is_there_and_the_other_is_not(build, seconds):
    body = body_of(build(seconds, left_hand=to_the_chest(seconds)))
    region = regions()["chest"]
    left, right = distance_from(body, "hand", "left", region), distance_from(body, "hand", "right", region)
    assert left is not None and right is not None
    assert left[0, -1] == 0.0 and left[0, 0] > 0.2 and right[0].min() > 0.2


def test_a_visit_begins_when_the_hand_arrives(build, seconds):
    body = body_of(build(seconds, left_hand=to_the_chest(seconds)))
    (visit,) = visits(body, "hand", "left", regions()["chest"])
    assert 1.2 < visit.start_s < 1.6 and visit.end_s == pytest.approx(seconds[-1])
    assert visit.is_stop and not visit.is_from_start
    (resting,) = visits(body, "hand", "right", regions()["side"])
    assert resting.is_from_start


def test_turning_the_person_changes_no_distance(build, seconds):
    still = build(seconds, left_hand=to_the_chest(seconds))
    turn = np.array([[0.6, 0.0, 0.8], [0.0, 1.0, 0.0], [-0.8, 0.0, 0.6]])
    turned = still.changed(positions=still.positions @ turn.T)
    found = [distance_from(body_of(one), "hand", "left", regions()["chest"]) for one in (still, turned)]
    assert found[0] is not None and found[1] is not None
    np.testing.assert_allclose(found[0][0], found[1][0], atol=1e-5)


def test_a_table_of_ones_own_is_read_and_a_bad_one_refused(tmp_path):
    table = tmp_path / "mine.toml"
    table.write_text("[region.knee]\norigin = '*_knee'\nwithin = 0.3\n")
    assert read_regions(table)["knee"].within == 0.3
    table.write_text("[region.knee]\norigin = '*_knee'\nwithin = 0.3\nup = [1.0, 0.0]\n")
    with pytest.raises(FormatError, match="'knee'"):
        read_regions(table)
