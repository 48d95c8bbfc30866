from __future__ import annotations

import threading

import pytest

from skelbench.errors import ParameterError
from skelbench.render.threads import default_threads, share_out


@pytest.mark.parametrize(("count", "threads"), [(0, 2), (1, 4), (7, 1), (7, 2), (7, 3), (2, 9)])
def test_every_item_is_done_exactly_once(count, threads):
    done: list[int] = []
    lock = threading.Lock()

    def work(span: tuple[int, int]) -> None:
        with lock:
            done.extend(range(*span))

    share_out(work, count, threads)
    assert sorted(done) == list(range(count))


def test_an_error_in_a_thread_reaches_the_caller():
    def work(span: tuple[int, int]) -> None:
        if span[0] > 0:
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        share_out(work, 4, 2)


def test_the_environment_sets_the_number_of_threads(monkeypatch):
    monkeypatch.setenv("SKELBENCH_THREADS", "3")
    assert default_threads() == 3
    monkeypatch.setenv("SKELBENCH_THREADS", "none")
    with pytest.raises(ParameterError, match="whole number of at least 1, found 'none'"):
        default_threads()
    monkeypatch.delenv("SKELBENCH_THREADS")
    assert default_threads() in (1, 2)
