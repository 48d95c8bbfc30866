"""Sequences as tidy tables (pandas) and labelled arrays (xarray, movement's layout), and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from skelbench.errors import SkeletonError
from skelbench.skeleton.sequence import SkeletonSequence, Space
from skelbench.skeleton.topology import Topology

if TYPE_CHECKING:
    import xarray

__all__ = ["from_dataset", "from_frame", "to_dataset", "to_frame"]

_AXES = ("x", "y", "z")


def to_frame(sequence: SkeletonSequence) -> pd.DataFrame:
    """A row for every frame, person and joint: frame, time_s, person, joint, x, y, (z), valid, present, (confidence).

    Missing joints have NaN positions. `attrs` says topology, space and label.
    """
    frames, people, joints, dimensions = sequence.positions.shape
    table: dict[str, Any] = {
        "frame": np.repeat(np.arange(frames), people * joints),
        "time_s": np.repeat(sequence.times, people * joints),
        "person": np.tile(np.repeat(np.arange(people), joints), frames),
        "joint": pd.Categorical.from_codes(
            np.tile(np.arange(joints), frames * people), categories=pd.Index(sequence.topology.joints)
        ),
    }
    for axis in range(dimensions):
        table[_AXES[axis]] = sequence.positions[..., axis].ravel()
    table["valid"] = sequence.valid.ravel()
    table["present"] = np.repeat(sequence.present.ravel(), joints)
    if sequence.confidence is not None:
        table["confidence"] = sequence.confidence.ravel()
    found = pd.DataFrame(table)
    space = sequence.space
    found.attrs = {
        "topology": sequence.topology.name, "unit": space.unit, "up": space.up, "handedness": space.handedness,
        "frame": space.frame, "label": sequence.label,
    }  # fmt: skip
    return found


def from_frame(table: pd.DataFrame, topology: Topology) -> SkeletonSequence:
    """A sequence from a table as `to_frame` makes it; rows may come in any order, missing rows are missing joints.

    Space and label are read from `attrs` where they stand there.

    Raises:
        SkeletonError: a column is missing, a joint is not of the topology, or a row stands there twice.
    """
    axes = [axis for axis in _AXES if axis in table.columns]
    lacking = [name for name in ("frame", "time_s", "person", "joint") if name not in table.columns]
    if lacking or len(axes) < 2:
        found = ", ".join(map(str, table.columns))
        raise SkeletonError(f"Expected columns frame, time_s, person, joint, x, y and perhaps z, found {found}")
    joints = table["joint"].astype(str)
    unknown = sorted(set(joints) - set(topology.joints))
    if unknown:
        raise SkeletonError(f"Expected joints of '{topology.name}', found {', '.join(unknown)}")
    if table.duplicated(["frame", "person", "joint"]).any():
        raise SkeletonError("Expected one row for every frame, person and joint, found some twice")
    frames = np.sort(table["frame"].unique())
    place = (
        np.searchsorted(frames, table["frame"].to_numpy()), table["person"].to_numpy(dtype=np.int64),
        joints.map(topology.joint_index).to_numpy(dtype=np.int64),
    )  # fmt: skip
    shape = (len(frames), int(place[1].max()) + 1, len(topology.joints))
    positions = np.full((*shape, len(axes)), np.nan, dtype=np.float32)
    positions[place] = table[axes].to_numpy(dtype=np.float32)
    times = np.zeros(len(frames))
    times[place[0]] = table["time_s"].to_numpy(dtype=np.float64)
    confidence = None
    if "confidence" in table.columns:
        confidence = np.zeros(shape, dtype=np.float32)
        confidence[place] = table["confidence"].to_numpy(dtype=np.float32)
    said = {name: table.attrs[name] for name in ("unit", "up", "handedness", "frame") if name in table.attrs}
    return SkeletonSequence(
        topology, positions, times, valid=_masks(table, "valid", place, shape),
        present=_present(table, place, shape), confidence=confidence, space=Space(**said),
        label=table.attrs.get("label"),
    )  # fmt: skip


def _masks(table: pd.DataFrame, name: str, place: tuple[Any, ...], shape: tuple[int, ...]) -> Any:
    if name not in table.columns:
        return None
    mask = np.zeros(shape, dtype=bool)
    mask[place] = table[name].to_numpy(dtype=bool)
    return mask


def _present(table: pd.DataFrame, place: tuple[Any, ...], shape: tuple[int, ...]) -> Any:
    mask = _masks(table, "present", place, shape)
    return None if mask is None else np.asarray(mask.any(-1))


def to_dataset(sequence: SkeletonSequence) -> xarray.Dataset:
    """The poses dataset of movement (https://movement.neuroinformatics.dev).

    `position` is (time space keypoints individuals), `confidence` (time keypoints individuals); times are seconds.

    Raises:
        SkeletonError: xarray is not installed.
    """
    try:
        import xarray
    except ModuleNotFoundError as error:
        raise SkeletonError("Labelled arrays need xarray: pip install 'skelbench[xarray]'") from error
    space, confidence = sequence.space, sequence.confidence
    known = np.where(sequence.valid, 1.0 if confidence is None else confidence, np.nan).astype(np.float32)
    return xarray.Dataset(
        {
            "position": (("time", "space", "keypoints", "individuals"), sequence.positions.transpose(0, 3, 2, 1)),
            "confidence": (("time", "keypoints", "individuals"), known.transpose(0, 2, 1)),
        },
        coords={
            "time": sequence.times, "space": list(_AXES[: sequence.dimensions]),
            "keypoints": list(sequence.topology.joints),
            "individuals": [f"person_{number}" for number in range(sequence.people)],
        },
        attrs={
            "ds_type": "poses", "time_unit": "seconds", "fps": sequence.fps, "source_software": "skelbench",
            "source_file": sequence.source.path if sequence.source else "", "unit": space.unit, "up": space.up,
            "handedness": space.handedness, "frame": space.frame, "has_confidence": int(confidence is not None),
        },
    )  # fmt: skip


def from_dataset(dataset: xarray.Dataset, topology: Topology) -> SkeletonSequence:
    """A sequence from a poses dataset of movement, ours or any other; keypoints are joints of the topology.

    Raises:
        SkeletonError: dimensions or keypoints are not those of a poses dataset of this topology.
    """
    wanted = {"time", "space", "keypoints", "individuals"}
    if "position" not in dataset or set(dataset["position"].dims) != wanted:
        raise SkeletonError(f"Expected a dataset whose 'position' has the dimensions {', '.join(sorted(wanted))}")
    names = [str(name) for name in dataset["keypoints"].values]
    if sorted(names) != sorted(topology.joints):
        raise SkeletonError(f"Expected the joints of '{topology.name}' as keypoints, found {', '.join(names)}")
    order = [names.index(joint) for joint in topology.joints]
    position = dataset["position"].transpose("time", "individuals", "keypoints", "space").values[:, :, order]
    confidence = None
    if "confidence" in dataset and dataset.attrs.get("has_confidence", 1):
        found = dataset["confidence"].transpose("time", "individuals", "keypoints").values[:, :, order]
        confidence = np.clip(np.nan_to_num(found), 0, 1)
    said = {name: dataset.attrs[name] for name in ("unit", "up", "handedness", "frame") if name in dataset.attrs}
    frame = Space(**said) if said else Space(unit="unknown", frame="camera")
    guesses = () if said else ("the dataset does not say its unit and axes: unknown unit, y up taken",)
    return SkeletonSequence(
        topology,
        position,
        dataset["time"].values.astype(np.float64),
        confidence=confidence,
        space=frame,
        guesses=guesses,
    )
