from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats.saving import check_one_body, save_bytes, save_text
from skelbench.skeleton import SkeletonSequence, Space, Topology


def test_a_file_appears_whole_in_a_folder_made_for_it(tmp_path):
    save_text(tmp_path / "a" / "b.txt", "für alle\n")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "für alle\n".encode()
    save_bytes(tmp_path / "a" / "b.txt", b"new")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_a_place_that_cannot_be_written_gets_a_sentence(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(FormatError, match="a place to write"):
        save_text(tmp_path / "file" / "below.txt", "x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(FormatError, match="Expected to write"):
        save_text(tmp_path / "folder", "x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.parametrize(
    ("shape", "space", "words"),
    [
        ((2, 2, 1, 3), Space(), "one person to write a file, found 2"),
        ((2, 1, 1, 2), Space("px", "-y", "right", "image"), "found 2-D in px, -y up"),
        ((2, 1, 1, 3), Space("mm"), "found 3-D in mm, y up"),
        ((0, 1, 1, 3), Space(), "a joint with a position in some frame to write a file, found none"),
    ],
)
def test_what_a_file_of_one_body_cannot_hold_is_refused(shape, space, words):
    sequence = SkeletonSequence(Topology("point", ("a",), ()), np.ones(shape), np.arange(float(shape[0])), space=space)
    with pytest.raises(FormatError, match=words):
        check_one_body(sequence, "a file")


def test_one_body_in_metres_passes_in_either_frame():
    for frame in ("camera", "body"):
        point = Topology("point", ("a",), ())
        check_one_body(SkeletonSequence(point, np.ones((1, 1, 1, 3)), np.zeros(1), space=Space(frame=frame)), "a file")
