from __future__ import annotations

import json
import pickle
import subprocess
import sys

import h5py
import numpy as np
import pytest

from skelbench.formats import h5_program
from skelbench.formats.h5_program import Unfit, table


def run(path):
    command = [sys.executable, "-I", "-B", h5_program.__file__, "2", "1000000000", str(path)]
    done = subprocess.run(command, capture_output=True, timeout=60)
    assert done.returncode == 0
    return done.stdout


def test_a_table_is_printed_as_a_line_and_its_numbers(make_h5, tmp_path):
    values = np.arange(12.0).reshape(2, 6)
    path = make_h5([("s", part, kind) for part in ("a", "b") for kind in ("x", "y", "z")], values, index=[7, 9])
    line, _, numbers = run(path).partition(b"\n")
    assert json.loads(line)["rows"] == 2 and json.loads(line)["columns"] == 6
    assert np.frombuffer(numbers[:16], np.int64).tolist() == [7, 9]
    np.testing.assert_array_equal(np.frombuffer(numbers[16:]).reshape(2, 6), values)


def test_files_without_a_table_of_numbers_are_said(tmp_path, make_h5):
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["weights"] = np.ones(3)
    assert b"it holds 0 tables of pandas" in run(tmp_path / "other.h5")
    (tmp_path / "broken.h5").write_bytes(make_h5([("s", "a", "x")], np.ones((2, 1))).read_bytes()[:1000])
    assert b"it cannot be read (OSError)" in run(tmp_path / "broken.h5")
    assert b"it cannot be read (FileNotFoundError)" in run(tmp_path / "none.h5")


def test_links_to_other_files_and_numbers_kept_elsewhere_are_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(np.arange(100.0).tobytes())
    kind = np.dtype([("index", "<i8"), ("values_block_0", "<f8", (3,))])
    with h5py.File(tmp_path / "link.h5", "w") as file:
        file["df_with_missing"] = h5py.ExternalLink(str(tmp_path / "real.h5"), "df_with_missing")
    with h5py.File(tmp_path / "outside.h5", "w") as file:
        group = file.create_group("df_with_missing")
        group.attrs["pandas_type"] = np.bytes_(b"frame_table")
        data = group.create_dataset("table", (3,), kind, external=[(str(secret), 0, h5py.h5f.UNLIMITED)])
        data.attrs["values_block_0_kind"] = np.bytes_(pickle.dumps([("s", "a", k) for k in "xyz"], 0))
    assert b"it holds 0 tables" in run(tmp_path / "link.h5")
    assert b"more than an index and one block" in run(tmp_path / "outside.h5")


def test_a_table_larger_than_allowed_is_refused_before_it_is_read(tmp_path):
    kind = np.dtype([("index", "<i8"), ("values_block_0", "<f8", (1000,))])
    with h5py.File(tmp_path / "x.h5", "w") as file:
        group = file.create_group("k")
        group.attrs["pandas_type"] = np.bytes_(b"frame_table")
        group.create_dataset("table", (1_000_000,), kind, chunks=(1,), compression="gzip")
    with h5py.File(tmp_path / "x.h5") as file, pytest.raises(Unfit, match="1000000 x 1000 is too large"):
        table(file)
