import pytest

from skelbench.models.server.pace import Pace


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


def test_without_rates_nobody_waits(clock):
    pace = Pace(clock=clock, sleep=clock.sleep)
    for _ in range(100):
        pace.wait()
        pace.used(10**6)
    assert clock.now == 100.0


def test_thirty_requests_a_minute_are_two_seconds_apart(clock):
    pace = Pace(30, clock=clock, sleep=clock.sleep)
    times = []
    for _ in range(4):
        pace.wait()
        times.append(clock.now - 100)
    assert times == pytest.approx([0, 2, 4, 6], abs=1e-6)


def test_time_that_passed_anyway_is_not_waited_again_nor_saved_up(clock):
    pace = Pace(30, clock=clock, sleep=clock.sleep)
    pace.wait()
    clock.now += 60
    pace.wait()
    assert clock.now == 160.0
    pace.wait()
    assert clock.now == pytest.approx(162.0)


def test_a_reply_of_600_tokens_at_1200_a_minute_takes_half_a_minute(clock):
    pace = Pace(tokens_per_minute=1200, clock=clock, sleep=clock.sleep)
    pace.wait()
    pace.used(600)
    assert clock.now == 100.0
    pace.wait()
    assert clock.now == pytest.approx(130.0)
