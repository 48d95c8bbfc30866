import threading
import time

import pytest

from skelbench.executor import ThreadExecutor


def test_items_are_worked_on_at_the_same_time():
    met = threading.Barrier(3, timeout=10)
    assert len(ThreadExecutor(3).map(lambda item: met.wait(), range(6))) == 6


def test_nobody_waits_for_what_cannot_be_stopped():
    started = time.monotonic()

    def refuse(number):
        time.sleep(0.05 if number == 0 else 20)
        raise ValueError("no")

    with pytest.raises(ValueError):
        ThreadExecutor(2).map(refuse, range(4))
    assert time.monotonic() - started < 5
