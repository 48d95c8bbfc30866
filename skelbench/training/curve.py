"""What each kind of variation adds: the yardstick trained on made motions that lack one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from skelbench.choreography import ACTIONS, GENERATOR_VERSION, Variation, choreograph
from skelbench.datasets import ClipSet, Entry, load, made_labels
from skelbench.errors import ParameterError
from skelbench.records import as_json, read_json, write_json
from skelbench.registry import suggest
from skelbench.skeleton import KINECT_V1, SkeletonSequence
from skelbench.training.joint_training import JointRecipe
from skelbench.training.transfer import SETS, TRAINING_SEED, judge_source

__all__ = ["LACKING", "lacking_clips", "learning_curve"]

_FULL = Variation(sensor="lifelike", texts=False)
_APART = 1_000_000  # seeds of neighbouring sets lie this far apart, as in `datasets.made`
_SHARES = {"a half of the clips": 2, "a quarter of the clips": 4, "an eighth of the clips": 8}

# What a training set lacks, and the variation that leaves it out.
LACKING: Mapping[str, Variation] = MappingProxyType(
    {
        "nothing": _FULL,
        "further ways: the first seven or so": _FULL,
        "ways but the first": _FULL,
        "the sensor's faults": replace(_FULL, sensor=False),
        "bodies of many sizes": replace(_FULL, stature=1.75),
        "cuts": replace(_FULL, whole=True),
        "before, after and meanwhile": replace(_FULL, around=False),
        "tempo and amplitude": replace(_FULL, tempo=1.0, amplitude=1.0),
        "facing and pitch of the camera": replace(_FULL, yaw_deg=0.0, pitch_deg=10.0),
        **dict.fromkeys(_SHARES, _FULL),
    }
)


def lacking_clips(what: str, clips: int) -> ClipSet:
    """The made clips that lack this, `clips` an action (fewer, where it is clips that are lacking); Kinect v1 joints.

    Raises:
        ParameterError: nothing of that name can be left out.
    """
    if what not in LACKING:
        raise ParameterError(f"The yardstick cannot lack '{what}'.{suggest(what, LACKING)} Known: {', '.join(LACKING)}")
    labels, wish = made_labels(), LACKING[what]
    number = max(clips // _SHARES.get(what, 1), 1) * len(labels)

    def make(entry: Entry) -> SkeletonSequence:
        index = int(entry.key)
        style = _style(what, entry.label, index // len(labels))
        return choreograph(entry.label, TRAINING_SEED * _APART + index, replace(wish, style=style), KINECT_V1)

    entries = [Entry(f"{index}", labels[index % len(labels)], key=f"{index}") for index in range(number)]
    return ClipSet(f"choreography without {what}", entries, make)


def _style(what: str, label: str, turn: int) -> str | None:
    """The way a clip is done, where ways are what is lacking: in turn, or the first one alone."""
    first = ACTIONS[label].styles
    if what.startswith("ways"):
        return first[0].name
    return first[turn % len(first)].name if what.startswith("further") else None


def learning_curve(
    folder: Path,
    *,
    clips: int = 200,
    networks: int = 1,
    keep: Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> dict[str, Any]:
    """Accuracy on the development people for every kind of lack, one seed of `networks` networks each.

    Points found in `keep` under the same settings are not trained again, and each new one is written there at once.
    """
    recipe = replace(JointRecipe(), networks=networks)
    settings = {"generator": GENERATOR_VERSION, "clips_an_action": clips, "recipe": recipe, "split": "dev", "seed": 0}
    kept = read_json(keep) if keep is not None and keep.is_file() else {}
    points: dict[str, Any] = kept.get("points", {}) if kept.get("settings") == as_json(settings) else {}
    recorded = {name: load(f"{name}:split=dev", folder / name) for name in SETS}
    for what in LACKING:
        if what in points:
            continue
        found = judge_source(lacking_clips(what, clips), recorded, seeds=(0,), recipe=recipe, progress=progress)
        points[what] = {name: one.to_json() for name, one in found.items()}
        for one in points[what].values():
            del one["confusions"], one["by_seed"]
        if keep is not None:
            write_json(keep, {"settings": settings, "points": points})
    return {"settings": as_json(settings), "points": points}
