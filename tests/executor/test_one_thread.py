import os
import subprocess
import sys

from skelbench.executor.one_thread import hold_to_one_thread, one_thread_for_children


def test_children_read_of_one_thread_and_this_process_keeps_what_it_had(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    program = "import os; print(os.environ['OMP_NUM_THREADS'], os.environ['MKL_NUM_THREADS'])"
    with one_thread_for_children():
        told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout
    assert told.split() == ["1", "1"]
    assert os.environ["OMP_NUM_THREADS"] == "7" and "MKL_NUM_THREADS" not in os.environ


def test_torch_that_is_loaded_already_is_held(monkeypatch):
    import torch

    monkeypatch.setattr(os, "environ", dict(os.environ))
    torch.set_num_threads(2)
    hold_to_one_thread()
    assert torch.get_num_threads() == 1
