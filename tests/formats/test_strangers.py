from __future__ import annotations

import gzip
import zipfile

import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording, read
from skelbench.formats.strangers import stranger


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a picture or a film; let a pose detector"),
        (b"\0\0\0\x20ftypisom" + b"\0" * 50, "a picture or a film"),
        (
            b"Coordinates\nversion=1\nnRows=2\nnColumns=2\nendheader\ntime,a\n0,1\n",
            "angles or forces of an OpenSim model",
        ),
        (b"MATLAB 5.0 MAT-file, Platform: GLNXA64", "a MATLAB file; save its arrays as npz"),
        (b"Trajectories\n100\n,,Bob:A,,\n", "a csv of Vicon Nexus.*export C3D or TRC"),
        (b"Kaydara FBX Binary  \0", "an FBX scene; export its animation as BVH"),
        (b"glTF\x02\0\0\0", "a glTF scene"),
    ],
    ids=range(7),
)
def test_what_holds_no_skeleton_is_named_with_what_to_do(tmp_path, content, words):
    (tmp_path / "x.dat").write_bytes(content)
    with pytest.raises(FormatError, match=f"Expected a skeleton recording, found {words}"):
        read(tmp_path / "x.dat")


def test_a_spreadsheet_is_no_npz(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr("_rels/.rels", "<x/>")
    with pytest.raises(FormatError, match="found a spreadsheet; save its sheet as csv"):
        read(tmp_path / "x.xlsx")


@pytest.mark.parametrize("content", [b"", b"HIERARCHY\n", b"a,b,c\n1,2,3\n", b"{}"])
def test_other_files_are_nothing_known(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    assert stranger(Recording(tmp_path / "x")) is None


def test_another_format_packed_with_gzip_is_to_be_unpacked(tmp_path, make_bvh):
    (tmp_path / "walk.bvh.gz").write_bytes(gzip.compress(make_bvh().encode()))
    with pytest.raises(
        FormatError, match=r"found a file packed with gzip; unpack it first \(gunzip\) \(.*walk\.bvh\.gz\)"
    ):
        read(tmp_path / "walk.bvh.gz")
