from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording, arrays
from skelbench.formats.arrays import npy_shape, npz_names, npz_shape, read_npy, read_npz, read_npz_row

HERE = Recording(Path("clip.npy"))


def npy(array):
    content = io.BytesIO()
    np.save(content, array, allow_pickle=True)
    return content.getvalue()


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int16, np.uint8, bool])
def test_numbers_of_any_type_are_read(kind):
    array = np.arange(6).reshape(2, 3).astype(kind)
    np.testing.assert_array_equal(read_npy(HERE, npy(array)), array)
    np.testing.assert_array_equal(read_npy(HERE, npy(np.asfortranarray(array))), array)


def test_objects_stay_closed():
    with pytest.raises(FormatError, match="Python objects, which could run code"):
        read_npy(HERE, npy(np.array([{}], dtype=object)))


def test_a_header_that_claims_too_much_takes_no_memory():
    content = npy(np.zeros((2, 3)))
    lie = content.replace(b"(2, 3), }" + b" " * 13, b"(1000000000, 22, 3), }")
    assert len(lie) == len(content) and lie != content
    with pytest.raises(FormatError, match="Expected 528000000000 bytes"):
        read_npy(HERE, lie)
    with pytest.raises(FormatError, match=r"48 bytes of numbers for shape \(2, 3\) in an npy file, found 40"):
        read_npy(HERE, content[:-8])
    assert npy_shape(content) == (2, 3) and npy_shape(b"nothing") is None


@pytest.mark.parametrize("dtype", ["U3", "c16", "M8[s]"])
def test_what_is_no_number_is_refused(dtype):
    with pytest.raises(FormatError, match="of numbers, found type"):
        read_npy(HERE, npy(np.zeros(3, dtype=dtype)))


def test_an_archive_gives_its_arrays_and_a_broken_one_a_sentence(tmp_path):
    path = tmp_path / "clip.npz"
    np.savez_compressed(path, a=np.ones(3), b=np.zeros((2, 2)))
    assert set(read_npz(Recording(path))) == {"a", "b"}
    content = path.read_bytes()
    for cut in (10, 60, len(content) - 30):
        path.write_bytes(content[:cut])
        with pytest.raises(FormatError, match="npz archive"):
            read_npz(Recording(path))


def test_an_archive_that_unpacks_to_too_much_is_refused_unopened(tmp_path, monkeypatch):
    path = tmp_path / "bomb.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", b"\0" * 2_000_000)
    monkeypatch.setattr(arrays, "LARGEST_FILE", 1_000_000)
    with pytest.raises(FormatError, match="at most 1,000,000 bytes unpacked, found 2,000,000"):
        read_npz(Recording(path))


def test_an_archive_without_arrays_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.npz", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(FormatError, match="found none"):
        read_npz(Recording(tmp_path / "other.npz"))


def test_of_an_archive_only_the_arrays_asked_for_are_opened(tmp_path):
    path = tmp_path / "clip.npz"
    np.savez(path, a=np.ones(3), b=np.array([{}], dtype=object), text=np.array(["LFHD", "C7"]), raw=np.array(b"male"))
    assert set(npz_names(Recording(path))) == {"a", "b", "text", "raw"}
    assert set(read_npz(Recording(path), ("a",))) == {"a"}
    assert read_npz(Recording(path), ("text", "raw"), "fiubSU")["text"].tolist() == ["LFHD", "C7"]
    with pytest.raises(FormatError, match="Python objects"):
        read_npz(Recording(path), ("b",), "fiubSU")
    with pytest.raises(FormatError, match=r"an npz archive \(c\), found none"):
        read_npz(Recording(path), ("c",))


def test_one_row_is_read_without_the_rest(tmp_path):
    path = tmp_path / "clip.npz"
    table = np.arange(60.0).reshape(5, 3, 4)
    np.savez(path, a=np.ones(3), x=table)
    assert npz_shape(Recording(path), "x") == (5, 3, 4)
    for row in range(5):
        np.testing.assert_array_equal(read_npz_row(Recording(path), "x", row), table[row])
    with pytest.raises(FormatError, match="a row of 'x' below 5, found 5"):
        read_npz_row(Recording(path), "x", 5)
    with pytest.raises(FormatError, match="no array 'y'"):
        npz_shape(Recording(path), "y")


def test_a_list_of_files_that_claims_to_be_huge_is_not_read(tmp_path):
    path = tmp_path / "clip.npz"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number:060d}.npy", b"")
    assert npz_names(Recording(path)) == ()
    path.write_bytes(b"PK\x03\x04" + b"\0" * 100)
    assert npz_names(Recording(path)) == ()
