"""`skelbench evaluate`: how often a model is right on a labelled set, with intervals, controls and comparisons."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from skelbench.cli.app import print_json, say
from skelbench.cli.evaluate_page import print_figures
from skelbench.cli.served import served_figures, served_model, server_config
from skelbench.errors import ParameterError

if TYPE_CHECKING:
    from skelbench.datasets import ClipSet, Judged
    from skelbench.evaluation import AnswerStore, Evaluation, Reader
    from skelbench.models import SkeletonLLM
    from skelbench.models.server import ServedModel

__all__ = ["evaluate"]

_HELD_OUT = "choreography:seed=2,clips=480,split=held_out,styles=base"  # bodies, seeds and views never trained on

_OTHER_SEED, _LEARNT_CLIPS = 9001, 400  # made clips from whose questions guesses are learnt


def evaluate(
    dataset: str = typer.Option(_HELD_OUT, help="A clip source: choreography:..., folder, or a recorded set's name."),
    data: Path | None = typer.Option(None, help="The folder of a recorded set."),
    split: str = typer.Option("", help="Of a recorded set: dev (default), test (write down that you opened it), all."),
    protocol: str = typer.Option("unseen", help="unseen, subject, cross_view, or a protocol of the set's card."),
    generalised: bool = typer.Option(False, help="Open vocabulary: judge trained labels too, all among all (GZSL)."),
    model: str = typer.Option("", help="A model folder or hub id; the shipped model when empty."),
    choices: str = typer.Option("", help="Candidate labels, separated by commas, instead of the set's or the model's."),
    wording: str = typer.Option(
        "model", help="Ask for the set's labels in the model's own words (model) or as they are (own)."
    ),
    count_rejections: bool = typer.Option(False, "--count-rejections", help="A rejected clip is a wrong one."),
    clips: int = typer.Option(0, help="At most so many clips, evenly spread over the set; 0: all."),
    batch: int = typer.Option(64, help="Clips read at once."),
    robustness: bool = typer.Option(
        False, "--robustness", help="Also with joints and frames lost, noise, other views."
    ),
    reliance: bool = typer.Option(False, "--reliance", help="Also frozen, shuffled, reversed, with another's motion."),
    formats: bool = typer.Option(False, "--formats", help="Also the same motions written in other formats."),
    questions: bool = typer.Option(False, "--questions", help="Of choreography: side, count, order, why, by format."),
    compare: str = typer.Option("", help="Another model folder or hub id to read the same clips, paired."),
    server: str = typer.Option(
        "", help="Ask a model behind an OpenAI-compatible server: its address (.../v1), or its card (.toml)."
    ),
    model_name: str = typer.Option("", help="The model's name at the server."),
    key_variable: str = typer.Option("", help="The environment variable that holds the server's key."),
    workers: int = typer.Option(
        0, min=0, help="Processes of one thread each that share the clips (a server: requests at once); 0: this one."
    ),
    dask: str = typer.Option("", help="The address of a Dask scheduler whose workers share the clips."),
    seed: int = typer.Option(0, help="Of everything that is drawn: lost joints, noise, donors of motion."),
    keep: bool = typer.Option(True, help="Keep answers in build/answers, and go on from those that are there."),
    as_json: bool = typer.Option(False, "--json", help="Machine-readable output, alone on stdout."),
) -> None:
    """Accuracy with interval, macro accuracy, invalid answers, chance; controls and comparisons on request."""
    from tqdm import tqdm

    from skelbench.datasets import judged_clips
    from skelbench.evaluation import headline

    judged = judged_clips(dataset, data, split, protocol, generalised)
    asked = _Asked(judged, _spread(judged.clips, clips), choices, wording, batch, workers, dask)
    served = asked.served(server, model_name, key_variable, model) if server else None
    if judged.opened_test:
        say("This run opens the test split: write it, dated, in docs/LOG.md.")
    with tqdm(desc="reading", total=len(asked.clips), leave=False, disable=as_json) as bar:
        reader, who = asked.read_here(model) if served is None else asked.read_there(served)
        run = _Run(asked, reader, keep, seed, bar)
        found = run.read(run.reader)
        figures = {**headline(found, count_rejections), **_setting(asked, who)}
        figures |= run.tables(found, robustness, reliance, formats)
        if questions:
            figures["questions"] = run.questions(model if served is None else None)
        if compare:
            figures["compared"] = run.compared(found, compare)
        if served is not None:
            figures["server"] = served_figures(served)
    if as_json:
        print_json(figures)
    else:
        print_figures(figures)


@dataclass(frozen=True)
class _Asked:
    """How clips are asked about, whichever model answers."""

    judged: Judged
    clips: ClipSet
    choices: str
    wording: str
    batch: int
    workers: int
    dask: str

    @property
    def labels(self) -> tuple[str, ...]:
        """The choices that were named, or those of the set; none where the model has its own."""
        return tuple(name.strip() for name in self.choices.split(",") if name.strip()) or self.judged.labels

    def read_here(self, place: str) -> tuple[Reader, str]:
        """A model of a folder, and what it is called."""
        from skelbench.models import load_model

        model = load_model(place or None)
        return self.reader(model), model.content_hash

    def served(self, server: str, model_name: str, key_variable: str, model: str) -> ServedModel:
        """A model behind a server."""
        if model or self.dask:
            raise ParameterError("Expected --server alone, found --model or --dask beside it")
        return served_model(server_config(server, model_name, key_variable))

    def read_there(self, served: ServedModel) -> tuple[Reader, str]:
        """The model behind a server, given the set's labels, and what it is called."""
        from skelbench.evaluation import served_reader

        labels = self.labels or tuple(self.judged.clips.classes)
        return served_reader(served, labels, max(self.workers, 1)), f"{served.config.model} at {served.config.host}"

    def reader(self, model: SkeletonLLM) -> Reader:
        """The model with the choices it is given."""
        from skelbench.datasets import SHARED_LABELS
        from skelbench.evaluation import model_reader, words_for
        from skelbench.executor import executor_for

        if self.wording not in ("model", "own"):
            raise ParameterError(f"Expected a wording of model or own, found '{self.wording}'")
        labels = self.labels
        source = self.judged.clips.name.partition(":")[0]
        meanings = SHARED_LABELS.get(source, {}) if self.wording == "model" else {}
        words = words_for(labels, model.choices, meanings) if labels else None
        return model_reader(model, words, self.batch, executor_for(self.workers, self.dask))


def _spread(clips: ClipSet, most: int) -> ClipSet:
    return clips[:: -(-len(clips) // most)] if 0 < most < len(clips) else clips


@dataclass(frozen=True, eq=False)
class _Run:
    """One reader and the clips it reads, again and again."""

    asked: _Asked
    reader: Reader
    keep: bool
    seed: int
    bar: Any

    def read(self, reader: Reader) -> Evaluation:
        """The clips as they are."""
        from skelbench.evaluation import evaluate_batches

        return evaluate_batches(reader, self.asked.clips, lambda done, total: self.bar.update(), self._store(reader))

    def tables(self, found: Evaluation, robustness: bool, reliance: bool, formats: bool) -> dict[str, Any]:
        """The clips disturbed, robbed of their motion, and written in other formats."""
        from skelbench.evaluation import (
            StressSettings,
            cross_format_tables,
            formats_of,
            open_vocabulary,
            reliance_table,
            robustness_table,
        )

        settings = StressSettings(self.seed, self._store(self.reader), self.bar.set_description)
        clips, tables = self.asked.clips, dict[str, Any]()
        if self.asked.judged.generalised:
            tables["open_vocabulary"] = open_vocabulary(found, self.asked.judged.unseen).to_json()
        if robustness:
            tables["robustness"] = robustness_table(self.reader, clips, settings=settings).to_dict("records")
        if reliance:
            tables["reliance"] = reliance_table(self.reader, clips, settings).to_dict("records")
        if formats:
            table, same = cross_format_tables(self.reader, formats_of(clips), settings)
            tables |= {"formats": table.to_dict("records"), "same_answer_in_formats": same.to_dict("index")}
        return tables

    def questions(self, place: str | None) -> list[dict[Any, Any]]:
        """Questions by kind and format, beside guesses learnt from the questions of other made clips."""
        from skelbench.datasets import load
        from skelbench.evaluation import formats_of, question_table
        from skelbench.models import load_model

        source, _, options = self.asked.clips.name.partition(":")
        if source != "choreography" or place is None:
            raise ParameterError(f"Only choreography knows the answers, and only a model here is asked: not '{source}'")
        kept = [item for item in options.split(",") if item and item.split("=")[0] not in ("seed", "clips", "split")]
        others = load(f"choreography:{','.join([*kept, f'seed={_OTHER_SEED}', f'clips={_LEARNT_CLIPS}'])}")
        truths = [clip.sequence.truth for clip in others]
        learnt = [question for truth in truths if truth is not None for question in truth.questions]
        formats = formats_of(self.asked.clips)
        table = question_table(load_model(place or None), formats, learnt, self.bar.set_description)
        return table.to_dict("records")

    def compared(self, found: Evaluation, other: str) -> dict[str, Any]:
        """Another model on the same clips, paired."""
        from skelbench.evaluation import compare_evaluations
        from skelbench.models import load_model

        self.bar.reset()
        beside = self.read(self.asked.reader(load_model(other)))
        return {"with": other, **compare_evaluations(found, beside).to_json()}

    def _store(self, reader: Reader) -> AnswerStore | None:
        from skelbench.evaluation import AnswerStore
        from skelbench.paths import build_folder

        return AnswerStore(build_folder() / "answers") if self.keep and reader.key else None


def _setting(asked: _Asked, model: str) -> dict[str, Any]:
    judged = asked.judged
    kind = "GZSL" if judged.generalised else "ZSL" if judged.unseen and judged.split != "all" else None
    opened = "the test split was opened by this run: it belongs in docs/LOG.md" if judged.opened_test else None
    return {
        "dataset": asked.clips.name, "protocol": judged.protocol, "split": judged.split, "setting": judged.setting,
        "open_vocabulary_kind": kind, "test_split": opened, "notes": asked.clips.notes, "wording": asked.wording,
        "model": model,
    }  # fmt: skip
