from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording
from skelbench.formats.markers import Markers, marker_sequence
from skelbench.skeleton import Source

HERE = Recording(Path("clip.c3d"))
SOURCE = Source("clip.c3d", "c3d", "0" * 64)


def sequence(labels, points, **more):
    points = np.asarray(points, dtype=np.float32)
    return marker_sequence(HERE, SOURCE, Markers(labels, points, np.arange(len(points)) / 10, **more))


def test_subjects_with_the_same_markers_are_people_and_others_are_one_set_of_points():
    points = np.arange(24.0).reshape(2, 4, 3)
    two = sequence(["Ann:A", "Ann:B", "Bob:B", "Bob:A"], points, unit="m", axes=("+X", "+Y"))
    assert two.people == 2 and two.topology.joints == ("A", "B")
    np.testing.assert_array_equal(two.positions[0, 1], points[0, [3, 2]])
    assert "2 subjects with the same markers are 2 people" in two.guesses
    one = sequence(["box:A", "box:B", "Bob:B", "Bob:C"], points, unit="m")
    assert one.people == 1 and one.topology.joints == ("box:A", "box:B", "Bob:B", "Bob:C")


def test_nameless_markers_are_left_out_where_they_were_never_seen_and_numbered_where_they_were():
    points = np.ones((2, 4, 3))
    points[:, 1] = np.nan
    found = sequence(["A", "*5", "", "A"], points, unit="m")
    assert found.topology.joints == ("A", "marker_2", "A_2")
    assert "1 markers without a name or a position are left out" in found.guesses
    assert any("a number was added" in guess for guess in found.guesses)


def test_a_clip_in_which_nothing_was_seen_is_refused():
    with pytest.raises(FormatError, match="no joint with a position"):
        sequence(["*1", "*2"], np.full((2, 2, 3), np.nan), unit="m")
    with pytest.raises(FormatError, match="a label for each of 2 markers, found 1"):
        sequence(["A"], np.ones((2, 2, 3)), unit="m")


@pytest.mark.parametrize(
    ("unit", "metres"), [("mm", 0.001), ("MM", 0.001), ("m", 1), ("cm", 0.01), ("meters", 1), ("in", 0.0254)]
)
def test_units_are_turned_into_metres(unit, metres):
    found = sequence(["A"], np.full((1, 1, 3), 2.0), unit=unit, axes=("+X", "+Y"))
    np.testing.assert_allclose(found.positions, 2 * metres, rtol=1e-6)
    assert (f"{unit.lower()} turned into metres" in found.history) == (metres != 1)
