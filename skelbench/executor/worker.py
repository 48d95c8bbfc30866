"""What a worker process does: takes a function, then items one by one, and gives back a result or an error each."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from typing import Any

from skelbench.errors import WorkError
from skelbench.executor.one_thread import hold_to_one_thread

__all__ = ["attempt", "packed", "work"]


def work(pipe: Connection) -> None:
    """Serve until the other end of the pipe closes, or the process that started this one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the starter's matter, which then stops all
    threading.Thread(target=_leave_with_the_starter, daemon=True).start()
    hold_to_one_thread()
    try:
        function = pipe.recv_bytes()
        while True:
            pipe.send_bytes(attempt(function, pipe.recv_bytes()))
    except (EOFError, OSError):
        return


def attempt(function: bytes, item: bytes) -> bytes:
    """Apply a pickled function to a pickled item: (True, result) or (False, error), pickled."""
    try:
        result = _function(function)(pickle.loads(item))
        hold_to_one_thread()  # what the function loaded by itself
        return packed((True, result), "a result")
    except Exception as error:  # noqa: BLE001 - handed to the starter, which raises it
        return pickle.dumps((False, _that_travels(error)))


def packed(value: Any, what: str) -> bytes:
    """Pickle a value.

    Raises:
        WorkError: it cannot be pickled.
    """
    try:
        return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise WorkError(f"Expected {what} that can be sent to another process, but {error}") from error


_functions: dict[bytes, Callable[[Any], Any]] = {}  # the last one, with what it keeps between items


def _function(content: bytes) -> Callable[[Any], Any]:
    if content not in _functions:
        _functions.clear()
        _functions[content] = pickle.loads(content)
    return _functions[content]


def _that_travels(error: Exception) -> Exception:
    """The error with where it happened as a note; a sentence in its place where it cannot be pickled."""
    error.add_note("In a worker:\n" + "".join(traceback.format_exception(error)))
    try:
        restored = pickle.loads(pickle.dumps(error))
    except (pickle.PicklingError, AttributeError, TypeError):
        restored = None
    return error if type(restored) is type(error) else WorkError(f"{type(error).__name__}: {error}")


def _leave_with_the_starter() -> None:
    starter = multiprocessing.parent_process()
    if starter is not None:
        wait([starter.sentinel])
        os._exit(1)
