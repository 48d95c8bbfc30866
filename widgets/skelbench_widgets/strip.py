"""The static twin of a player: a contact strip as SVG, the text that stands for it, and its values as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.skeleton import SkeletonSequence

__all__ = ["contact_strip", "describe", "still_words", "values_table"]

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
Span = Mapping[str, Any]

# PuOr (Brewer), readable on white and on black: strength, not hue alone, is in the radius, the sign also in the shape.
_TOWARDS, _AGAINST, _PLAIN = "#e08214", "#8073ac", "#8a8f98"
_PEOPLE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")  # Okabe & Ito
_CELL_WIDTH, _CELL_HEIGHT, _FOOT = 150, 200, 22
_TABLE_ROWS = 10


def describe(sequence: SkeletonSequence, values: FloatArray | None, seen: BoolArray | None, unit: str) -> str:
    """One or two sentences that stand for the picture."""
    people = "1 person" if sequence.people == 1 else f"{sequence.people} people"
    text = (
        f"Skeleton clip: {people}, {len(sequence.topology.joints)} joints, {sequence.frames} frames, "
        f"{sequence.duration:.2f} seconds."
    )
    if values is not None and np.isfinite(values).any():
        rows = _ranked(sequence, values)[:3]
        text += (
            " Strongest values: " + ", ".join(f"{_name(name)} {_signed(value)} {unit}" for name, _, value in rows) + "."
        )
    if seen is not None:
        text += f" {int(seen.sum())} of {sequence.frames} frames were seen by the model."
    return text


def values_table(sequence: SkeletonSequence, values: FloatArray | None, unit: str) -> str:
    """The strongest joints as an HTML table: value (summed over the seen frames) and the second of its peak."""
    if values is None or not np.isfinite(values).any():
        return ""
    over_time = values.shape[0] == sequence.frames > 1
    several = values.shape[1] > 1
    rows = []
    for name, person, value in _ranked(sequence, values)[:_TABLE_ROWS]:
        cells = [escape(_name(name)), *([str(person + 1)] if several else []), _signed(value)]
        if over_time:
            track = values[:, person, sequence.topology.joint_index[name]]
            cells.append(f"{sequence.times[int(np.nanargmax(np.abs(track)))]:.2f}")
        rows.append("<tr><th scope='row'>" + "</th><td>".join(cells[:2]) + "</td>" + _cells(cells[2:]) + "</tr>")
    heads = ["joint", *(["person"] if several else []), f"{'sum, ' if over_time else ''}{unit}"]
    heads += ["peak at, s"] if over_time else []
    header = "".join(f"<th scope='col'>{escape(head)}</th>" for head in heads)
    return (
        "<details class='skel-table'><summary>Values as a table</summary>"
        f"<table><thead><tr>{header}</tr></thead><tbody>{''.join(rows)}</tbody></table></details>"
    )


def contact_strip(
    sequence: SkeletonSequence, values: FloatArray | None, seen: BoolArray | None, unit: str, count: int = 6
) -> str:
    """An SVG of `count` moments, projected as the renderer does: u = f x / z, v = -f y / z."""
    candidates = np.flatnonzero(seen) if seen is not None and seen.any() else np.arange(sequence.frames)
    picks = candidates[np.unique(np.linspace(0, len(candidates) - 1, count).round().astype(int))]
    with np.errstate(invalid="ignore", divide="ignore"):
        depth = np.where(sequence.positions[..., 2:] > 0.1, sequence.positions[..., 2:], np.nan)
        flat = sequence.positions[..., :2] * (1.0, -1.0) / depth
    low, high = _bounds(flat[picks])
    scale = float(min((_CELL_WIDTH - 32) / (high[0] - low[0]), (_CELL_HEIGHT - 20) / (high[1] - low[1])))
    tall = max(round(float(high[1] - low[1]) * scale) + 20, 60)
    centre = np.array([_CELL_WIDTH, tall]) / 2
    cells = []
    for column, frame in enumerate(picks):
        points = (flat[frame] - (low + high) / 2) * scale + centre
        body = _people(sequence, points, _at_frame(values, frame), _largest(values))
        label = f"<text x='{_CELL_WIDTH / 2:g}' y='{tall + 14}'>{sequence.times[frame]:.2f} s</text>"
        cells.append(f"<g transform='translate({column * _CELL_WIDTH} 0)'>{body}{label}</g>")
    width, height = _CELL_WIDTH * len(picks), tall + _FOOT
    return (
        f"<svg viewBox='0 0 {width} {height}' width='{width}' height='{height}' role='img' "
        f"aria-label='{escape(describe(sequence, values, seen, unit), quote=True)}' fill='currentColor' "
        "style='max-width:100%;height:auto;display:block' font-family='system-ui,sans-serif' font-size='12' "
        f"text-anchor='middle'>{''.join(cells)}</svg>"
    )


def still_words(
    sequence: SkeletonSequence, values: FloatArray | None, seen: BoolArray | None, unit: str, spans: Sequence[Span]
) -> str:
    """What colours and shapes of the strip mean, and the spans as a list."""
    words = []
    if values is not None and np.isfinite(values).any():
        words.append(f"disc: towards, diamond: against; the largest is {_largest(values):.3g} {unit}")
    if seen is not None and not seen.all():
        words.append(f"{int((~seen).sum())} of {sequence.frames} frames were not seen by the model")
    key = f"<p>{escape('; '.join(words).capitalize())}.</p>" if words else ""
    items = [f"<li>{span['start']:.2f} to {span['end']:.2f} s: {escape(str(span['text']))}</li>" for span in spans]
    return key + (f"<ul>{''.join(items)}</ul>" if items else "")


def _ranked(sequence: SkeletonSequence, values: FloatArray) -> list[tuple[str, int, float]]:
    """(joint, person, sum over the seen frames), strongest first; joints without any value are left out."""
    totals = np.where(np.isfinite(values).any(0), np.nansum(values.astype(np.float64), axis=0), np.nan)
    order = np.argsort(-np.nan_to_num(np.abs(totals), nan=-1.0), axis=None, kind="stable")
    places = [np.unravel_index(int(i), totals.shape) for i in order]
    return [
        (sequence.topology.joints[int(joint)], int(person), float(totals[person, joint]))
        for person, joint in places
        if np.isfinite(totals[person, joint])
    ]


def _name(joint: str) -> str:
    return joint.replace("_", " ")


def _signed(value: float) -> str:
    return ("−" if value < 0 else "+") + f"{abs(value):.3g}"


def _mixed(colour: str, share: float) -> str:
    """From the plain grey to a colour."""
    pairs = [(int(_PLAIN[at : at + 2], 16), int(colour[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(plain + (full - plain) * share):02x}" for plain, full in pairs)


def _cells(cells: list[str]) -> str:
    return "".join(f"<td>{cell}</td>" for cell in cells)


def _bounds(points: npt.NDArray[np.floating]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    known = points.reshape(-1, 2)
    known = known[np.isfinite(known).all(-1)].astype(np.float64)
    if not len(known):
        return np.array([-1.0, -1.0]), np.array([1.0, 1.0])
    low, high = known.min(0), known.max(0)
    short = np.maximum(1e-3 - (high - low), 0) / 2
    return low - short, high + short


def _at_frame(values: FloatArray | None, frame: int) -> FloatArray | None:
    return None if values is None else values[min(frame, len(values) - 1)]


def _largest(values: FloatArray | None) -> float:
    return float(np.nanmax(np.abs(values))) if values is not None and np.isfinite(values).any() else 0.0


def _people(
    sequence: SkeletonSequence, points: npt.NDArray[np.floating], values: FloatArray | None, largest: float
) -> str:
    pieces = []
    for person in range(sequence.people):
        joints = points[person]
        known = np.isfinite(joints).all(-1)
        colour = _PLAIN if values is not None else _PEOPLE[person % len(_PEOPLE)]
        path = "".join(
            f"M{joints[a, 0]:.1f} {joints[a, 1]:.1f}L{joints[b, 0]:.1f} {joints[b, 1]:.1f}"
            for a, b in sequence.topology.bone_rows
            if known[a] and known[b]
        )
        pieces.append(f"<path d='{path}' stroke='{colour}' stroke-width='2.5' stroke-linecap='round' fill='none'/>")
        for row in np.flatnonzero(known):
            value = np.nan if values is None else float(values[min(person, len(values) - 1), row])
            pieces.append(_mark(joints[row], value, largest, colour))
    return "".join(pieces)


def _mark(point: npt.NDArray[np.floating], value: float, largest: float, plain: str) -> str:
    """A disc for towards, a diamond for against, a small dot where there is no value."""
    x, y = float(point[0]), float(point[1])
    if not np.isfinite(value) or not largest:
        return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='1.8' fill='{plain}'/>"
    share = (abs(value) / largest) ** 0.5
    radius = 1.8 + 4.2 * share
    if value >= 0:
        return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{radius:.1f}' fill='{_mixed(_TOWARDS, share)}'/>"
    r = radius * 1.2
    path = f"M{x:.1f} {y - r:.1f}l{r:.1f} {r:.1f}l{-r:.1f} {r:.1f}l{-r:.1f} {-r:.1f}z"
    return f"<path d='{path}' fill='{_mixed(_AGAINST, share)}'/>"
