import sys

import pytest

MODULE = """
import os, time
from dataclasses import dataclass
from pathlib import Path

def square(number):
    return number * number

def slow_first(number):
    time.sleep(0.3 if number == 0 else 0.0)
    return number

def refuse_odd(number):
    time.sleep(0.2 if number == 3 else 0.0)
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number

def one(number):
    return 1 / number

def waits(seconds):
    time.sleep(seconds)

def stubborn(item):
    import signal
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)

def sums(seed):
    import numpy
    numbers = numpy.random.default_rng(seed).random((200, 200), dtype=numpy.float32)
    return float((numbers @ numbers).sum()), float(numpy.exp(numbers).std())

def torch_sums(seed):
    import numpy, torch
    numbers = torch.from_numpy(numpy.random.default_rng(seed).random((64, 64), dtype=numpy.float32))
    return (numbers @ numbers).sum().item(), numbers.softmax(0).std().item(), torch.get_num_threads()

@dataclass(frozen=True)
class DiesOnce:
    folder: Path
    def __call__(self, number):
        mark = self.folder / f"died-{number}"
        if number in (2, 5) and not mark.exists():
            mark.touch()
            os._exit(3)
        return -number

@dataclass(frozen=True)
class DiesAlways:
    folder: Path
    def __call__(self, number):
        with (self.folder / f"tries-{number}").open("a") as log:
            log.write("x")
        if number == 2:
            os._exit(9)
        return -number

class Unsendable(Exception):
    def __init__(self, first, second):
        super().__init__("both")

def unsendable(number):
    raise Unsendable(1, 2)
"""


@pytest.fixture(scope="session")
def _work_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work")
    (folder / "work_to_split.py").write_text(MODULE)
    return folder


@pytest.fixture
def work(_work_folder, monkeypatch):
    """A module that worker processes can import too."""
    import importlib

    monkeypatch.syspath_prepend(str(_work_folder))
    monkeypatch.setitem(sys.modules, "work_to_split", importlib.import_module("work_to_split"))
    return sys.modules["work_to_split"]
