import json
import subprocess
import sys

import psutil
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from skelbench.report import execute as module
from skelbench.report.execute import execute, main
from skelbench.report.limits import DEFAULT_TIMEOUT_S

JOB = {"notebook": "a.ipynb", "output": "b.ipynb", "parameters": {"seed": 1}, "folder": "."}


@pytest.mark.parametrize(
    ("raised", "outcome"),
    [
        (None, {"status": "finished"}),
        (
            PapermillExecutionError(2, 3, "x", "FormatError", "no joints", []),
            {"status": "failed", "cell": 2, "error": "FormatError", "reason": "no joints"},
        ),
        (DeadKernelError("died"), {"status": "failed", "error": "DeadKernelError", "reason": "the kernel died"}),
        (CellTimeoutError("slow"), {"status": "failed", "error": "CellTimeoutError", "reason": "slow"}),
    ],
)
def test_whatever_a_cell_does_becomes_an_outcome(monkeypatch, tmp_path, raised, outcome):
    asked = {}

    def stand_in(notebook, output, **settings):
        asked.update(settings)
        if raised:
            raise raised

    monkeypatch.setattr(module.papermill, "execute_notebook", stand_in)
    monkeypatch.setattr(module, "end_with_parent", lambda pipe: None)
    assert execute(JOB) == outcome
    assert asked["store_widget_state"] is False and asked["parameters"] == {"seed": 1}
    (tmp_path / "job.json").write_text(json.dumps(JOB))
    main(str(tmp_path / "job.json"))
    assert json.loads((tmp_path / "outcome.json").read_text()) == outcome


def test_a_run_ends_with_the_kernel_it_started_when_its_parent_is_gone():
    program = (
        "import subprocess, sys; from skelbench.report.execute import end_with_parent;"
        "print(subprocess.Popen(['sleep', '300']).pid, flush=True); end_with_parent(sys.stdin)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        kernel = psutil.Process(int(run.stdout.readline()))
        run.stdin.close()
        assert run.wait(timeout=30) == 1
    assert not kernel.is_running() or kernel.status() == psutil.STATUS_ZOMBIE


def test_a_report_may_take_ten_minutes():
    assert DEFAULT_TIMEOUT_S == 600
