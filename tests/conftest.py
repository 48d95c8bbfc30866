"""What every test shares: one thread, no network, and where the recordings beside the project lie.

SKELBENCH_REAL_DATA     the folder of recordings (default: ../shared/data beside the project's root)
SKELBENCH_REFERENCE     the folder of golden files (default: ../shared/reference)
SKELBENCH_REQUIRE_REAL  1: a missing folder is a failure too, not a skip
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import threading
from collections.abc import Generator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from skelbench.models import SkeletonLLM
    from skelbench.skeleton import SkeletonSequence
    from skelbench.training import Recipe

ROOT = Path(__file__).resolve().parent.parent

# Set before numba, torch or transformers are imported by any test; what the shell says already wins.
for _name, _value in {
    "OMP_NUM_THREADS": "1",  # two torch threads collapse when the cores are busy
    "NUMBA_NUM_THREADS": "1",
    "NUMBA_CACHE_DIR": str(ROOT / "build" / "cache" / "numba"),
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TRITON_INTERPRET": "0" if shutil.which("nvidia-smi") else "1",  # kernels of a device run on the CPU without one
}.items():
    os.environ.setdefault(_name, _value)


def _folder(variable: str, beside: str) -> Path:
    return Path(os.environ.get(variable) or ROOT.parent / "shared" / beside).resolve()


def _real_folder() -> Path:
    return _folder("SKELBENCH_REAL_DATA", "data")


def _reference_folder() -> Path:
    return _folder("SKELBENCH_REFERENCE", "reference")


def _must_be_there() -> bool:
    return os.environ.get("SKELBENCH_REQUIRE_REAL", "") not in ("", "0")


def _or_skip(folder: Path, variable: str, what: str) -> Path:
    if not folder.is_dir():
        pytest.skip(f"no {what} at {folder}; set {variable} to the folder that holds them")
    return folder


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's root."""
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of recordings other people published; for tests marked `realdata`."""
    return _or_skip(_real_folder(), "SKELBENCH_REAL_DATA", "recordings")


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of golden files (`draction/` and others)."""
    return _or_skip(_reference_folder(), "SKELBENCH_REFERENCE", "golden files")


@pytest.fixture(scope="session")
def tiny_recipe() -> Recipe:
    """A recipe of the smallest model: two labels, two frames of 56 pixels, a few thousand parameters."""
    from skelbench.training import ModelShape, Recipe, Stage

    source = "choreography:seed={},clips={},split={},actions={},topologies=kinect_v2"
    return Recipe(
        name="tiny",
        seed=3,
        data=source.format(1, 32, "train", "trained"),
        held_out=source.format(2, 32, "held_out", "trained"),
        exposed=source.format(5, 14, "train", "reserve"),
        reserve=source.format(3, 14, "held_out", "reserve"),
        unseen=source.format(4, 10, "held_out", "unseen"),
        stages=(Stage("read", "choose_label", frozenset({"render", "vision", "project", "language"}), 8, 1e-3, 4),),
        shape=ModelShape(width=48, layers=1, frames=2, image_size=56, vocabulary=384),
        precision="float32",
        checkpoint_every=1,
    )


@pytest.fixture(scope="session")
def tiny_model(tiny_recipe: Recipe) -> SkeletonLLM:
    """A model of random weights over three labels, in evaluation mode; do not change it."""
    from skelbench.training import build_model

    return build_model(tiny_recipe, ("wave", "clap", "sit down")).eval().requires_grad_(False)


@pytest.fixture(scope="session")
def tiny_folder(tiny_model: SkeletonLLM, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `tiny_model`."""
    folder = tmp_path_factory.mktemp("tiny_model")
    tiny_model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def waving() -> SkeletonSequence:
    """A choreographed wave, as a depth camera would see it."""
    from skelbench.choreography import choreograph

    return choreograph("wave", 5)


class StubServer:
    """A chat server in this process that says what it is told to, in order, the last reply again and again."""

    def __init__(self) -> None:
        self.replies: list[dict[str, Any]] = []
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                stub.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                stub.headers.append(dict(self.headers))
                reply = stub.replies.pop(0) if len(stub.replies) > 1 else stub.replies[0]
                self.close_connection = True
                if reply["before"] is not None:
                    reply["before"].wait(10)
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the other side had enough
                    self.send_response(reply["status"])
                    for name, value in {"Content-Length": str(len(reply["raw"])), **reply["headers"]}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(reply["raw"][: reply["drop"]])

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def say(self, body: Any, status: int = 200, headers: Any = (), drop: int | None = None, before: Any = None) -> None:
        """One more reply: JSON or bytes; `drop` ends it after so many bytes, `before` is an event it waits for."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.replies.append({"raw": raw, "status": status, "headers": dict(headers), "drop": drop, "before": before})

    def say_text(self, text: str | None, tokens: tuple[int, int] | None = (100, 2), logprobs: Any = None) -> None:
        """One more reply in the form of OpenAI's chat completions."""
        choice: dict[str, Any] = {
            "index": 0,
            "message": {"role": "assistant", "content": text},
            "finish_reason": "stop",
        }
        if logprobs is not None:
            choice["logprobs"] = {"content": logprobs}
        usage = None if tokens is None else {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
        self.say({"object": "chat.completion", "choices": [choice], "usage": usage})

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


@pytest.fixture
def model_server() -> Iterator[StubServer]:
    """A stand-in for an OpenAI-compatible server, for what real ones seldom do."""
    server = StubServer()
    yield server
    server.close()


@pytest.fixture(autouse=True)
def _one_torch_thread() -> Iterator[None]:
    """Hold torch to one thread where a test imported it, whatever numba's threading layer did meanwhile."""
    torch = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "set_num_threads") and torch.get_num_threads() != 1:
        torch.set_num_threads(1)
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure in the realdata tier where what the test needs is there."""
    report = yield
    if not report.skipped or hasattr(report, "wasxfail") or item.get_closest_marker("realdata") is None:
        return report
    asked = getattr(item, "fixturenames", ())
    folders = [_reference_folder()] if "reference_data" in asked else []
    if "real_data" in asked or not folders:
        folders.append(_real_folder())
    if all(folder.is_dir() for folder in folders) or _must_be_there():
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"A test of the realdata tier may not skip where the recordings are there.\n{why}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A module that skips itself as a whole would take its realdata tests away silently: fail in that tier."""
    report = yield
    tier = str(collector.config.getoption("markexpr") or "")
    chosen = "realdata" in tier and "not realdata" not in tier
    if report.outcome == "skipped" and chosen and (_real_folder().is_dir() or _must_be_there()):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"A module may not skip itself in the realdata tier where the recordings are there.\n{why}"
    return report
