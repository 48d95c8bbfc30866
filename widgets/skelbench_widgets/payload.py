"""What the player is given: positions, values and spans, checked once, then packed for a kernel or for a page."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.errors import SkeletonError
from skelbench.skeleton import SkeletonSequence, place_in_view

__all__ = [
    "as_spans",
    "checked_seen",
    "checked_values",
    "clip_description",
    "pack_buffer",
    "pack_text",
    "placed",
]

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

_MISSING = -32768  # stands for NaN among quantised positions
_FINEST = 0.001  # metres a step of a quantised position


def placed(sequence: SkeletonSequence) -> SkeletonSequence:
    """The sequence in the camera frame; one that went through `place_in_view` is left as it is."""
    if any(line.startswith("placed in view") for line in sequence.history):
        return sequence
    return place_in_view(sequence)


def checked_seen(sequence: SkeletonSequence, seen: npt.ArrayLike | None) -> BoolArray | None:
    """(T) frames the model looked at, or None where nothing is known.

    Raises:
        SkeletonError: there is not one entry a frame.
    """
    if seen is None:
        return None
    mask = np.asarray(seen)
    if mask.shape != (sequence.frames,) or mask.dtype != np.bool_:
        raise SkeletonError(
            f"Expected `seen` as {sequence.frames} booleans, one a frame, found {mask.dtype} of shape {mask.shape}"
        )
    return mask


def checked_values(
    sequence: SkeletonSequence, values: npt.ArrayLike | None, seen: BoolArray | None = None
) -> FloatArray | None:
    """Values as (T or 1, P or 1, J) float32, NaN where nothing was seen; (J,), (T J) and (T P J) are taken.

    Raises:
        SkeletonError: the shape does not fit the clip, or a value is infinite.
    """
    if values is None:
        return None
    array = np.array(values, dtype=np.float32)
    frames, people, joints = sequence.positions.shape[:3]
    if array.shape == (joints,):
        array = array[None, None]
    elif array.shape == (frames, joints) and people == 1:
        array = array[:, None]
    if array.shape not in {(frames, people, joints), (1, 1, joints)}:
        raise SkeletonError(
            f"Expected values of shape (T P J) = {(frames, people, joints)} or (J,) = {(joints,)}, found {array.shape}"
        )
    if np.isinf(array).any():
        raise SkeletonError("Expected finite values (NaN where nothing was seen), found infinity")
    if seen is not None and array.shape[0] == frames:
        array[~seen] = np.nan
    return array


def as_spans(spans: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Spans as plain {start, end, text} in seconds.

    Raises:
        SkeletonError: a span lacks one of the three, or ends before it starts.
    """
    plain = []
    for index, span in enumerate(spans):
        missing = {"start", "end", "text"} - set(span)
        if missing:
            raise SkeletonError(f"Span {index} needs start, end and text, found no {' and no '.join(sorted(missing))}")
        start, end = float(span["start"]), float(span["end"])
        if not (np.isfinite([start, end]).all() and start <= end):
            raise SkeletonError(f"Span {index} must end after it starts, found {start:g} to {end:g} s")
        plain.append({"start": start, "end": end, "text": str(span["text"])})
    return plain


def clip_description(sequence: SkeletonSequence) -> dict[str, Any]:
    """All of a placed clip that is neither a position nor a value, as plain JSON."""
    topology = sequence.topology
    depths = sequence.positions[..., 2][sequence.valid]
    return {
        "joints": list(topology.joints),
        "parts": [topology.part_of.get(joint, "") for joint in topology.joints],
        "bones": [list(pair) for pair in topology.bone_rows],
        "head": topology.joint_index.get("head", -1),
        "frames": sequence.frames,
        "people": sequence.people,
        "times": [round(float(time), 5) for time in sequence.times],
        "flat": bool(np.ptp(depths) < 1e-6),
    }


def pack_buffer(array: npt.NDArray[Any] | None) -> dict[str, Any] | None:
    """An array for the kernel's wire: a float32 or uint8 buffer and its shape; nothing becomes a list of numbers."""
    if array is None:
        return None
    kind = "uint8" if array.dtype == np.bool_ else "float32"
    plain = np.ascontiguousarray(array, dtype=np.dtype(kind).newbyteorder("<"))
    return {"view": memoryview(plain.tobytes()), "dtype": kind, "shape": list(array.shape)}


def pack_text(array: npt.NDArray[Any] | None, quantise: bool = False) -> dict[str, Any] | None:
    """An array for a page: base64, little-endian; float32, uint8, or int16 steps of a millimetre when `quantise`.

    Frames in which all is NaN are left out and their absence is written down in `rows`.
    """
    if array is None:
        return None
    if quantise:
        largest = float(np.nanmax(np.abs(array), initial=0.0))
        scale = max(_FINEST, largest / 32767)
        steps = np.where(np.isfinite(array), np.round(np.nan_to_num(array) / scale), _MISSING).astype("<i2")
        return {"dtype": "int16", "shape": list(array.shape), "scale": scale, "base64": _base64(steps)}
    if array.dtype == np.bool_:
        return {"dtype": "uint8", "shape": list(array.shape), "base64": _base64(array.astype("<u1"))}
    rows = np.flatnonzero(np.isfinite(array).reshape(array.shape[0], -1).any(1))
    kept = array[rows].astype("<f4")
    return {"dtype": "float32", "shape": list(array.shape), "rows": rows.tolist(), "base64": _base64(kept)}


def _base64(array: npt.NDArray[Any]) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")
