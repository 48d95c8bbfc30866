import socket

import pytest

from skelbench.errors import WorkError
from skelbench.executor import DaskExecutor, SerialExecutor, executor_for


@pytest.fixture(scope="module")
def cluster(_work_folder):
    """Two workers of one thread each, in processes of their own; Dask gives an item two workers before it gives up."""
    import dask
    from distributed import LocalCluster

    patience = dask.config.set({"distributed.scheduler.allowed-failures": 1})
    with pytest.MonkeyPatch.context() as patch, patience:
        patch.syspath_prepend(str(_work_folder))  # worker processes get it too
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as started:
            yield started


def test_a_cluster_gives_the_same_as_this_process(cluster, work):
    executor = executor_for(dask=cluster.scheduler_address)
    assert executor.workers == 2
    assert executor.map(work.sums, range(6)) == SerialExecutor().map(work.sums, range(6))
    assert executor.map(work.slow_first, range(5)) == list(range(5))
    with pytest.raises(ValueError, match="1 is odd"):
        executor.map(work.refuse_odd, [0, 2, 1, 3])


@pytest.mark.slow  # Dask takes its time to start workers anew
def test_a_lost_worker_loses_nothing(cluster, work, tmp_path):
    assert DaskExecutor(cluster.scheduler_address).map(work.DiesOnce(tmp_path), range(7)) == [-n for n in range(7)]


@pytest.mark.slow
def test_an_item_that_always_kills_its_worker_is_named(cluster, work, tmp_path):
    with pytest.raises(WorkError, match="result for item 3, but it took its worker down 1 times"):
        DaskExecutor(cluster.scheduler_address, tries=1).map(work.DiesAlways(tmp_path), [0, 1, 2])


def test_no_scheduler_is_a_sentence(monkeypatch):
    monkeypatch.setattr("skelbench.executor.cluster._CONNECTING", "0.5s")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(WorkError, match=f"Dask scheduler at 'tcp://127.0.0.1:{port}'"):
        DaskExecutor(f"tcp://127.0.0.1:{port}")


def test_without_dask_the_extra_is_named(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WorkError, match=r"skelbench\[dask\]"):
        executor_for(dask="tcp://nowhere:1")
