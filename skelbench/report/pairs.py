"""The part of a report that is about confusions: the matrix, and a pair's heading, joints and measurements."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import pandas as pd

from skelbench.confusion import ConfusionPair, mean_joints
from skelbench.evaluation import Evaluation
from skelbench.records import Attribution
from skelbench.report.figures_confusion import confusion_matrix, confusion_words, difference_bars
from skelbench.report.markup import Figure, Markup, badge, words
from skelbench.report.numbers import NAT, SHARE
from skelbench.report.recorder import ReportRecorder

__all__ = ["pair_heading", "record_pair", "show_confusion", "show_difference"]

Attributions = Sequence[Attribution]


def pair_heading(pair: ConfusionPair) -> Markup:
    """A pair as a heading with its clips; one that only nearly happened says so."""
    told = f"{pair.label} {'read as' if pair.happened else 'nearly read as'} {pair.answer}"
    count = len(pair.clips)
    much = (
        f"{count} clips, {pair.share:.0%} of the label's" if pair.happened else "read rightly, by the smallest margin"
    )
    mark = badge(much, "contradicted" if pair.happened else "uncertain", "✗" if pair.happened else "?")
    names = ", ".join(html.escape(name) for name in pair.clips[:6])
    return Markup(f'<h3>{html.escape(told)}</h3><p>{mark} <span class="quiet">{names}</span></p>', f"{told} ({much})")


def show_confusion(recorder: ReportRecorder, evaluation: Evaluation) -> Figure:
    """The matrix of what was read as what."""
    counts = evaluation.confusion
    counts = counts.loc[:, [c for c in counts.columns if c in evaluation.choices or counts[c].any()]]
    table = counts.rename_axis("true label")
    return recorder.figure("confusion", confusion_matrix(counts), alt=confusion_words(counts), table=table)


def show_difference(recorder: ReportRecorder, pair: ConfusionPair, attributions: Attributions) -> Figure | Markup:
    """The joints that spoke for the wrong label, and those that spoke for the right one, over the pair's clips."""
    means = mean_joints(attributions)
    if means.empty:
        return Markup("<p>No clip of this pair was explained.</p>", "No clip of this pair was explained.")
    order = means.abs().sort_values(ascending=False, kind="stable").index
    table = pd.DataFrame({"joint": [words(str(name)) for name in order], "mean, nat": means.loc[order].to_numpy()})
    gaps = ", ".join(f"{attribution.relative_gap:.1%}" for attribution in attributions)
    strongest = ", ".join(f"{words(str(name))} {means[name]:+.2f}" for name in order[:3])
    settings = attributions[0].settings
    budget = f"{settings.get('samplings', '?')} sampling of {settings.get('steps', '?')} steps"
    return recorder.figure(
        f"pair-{pair.label}-{pair.answer}".replace(" ", "-"),
        difference_bars(means, pair.answer, pair.label),
        table=table,
        alt=f"Mean attribution of '{pair.answer}, not {pair.label}' by joint: {strongest} nat.",
        caption=f"Integrated gradients, mean over {len(attributions)} clips, {budget} each; completeness gaps {gaps}.",
    )


def record_pair(recorder: ReportRecorder, found: Mapping[str, Attribution]) -> None:
    """For each clip of a pair the score's difference, the gap, and the joints that matter most."""
    for name, attribution in found.items():
        about = f"{name}: {attribution.target}"
        recorder.number(f"{about}, score", attribution.score, "nat", NAT)
        recorder.number(f"{about}, completeness gap", attribution.relative_gap, "", SHARE)
        for joint in attribution.top_joints(3):
            recorder.number(f"{about}, {joint}", attribution.by_joint()[joint], "nat", NAT)
