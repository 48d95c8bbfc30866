import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from skelbench.errors import WorkError
from skelbench.executor import ProcessExecutor, SerialExecutor


def test_a_worker_that_dies_once_loses_nothing(work, tmp_path):
    assert ProcessExecutor(2).map(work.DiesOnce(tmp_path), range(7)) == [-n for n in range(7)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["died-2", "died-5"]


def test_an_item_that_always_kills_its_worker_is_named_after_so_many_tries(work, tmp_path):
    handed_on = []
    with pytest.raises(WorkError, match=r"result for clip 2, but it took its worker down 3 times \(exit code 9\)"):
        stream = ProcessExecutor(2).stream(work.DiesAlways(tmp_path), range(9), name=lambda item: f"clip {item}")
        for result in stream:
            handed_on.append(result)
    assert handed_on == [0, -1]
    assert (tmp_path / "tries-2").read_text() == "xxx"
    assert (tmp_path / "tries-1").read_text() == "x"


def test_workers_read_of_one_thread_and_round_as_this_process_does(work):
    assert ProcessExecutor(1).map(work.torch_sums, range(3)) == SerialExecutor().map(work.torch_sums, range(3))
    assert work.torch_sums(0)[2] == 1


def test_errors_travel_with_where_they_happened(work):
    with pytest.raises(ZeroDivisionError) as found:
        ProcessExecutor(1).map(work.one, [1, 0])
    assert "in one" in found.value.__notes__[0]
    with pytest.raises(WorkError, match="Unsendable: both"):
        ProcessExecutor(1).map(work.unsendable, [1])


def test_what_cannot_be_sent_is_a_sentence(work):
    with pytest.raises(WorkError, match="a function that can be sent"):
        ProcessExecutor(1).map(lambda item: item, [1])
    with pytest.raises(WorkError, match="an item that can be sent"):
        ProcessExecutor(1).map(work.square, [threading.Lock()])


def children():
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def test_an_interrupt_leaves_no_process_behind_even_if_it_will_not_stop(work, monkeypatch):
    monkeypatch.setattr("skelbench.executor.processes._PATIENCE", 0.2)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it

    def interrupt():
        while len(children()) < 2:
            time.sleep(0.05)
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    started = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            ProcessExecutor(2).map(work.stubborn, range(4))
    finally:
        signal.signal(signal.SIGINT, before)
    thread.join()
    assert children() == [] and time.monotonic() - started < 20


def test_a_reader_that_stops_early_stops_the_workers(work):
    stream = ProcessExecutor(2).stream(work.square, range(10_000))
    assert [next(stream), next(stream)] == [0, 1]
    stream.close()
    assert children() == []


def test_workers_leave_when_the_process_that_started_them_is_killed(work, tmp_path):
    program = tmp_path / "starts.py"
    program.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(Path(work.__file__).parent)!r})\n"
        "import work_to_split\n"
        "from skelbench.executor import ProcessExecutor\n"
        "if __name__ == '__main__':\n"
        "    ProcessExecutor(1).map(work_to_split.waits, [60])\n"
    )
    starter = subprocess.Popen([sys.executable, program])
    found = []
    while not found:
        time.sleep(0.05)
        assert starter.poll() is None
        found = [c for c in psutil.Process(starter.pid).children() if "spawn_main" in " ".join(c.cmdline())]
    time.sleep(0.7)  # until it is at its item
    starter.kill()
    starter.wait()
    _, alive = psutil.wait_procs(found, timeout=20)
    assert not alive
