"""A recording before and after its repairs: what each did, what is still wrong, and the joint that moved most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from skelbench.errors import ParameterError, SkeletonError
from skelbench.registry import suggest
from skelbench.report.facts import show_table
from skelbench.report.markup import Figure, Markup, words
from skelbench.report.recorder import ReportRecorder
from skelbench.report.skeletons import problem_counts, sentences
from skelbench.report.theme import GREY, OKABE_ITO
from skelbench.skeleton import (
    SkeletonSequence,
    check_quality,
    drop_repeats,
    fill_gaps,
    smooth,
    track_people,
    unswap_sides,
)

__all__ = ["REPAIRS", "mended", "show_before_and_after", "show_repairs"]

REPAIRS: Mapping[str, Callable[[SkeletonSequence], SkeletonSequence]] = MappingProxyType(
    {
        "track_people": track_people, "unswap_sides": unswap_sides, "drop_repeats": drop_repeats,
        "fill_gaps": fill_gaps, "smooth": smooth,
    }
)  # fmt: skip
_AXES = "xyz"


def mended(sequence: SkeletonSequence, repairs: str) -> tuple[SkeletonSequence, tuple[str, ...]]:
    """The sequence after the repairs named with commas between, in that order, and a sentence for each.

    A repair that finds nothing to do says so; one that cannot be done (smoothing of uneven times) says why.

    Raises:
        ParameterError: no repair has that name.
    """
    told = []
    for name in filter(None, (word.strip() for word in repairs.split(","))):
        if name not in REPAIRS:
            raise ParameterError(f"No repair is called '{name}'.{suggest(name, REPAIRS)} Known: {', '.join(REPAIRS)}.")
        try:
            after = REPAIRS[name](sequence)
        except SkeletonError as error:
            told.append(f"{name}: not done. {error}")
            continue
        new = after.history[len(sequence.history) :]
        told.append(f"{name}: {'; '.join(new) or 'nothing to do'}")
        sequence = after
    return sequence, tuple(told)


def show_repairs(
    recorder: ReportRecorder, before: SkeletonSequence, after: SkeletonSequence, told: tuple[str, ...]
) -> Markup:
    """What each repair did, and how many problems of every kind there are before and after, each a number."""
    first, second = (problem_counts(check_quality(one)) for one in (before, after))
    for kind, count in second.items():
        recorder.number(f"problems left: {kind}", count)
    rows = [(kind, count, second[kind]) for kind, count in first.items() if count or second[kind]]
    listed = sentences(told, "No repair was asked for.")
    if not rows:
        return listed
    table = show_table(pd.DataFrame(rows, columns=["problem", "before", "after"]))
    return Markup(listed.html + table.html, f"{listed.text}\n{table.text}")


def show_before_and_after(
    recorder: ReportRecorder, before: SkeletonSequence, after: SkeletonSequence
) -> Figure | Markup:
    """The track of the joint that the repairs changed most, before and after, along the axis it changed most in."""
    place = _most_changed(before, after)
    if place is None:
        return sentences((), "The repairs changed no joint.")
    person, joint, axis = place
    name, unit = words(before.topology.joints[joint]), before.space.unit
    figure = go.Figure()
    for sequence, label, colour in ((before, "before", GREY), (after, "after", OKABE_ITO[0])):
        figure.add_scatter(
            x=sequence.times, y=sequence.positions[:, person, joint, axis], name=label, mode="lines",
            line={"color": colour, "width": 4 if label == "before" else 2}, connectgaps=False,
        )  # fmt: skip
    figure.update_xaxes(title="time (s)")
    figure.update_yaxes(title=f"{name}, {_AXES[axis]} ({unit})")
    table = pd.DataFrame({"s": after.times, f"{name}, {_AXES[axis]} after": after.positions[:, person, joint, axis]})
    whose = f" of person {person}" if before.people > 1 else ""
    caption = f"The {name}{whose} is the joint that the repairs changed most. A line that breaks is a missing joint."
    alt = f"The {name} along {_AXES[axis]} over time, before and after the repairs."
    return recorder.figure("before and after", figure.update_layout(height=320), alt=alt, table=table, caption=caption)


def _most_changed(before: SkeletonSequence, after: SkeletonSequence) -> tuple[int, int, int] | None:
    """(person, joint, axis) where gaps were filled most often, else where positions moved most; None: nowhere."""
    kept = np.isin(before.times, after.times)
    old, new = before.positions[kept].astype(np.float64), after.positions.astype(np.float64)
    appeared = (np.isnan(old) & np.isfinite(new)).sum(0)  # (P J D)
    moved = np.nan_to_num(np.abs(new - old)).max(0, initial=0.0)
    changed = appeared if appeared.any() else moved
    if not changed.any():
        return None
    person, joint, _ = np.unravel_index(int(changed.argmax()), changed.shape)
    spread = [float(np.nanmax(track) - np.nanmin(track)) for track in new[:, person, joint].T]
    axis = int(np.argmax(spread)) if appeared.any() else int(changed[person, joint].argmax())
    return int(person), int(joint), axis
