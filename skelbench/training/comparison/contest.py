"""The protocol of a comparison: try settings, choose, train on all that may be trained on, open the test once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import torch

from skelbench.datasets import ClipSet, load
from skelbench.errors import ModelError, ParameterError
from skelbench.models.baselines import Baseline, new_baseline
from skelbench.records import RunRecord, digest, read_json, write_json
from skelbench.training.comparison.draws import Draws
from skelbench.training.comparison.grid import Grid, Row
from skelbench.training.comparison.learning import Lesson, read_all, teach
from skelbench.training.run import RunFolder, hardware, versions

__all__ = ["Contest", "TestReading"]

Report = Callable[[str, int, int, float], None]  # which training, steps done, of all, loss


@dataclass(frozen=True, eq=False)
class TestReading:
    """What one trained reader made of the test clips."""

    __test__ = False  # not a test case of pytest's

    opened: str  # date
    ids: tuple[str, ...]
    scores: tuple[tuple[float, ...], ...]  # (B C) nats up to a constant of the clip
    tokens: float  # a clip

    def best(self) -> list[int]:
        """(B) row of the highest score."""
        return [max(range(len(row)), key=row.__getitem__) for row in self.scores]


@dataclass
class Contest:
    """A grid, where its recorded sets lie, and the folder that keeps every training; every step may be repeated.

    `root/<row>/<training>/` is a run folder: `try-<rate>` for each setting, `seed-<seed>` for what is judged, with
    `test.json` once the test was opened.
    """

    grid: Grid
    root: Path
    folders: Mapping[str, Path] = field(default_factory=dict)  # of recorded sets, by name
    report: Report = lambda training, done, steps, loss: None

    def folder(self, row: Row, seed: int) -> Path:
        """The run folder of a row that is judged."""
        return self.root / row.slug / f"seed-{seed}"

    def clips(self, source: str) -> ClipSet:
        """The clips of one of the grid's sources.

        Raises:
            ParameterError: it is a recorded set, and nobody said where it lies.
        """
        return load(source, self.folders.get(source.partition(":")[0]))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What may be answered: the labels of all that may be trained on."""
        sources = [source for source in (self.grid.train, self.grid.choose) if source]
        return tuple(sorted({label for source in sources for label in self.clips(source).classes}))

    @cached_property
    def _learning(self) -> Draws:
        return self._draws(self.grid.train)

    @cached_property
    def _choosing(self) -> Draws:
        return self._draws(self.grid.choose)

    @cached_property
    def _judged_training(self) -> Draws:
        return self._draws(*filter(None, (self.grid.train, self.grid.choose)))

    @cached_property
    def test_clips(self) -> Draws:
        """The clips that judge; asking for them opens nothing but their names."""
        return self._draws(self.grid.test)

    def _draws(self, *sources: str) -> Draws:
        return Draws([self.clips(one) for one in sources], self.labels, self.grid.frames, self.grid.image_size)

    def reader(self, row: Row, seed: int) -> Baseline:
        """A new reader of a row."""
        torch.manual_seed(seed)
        topology = self._learning.placed(0).topology
        return new_baseline(row.reader, self.labels, topology, row.settings)

    def choose(self, row: Row) -> dict[float, dict[str, float]]:
        """Try each setting on `train` and read `choose` with it: figures by learning rate, or none at all."""
        if not self.grid.choose:
            return {}
        return {rate: self._tried(row, rate) for rate in row.learning_rates}

    def chosen(self, row: Row) -> float:
        """The learning rate that reads most of `choose`; on a tie, that with the higher log-probability."""
        tried = self.choose(row)
        if not tried:
            return row.learning_rates[0]
        return max(tried, key=lambda rate: (tried[rate]["accuracy"], tried[rate]["log_probability"]))

    def _tried(self, row: Row, rate: float) -> dict[str, float]:
        lesson = self._lesson(self.grid.budget.selection_clips, rate, row.seeds[0])

        def judged(reader: Baseline) -> dict[str, float]:
            scores, _ = read_all(reader, self._choosing)
            answers = torch.tensor(self._choosing.answers)
            told = scores.log_softmax(-1).gather(1, answers[:, None])
            return {"accuracy": float((scores.argmax(1) == answers).double().mean()),
                    "log_probability": float(told.double().mean())}  # fmt: skip

        return self._trained(row, f"try-{rate:g}", lesson, self._learning, judged)

    def train(self, row: Row, seed: int) -> dict[str, float]:
        """Train a row with its chosen setting on all that may be trained on; nothing is judged yet."""
        lesson = self._lesson(self.grid.budget.clips, self.chosen(row), seed)
        return self._trained(row, f"seed-{seed}", lesson, self._judged_training, lambda reader: {})

    def _lesson(self, clips: int, rate: float, seed: int) -> Lesson:
        return Lesson(clips, rate, seed, self.grid.budget, self.grid.checkpoint_every)

    def _trained(
        self, row: Row, training: str, lesson: Lesson, draws: Draws, judged: Callable[[Baseline], dict[str, float]]
    ) -> dict[str, float]:
        folder = RunFolder(self.root / row.slug / training)
        record = self._record(row, lesson, draws)
        found = self._finished(folder, record)
        if found is not None:
            return found
        folder.save_record(record)
        reader = self.reader(row, lesson.seed)
        seconds = teach(
            reader, draws, lesson, folder,
            lambda done, steps, loss: self.report(f"{row.name}, {training}", done, steps, loss),
        )  # fmt: skip
        figures = {
            "cpu_seconds": round(seconds, 1), "parameters": sum(one.numel() for one in reader.parameters()),
            "trained_parameters": sum(one.numel() for one in reader.parameters() if one.requires_grad),
            **judged(reader),
        }  # fmt: skip
        folder.save_record(RunRecord(**{**vars(record), "status": "finished", "figures": figures}))
        return figures

    def _record(self, row: Row, lesson: Lesson, draws: Draws) -> RunRecord:
        plan = {"reader": row.reader, "settings": dict(row.settings), "lesson": asdict(lesson), "labels": self.labels,
                "frames": self.grid.frames, "image_size": self.grid.image_size}  # fmt: skip
        clips = {"sources": [one.name for one in draws.sets], "content": [one.content_hash for one in draws.sets],
                 "clips": len(draws)}  # fmt: skip
        return RunRecord(
            name=f"{self.grid.name}/{row.slug}", status="running", recipe={**plan, "digest": digest([plan, clips])},
            data=clips, seeds={"run": lesson.seed}, versions=versions(), hardware=hardware(),
        )  # fmt: skip

    def _finished(self, folder: RunFolder, wanted: RunRecord) -> dict[str, float] | None:
        """The figures of a training that is done; None where it must begin or go on.

        Raises:
            ParameterError: the folder holds a training of other settings or clips.
        """
        path = folder.path / "record.json"
        if not path.exists():
            return None
        kept = read_json(path)
        if kept["recipe"].get("digest") != wanted.recipe["digest"]:
            raise ParameterError(
                f"{folder.path} holds a training of other settings or clips: give the grid another name, or remove it"
            )
        return dict(kept["figures"]) if kept["status"] == "finished" else None

    def open_test(self, row: Row, seed: int) -> TestReading:
        """Read the test clips with a row that is trained; what was read is kept and never read again.

        Raises:
            ModelError: the row is not trained to its end.
        """
        folder = RunFolder(self.root / row.slug / f"seed-{seed}")
        path = folder.path / "test.json"
        if not path.exists():
            state = folder.load_checkpoint()
            record = folder.path / "record.json"
            if state is None or not record.exists() or read_json(record)["status"] != "finished":
                raise ModelError(f"Row '{row.name}', seed {seed}, is not trained to its end: train it before the test")
            reader = self.reader(row, seed)
            reader.load_state_dict(state["reader"])
            scores, tokens = read_all(reader, self.test_clips)
            kept = [tuple(round(score, 5) for score in one) for one in scores.tolist()]
            today = datetime.now(UTC).date().isoformat()
            write_json(path, TestReading(today, self.test_clips.ids, tuple(kept), round(tokens, 1)))
        return TestReading(**read_json(path))
