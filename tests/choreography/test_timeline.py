import numpy as np
import pytest

from skelbench.choreography.script import At, Leap, Loop, Phase, Stride, Style, Swing, phase
from skelbench.choreography.timeline import GRAVITY, draw, write_timeline


def written(*phases, tempo=1.0, seed=0, start=None):
    rngs = (np.random.Generator(np.random.PCG64(seed)), np.random.Generator(np.random.PCG64(seed + 1)))
    return write_timeline(Style("test", phases), rngs, tempo, 1.0, start or {})


def test_phases_follow_each_other():
    timeline = written(phase("up", 1.0, hand=At("mouth")), phase("stay", 0.5), Phase("down", 1.0, home=True))
    assert timeline.phases == [("up", 0.0, 1.0), ("stay", 1.0, 1.5), ("down", 1.5, 2.5)]
    assert [command.value.place for command in timeline.commands["hand"]] == ["mouth", "rest"]
    assert timeline.spans("hand") == [(0.0, 1.0), (1.5, 2.5)]


def test_twice_the_tempo_takes_half_the_time():
    assert written(phase("up", 1.0), tempo=2.0).end == 0.5


def test_cycles_and_loops_are_repetitions():
    wave = Phase("wave", 0.0, {}, (Swing("hand", (0.1, 0.0, 0.0), 2.0),), cycles=(3, 3))
    assert written(wave).repetitions == [(0.0, 0.5), (0.5, 1.0), (1.0, 1.5)]
    twice = written(Loop((2, 2), (phase("there", 1.0), phase("back", 1.0))))
    assert twice.repetitions == [(0.0, 2.0), (2.0, 4.0)]


def test_a_leap_flies_as_long_as_gravity_says():
    timeline = written(Leap(0.2, 0.25))
    flight = next(end - start for name, start, end in timeline.phases if name == "flight")
    assert flight == pytest.approx(2 * np.sqrt(2 * 0.2 / GRAVITY))
    assert timeline.spans("jump") == [(0.0, timeline.end)]


def test_steps_fill_their_phase():
    timeline = written(Phase("walk", 3.0, stride=Stride(seconds=0.5)))
    assert timeline.steps[0].count == 6
    assert timeline.spans("walk") == [(0.0, 3.0)]


def test_a_range_is_drawn_and_a_value_kept():
    rng = np.random.Generator(np.random.PCG64(0))
    assert draw(rng, 0.7) == 0.7
    assert 1.0 <= draw(rng, (1.0, 2.0)) <= 2.0


def test_the_pose_of_open_channels_is_taken_over():
    assert written(phase("stay", 1.0), start={"other": At("hip")}).start["other"].place == "hip"


def test_two_people_keep_time_together():
    def person(places):
        clock = np.random.Generator(np.random.PCG64(5))
        style = Style("test", (phase("reach", (0.5, 1.0), hand=At("meet", up=(0.0, 1.0))), phase("hold", (0.5, 1.0))))
        return write_timeline(style, (np.random.Generator(np.random.PCG64(places)), clock), 1.0, 1.0, {})

    one, other = person(1), person(2)
    assert one.phases == other.phases
    assert one.commands["hand"][0].value.offset[1] != other.commands["hand"][0].value.offset[1]
