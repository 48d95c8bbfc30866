"""The run folder: recipe, record, an append-only line a step, checkpoints written whole."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from skelbench.records import RunRecord, write_json

__all__ = ["RunFolder", "hardware", "parameter_summary", "versions"]

_NAMED = ("skelbench", "torch", "transformers", "numpy", "numba", "captum", "accelerate")


def versions() -> dict[str, str]:
    """Python's and the main packages' versions."""
    return {"python": platform.python_version(), **{name: version(name) for name in _NAMED}}


def hardware() -> dict[str, Any]:
    """The kind of machine, nothing that identifies it."""
    return {"machine": platform.machine(), "threads": torch.get_num_threads(), "cuda": torch.cuda.is_available()}


class RunFolder:
    """`build/runs/<name>/`: what a run keeps, readable while it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "checkpoints").mkdir(parents=True, exist_ok=True)

    def save_record(self, record: RunRecord) -> None:
        """Write record.json whole."""
        write_json(self.path / "record.json", record)

    def append_step(self, line: Mapping[str, Any]) -> None:
        """Append one line to steps.jsonl."""
        with (self.path / "steps.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, allow_nan=False) + "\n")

    def keep_steps_before(self, step: int) -> None:
        """Drop lines of steps that are about to be made again."""
        path = self.path / "steps.jsonl"
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines()
            kept = [line for line in lines if _step_of(line) is not None and (_step_of(line) or 0) < step]
            part = path.with_suffix(".part")
            part.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
            part.replace(path)

    def save_checkpoint(self, state: Mapping[str, Any]) -> None:
        """Add a checkpoint in one step and keep the last two: a killed run finds whole ones, never half of one."""
        path = self.path / "checkpoints" / f"step-{int(state['step']):08d}.pt"
        part = path.with_suffix(".part")
        torch.save(dict(state), part)
        part.replace(path)
        for old in self.checkpoints()[:-2]:
            old.unlink()

    def checkpoints(self) -> list[Path]:
        """Checkpoints that were written whole, oldest first; one of an older version, `last.pt`, before all others."""
        return sorted((self.path / "checkpoints").glob("*.pt"))

    def load_checkpoint(self) -> dict[str, Any] | None:
        """The last checkpoint, read by torch's restricted unpickler, or None."""
        found = self.checkpoints()
        return dict(torch.load(found[-1], weights_only=True)) if found else None


def _step_of(line: str) -> int | None:
    try:
        return int(json.loads(line)["step"])
    except (ValueError, KeyError, TypeError):
        return None


def parameter_summary(parameters: Mapping[str, Tensor]) -> dict[str, Any]:
    """A number where a parameter is one, else [mean, std, min, max]."""
    summary: dict[str, Any] = {}
    for name, tensor in parameters.items():
        value = tensor.detach().float()
        spread = float(value.std()) if value.numel() > 1 else 0.0
        values = [float(value.mean()), spread, float(value.min()), float(value.max())]
        summary[name] = round(values[0], 6) if value.numel() == 1 else [round(number, 6) for number in values]
    return summary
