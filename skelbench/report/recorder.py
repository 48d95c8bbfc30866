"""The one object a report notebook writes its record with: inputs, numbers, figures."""

from __future__ import annotations

import os
import platform
import random
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

import numpy as np

from skelbench import datasets
from skelbench.errors import ReportError
from skelbench.formats import Recording, read
from skelbench.formats.card import card_beside
from skelbench.formats.door import truth_path
from skelbench.paths import data_folder
from skelbench.records import ReportFigure, ReportInput, ReportNumber, write_json
from skelbench.report.fingerprint import files_of, find_input, input_sha256, recorded_path
from skelbench.report.markup import Figure, figure_digest
from skelbench.report.sources import HUB, clips_sha256, hub_sha256, is_clip_source, is_hub_id
from skelbench.report.theme import use_theme
from skelbench.skeleton import SkeletonSequence

__all__ = ["RECORD_VARIABLE", "ReportRecorder", "Tolerance", "start_report"]

RECORD_VARIABLE = "SKELBENCH_RECORD"  # the file the recorder writes to; the driver sets it
RELATIVE_TOLERANCE = 1e-4
_MAX_LISTED_FILES = 200
_PACKAGES = ("skelbench", "numpy", "torch", "transformers", "captum", "numba", "pandas", "plotly")


@dataclass(frozen=True)
class Tolerance:
    """How far a number may differ when the report is made again; one wider than usual carries its reason."""

    amount: float
    kind: Literal["exact", "absolute", "relative"]
    reason: str = ""

    @classmethod
    def usual(cls, value: float | int | str) -> Tolerance:
        """Counts and words not at all, other numbers by 1e-4 of their size."""
        return cls(0.0, "exact") if isinstance(value, str | int) else cls(RELATIVE_TOLERANCE, "relative")

    @classmethod
    def printed(cls, digits: int) -> Tolerance:
        """Half the last printed digit of a number shown with so many decimals."""
        return cls(0.5 * 10.0**-digits, "absolute", f"shown with {digits} decimals")


class ReportRecorder:
    """Collects what a report stands on and, when a driver asked for it, keeps a file of it up to date."""

    def __init__(self, seeds: Mapping[str, int], path: Path | None = None) -> None:
        self.seeds = dict(seeds)
        self.inputs: dict[str, ReportInput] = {}
        self.numbers: dict[str, ReportNumber] = {}
        self.figures: dict[str, ReportFigure] = {}
        self.notes: dict[str, Any] = {}
        self.finished = False
        self._path = path
        self._write()

    def input(self, role: str, path: str | Path) -> Path:
        """Note a file or folder the report reads, by hash; the answer is where it lies.

        Raises:
            ReportError: nothing lies there, or the role was given before.
        """
        found = find_input(path)
        self._keep_input(ReportInput(role, recorded_path(found), input_sha256(found)))
        if found.is_dir():
            files = files_of(found)
            if len(files) <= _MAX_LISTED_FILES:
                self.notes.setdefault("files", {})[role] = files
        self._write()
        return found

    def recording(
        self, path: str | Path, format: str | None = None, camera: str | None = None, clip: str | None = None,
        detail: str | None = None,
    ) -> SkeletonSequence:  # fmt: skip
        """Read a recording and note it, with the card and the truth that lie beside it.

        Empty words count as unsaid; `clip` and `detail` ("whole": face and hands too) are those of `read`.

        Raises:
            FormatError: it is not what it claims to be.
            ReportError: nothing lies there, or a recording was noted before.
        """
        found = self.input("recording", path)
        card = card_beside(Recording(found))
        for name, companion in (("card", card), ("truth", truth_path(found))):
            if companion is not None and companion.is_file():
                self.input(f"recording, {name}", companion)
        whole: Literal["whole"] | None = "whole" if detail == "whole" else None
        return read(found, format or None, camera=camera or None, clip=clip or None, detail=whole)

    def model(self, path: str | Path = "", role: str = "model") -> Path | str:
        """Note a model's folder (the shipped one where none is named) or a hub id; the answer is what to load.

        Raises:
            ReportError: nothing lies there, or the role was given before.
        """
        if is_hub_id(str(path)):
            self.source(role, f"{HUB}{path}", hub_sha256(str(path)))
            return str(path)
        return self.input(role, path or data_folder() / "models" / "default")

    def clips(self, role: str, dataset: str, path: str | Path = "") -> datasets.ClipSet:
        """Note a set of clips, made (`choreography:...`) or read from a folder, and give it.

        Raises:
            ParameterError: the data set is unknown, or needs a path.
            ReportError: the role was given before, or nothing lies at the path.
        """
        if not is_clip_source(dataset):
            return datasets.load(dataset, self.input(role, path) if str(path) else None)
        clips = datasets.load(dataset)
        self.source(role, dataset, clips_sha256(clips))
        return clips

    def source(self, role: str, name: str, sha256: str) -> None:
        """Note an input that is made, not read: a clip source such as `choreography:seed=7,clips=96`, by content."""
        self._keep_input(ReportInput(role, name, sha256))
        self._write()

    def number(
        self, name: str, value: float | int | str, unit: str = "", tolerance: Tolerance | None = None
    ) -> float | int | str:
        """Note a number of the report and how far it may differ when made again; the answer is the number.

        Raises:
            ReportError: the name was given before, or the tolerance is wider than usual and no reason is given.
        """
        if name in self.numbers:
            raise ReportError(f"Number '{name}' is recorded already; give every number a name of its own")
        plain = value.item() if isinstance(value, np.generic) else value
        usual = Tolerance.usual(plain)
        used = tolerance or usual
        if not used.reason and used != usual and _is_wider(plain, used):
            raise ReportError(f"Number '{name}' may differ by {used.amount:g} ({used.kind}), more than usual: say why")
        self.numbers[name] = ReportNumber(name, plain, unit, used.amount, used.kind, used.reason)
        self._write()
        return plain

    def figure(self, name: str, figure: Any, *, alt: str, table: Any = None, caption: str = "") -> Figure:
        """Note a figure; as a cell's last expression it shows, with its text and its table.

        Raises:
            ReportError: the name was given before, or the text alternative is empty.
        """
        if name in self.figures or not alt.strip():
            raise ReportError(f"Figure '{name}' needs a name of its own and a text that says what it shows")
        self.figures[name] = ReportFigure(name, figure_digest(figure))
        self._write()
        return Figure(name, figure, alt, table, caption)

    def note(self, name: str, value: Any) -> None:
        """Keep something else worth knowing in the record."""
        self.notes[name] = value
        self._write()

    def finish(self) -> str:
        """Say that the notebook ran to its end; the answer is a sentence that sums the record up."""
        self.finished = True
        self._write()
        return f"{len(self.inputs)} inputs, {len(self.numbers)} numbers and {len(self.figures)} figures are recorded."

    def _keep_input(self, item: ReportInput) -> None:
        if item.role in self.inputs:
            raise ReportError(f"Input '{item.role}' is recorded already; give every input a role of its own")
        self.inputs[item.role] = item

    def _write(self) -> None:
        if self._path is None:
            return
        content = {
            "seeds": self.seeds, "versions": _versions(), "hardware": _hardware(),
            "inputs": list(self.inputs.values()), "numbers": list(self.numbers.values()),
            "figures": list(self.figures.values()), "notes": self.notes, "finished": self.finished,
        }  # fmt: skip
        write_json(self._path, content)


def _is_wider(value: float | int | str, tolerance: Tolerance) -> bool:
    if tolerance.kind == "exact" or isinstance(value, str):
        return False
    allowed = tolerance.amount if tolerance.kind == "absolute" else tolerance.amount * abs(value)
    usual = 0.0 if isinstance(value, int) else RELATIVE_TOLERANCE * abs(value)
    return allowed > usual * (1 + 1e-9)


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def _hardware() -> dict[str, Any]:
    threads = os.environ.get("OMP_NUM_THREADS", "")
    return {
        "system": platform.system(), "machine": platform.machine(), "cores": os.cpu_count() or 0,
        "threads": threads or "not limited",
    }  # fmt: skip


def start_report(seed: int = 0) -> ReportRecorder:
    """Begin a report: set the theme of its figures and the seeds, and open its record.

    Call it in the first code cell after the parameters, below the imports (torch is seeded only where it is loaded).
    """
    use_theme()
    random.seed(seed)
    np.random.seed(seed % 2**32)  # a safety net: library code takes generators
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.manual_seed(seed)
    path = os.environ.get(RECORD_VARIABLE)
    return ReportRecorder({"seed": seed}, Path(path) if path else None)
