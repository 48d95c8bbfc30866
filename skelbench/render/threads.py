"""A small thread pool of our own: the kernels hold no lock, so frames are shared out among a few threads."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import pairwise

from skelbench.errors import ParameterError

__all__ = ["default_threads", "share_out"]


def default_threads() -> int:
    """`SKELBENCH_THREADS`, or two where there are two cores.

    Raises:
        ParameterError: the variable is no positive number.
    """
    wanted = os.environ.get("SKELBENCH_THREADS", "")
    if not wanted:
        return min(2, os.cpu_count() or 1)
    if not wanted.isdecimal() or int(wanted) < 1:
        raise ParameterError(f"SKELBENCH_THREADS needs a whole number of at least 1, found '{wanted}'")
    return int(wanted)


@lru_cache(maxsize=1)
def _pool(process: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="skelbench-render")


def share_out(work: Callable[[tuple[int, int]], None], count: int, threads: int) -> None:
    """Call `work((first, last))` on consecutive spans that cover range(count), at most `threads` at a time."""
    threads = max(1, min(threads, count))
    if threads == 1:
        work((0, count))
        return
    edges = [count * part // threads for part in range(threads + 1)]
    spans = list(pairwise(edges))
    waiting = [_pool(os.getpid()).submit(work, span) for span in spans[1:]]
    work(spans[0])
    for task in waiting:
        task.result()
