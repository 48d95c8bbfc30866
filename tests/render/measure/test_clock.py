from __future__ import annotations

import time

import pytest

from skelbench.errors import RenderError
from skelbench.render.measure.clock import least_ms, least_wall_ms, machine, peak_mb, peak_mb_of


def test_sleeping_costs_no_processor_time_and_counting_does():
    assert least_ms(lambda: time.sleep(0.02), repeats=2) < 5
    assert least_ms(lambda: sum(range(300_000)), repeats=3) > 0.5


def test_work_runs_once_to_warm_up_and_then_as_often_as_asked():
    runs = []
    least_ms(lambda: runs.append(None), repeats=4)
    assert len(runs) == 5


def test_a_process_that_holds_more_has_a_higher_peak():
    program = "from pathlib import Path; {}; print(*[int(l.split()[1]) / 1000 for l in Path('/proc/self/status')"
    program += ".read_text().splitlines() if l.startswith('VmHWM')])"
    small, large = (peak_mb_of(program.format(what)) for what in ("block = b'x'", "block = b'x' * 200_000_000"))
    assert 180 < large - small < 220
    assert peak_mb() > small


def test_a_program_that_fails_is_one_sentence():
    with pytest.raises(RenderError, match="memory is measured failed: ValueError: no"):
        peak_mb_of("raise ValueError('no')")


def test_the_machine_is_described_by_kind_alone():
    found = machine()
    assert set(found) == {"versions", "hardware"}
    assert set(found["hardware"]) == {"machine", "cores", "gpu"}
    assert {"python", "torch", "numba"} <= set(found["versions"])


def test_works_take_turns_and_the_clock_sees_them_sleep():
    order = []
    slow, quick = lambda: (order.append("slow"), time.sleep(0.02)), lambda: order.append("quick")
    found = least_wall_ms((slow, quick), 2)
    assert order == ["slow", "quick"] * 3
    assert 20 <= found[0] < 200
    assert found[1] < 20
