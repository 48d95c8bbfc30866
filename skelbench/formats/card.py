"""Any plain table (csv, txt, npy, npz) by a topology card: no code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt

from skelbench.errors import FormatError
from skelbench.formats.card_file import TIME_UNITS, Card, CardSpace, built_in_topologies, parse_card
from skelbench.formats.card_table import read_table
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording
from skelbench.formats.saving import save_text
from skelbench.formats.units import UNITS
from skelbench.skeleton import SkeletonSequence, Space, Topology

__all__ = ["CARD_SUFFIX", "card_beside", "read_card", "write_card"]

CARD_SUFFIX = ".card.toml"
_TABLES = (".csv", ".tsv", ".txt", ".dat", ".npy", ".npz")

Floats = npt.NDArray[np.float64]


def card_beside(recording: Recording) -> Path | None:
    """The card given, or `<file>.card.toml`, or for a plain table `card.toml` in its folder."""
    if recording.card is not None:
        return recording.card
    own = recording.path.with_name(recording.path.name + CARD_SUFFIX)
    shared = recording.path.with_name("card.toml")
    if own.is_file():
        return own
    return shared if recording.path.suffix.lower() in _TABLES and shared.is_file() else None


def _looks_like_card(recording: Recording) -> bool:
    return not recording.is_folder and card_beside(recording) is not None


def read_card(recording: Recording) -> SkeletonSequence:
    """What the card says the table holds, in metres with y up where the card knows the unit."""
    path = card_beside(recording)
    if path is None:
        raise recording.error(
            f"Expected a topology card for a plain table, found neither {recording.path.name}{CARD_SUFFIX} "
            "nor card.toml beside it; write one (see CONTRIBUTING) or name one with card= (--card)"
        )
    place = Recording(path)
    place.check_exists()
    card = parse_card(place)
    table = read_table(recording, card)
    positions, confidence, guesses = _joints(card, table.values)
    positions, space, history = _in_metres(card.space, positions)
    times, time_guesses = _times(recording, card, table.times, len(positions), table.lines)
    return recording.sequence(
        recording.source("card"), card.topology, positions, times, confidence=confidence, space=space,
        label=card.label, subject=card.subject, guesses=(*card.guesses, *table.guesses, *guesses, *time_guesses),
        history=(f"read by the card {path.name}, sha256 {card.sha256[:12]}", *history),
    )  # fmt: skip


def _joints(card: Card, values: Floats) -> tuple[Floats, Floats | None, list[str]]:
    """(T P J D) positions, (T P J) confidence and what was assumed, from the (T P J values) of a table."""
    kinds = [kind for kind in card.table.values if kind != "-"]
    coordinates = [kinds.index(axis) for axis in ("x", "y", "z") if axis in kinds]
    positions = values[..., coordinates] * card.space.scale
    confidence = values[..., kinds.index("c")] if "c" in kinds else None
    missing = np.zeros(positions.shape[:-1], dtype=bool)
    if card.missing.value is not None:
        missing |= (values[..., coordinates] == card.missing.value).all(-1)
    if confidence is not None:
        missing |= ~(confidence >= card.missing.confidence_below)
        confidence = np.clip(np.nan_to_num(confidence), 0, 1)
    zeros = int(((values[..., coordinates] == 0).all(-1) & ~missing).sum())
    guesses = [f"{zeros} joints at exactly 0 are taken as seen: the card names no missing value"] if zeros else []
    return np.where(missing[..., None], np.nan, positions), confidence, guesses


def _in_metres(space: CardSpace, positions: Floats) -> tuple[Floats, Space, list[str]]:
    """Metres, y up and right-handed where the unit is a length; other units stay as they are."""
    if space.unit not in UNITS or positions.shape[-1] == 2:
        return positions, Space(*(cast(Any, one) for one in (space.unit, space.up, space.handedness, space.frame))), []
    history = []
    if space.unit != "m":
        history.append(f"{space.unit} turned into metres")
    positions = positions * UNITS[space.unit]
    x, y, z = np.moveaxis(positions, -1, 0)
    if space.up != "y":
        positions = np.stack([x, z, -y] if space.up == "z" else [x, -y, -z], axis=-1)
        history.append(f"turned from {space.up} up to y up")
    if space.handedness == "left":
        positions = positions * (-1.0, 1.0, 1.0)
        history.append("x negated: the table's axes are left-handed")
    return positions, Space(frame=cast(Literal["camera", "body"], space.frame)), history


def _times(
    recording: Recording, card: Card, column: Floats | None, frames: int, lines: list[int] | None
) -> tuple[Floats, list[str]]:
    """Seconds from the time column, or from the rate the card states."""
    if column is None:
        return np.arange(frames) / card.time.fps, []
    times = column / card.time.fps if card.time.unit == "frame" else column * TIME_UNITS[card.time.unit]
    wrong = ~np.isfinite(times) | np.concatenate([[False], ~(np.diff(times) > 0)])
    if wrong.any():
        row = int(np.argmax(wrong))
        raise recording.error(
            f"Expected times that increase from frame to frame, found {column[row]:g} at frame {row}",
            line=None if lines is None else lines[row],
        )
    return times, []


def write_card(sequence: SkeletonSequence, path: Path) -> None:
    """Write a csv table, and `<path>.card.toml` beside it; what was missing is an empty cell.

    Raises:
        FormatError: joint names that a header cannot hold or tell apart, or a joint that is seen without confidence.
    """
    odd = [joint for joint in sequence.topology.joints if any(mark in joint for mark in ',"\n\r')]
    if odd:
        raise FormatError(f"Expected joint names without commas and quotes to write a csv table, found {odd[0]!r}")
    _check_writable(sequence)
    several = sequence.people > 1
    pattern = "{person}.{joint}.{value}" if several else "{joint}.{value}"
    kinds = ["x", "y", "z"][: sequence.dimensions] + (["c"] if sequence.confidence is not None else [])
    names = [
        pattern.format(person=person + 1, joint=joint, value=kind)
        for person in range(sequence.people) for joint in sequence.topology.joints for kind in kinds
    ]  # fmt: skip
    values: npt.NDArray[np.float32] = sequence.positions
    if sequence.confidence is not None:
        values = np.concatenate([values, sequence.confidence[..., None]], axis=-1)
    lines = [",".join(["time", *names])]
    for time, row in zip(sequence.times, values.reshape(sequence.frames, -1), strict=True):
        cells = (f"{value:.9g}" if np.isfinite(value) else "" for value in row)
        lines.append(",".join([repr(float(time)), *cells]))
    save_text(path, "\n".join(lines) + "\n")
    save_text(path.with_name(path.name + CARD_SUFFIX), _card_text(sequence, pattern, kinds))


def _check_writable(sequence: SkeletonSequence) -> None:
    """Refuse what would be read as something else: columns are found by name, whatever the case of their letters."""
    joints = sequence.topology.joints
    seen: dict[str, str] = {}
    for joint in joints:
        other = seen.setdefault(joint.casefold().strip(), joint)
        if other != joint or joint != joint.strip():
            raise FormatError(
                f"Expected joint names that differ by more than case and space to write a csv table, found "
                f"{other!r} and {joint!r}"
            )
    if sequence.confidence is not None and not np.isfinite(sequence.confidence[sequence.valid]).all():
        raise FormatError("Expected a confidence for every joint that is seen to write a csv table, found NaN")


def _card_text(sequence: SkeletonSequence, pattern: str, kinds: list[str]) -> str:
    space, known = sequence.space, built_in_topologies().get(sequence.topology.name)
    built_in = known is not None and known.content_hash == sequence.topology.content_hash
    top = {
        "label": sequence.label,
        "subject": sequence.subject,
        "topology": sequence.topology.name if built_in else None,
    }
    lines = [f"{key} = {_toml(value)}" for key, value in top.items() if value is not None]
    if not built_in:
        lines += ["[topology]", *_topology_lines(sequence.topology)]
    lines += ["[space]", *(f"{key} = {_toml(value)}" for key, value in vars(space).items())]
    lines += ["[time]", 'column = "time"', "[table]", f"columns = {_toml(pattern)}", f"values = {_toml(kinds)}"]
    lines += ['delimiter = ","', *([f"people = {sequence.people}"] if sequence.people > 1 else [])]
    return "\n".join(lines) + "\n"


def _topology_lines(topology: Topology) -> list[str]:
    lines = [f"name = {_toml(topology.name)}", f"joints = {_toml(topology.joints)}"]
    lines += [f"bones = {_toml(topology.bones)}", f"mirror = {_toml(topology.mirror)}"]
    for key, groups in (("parts", topology.parts), ("landmarks", topology.landmarks)):
        pairs = ", ".join(f"{_toml(name)} = {_toml(joints)}" for name, joints in groups.items())
        lines.append(f"{key} = {{{pairs}}}")
    if topology.rest_directions:
        lines.append(f"rest_directions = {_toml(topology.rest_directions)}")
    return lines


def _toml(value: Any) -> str:
    """Strings, and lists of them, are written alike in JSON and TOML, but for the character DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


FORMATS.register("card")(
    FormatReader(
        "any plain table with a topology card", _looks_like_card, read_card, write_card, (*_TABLES[:4], ".npz")
    )
)
