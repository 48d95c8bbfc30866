"""What is known without a picture: the recording and its guesses, a set's headline numbers, the truth."""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
import pandas as pd

from skelbench.evaluation import Evaluation, Interval
from skelbench.records import Attribution, Truth
from skelbench.report.markup import Markup, table_markup, words
from skelbench.skeleton import SkeletonSequence

__all__ = ["evaluation_box", "recording_facts", "show_table", "truth_table"]


def show_table(table: pd.DataFrame, caption: str = "") -> Markup:
    """A table as a page shows it."""
    return Markup(table_markup(table, caption), table.to_string())


def _list(heading: str, sentences: Sequence[str]) -> str:
    if not sentences:
        return ""
    items = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in sentences)
    return f"<p>{html.escape(heading)}</p><ul>{items}</ul>"


def recording_facts(sequence: SkeletonSequence, placed: SkeletonSequence | None = None) -> Markup:
    """What was found in a recording, every assumption made about it, and every repair."""
    shown = placed or sequence
    people = "1 person" if sequence.people == 1 else f"{sequence.people} people"
    told = (
        f"{sequence.frames} frames over {sequence.duration:.2f} s ({sequence.fps:.3g} a second), {people}, "
        f"{len(sequence.topology.joints)} joints ({sequence.topology.name}), {sequence.dimensions}-D"
    )
    source = f"{sequence.source.format} file; " if sequence.source else ""
    missing = 1 - float(sequence.valid[sequence.present].mean()) if sequence.present.any() else 1.0
    lost = f" {missing:.1%} of the joints of people present are missing." if missing > 0 else ""
    markup = (
        f"<p>{html.escape(source + told)}.{lost}</p>"
        + _list("Assumed, because the file does not say:", shown.guesses)
        + _list("Done to it:", shown.history)
    )
    return Markup(f'<div class="facts">{markup}</div>', f"{source}{told}.")


def _share(interval: Interval) -> str:
    return f"{interval.estimate:.1%} (95 %: {interval.lower:.1%} to {interval.upper:.1%})"


def evaluation_box(evaluation: Evaluation) -> Markup:
    """Accuracy with its interval beside chance and majority, what was rejected, what failed."""
    known = int(evaluation.table["known"].sum())
    others = len(evaluation.table) - known
    facts = [
        ("clips", f"{len(evaluation.table)}, {known} of them of labels the model knows"),
        ("nothing rejected", f"{_share(evaluation.forced_accuracy)} would be right"),
        ("chance", f"{evaluation.chance:.1%}; always the most frequent label: {evaluation.majority:.1%}"),
        ("known kept", _share(evaluation.known_kept)),
        *([("unknown caught", _share(evaluation.unknown_caught))] if others else []),
        ("no answer", f"{evaluation.invalid} clips (counted as wrong)"),
    ]
    title = f"{evaluation.accuracy.estimate:.1%} read rightly"
    lead = (
        f"95 % interval {evaluation.accuracy.lower:.1%} to {evaluation.accuracy.upper:.1%} (Wilson); rejected is wrong."
    )
    items = "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(text)}</dd>" for name, text in facts)
    markup = (
        f'<section class="verdict" aria-label="verdict"><p class="verdict-title">{title}</p>'
        f"<p>{html.escape(lead)}</p><dl>{items}</dl></section>"
    )
    return Markup(markup, f"{title}. {lead}")


def truth_table(attribution: Attribution, truth: Truth) -> pd.DataFrame:
    """Joints by attribution beside what the generator commanded: rank, nat, role in the truth."""
    roles = {driving.joint: driving.role for driving in reversed(truth.driving)}
    sums = pd.Series(attribution.by_joint()).sort_values(ascending=False, kind="stable")
    columns = {
        "rank": np.arange(1, len(sums) + 1), "joint": [words(str(name)) for name in sums.index],
        "nat": sums.to_numpy(), "in the truth": [roles.get(str(name), "–") for name in sums.index],
    }  # fmt: skip
    table = pd.DataFrame(columns)
    return table[(table["rank"] <= 6) | (table["in the truth"] != "–")].reset_index(drop=True)
