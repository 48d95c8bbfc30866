from __future__ import annotations

from skelbench.render import RENDERERS
from skelbench.render.measure import case
from skelbench.render.measure.case import PUBLISHED_CONFIG, BenchPlan, measured_cases


def test_the_config_timed_is_the_published_one():
    assert (PUBLISHED_CONFIG.samples_per_bone, PUBLISHED_CONFIG.joint_radius) == (10, 0.02002)
    assert (PUBLISHED_CONFIG.velocity, PUBLISHED_CONFIG.depth_range) == ("stride4", "person_frame")
    assert PUBLISHED_CONFIG.modulation
    assert PUBLISHED_CONFIG.threads == 1


def test_every_case_of_a_plan_has_every_figure_and_the_top_ones_are_those_of_the_cpu(monkeypatch):
    monkeypatch.setattr(case, "peak_mb_of", lambda program: 123.0)
    plan = BenchPlan(people=(1,), sizes=(16,), backends=("reference",), repeats=1, seconds=0)
    (small,) = measured_cases(plan)
    assert (small["size"], small["people"], small["backend"], small["frames"]) == (16, 1, "cpu", 12)
    assert small["peak_mb"] == 123.0
    for name in ("forward_ms", "forward_backward_ms", "reference_forward_ms", "opencv_ms", "matplotlib_ms",
                 "heatmap_ms", "floor_ms", "library_floor_ms"):  # fmt: skip
        assert small[name] > 0, name
    assert set(small["renderers"]) == set(RENDERERS) - {"draction"}
    assert small["renderers"]["strokes"]["forward_backward_ms"] > 0
    assert small["forward_ms"] == small["backends"]["cpu"]["forward_ms"]
    assert small["reference_forward_ms"] == small["backends"]["reference"]["forward_ms"]


def test_the_process_of_its_own_prints_its_peak(capsys):
    case.print_peak(1, 8)
    assert float(capsys.readouterr().out) > 100
