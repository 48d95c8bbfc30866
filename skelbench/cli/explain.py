"""`skelbench explain FILE`: what the model read, which joints decided, what was measured, how sure all of it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from skelbench.explain import Explanation
    from skelbench.reasoning import CheckedText
    from skelbench.skeleton import SkeletonSequence

__all__ = ["explain"]


def explain(
    file: Path = typer.Argument(..., help="A recording in any format `skelbench info` reads."),
    model: str = typer.Option("", help="A model folder or hub id; the shipped model when empty."),
    choices: str = typer.Option("", help="Candidate labels, separated by commas; the model's own when empty."),
    why: str = typer.Option("", help="Explain this label instead of the answer."),
    but_not: str = typer.Option("", "--not", help="... against this label instead of the runner-up."),
    format: str = typer.Option("", help="The file's format, where detection should not decide."),
    camera: str = typer.Option("", help="The camera's folder, where a recording has several."),
    clip: str = typer.Option("", help="The clip's name, where a file has several."),
    people: str | None = typer.Option(None, help="Whom to keep of several, by the numbers `info` lists: 1,3."),
    check_reasons: Path | None = typer.Option(
        None, "--check-reasons", help="A text about the motion: each claim in it is held against the positions."
    ),
    save: Path | None = typer.Option(None, help="Write explanation.json and .npz into this folder."),
    as_json: bool = typer.Option(False, "--json", help="Machine-readable output, alone on stdout."),
) -> None:
    """Explain one recording: the answer or that none fits, joints, controls, measured facts and reasons."""
    from tqdm import tqdm

    from skelbench.cli.app import print_json
    from skelbench.cli.info import numbers_of
    from skelbench.explain import ExplainSettings, explain_clip
    from skelbench.formats import read
    from skelbench.models import load_model
    from skelbench.records import as_json as record_json

    sequence = read(file, format or None, camera=camera or None, clip=clip or None, people=numbers_of(people))
    checked = None if check_reasons is None else _checked(sequence, check_reasons)
    loaded = load_model(model or None)
    with tqdm(total=4, bar_format="{desc} |{bar}| {elapsed}", leave=False) as bar:

        def say(what: str) -> None:
            bar.set_description(what)
            bar.update(1)

        named = [name.strip() for name in choices.split(",") if name.strip()]
        settings = ExplainSettings(progress=say)
        explanation = explain_clip(loaded, sequence, named or None, why or None, but_not or None, settings)
    if save is not None:
        explanation.save(save)
    if as_json:
        reasons = {} if checked is None else {"checked_reasons": record_json(checked.rationale)}
        print_json({**explanation.to_json(), **reasons})
        return
    _print(explanation)
    if checked is not None:
        _print_checked(checked)


def _checked(sequence: SkeletonSequence, path: Path) -> CheckedText:
    from skelbench.errors import FormatError
    from skelbench.reasoning import check_reasons

    if not path.is_file():
        raise FormatError(f"Expected a text to check, found no file {path}")
    return check_reasons(sequence, path.read_text(encoding="utf-8"))


def _print_checked(checked: CheckedText) -> None:
    from rich.console import Console

    from skelbench.evidence import value_in_words

    console = Console(highlight=False)
    console.print(f"\nReasons to check (author: {checked.rationale.author}); {checked.rationale.note}")
    colours = {"holds": "blue", "contradicted": "dark_orange3", "uncertain": "yellow4", "not measurable": "dim"}
    for number, step in enumerate(checked.rationale.steps, 1):
        verdict = "no claim" if step.verdict is None else step.verdict.value
        console.print(f"  {number}. [{colours.get(verdict, 'dim')}]{verdict}[/]: ", end="")
        console.print(step.sentence, markup=False)
        for one in step.evidence:
            console.print(
                f"       {one.quantity}: {value_in_words(one)} ({one.verdict.value})", markup=False, style="dim"
            )


def _print(explanation: Explanation) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    answer, rejection = explanation.answer, explanation.answer.rejection
    if explanation.rejected and rejection is not None:
        console.print(f"[bold]No choice fits.[/bold] {rejection.reason}.")
        console.print(f"The nearest label would be '{answer.best}'; nothing is explained for it (use --why to ask).")
    else:
        share = answer.probabilities.get(answer.best, float("nan"))
        console.print(f"[bold]{answer.best}[/bold] ({share:.0%} among the choices; then '{answer.runner_up}')")
    for attribution in explanation.attributions:
        top = ", ".join(f"{joint} {attribution.by_joint()[joint]:+.2f}" for joint in attribution.top_joints())
        gap = f"gap {attribution.completeness_gap:+.3f} of {attribution.score - attribution.score_baseline:+.2f} nat"
        console.print(f"\n[bold]{attribution.target}[/bold]: {top} nat; {gap}")
        for control in attribution.controls:
            console.print(
                f"  without the top joints {-control.own_drop:+.2f} nat; control, {control.name}: "
                f"{-control.control_drop:+.2f} ({-control.upper:+.2f} to {-control.lower:+.2f})"
            )
    if explanation.rationale is not None:
        console.print(f"\nReasons (author: {explanation.rationale.author})")
        for number, step in enumerate(explanation.rationale.steps, 1):
            console.print(f"  {number}. {step.sentence}", markup=False)
    for guess in explanation.placed.guesses:
        console.print(f"guess: {guess}", markup=False, style="dim")
