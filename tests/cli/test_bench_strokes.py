from __future__ import annotations

import json

import pytest

from skelbench.cli.bench_strokes import BAR


def test_every_width_is_printed_beside_its_formula_and_within_the_bar(run):
    code, out, _ = run("bench", "strokes", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["worst"] <= BAR == 0.01
    assert len(found["rows"]) == 24
    assert {row["size"] for row in found["rows"]} == {112, 224, 448}
    resting = next(row for row in found["rows"] if row["size"] == 448 and row["camera"] == "60 degrees, 3 m")
    assert resting["expected_px"] == pytest.approx(0.05 * 387.98 / 3, rel=1e-4)
    assert len([row for row in found["rows"] if row["metres"] == pytest.approx(0.05 + 0.02 * 2.5)]) == 6


def test_a_width_beyond_the_bar_fails_the_command(run, monkeypatch):
    from skelbench.render.measure import width

    row = {"camera": "x", "size": 112, "metres": 0.1, "expected_px": 10.0, "measured_px": 10.2, "error": 0.02}
    monkeypatch.setattr(width, "width_table", lambda: [row])
    code, out, _ = run("bench", "strokes")
    assert code == 1
    assert "largest error 2.00%, at most 1%" in out
