"""Choreography as a set of clips: `choreography:seed=7,clips=300,split=held_out`."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, overload

import numpy as np

from skelbench.choreography import (
    ACTIONS,
    FINER,
    GENERATOR_VERSION,
    PAIRS,
    RESERVE,
    STRANGE,
    TOPOLOGIES,
    TRAINED,
    UNSEEN,
    Variation,
    choreograph,
    choreograph_pair,
    pairable,
)
from skelbench.datasets.clips import ClipSet, Entry
from skelbench.errors import ParameterError
from skelbench.registry import suggest
from skelbench.skeleton import SkeletonSequence

__all__ = ["MadeSet", "made_clips", "parse_made"]

_ACTIONS = {
    "trained": TRAINED,
    "reserve": RESERVE,
    "strange": STRANGE,  # of the reserve, what one person does alone and in no trained way
    "unseen": UNSEEN,
    "finer": FINER,
    "all": (*TRAINED, *RESERVE, *UNSEEN),
}
_MIXTURE = ("kinect_v2", "kinect_v2", "kinect_v2", "kinect_v1", "smpl_22", "smpl_22", "coco_17", "body_25", "body_25b")
_CHOICES = {
    "split": ("train", "held_out"),
    "actions": tuple(_ACTIONS),
    "topologies": ("mixed", *TOPOLOGIES),
    "sensor": ("none", "mixed", "all", "lifelike"),
    "decoys": ("no", "yes"),
    "styles": ("all", "base"),
    "pairs": ("no", *PAIRS),
    "texts": ("yes", "no"),
}
_DRAWS = 3  # first word of every seed: a higher one draws everything anew
_MOST_CLIPS = 1_000_000  # seeds of neighbouring sets lie this far apart


@dataclass(frozen=True)
class MadeSet:
    """Which clips to make."""

    seed: int = 0
    clips: int = 100
    split: str = "train"
    actions: str = "trained"  # a group, or labels joined by "+"
    topologies: str = "kinect_v2"  # a topology, or "mixed"
    sensor: str = "none"  # none, about half ("mixed") or all clips through the plain sensor, or all a lifelike one
    decoys: str = "no"  # whether another limb moves at least as much as the one that decides
    pairs: str = (
        "no"  # clips 2 k and 2 k + 1 differ in the limb or the detail that decides alone, see `choreograph_pair`
    )
    texts: str = "yes"  # whether the truth has descriptions and questions; without them clips are made faster
    styles: str = "all"  # "base": only the styles that the shipped model was trained on

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels its clips go round."""
        return _ACTIONS[self.actions] if self.actions in _ACTIONS else tuple(self.actions.split("+"))


def parse_made(options: Mapping[str, str]) -> MadeSet:
    """A set from its written options.

    Raises:
        ParameterError: an option is unknown or misspelt, or its value is not one of those that it can have.
    """
    known = MadeSet.__dataclass_fields__
    for key in options:
        if key not in known:
            raise ParameterError(
                f"Choreography has no option '{key}'.{suggest(key, known)} Its options: {', '.join(known)}."
            )
    made = MadeSet(
        _count(options, "seed", 0, None), _count(options, "clips", 1, _MOST_CLIPS, 100),
        **{key: options[key] for key in _CHOICES if key in options},
    )  # fmt: skip
    for key, choices in _CHOICES.items():
        value = getattr(made, key)
        if value not in choices and key != "actions":
            raise ParameterError(
                f"Choreography's '{key}' cannot be '{value}'.{suggest(value, choices)} Choices: {', '.join(choices)}."
            )
    for label in made.labels:
        if label not in ACTIONS:
            known_labels = (*_ACTIONS, *ACTIONS)
            raise ParameterError(
                f"Choreography's 'actions' cannot be '{label}'.{suggest(label, known_labels)} "
                f"Groups: {', '.join(_ACTIONS)}; labels, joined by '+': {', '.join(ACTIONS)}."
            )
    return made


def _count(options: Mapping[str, str], key: str, low: int, high: int | None, usual: int = 0) -> int:
    text = options.get(key, str(usual))
    if not text.isdecimal() or int(text) < low or (high is not None and int(text) > high):
        most = "" if high is None else f" and at most {high}"
        raise ParameterError(f"Choreography's '{key}' needs a whole number of at least {low}{most}, found '{text}'")
    return int(text)


def made_clips(made: MadeSet, name: str) -> ClipSet:
    """The clips of a set, balanced over its labels in every slice, each made when it is asked for.

    Clip i hangs on the options and on i alone: it is the same in a longer set, in a slice, and after a restart.
    """
    labels = made.labels if made.pairs == "no" else _pair_labels(made)

    def entry(index: int) -> Entry:
        label, (topology, sensor) = _label(made, labels, index), _recording(made, index)
        words = [f"choreography-{GENERATOR_VERSION}", made.split, made.seed, index, label.replace(" ", "-"), topology]
        words += [sensor if isinstance(sensor, str) else "sensor"] if sensor else []
        kinds = {"decoy": made.decoys == "yes", "base": made.styles == "base", f"pair-{made.pairs}": made.pairs != "no"}
        words += [word for word, chosen in kinds.items() if chosen]
        person = index if made.pairs == "no" else index - index % 2
        return Entry(
            "_".join(map(str, words)), label, f"{made.split}-{made.seed}-{person}", None, made.split, str(index)
        )

    def make(entry: Entry) -> SkeletonSequence:
        index = int(entry.key)
        topology, sensor = _recording(made, index)
        wish = Variation(
            sensor=sensor, decoy=made.decoys == "yes", styles=made.styles, texts=made.texts == "yes"  # type: ignore[arg-type]
        )  # fmt: skip
        clip = made.seed * _MOST_CLIPS + index
        if made.pairs == "no":
            return choreograph(entry.label, clip, wish, TOPOLOGIES[topology], made.split)  # type: ignore[arg-type]
        both = _label(made, labels, index - index % 2), _label(made, labels, index + 1 - index % 2)
        seed = clip - index % 2
        pair = choreograph_pair(both, seed, made.pairs, wish, TOPOLOGIES[topology], made.split)  # type: ignore[arg-type]
        return pair[index % 2]

    return ClipSet(name, _Entries(entry, range(made.clips)), make)


class _Entries(Sequence[Entry]):
    """Entries worked out when they are asked for: a set of a million clips costs nothing until then."""

    def __init__(self, entry: Callable[[int], Entry], indices: range) -> None:
        self._entry, self._indices = entry, indices

    def __len__(self) -> int:
        return len(self._indices)

    @overload
    def __getitem__(self, index: int) -> Entry: ...

    @overload
    def __getitem__(self, index: slice) -> _Entries: ...

    def __getitem__(self, index: int | slice) -> Entry | _Entries:
        if isinstance(index, slice):
            return _Entries(self._entry, self._indices[index])
        return self._entry(self._indices[index])


def _pair_labels(made: MadeSet) -> tuple[str, ...]:
    """Labels of the set that can be paired.

    Raises:
        ParameterError: there are too few, or decoys are wished for as well.
    """
    able = pairable(made.pairs, made.styles)  # type: ignore[arg-type]
    labels = tuple(label for label in made.labels if label in able)
    if len(labels) < (1 if made.pairs == "side" else 2):
        raise ParameterError(
            f"Choreography's pairs of kind '{made.pairs}' need other labels than '{made.actions}'. "
            f"Known: {', '.join(able)}."
        )
    if made.decoys == "yes":
        raise ParameterError("Choreography makes decoys or pairs, not both: leave out 'decoys' or 'pairs'")
    return labels


def _label(made: MadeSet, labels: tuple[str, ...], index: int) -> str:
    """Round and round the labels; of pairs the first ones go round, each with every other one in turn."""
    if made.pairs == "no":
        return labels[index % len(labels)]
    turn, first = divmod(index // 2, len(labels))
    if index % 2 == 0 or made.pairs == "side":
        return labels[first]
    return labels[(first + 1 + turn % (len(labels) - 1)) % len(labels)]


def _recording(made: MadeSet, index: int) -> tuple[str, bool | Literal["lifelike"]]:
    """Topology and sensor of a clip, drawn without a look at its label."""
    index -= index % 2 if made.pairs != "no" else 0
    if made.topologies != "mixed" and made.sensor != "mixed":
        return made.topologies, {"none": False, "all": True, "lifelike": "lifelike"}[made.sensor]  # type: ignore[return-value]
    words = [_DRAWS, made.seed, index, zlib.crc32(b"recording")]
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(words)))
    drawn, chance = _MIXTURE[int(rng.integers(len(_MIXTURE)))], rng.uniform()
    topology = drawn if made.topologies == "mixed" else made.topologies
    if made.sensor == "lifelike":
        return topology, "lifelike"
    return topology, {"none": False, "mixed": bool(chance < 0.5), "all": True}[made.sensor]
