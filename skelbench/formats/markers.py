"""Labelled points over time, whoever recorded them: subjects parted, names made unique, metres and y up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from skelbench.formats.point_names import point_topology
from skelbench.formats.recording import Recording
from skelbench.formats.units import LENGTHS, axes_of_body, facing_sentences, metres_of_body
from skelbench.skeleton import SkeletonSequence, Source, Space, Topology

__all__ = ["Markers", "marker_sequence"]

Floats = npt.NDArray[np.float32]
_UNLABELLED = ("*", "")  # how labels begin that a capture system gave to points nobody named
_MOST_SUBJECTS = 10


@dataclass(frozen=True)
class Markers:
    """What a file of markers holds."""

    labels: Sequence[str]  # M
    points: Floats  # (T M 3), NaN where a marker is missing
    times: npt.NDArray[np.float64]  # (T) seconds
    unit: str = ""  # as the file says it
    axes: tuple[str, str] | None = None  # the axes that point right and up on a screen, "+X" and "+Z"
    guesses: tuple[str, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)


def marker_sequence(recording: Recording, source: Source, markers: Markers) -> SkeletonSequence:
    """One person, or several where subjects have the same markers; body frame, metres, y up.

    Raises:
        FormatError: labels and points do not fit, or nothing was ever seen.
    """
    if len(markers.labels) != markers.points.shape[1]:
        raise recording.error(
            f"Expected a label for each of {markers.points.shape[1]} markers, found {len(markers.labels)}"
        )
    recording.check_size(*markers.points.shape[:2])
    labels, points, guesses = _without_nameless(markers)
    subjects = _subjects(labels)
    if subjects:
        positions = np.stack([points[:, rows] for rows in subjects], axis=1)
        names = [labels[row].split(":", 1)[1] for row in subjects[0]]
        guesses.append(f"{len(subjects)} subjects with the same markers are {len(subjects)} people")
    else:
        positions, names = points[:, None], labels
    topology = point_topology(recording, f"markers_{len(names)}", _unique(names, guesses))
    if not topology.is_human:
        guesses.append("no human body by the markers' names: points without bones, landmarks or parts")
    positions, unit_guesses, history = _in_metres(recording, topology, positions, markers.unit)
    positions, axes_guesses, axes_history = _upright(topology, positions, markers.axes)
    return recording.sequence(
        source, topology, positions, markers.times, space=Space(frame="body"),
        guesses=(*markers.guesses, *guesses, *unit_guesses, *axes_guesses), history=(*history, *axes_history),
        meta=markers.meta,
    )  # fmt: skip


def _without_nameless(markers: Markers) -> tuple[list[str], Floats, list[str]]:
    """Labels and points without the markers that have neither a name nor a position."""
    ever = [bool(np.isfinite(markers.points[:, row]).all(-1).any()) for row in range(len(markers.labels))]
    keep = [row for row, label in enumerate(markers.labels) if ever[row] or not _is_nameless(label)]
    left_out = len(markers.labels) - len(keep)
    guesses = [f"{left_out} markers without a name or a position are left out"] if left_out and keep else []
    if not left_out or not keep:
        return list(markers.labels), markers.points, []
    return [markers.labels[row] for row in keep], markers.points[:, keep], guesses


def _is_nameless(label: str) -> bool:
    return label.split(":")[-1].strip()[:1] in _UNLABELLED


def _subjects(labels: Sequence[str]) -> list[list[int]]:
    """Rows of each subject, in the order of the first one's markers; nothing where prefixes name no such subjects."""
    groups: dict[str, dict[str, int]] = {}
    for row, label in enumerate(labels):
        prefix, colon, name = label.partition(":")
        if not colon or name in groups.setdefault(prefix, {}):
            return []
        groups[prefix][name] = row
    first = next(iter(groups.values()), {})
    if not 1 < len(groups) <= _MOST_SUBJECTS or any(set(group) != set(first) for group in groups.values()):
        return []
    return [[group[name] for name in first] for group in groups.values()]


def _unique(names: Sequence[str], guesses: list[str]) -> list[str]:
    """Names as they are, a nameless one called by its place, a repeated one numbered."""
    taken: set[str] = set()
    unique = []
    changed = 0
    for row, name in enumerate(names):
        fitting = name or f"marker_{row + 1}"
        number = 2
        while fitting in taken:
            fitting, number = f"{name}_{number}", number + 1
        changed += fitting != name
        taken.add(fitting)
        unique.append(fitting)
    if changed:
        guesses.append(f"{changed} markers have no name of their own: a number was added")
    return unique


def _in_metres(
    recording: Recording, topology: Topology, positions: Floats, unit: str
) -> tuple[Floats, list[str], list[str]]:
    said = unit.strip().lower()
    if not said:
        in_metres, guess = metres_of_body(topology, positions.astype(np.float64))
        return in_metres.astype(np.float32), [guess], []
    if said not in LENGTHS:
        raise recording.error(f"Expected a unit of length ({', '.join(LENGTHS)}), found '{unit:.40}'")
    history = [] if LENGTHS[said] == 1 else [f"{said} turned into metres"]
    scale = np.float32(LENGTHS[said])
    return positions if scale == 1 else positions * scale, [], history


def _upright(
    topology: Topology, positions: Floats, axes: tuple[str, str] | None
) -> tuple[Floats, list[str], list[str]]:
    """Right-handed with y up, by the axes the file names or by the body in it."""
    turn = None if axes is None else _turn(*axes)
    if turn is None and not topology.is_human:
        return positions, ["y is taken as up: neither the file nor a body in it says"], []
    if axes is None or turn is None:
        upright, guesses = axes_of_body(topology, positions.astype(np.float64))
        return upright.astype(np.float32), guesses, []
    if axes != ("+X", "+Y"):
        turned = np.empty_like(positions)
        for row, place in enumerate(np.abs(turn).argmax(1)):
            np.multiply(positions[..., place], turn[row, place], out=turned[..., row])
        positions = turned
    history = [f"turned from {axes[1]} up to y up"] if axes[1] != "+Y" else []
    return positions, facing_sentences(topology, positions[:1].astype(np.float64)), history


def _turn(right: str, up: str) -> Floats | None:
    """The rotation that brings `right` to x and `up` to y; nothing where they name no two axes."""
    rows = []
    for axis in (right, up):
        sign, letter = axis[:1], axis[1:2].upper()
        if sign not in ("+", "-") or letter not in ("X", "Y", "Z") or len(axis) != 2:
            return None
        row = np.zeros(3, dtype=np.float32)
        row["XYZ".index(letter)] = 1 if sign == "+" else -1
        rows.append(row)
    toward = np.cross(rows[0], rows[1])
    return np.stack([*rows, toward]).astype(np.float32) if np.abs(toward).sum() == 1 else None
