from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read, segments_of
from skelbench.formats.utkinect import read_labels
from skelbench.skeleton import KINECT_V1, Segment, Space


def row(number, *, at=0.5):
    return f"{number}   " + "  ".join(f"{at + joint / 10:.6f}" for joint in range(60)) + "  "


@pytest.fixture
def recording(tmp_path):
    """`recording(numbers, labels=None, table="actionLabel.txt")`: the path of a joint file."""

    def make(numbers, labels=None, table="actionLabel.txt"):
        path = tmp_path / "joints_s01_e02.txt"
        path.write_text("\n".join(row(number, at=line + 1) for line, number in enumerate(numbers)) + "\n")
        if labels is not None:
            (tmp_path / table).write_text(labels)
        return path

    return make


def test_positions_and_true_times_are_those_of_the_file(recording):
    path = recording([30, 34, 44])
    assert detect(path) == "utkinect"
    sequence = read(path)
    assert sequence.topology is KINECT_V1 and sequence.space == Space()
    np.testing.assert_allclose(sequence.times, [0.5, 34 / 60, 44 / 60])
    np.testing.assert_allclose(sequence.positions[2, 0, 1], [3.3, 3.4, 3.5], rtol=1e-6)
    assert "60 frame numbers a second" in sequence.guesses[0] and sequence.history == ()


def test_of_rows_that_repeat_a_frame_number_the_last_is_kept_and_the_history_says_so(recording):
    sequence = read(recording([30, 30, 34, 36, 36, 36]))
    assert sequence.frames == 3
    np.testing.assert_allclose(sequence.positions[:, 0, 0, 0], [2, 3, 6])
    assert sequence.history == ("3 rows repeated a frame number; the last of each was kept",)


def test_ranges_of_frame_numbers_become_segments_and_a_range_of_nan_is_none(recording):
    labels = "s01_e01\nwalk: 1 2\n\ns01_e02\nwalk: 30 36 \ncarry:  NaN NaN\nclapHands: 40 44\n"
    path = recording([30, 34, 44], labels)
    expected = (Segment("walk", 30 / 60, 36 / 60), Segment("clapHands", 40 / 60, 44 / 60))
    assert read(path).segments == segments_of(path, "utkinect") == expected
    assert any("labels by actionLabel.txt" in guess for guess in read(path).guesses)


def test_the_corrected_table_stands_over_the_published_one(recording):
    recording([30, 34], "s01_e02\nwalk: 1 999\n")
    path = recording([30, 34], "s01_e02\nwalk: 30 34\n", "actionLabel_modified.txt")
    assert read(path).segments == (Segment("walk", 30 / 60, 34 / 60),)
    assert any("labels by actionLabel_modified.txt" in guess for guess in read(path).guesses)


def test_without_a_table_there_are_no_segments(recording):
    assert read(recording([30, 34])).segments == ()


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ("walk: 1 2\n", "name or 'label: first last', found 'walk: 1 2'.*line 1"),
        ("s01_e02\nwalk 1 2\n", "found 'walk 1 2'.*line 2"),
        ("s01_e02\nwalk: 9 2\n", "does not end before it begins for walk.*line 2"),
        ("s01_e02\nwalk: 1 2\nwalk: 3 4\n", "one range .*line 3"),
        ("s01_e02\nwalk: -1 2\n", "line 2"),
    ],
)
def test_a_broken_table_of_labels_is_named_with_the_line(recording, labels, said):
    with pytest.raises(FormatError, match=said) as caught:
        read(recording([30, 34], labels))
    assert "actionLabel.txt" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: [*lines[:2], "34 1 2 3"], "61 values, found 4.*line 3"),
        (lambda lines: [lines[0], lines[1].replace("34", "x", 1)], "number in column 1, found 'x'.*line 2"),
        (lambda lines: [lines[0], lines[1].replace("34", "34.5", 1)], "a frame number, found 34.5.*line 2"),
        (lambda lines: [lines[1], lines[0]], "do not decrease, found 30 after 34.*line 2"),
        (lambda lines: [lines[0], lines[1].replace("34", "nan", 1)], "a frame number, found nan.*line 2"),
        (lambda lines: [lines[0], lines[1].replace("2.000000", "1e40", 1)], r"a coordinate, found 1e\+40.*line 2"),
        (lambda lines: ["1 2 3", "4 5 6"], "61 values a line, found 3.*line 1"),
        (lambda lines: ["\0\0\0"], "Expected"),
        (lambda lines: [" "], "empty file"),
    ],
)
def test_a_broken_file_is_refused_with_the_line(recording, change, said):
    path = recording([30, 34, 44])
    path.write_text("\n".join(change(path.read_text().splitlines())))
    with pytest.raises(FormatError, match=said):
        read(path, "utkinect")


@pytest.mark.realdata
def test_the_set_has_199_usable_segments_and_542_repeated_rows(real_data):
    paths = sorted((real_data / "utkinect" / "joints").glob("joints_*.txt"))
    assert len(paths) == 20
    sequences = [read(path) for path in paths]
    assert sum(len(sequence.segments) for sequence in sequences) == 199
    rows = sum(len(path.read_text().splitlines()) for path in paths)
    assert (rows, rows - sum(sequence.frames for sequence in sequences)) == (15_860, 542)
    assert "carry" not in {segment.label for segment in sequences[-1].segments}
    for sequence in sequences:
        for segment in sequence.segments:
            assert ((sequence.times >= segment.start_s) & (sequence.times <= segment.end_s)).sum() >= 5


@pytest.mark.realdata
def test_the_two_tables_of_labels_differ_in_seven_ranges(real_data):
    folder = real_data / "utkinect" / "joints"
    first, second = (read_labels(folder / name) for name in ("actionLabel.txt", "actionLabel_modified.txt"))
    changed = [(name, label) for name in first for label in first[name] if first[name][label] != second[name][label]]
    assert len(changed) == 7
