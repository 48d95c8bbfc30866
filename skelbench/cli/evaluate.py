"""`skelbench evaluate`: how often a model is right on a labelled set, with intervals, controls and comparisons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from skelbench.cli.app import print_json, say

if TYPE_CHECKING:
    from skelbench.datasets import ClipSet, Judged
    from skelbench.evaluation import Evaluation, Reader
    from skelbench.models import SkeletonLLM

__all__ = ["evaluate"]

_HELD_OUT = "choreography:seed=2,clips=480,split=held_out,styles=base"  # bodies, seeds and views never trained on


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
    keep: bool = typer.Option(True, help="Keep answers in build/answers, and go on from those that are there."),
    as_json: bool = typer.Option(False, "--json", help="Machine-readable output, alone on stdout."),
) -> None:
    """Accuracy with interval, macro accuracy, invalid answers, clips, chance and majority."""
    from skelbench.datasets import judged_clips
    from skelbench.evaluation import headline
    from skelbench.models import load_model

    judged = judged_clips(dataset, data, split, protocol, generalised)
    some = _spread(judged.clips, clips)
    loaded = load_model(model or None)
    reader = _reader(loaded, judged, choices, wording, batch)
    found = _read(reader, some, keep, as_json)
    figures = {**headline(found, count_rejections), **_setting(judged, loaded, some, wording)}
    if judged.generalised:
        from skelbench.evaluation import open_vocabulary

        figures |= {"open_vocabulary": open_vocabulary(found, judged.unseen).to_json()}
    if judged.opened_test:
        say("This run opened the test split: write it, dated, in docs/LOG.md.")
    if as_json:
        print_json(figures)
        return
    for name, value in figures.items():
        if not isinstance(value, dict):
            print(f"{name:>16}  {value}")


def _spread(clips: ClipSet, most: int) -> ClipSet:
    return clips[:: -(-len(clips) // most)] if 0 < most < len(clips) else clips


def _reader(model: SkeletonLLM, judged: Judged, choices: str, wording: str, batch: int) -> Reader:
    from skelbench.datasets import SHARED_LABELS
    from skelbench.errors import ParameterError
    from skelbench.evaluation import model_reader, words_for

    if wording not in ("model", "own"):
        raise ParameterError(f"Expected a wording of model or own, found '{wording}'")
    named = tuple(name.strip() for name in choices.split(",") if name.strip())
    labels = named or judged.labels
    meanings = SHARED_LABELS.get(judged.clips.name.partition(":")[0], {}) if wording == "model" else {}
    return model_reader(model, words_for(labels, model.choices, meanings) if labels else None, batch)


def _read(reader: Reader, clips: ClipSet, keep: bool, quiet: bool) -> Evaluation:
    from tqdm import tqdm

    from skelbench.evaluation import AnswerStore, evaluate_batches
    from skelbench.paths import build_folder

    store = AnswerStore(build_folder() / "answers") if keep and reader.key else None
    with tqdm(desc="reading", total=len(clips), leave=False, disable=quiet) as bar:
        return evaluate_batches(reader, clips, lambda done, total: bar.update(), store)


def _setting(judged: Judged, model: SkeletonLLM, clips: ClipSet, wording: str) -> dict[str, Any]:
    kind = "GZSL" if judged.generalised else "ZSL" if judged.unseen and judged.split != "all" else ""
    opened = "the test split was opened by this run: it belongs in docs/LOG.md" if judged.opened_test else None
    return {
        "dataset": clips.name, "protocol": judged.protocol, "split": judged.split, "setting": judged.setting,
        "open_vocabulary_kind": kind or None, "test_split": opened, "notes": clips.notes, "wording": wording,
        "model": model.content_hash,
    }  # fmt: skip
