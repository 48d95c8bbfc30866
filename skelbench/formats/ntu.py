"""NTU RGB+D `.skeleton`: text, a frame's bodies of 25 joints with orientations and tracking states.

Shahroudy et al. 2016, https://arxiv.org/abs/1604.02808; layout as in the data set's own reader:

    T
    per frame:  number of bodies
    per body:   body id, clipped edges, 4 hand fields, restricted, lean x, lean y, tracking state
                25
                25 lines: x y z | depth u v | colour u v | orientation w x y z | tracking state 0, 1 or 2
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from skelbench.errors import FormatError
from skelbench.formats.bodies import Body, choose_bodies, join_bodies
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import LARGEST_ROWS, LineCursor, Recording, number_table
from skelbench.formats.saving import save_text
from skelbench.skeleton import KINECT_V2, SkeletonSequence, Space

__all__ = ["FPS", "looks_like_ntu", "read_ntu", "write_ntu"]

FPS = 30.0  # of the Kinect v2; the file does not say
FIRST_ID = 72057594037927936  # 2^56, where the sensor's own ids begin
_JOINTS = len(KINECT_V2.joints)
_BODY_FIELDS, _JOINT_FIELDS = 10, 12
_READ = (0, 1, 2, 7, 8, 9, 10, 11)  # columns of x y z, orientation and tracking state; pixels are not read
_ORIENTATION = slice(7, 11)


def looks_like_ntu(recording: Recording) -> bool:
    """A frame count, a body count, and at the first body its ten fields and 25."""
    lines = [line.split() for line in recording.head_lines[:2000]]
    if len(lines) < 4 or len(lines[0]) != 1 or not lines[0][0].isdigit():
        return False
    body = next((row for row in range(1, len(lines)) if lines[row] != ["0"]), len(lines))
    if body + 2 >= len(lines):
        return body == len(lines)  # nothing but empty frames
    return len(lines[body]) == 1 and len(lines[body + 1]) == _BODY_FIELDS and lines[body + 2] == [str(_JOINTS)]


def read_ntu(recording: Recording) -> SkeletonSequence:
    """Up to two people in metres, camera frame; ghosts dropped, inferred joints at confidence 0.5."""
    recording.check_bytes(LARGEST_ROWS)
    frames, bodies, lines, numbers = _walk(LineCursor(recording))
    if not lines:
        raise recording.error(f"Expected a body, found none in any of the {frames} frames")
    table = number_table(recording, lines, numbers, None, _READ, are_even=True)
    recording.check_reach(table[:, :3], numbers)
    table = table.reshape(-1, _JOINTS, len(_READ))
    points, guesses = _points(table)
    everybody = join_bodies(bodies, points[:, 0])
    if recording.people is not None and max(recording.people) > len(everybody):
        raise recording.error(f"Expected people= among 1 to {len(everybody)}, found {max(recording.people)}")
    people, choices = choose_bodies(everybody, points, recording.people)
    shape = (frames, len(people), _JOINTS)
    recording.check_size(*shape)
    positions, orientations = np.full((*shape, 3), np.nan), np.full((*shape, 4), np.nan)
    confidence = np.zeros(shape)
    for person, body in enumerate(people):
        positions[body.frames, person] = points[body.blocks]
        orientations[body.frames, person] = _orientations(table[body.blocks])
        confidence[body.frames, person] = _confidence(recording, table[body.blocks])
    return recording.sequence(
        recording.source("ntu"), KINECT_V2, positions, np.arange(frames) / FPS, confidence=confidence,
        orientations=orientations, guesses=(f"{FPS:g} frames per second, the sensor's rate: the file has no times",
                                            *guesses, *choices),
        meta={"body_ids": " ".join(str(body.ids[0]) for body in people)},
    )  # fmt: skip


def _walk(cursor: LineCursor) -> tuple[int, dict[int, Body], list[str], list[int]]:
    """Frame count, bodies by id, and all joint lines with their line numbers, 25 to a block."""
    frames = cursor.take_count("the number of frames")
    if frames < 1 or frames > cursor.left:
        raise cursor.error(f"Expected 1 frame or more, {cursor.left} at most by the file's length; found {frames}")
    bodies: dict[int, Body] = {}
    lines: list[str] = []
    numbers: list[int] = []
    for frame in range(frames):
        for _ in range(cursor.take_count(f"the number of bodies in frame {frame}")):
            body = _take_body_id(cursor, frame)
            if body in bodies and bodies[body].frames[-1] == frame:
                raise cursor.error(f"Expected one body with id {body} in frame {frame}, found two")
            known = bodies.setdefault(body, Body([body]))
            known.frames.append(frame)
            known.blocks.append(len(lines) // _JOINTS)
            _take_joints(cursor, lines, numbers)
    if cursor.left:
        raise cursor.error(f"Expected the end after {frames} frames as line 1 says, found {cursor.left} lines more")
    return frames, bodies, lines, numbers


def _take_body_id(cursor: LineCursor, frame: int) -> int:
    fields = cursor.take(f"a body of frame {frame}").split()
    if len(fields) != _BODY_FIELDS or not fields[0].isdecimal() or len(fields[0]) > 20:
        raise cursor.error(f"Expected a body id and 9 more fields, found '{' '.join(fields):.60}'")
    return int(fields[0])


def _take_joints(cursor: LineCursor, lines: list[str], numbers: list[int]) -> None:
    count = cursor.take_count("the number of joints")
    if count != _JOINTS:
        raise cursor.error(f"Expected {_JOINTS} joints, found {count}")
    block = cursor.lines[cursor.row : cursor.row + _JOINTS]
    for line in block:
        cursor.row += 1
        if len(line.split()) != _JOINT_FIELDS:
            raise cursor.error(f"Expected {_JOINT_FIELDS} values of a joint, found {len(line.split())}")
    if len(block) < _JOINTS:
        cursor.take("another joint")  # says that the file ends here
    lines += block
    numbers += range(cursor.row - _JOINTS + 1, cursor.row + 1)


def _points(table: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], list[str]]:
    """(blocks, J, 3) with NaN for missing joints, and how missing was recognised."""
    points = table[..., :3].copy()
    zero, broken = (points == 0).all(-1), ~np.isfinite(points).all(-1)
    points[zero | broken] = np.nan
    guesses = [f"{zero.sum()} joints at exactly (0, 0, 0) are taken as missing"] if zero.any() else []
    return points, [
        *guesses,
        *([f"{broken.sum()} joints without finite coordinates are missing"] if broken.any() else []),
    ]


def _orientations(table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Quaternions w x y z; those that are no rotation (all zero at leaf joints) are NaN."""
    quaternions = table[..., 3:7]
    with np.errstate(over="ignore", invalid="ignore"):
        unit = np.abs(np.linalg.norm(quaternions, axis=-1, keepdims=True) - 1) < 1e-2
    return np.where(unit, quaternions, np.nan)


def _confidence(recording: Recording, table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    states = table[..., -1]
    if not np.isin(states, (0, 1, 2)).all():
        wrong = states[~np.isin(states, (0, 1, 2))][0]
        raise recording.error(f"Expected tracking states 0, 1 or 2 at the end of joint lines, found {wrong:g}")
    return np.asarray(states / 2)


def write_ntu(sequence: SkeletonSequence, path: Path) -> None:
    """Write Kinect v2 joints in metres, camera frame, 30 frames per second; pixel columns are 0.

    Raises:
        FormatError: the sequence is something else, which the format cannot say.
    """
    if sequence.topology.joints != KINECT_V2.joints:
        raise FormatError(
            f"Expected kinect_v2 joints to write an NTU file, found {sequence.topology.name}; write a card"
        )
    if sequence.space != Space():
        raise FormatError("Expected metres in the camera frame to write an NTU file; use place_in_view(sequence) first")
    if not np.allclose(np.diff(sequence.times), 1 / FPS, atol=1e-4):
        raise FormatError("Expected 30 frames per second without gaps to write an NTU file; use resample(sequence, 30)")
    ids = [int(one) for one in sequence.meta.get("body_ids", "").split() if one.isdecimal()]
    if len(ids) != sequence.people:
        ids = [FIRST_ID + person for person in range(sequence.people)]
    rows = _joint_rows(sequence)
    lines = [str(sequence.frames)]
    for frame in range(sequence.frames):
        present = np.flatnonzero(sequence.present[frame])
        lines.append(str(len(present)))
        for person in present:
            lines += [f"{ids[person]} 0 0 0 0 0 0 0 0 2", str(_JOINTS)]
            lines += [" ".join(f"{value:.9g}" for value in row) for row in rows[frame, person]]
    save_text(path, "\n".join(lines) + "\n")


def _joint_rows(sequence: SkeletonSequence) -> npt.NDArray[np.float32]:
    rows = np.zeros((*sequence.valid.shape, _JOINT_FIELDS), dtype=np.float32)
    rows[..., :3] = np.where(sequence.valid[..., None], sequence.positions, 0)
    if sequence.orientations is not None:
        rows[..., _ORIENTATION] = np.nan_to_num(sequence.orientations)
    known = np.ones(sequence.valid.shape) if sequence.confidence is None else np.nan_to_num(sequence.confidence)
    rows[..., -1] = np.where(sequence.valid, np.clip(np.round(2 * known), 0, 2), 0)
    return rows


FORMATS.register("ntu")(
    FormatReader(
        "NTU RGB+D .skeleton text (Kinect v2)", looks_like_ntu, read_ntu, write_ntu, (".skeleton",), options=("people",)
    )
)
