from __future__ import annotations

import json

import numpy as np
import pytest

from skelbench.cli.bench_formats import c3d_bytes
from skelbench.formats import read

QUICK = ("bench", "formats", "--minutes", "0.05", "--megabytes", "0.05", "--repeats", "1")


def test_the_json_holds_every_case_seed_and_machine(run):
    code, out, _ = run(*QUICK, "--json")
    record = json.loads(out)
    names = [case["name"] for case in record["cases"]]
    assert code == 0 and record["repeats"] == 1 and {"versions", "hardware"} <= set(record)
    assert [name.split(": ")[-1] for name in names] == ["archive", "C3D", "TRC, 25 markers", "AlphaPose, 20 people"]
    assert all(case["seconds"] > 0 and case["peak_mb"] > 0 and case["files"] == 1 for case in record["cases"])
    assert record["cases"][2]["megabytes"] == pytest.approx(0.05, rel=0.3)


def test_recordings_are_timed_where_a_folder_is_given(run, tmp_path, make_nw_ucla):
    make_nw_ucla(tmp_path / "nw_ucla" / "all_sqe")
    code, out, _ = run(*QUICK, "--data", str(tmp_path))
    assert code == 0 and out.splitlines()[-1].split()[:2] == ["NW-UCLA", "2"]
    code, _, err = run(*QUICK, "--data", str(tmp_path / "nw_ucla"))
    assert code == 2 and "found neither" in err


@pytest.fixture
def make_nw_ucla():
    """`make_nw_ucla(folder)`: two small clips."""

    def make(folder):
        folder.mkdir(parents=True)
        for name in ("a01_s01_e00_v01", "a01_s01_e01_v01"):
            clip = {"file_name": name, "skeletons": np.ones((3, 20, 3)).tolist(), "label": 1}
            (folder / f"{name}.json").write_text(json.dumps(clip))

    return make


def test_the_c3d_written_is_read_back_to_the_bit(tmp_path):
    points = np.random.default_rng(1).normal(0, 500, (70_000, 2, 3)).astype(np.float32)  # more than 16 bits count
    (tmp_path / "a.c3d").write_bytes(c3d_bytes(points, ("one", "two")))
    sequence = read(tmp_path / "a.c3d")
    assert sequence.topology.joints == ("one", "two") and sequence.fps == pytest.approx(120, rel=1e-4)
    np.testing.assert_array_equal(sequence.positions[:, 0], points * np.float32(1e-3))
