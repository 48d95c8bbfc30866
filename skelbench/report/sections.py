"""A section of a report in one call: the figure with its words and table, recorded; or why there is none."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from skelbench.records import Answer, Attribution, Truth
from skelbench.report.facts import show_table, truth_table
from skelbench.report.figures_answer import (
    answer_bars,
    answer_table,
    answer_words,
    strangeness_line,
    strangeness_words,
)
from skelbench.report.figures_attribution import (
    attribution_caption,
    attribution_map,
    attribution_words,
    joint_bars,
    joint_table,
    parts_table,
)
from skelbench.report.figures_controls import controls_figure, controls_table, controls_words
from skelbench.report.markup import Figure, Markup, words
from skelbench.report.recorder import ReportRecorder

__all__ = ["show_answer", "show_controls", "show_joints", "show_map", "show_strangeness", "show_truth"]

Attributions = Sequence[Attribution]

_WHY = "No choice fits this motion, so there is no answer to explain."
_NOTHING = Markup(f"<p>{_WHY} The parameter <code>why</code> asks about a label all the same.</p>", _WHY)


def show_answer(recorder: ReportRecorder, answer: Answer) -> Figure:
    """Every choice with its probability."""
    return recorder.figure("answer", answer_bars(answer), alt=answer_words(answer), table=answer_table(answer))


def show_strangeness(recorder: ReportRecorder, answer: Answer) -> Figure | Markup:
    """How strange the motion is beside the limit; a sentence for a model that has none."""
    told = strangeness_words(answer)
    rejection = answer.rejection
    if rejection is None:
        return Markup(f"<p>{told}</p>", told)
    rows = [("strangeness of this motion", rejection.score), ("limit", rejection.threshold)]
    table = pd.DataFrame(rows, columns=["quantity", "value"])
    return recorder.figure("strangeness", strangeness_line(answer), alt=told, table=table, caption=told)


def _name(kind: str, place: int) -> str:
    return kind if place == 0 else f"{kind}-{place + 1}"


def show_map(recorder: ReportRecorder, attributions: Attributions, place: int = 0) -> Figure | Markup:
    """Joints over time for one of the attributions, counted from 0."""
    if not attributions:
        return _NOTHING
    shown = attributions[place]
    return recorder.figure(
        _name("map", place), attribution_map(shown), alt=attribution_words(shown), table=parts_table(shown),
        caption=attribution_caption(shown),
    )  # fmt: skip


def show_joints(recorder: ReportRecorder, attributions: Attributions, place: int = 0) -> Figure | Markup:
    """The joints with the largest sums, with their spread."""
    if not attributions:
        return _NOTHING
    shown = attributions[place]
    top = ", ".join(words(joint) for joint in shown.top_joints(3))
    alt = f"Attribution of '{shown.target}' summed over time, by joint: most by {top}."
    return recorder.figure(_name("joints", place), joint_bars(shown), alt=alt, table=joint_table(shown))


def show_controls(recorder: ReportRecorder, attributions: Attributions, place: int = 0) -> Figure | Markup:
    """What removing the top joints costs, beside the controls."""
    if not attributions:
        return _NOTHING
    shown = attributions[place]
    told = controls_words(shown)
    if not shown.controls:
        return Markup(f"<p>{told}</p>", told)
    return recorder.figure(
        _name("controls", place), controls_figure(shown), alt=told, table=controls_table(shown), caption=told
    )


def show_truth(attributions: Attributions, truth: Truth | None) -> Markup:
    """The attribution's joints beside what the generator commanded."""
    if truth is None:
        return Markup("<p>No truth is known of this motion.</p>", "No truth is known of this motion.")
    if not attributions:
        return _NOTHING
    return show_table(truth_table(attributions[0], truth), "joints by attribution, and their role in the truth")
