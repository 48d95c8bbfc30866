"""What a recording is: its facts, what is wrong with it, its limbs and sides, and what other topologies find in it."""

from __future__ import annotations

import html
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from skelbench.errors import ParameterError
from skelbench.registry import suggest
from skelbench.report.facts import show_table
from skelbench.report.markup import Figure, Markup, words
from skelbench.report.recorder import ReportRecorder
from skelbench.report.theme import PARTED
from skelbench.skeleton import (
    BODY_25,
    COCO_17,
    H36M_17,
    KINECT_V1,
    KINECT_V2,
    KINECT_V2_13,
    KINECT_V2_17,
    KINECT_V2_20,
    SMPL_22,
    QualityReport,
    SkeletonSequence,
    Topology,
    check_quality,
    place_in_view,
    retarget,
    sources_between,
)
from skelbench.skeleton.problem import KINDS
from skelbench.skeleton.view import METRES_PER_UNIT

__all__ = [
    "drawable",
    "limb_bars",
    "limb_table",
    "moved_onto",
    "problem_counts",
    "record_recording",
    "recording_table",
    "sentences",
    "show_limbs",
    "show_problems",
    "show_sides",
    "side_table",
    "topology_table",
]

FloatArray = npt.NDArray[np.float64]

_TARGETS: Mapping[str, Topology] = MappingProxyType(
    {
        topology.name: topology
        for topology in (KINECT_V2, KINECT_V2_20, KINECT_V2_17, KINECT_V2_13, KINECT_V1, SMPL_22, H36M_17, COCO_17,
                         BODY_25)
    }
)  # fmt: skip
# Shares of the body's height (Drillis & Contini 1966), for 1.3 to 2.1 m; a sensor puts joints up to a fifth elsewhere.
_LIMBS = (
    ("upper arm", "shoulder", "elbow", 0.186), ("forearm", "elbow", "wrist", 0.146),
    ("thigh", "hip", "knee", 0.245), ("shank", "knee", "ankle", 0.246),
)  # fmt: skip
SHORTEST, TALLEST, SLACK = 1.3, 2.1, 0.2
_PAIRS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
_MOST_TOLD = 12  # problems told in a sentence each
_DRAWN_SIZE = 1.7  # metres: as large a clip of unknown unit is drawn


def sentences(told: Sequence[str], nothing: str) -> Markup:
    """A list of sentences, or the one that says that there are none."""
    if not told:
        return Markup(f"<p>{html.escape(nothing)}</p>", nothing)
    items = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in told)
    return Markup(f'<div class="facts"><ul>{items}</ul></div>', "\n".join(told))


def recording_table(sequence: SkeletonSequence) -> pd.DataFrame:
    """A row for everything that was found: format, frames, rate, people, joints, dimensions, unit, missing joints."""
    space = sequence.space
    rate = "unknown" if math.isnan(sequence.fps) else f"{sequence.fps:.3g} a second"
    shares = ", ".join(f"{share:.0%}" for share in sequence.present.mean(0))
    rows = [
        ("format", sequence.source.format if sequence.source else "none"),
        ("frames", f"{sequence.frames}, over {sequence.duration:.2f} s"),
        ("rate", rate),
        ("people", f"{sequence.people} (seen in {shares} of the frames)"),
        ("joints", f"{len(sequence.topology.joints)}, topology {sequence.topology.name}"),
        ("a human body", "yes" if sequence.topology.is_human else "no"),
        ("dimensions", str(sequence.dimensions)),
        ("unit", space.unit),
        ("axes", f"{space.up} is up, {space.handedness}-handed, {space.frame} frame"),
        ("missing joints", f"{_missing(sequence):.1%}"),
        ("label", sequence.label or "none"),
    ]
    return pd.DataFrame(rows, columns=["what", "found"])


def record_recording(recorder: ReportRecorder, sequence: SkeletonSequence) -> None:
    """What was found, as numbers of the report: counts and words exact."""
    recorder.number("format", sequence.source.format if sequence.source else "none")
    recorder.number("frames", sequence.frames)
    if not math.isnan(sequence.fps):
        recorder.number("rate", sequence.fps, "Hz")
    recorder.number("duration", sequence.duration, "s")
    recorder.number("people", sequence.people)
    recorder.number("joints", len(sequence.topology.joints))
    recorder.number("dimensions", sequence.dimensions)
    recorder.number("unit", sequence.space.unit)
    recorder.number("missing joints", _missing(sequence))
    recorder.number("guessed", len(sequence.guesses))
    recorder.number("changed", len(sequence.history))


def _missing(sequence: SkeletonSequence) -> float:
    """Share of the joints of people present that are missing."""
    return 1.0 - float(sequence.valid[sequence.present].mean()) if sequence.present.any() else 1.0


def drawable(sequence: SkeletonSequence) -> SkeletonSequence:
    """The clip placed in view; one in three dimensions whose unit is unknown is drawn 1.7 m large, and says so.

    Raises:
        SkeletonError: nobody is in the clip.
    """
    space = sequence.space
    if sequence.dimensions == 2 or space.frame == "image" or space.unit in METRES_PER_UNIT or not sequence.valid.any():
        return place_in_view(sequence)
    seen = sequence.positions[sequence.valid].astype(np.float64)
    size = float(np.ptp(seen, axis=0).max()) or 1.0
    told = f"unit {space.unit}: drawn as if its longest side were {_DRAWN_SIZE:g} m"
    metric = type(space)("m", space.up, space.handedness, space.frame)
    scaled = sequence.positions.astype(np.float64) * (_DRAWN_SIZE / size)
    return place_in_view(sequence.changed(positions=scaled, space=metric, guesses=(*sequence.guesses, told)))


def side_table(placed: SkeletonSequence) -> pd.DataFrame:
    """For each pair of joints the share of frames in which the left one is further right on the picture.

    Who faces the camera has the left side at the picture's right: x runs to the sensor's left. NaN where never seen.
    """
    rows = []
    for pair in _PAIRS:
        if placed.topology.has(f"left_{pair}", f"right_{pair}"):
            apart = placed.landmark(f"right_{pair}")[..., 0] - placed.landmark(f"left_{pair}")[..., 0]
            seen = apart[np.isfinite(apart)]
            share = float((seen > 0).mean()) if len(seen) else math.nan
            rows.append((f"left {pair}", share, _side_words(share)))
    return pd.DataFrame(rows, columns=["joint", "share of frames", "on the picture"])


def _side_words(share: float) -> str:
    if math.isnan(share):
        return "never seen"
    if 0.2 < share < 0.8:
        return "now on one side, now on the other"
    return "right of its counterpart" if share >= 0.8 else "left of its counterpart"


def limb_table(sequence: SkeletonSequence) -> pd.DataFrame:
    """Median length of every limb, how much it varies over the frames (95th less 5th percentile), and what people have.

    Metres where the unit is known, else the recording's own unit, about which nothing human can be said.
    """
    metric = sequence.dimensions == 3 and sequence.space.unit in METRES_PER_UNIT
    unit = "m" if metric else sequence.space.unit
    rows = []
    for name, lengths, share in _limbs(sequence):
        scaled = lengths * (METRES_PER_UNIT[sequence.space.unit] if metric else 1.0)
        median = float(np.median(scaled))
        varies = float(np.ptp(np.percentile(scaled, [5, 95]))) / median if median > 0 else math.nan
        low, high = share * SHORTEST * (1 - SLACK), share * TALLEST * (1 + SLACK)
        people = f"{low:.2f} to {high:.2f}" if metric else "unknown unit"
        rows.append((name, median, f"{varies:.1%}", people, _length_words(median, low, high) if metric else "–"))
    return pd.DataFrame(rows, columns=["limb", f"median, {unit}", "varies by", "people have", "so it is"])


def _limbs(sequence: SkeletonSequence) -> Iterator[tuple[str, FloatArray, float]]:
    """Name, all lengths seen, and share of stature of every limb whose ends are there."""
    for name, start, end, share in _LIMBS:
        for side in ("left", "right"):
            ends = (f"{side}_{start}", f"{side}_{end}")
            if not sequence.topology.has(*ends):
                continue
            lengths = np.linalg.norm(sequence.landmark(ends[0]) - sequence.landmark(ends[1]), axis=-1)
            seen = lengths[np.isfinite(lengths)]
            if len(seen):
                yield f"{side} {name}", seen, share


def _length_words(median: float, low: float, high: float) -> str:
    if median < low:
        return "too short"
    return "too long" if median > high else "in range"


def limb_bars(table: pd.DataFrame) -> go.Figure:
    """A bar for each limb, in the colours of its part."""
    arms = ("upper arm", "forearm")
    parts = [f"{limb.split()[0]}_{'arm' if limb.endswith(arms) else 'leg'}" for limb in table["limb"]]
    figure = go.Figure(
        go.Bar(
            x=table.iloc[:, 1], y=table["limb"], orientation="h", showlegend=False,
            marker_color=[PARTED[part] for part in parts], hovertemplate="%{y}: %{x:.3g}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(title=f"length ({table.columns[1]})")
    return figure.update_layout(height=28 * len(table) + 80)


def show_limbs(recorder: ReportRecorder, sequence: SkeletonSequence) -> Figure | Markup:
    """Limb lengths as bars with their table, every median a number of the report; a sentence where there are none."""
    table = limb_table(sequence)
    if table.empty:
        return sentences((), "No joint here stands for a shoulder, elbow, hip or knee, so there is no limb to measure.")
    unit = "m" if table.columns[1].endswith(" m") else sequence.space.unit
    for limb, median in zip(table["limb"], table.iloc[:, 1], strict=True):
        recorder.number(f"length: {limb}", float(median), unit)
    told = "; ".join(f"{row[0]} {row[1]:.3g} {unit}" for row in table.itertuples(index=False, name=None))
    wrong = table[table["so it is"].str.startswith("too")]
    verdict = ", ".join(f"{limb} {word}" for limb, word in zip(wrong["limb"], wrong["so it is"], strict=True))
    if verdict:
        caption = f"Not as people are: {verdict}."
    elif (table["so it is"] == "–").any():
        caption = "Without a length in metres nobody can say whether people have such limbs."
    else:
        caption = "All in the range of people from 1.3 to 2.1 m tall, a fifth either way."
    return recorder.figure("limbs", limb_bars(table), alt=f"Median limb lengths: {told}.", table=table, caption=caption)


def topology_table(sequence: SkeletonSequence) -> pd.DataFrame:
    """What other topologies would find in this recording: joints, how many of them, and which are missing."""
    rows = []
    for target in _TARGETS.values():
        found = sources_between(sequence.topology, target)
        missing = [words(joint) for joint in target.joints if not found.get(joint)]
        told = ", ".join(missing[:4]) + (f" and {len(missing) - 4} more" if len(missing) > 4 else "")
        rows.append((target.name, len(target.joints), len(target.joints) - len(missing), told or "none"))
    return pd.DataFrame(rows, columns=["topology", "joints", "found here", "missing"])


def moved_onto(sequence: SkeletonSequence, name: str) -> SkeletonSequence | None:
    """The motion on the joints of a named topology, placed in view; None where too few are found to tell a body.

    Raises:
        ParameterError: no topology has that name.
    """
    if name not in _TARGETS:
        raise ParameterError(
            f"No topology is called '{name}'.{suggest(name, list(_TARGETS))} Known: {', '.join(_TARGETS)}."
        )
    found = sources_between(sequence.topology, _TARGETS[name])
    if sum(bool(found.get(joint)) for joint in _TARGETS[name].joints) < 2:
        return None
    moved = retarget(sequence, _TARGETS[name])
    return drawable(moved) if moved.valid.any() else None


def problem_counts(quality: QualityReport) -> dict[str, int]:
    """How many problems of each kind were found; a kind that was not found counts 0."""
    found = Counter(problem.kind for problem in quality.problems)
    return {kind: found[kind] for kind in KINDS}


def show_problems(recorder: ReportRecorder, sequence: SkeletonSequence) -> Markup:
    """What `check_quality` found, counted by kind, each count a number of the report; below, a sentence for each."""
    quality = check_quality(sequence)
    counts = problem_counts(quality)
    for kind, count in counts.items():
        recorder.number(f"problems: {kind}", count)
    told = [problem.sentence for problem in quality.problems[:_MOST_TOLD]]
    if len(quality.problems) > _MOST_TOLD:
        told.append(f"and {len(quality.problems) - _MOST_TOLD} more; check_quality(sequence).table() has them all")
    table = show_table(pd.DataFrame(list(counts.items()), columns=["looked for", "found"]))
    listed = sentences(told, "None of these was found.")
    return Markup(table.html + listed.html, f"{table.text}\n{listed.text}")


def show_sides(recorder: ReportRecorder, placed: SkeletonSequence) -> Markup:
    """The sides on the picture, each a number of the report; a sentence where no pair of joints is known."""
    table = side_table(placed)
    if table.empty:
        return sentences((), "No pair of joints here is known to be the left and the right one of a body.")
    for joint, share in zip(table["joint"], table["share of frames"], strict=True):
        if not math.isnan(share):
            recorder.number(f"on the right: {joint}", float(share))
    shares = ["–" if math.isnan(share) else f"{share:.0%}" for share in table["share of frames"]]
    return show_table(table.assign(**{"share of frames": shares}))
