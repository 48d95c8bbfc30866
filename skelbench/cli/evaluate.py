"""`skelbench evaluate`: how often the model is right on a labelled set, with intervals."""

from __future__ import annotations

from pathlib import Path

import typer

__all__ = ["evaluate"]

_HELD_OUT = "choreography:seed=2,clips=480,split=held_out,styles=base"  # bodies, seeds and views never trained on


def evaluate(
    dataset: str = typer.Option(_HELD_OUT, help="A clip source: choreography:..., or folder."),
    data: Path | None = typer.Option(None, help="The folder of a recorded set."),
    model: str = typer.Option("", help="A model folder or hub id; the shipped model when empty."),
    choices: str = typer.Option("", help="Candidate labels, separated by commas; the model's own when empty."),
    as_json: bool = typer.Option(False, "--json", help="Machine-readable output, alone on stdout."),
) -> None:
    """Accuracy with interval, macro accuracy, invalid answers, clips, chance and majority."""
    from tqdm import tqdm

    from skelbench.cli.app import print_json
    from skelbench.datasets import load
    from skelbench.evaluation import evaluate_clips
    from skelbench.models import load_model
    from skelbench.records import Answer
    from skelbench.skeleton import SkeletonSequence

    loaded = load_model(model or None)
    named = [name.strip() for name in choices.split(",") if name.strip()] or None

    def answerer(sequence: SkeletonSequence) -> Answer:
        return loaded.answer(sequence, named)

    clips = load(dataset, data)
    with tqdm(desc="reading", total=len(clips), leave=False, disable=as_json) as bar:
        found = evaluate_clips(answerer, clips, progress=lambda done, total: bar.update())
    forced = found.forced_accuracy
    figures = {
        **found.to_json(), "accuracy": forced.estimate, "interval": [forced.lower, forced.upper],
        "macro_accuracy": found.forced_macro_accuracy, "accuracy_with_rejection": found.accuracy,
        "macro_accuracy_with_rejection": found.macro_accuracy, "dataset": dataset, "model": loaded.content_hash,
    }  # fmt: skip
    if as_json:
        print_json(figures)
        return
    for name, value in figures.items():
        if not isinstance(value, dict):
            print(f"{name:>16}  {value}")
