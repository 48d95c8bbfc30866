from __future__ import annotations

import json

import pytest

from skelbench.cli import bench_render
from skelbench.render import measure

FIGURES = {
    "people": 2, "size": 448, "frames": 12, "backend": "cpu", "forward_ms": 6.0, "forward_backward_ms": 18.0,
    "front_end_ms": 0.5, "front_end_backward_ms": 1.5, "reference_forward_ms": 9000.0, "opencv_ms": 2.0,
    "matplotlib_ms": 25.0, "heatmap_ms": 24.0, "floor_ms": 1.5, "pairs": 3_600_000, "pair_ns": 0.4, "peak_mb": 560.0,
    "backends": {"cpu": {"forward_ms": 6.0}, "torch": {"forward_ms": 100.0, "forward_backward_ms": 300.0}},
    "renderers": {"strokes": {"forward_ms": 20.0, "forward_backward_ms": 60.0}},
}  # fmt: skip


@pytest.fixture
def measured(monkeypatch):
    """Plans asked for; nothing is timed."""
    plans = []

    def stand_in(plan):
        plans.append(plan)
        yield FIGURES

    monkeypatch.setattr(measure, "measured_cases", stand_in)
    return plans


def test_the_json_carries_cases_seed_versions_and_machine(run, measured):
    code, out, _ = run("bench", "render", "--json", "--people", "2", "--sizes", "448", "--seed", "7")
    assert code == 0
    record = json.loads(out)
    assert record["cases"] == [FIGURES]
    assert (record["seed"], record["repeats"]) == (7, 20)
    assert {"versions", "hardware"} <= set(record)
    assert (measured[0].people, measured[0].sizes, measured[0].seed) == ((2,), (448,), 7)


def test_without_options_all_six_cases_are_asked_for(run, measured):
    assert run("bench", "render")[0] == 0
    assert (measured[0].people, measured[0].sizes) == ((1, 2), (112, 224, 448))


def test_the_table_says_how_many_times_opencv_and_how_much_of_the_floor(run, measured):
    _, out, _ = run("bench", "render")
    assert "3.00x" in out
    assert "9.00x" in out
    assert "25%" in out
    assert "torch: forward 100.00, forward_backward 300.00" in out
    assert "strokes: forward 20.00, forward_backward 60.00" in out


def test_quick_is_one_small_case(run, measured):
    run("bench", "render", "--quick", "--json")
    assert (measured[0].sizes, measured[0].repeats) == (bench_render.QUICK["sizes"], 2)


def test_a_size_that_is_no_number_is_one_sentence(run, measured):
    code, _, err = run("bench", "render", "--sizes", "112,big")
    assert code == 2
    assert "whole numbers above 0 separated by commas, found '112,big'" in err


@pytest.mark.slow
def test_the_whole_bench_takes_at_most_five_minutes(run):
    import time

    before = time.monotonic()
    code, out, _ = run("bench", "render", "--json")
    assert code == 0
    assert len(json.loads(out)["cases"]) == 6
    assert time.monotonic() - before < 300
