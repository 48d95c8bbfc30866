import pytest

from skelbench.errors import ParameterError
from skelbench.executor import KeptResults, ProcessExecutor, SerialExecutor, ThreadExecutor, executor_for

KINDS = [SerialExecutor, lambda: ThreadExecutor(3), lambda: ProcessExecutor(2)]


@pytest.mark.parametrize("make", KINDS)
def test_every_executor_gives_the_same_in_the_same_order(make, work, tmp_path):
    """One start of the workers for all that every executor promises."""
    told = []
    executor = make()
    assert executor.map(work.slow_first, range(9), lambda done, of: told.append((done, of))) == list(range(9))
    assert told == [(done, 9) for done in range(1, 10)]
    store = KeptResults(tmp_path, "squares")
    store.keep(3, "kept")
    assert executor.map(work.square, range(5), store=store) == [0, 1, 4, "kept", 16]
    assert executor.map(work.square, []) == []
    before = []
    with pytest.raises(ValueError, match="1 is odd"):
        before.extend(executor.stream(work.refuse_odd, [0, 2, 1, 3, 4]))


@pytest.mark.parametrize("make", KINDS[:2])
def test_results_before_the_first_error_are_handed_on_and_items_are_opened_lazily(make, work):
    opened, handed_on = [], []
    items = (opened.append(n) or n for n in (0, 2, 3, 4, 5, *range(100)))
    with pytest.raises(ValueError, match="3 is odd"):
        for result in make().stream(work.refuse_odd, items):
            handed_on.append(result)
    assert handed_on == [0, 2] and len(opened) < 30


@pytest.mark.parametrize("make", KINDS[:2])
def test_work_that_was_interrupted_goes_on_where_it_stopped(make, tmp_path):
    store, calls = KeptResults(tmp_path, "negatives"), []

    def negative(number):
        calls.append(number)
        return -number

    stream = make().stream(negative, range(20), store)
    assert [next(stream) for _ in range(4)] == [0, -1, -2, -3]
    stream.close()
    assert len(list(tmp_path.rglob("*.json"))) >= 4
    calls.clear()  # a thread may still end what it had begun
    assert make().map(negative, range(20), store=store) == [-n for n in range(20)]
    assert 19 in calls and set(calls).isdisjoint(range(4))


def test_an_interrupt_of_this_process_passes_through(tmp_path):
    def interrupt(number):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        SerialExecutor().map(interrupt, [1])


def test_what_the_options_ask_for():
    assert isinstance(executor_for(), SerialExecutor)
    assert executor_for(3).workers == 3
    with pytest.raises(ParameterError, match="found both"):
        executor_for(2, "tcp://host:8786")
    for kind in (ProcessExecutor, ThreadExecutor):
        with pytest.raises(ParameterError, match="at least one"):
            kind(0)
