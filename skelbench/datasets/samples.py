"""The few made clips that ship as files, so that every command has something to open."""

from __future__ import annotations

from dataclasses import dataclass, replace

from skelbench.choreography import TOPOLOGIES, Variation, choreograph
from skelbench.datasets.clips import ClipSet, Entry
from skelbench.skeleton import SkeletonSequence

__all__ = ["SAMPLES", "Sample", "sample_clips"]


@dataclass(frozen=True)
class Sample:
    """One shipped clip; bodies, views and seeds are of the held-out split."""

    name: str
    label: str
    seed: int
    variation: Variation
    topology: str


# NTU files hold 30 frames a second, HumanML3D joints 20 in the body frame; other clips become a table with its card.
SAMPLES = (
    Sample("wave", "wave", 11, Variation("from the elbow", "right", fps=30.0, whole=True), "kinect_v2"),
    Sample("drink_water", "drink water", 12, Variation("tilt", "right", fps=30.0, whole=True), "kinect_v2"),
    Sample("brush_hair", "brush hair", 13, Variation("front to back", "left", fps=25.0, whole=True), "kinect_v2"),
    Sample("phone_call", "phone call", 14, Variation("tilted", "right", fps=20.0, whole=True, frame="body"), "smpl_22"),
    Sample("walk", "walk", 15, Variation("normal", "left", fps=20.0, whole=True, frame="body"), "smpl_22"),
)


def sample_clips() -> ClipSet:
    """The shipped clips, made anew."""
    samples = {sample.name: sample for sample in SAMPLES}
    entries = tuple(
        Entry(sample.name, sample.label, f"held_out-{sample.seed}", None, "held_out", sample.name) for sample in SAMPLES
    )

    def make(entry: Entry) -> SkeletonSequence:
        sample = samples[entry.key]
        topology = TOPOLOGIES[sample.topology]
        wish = replace(sample.variation, styles="base")
        return choreograph(sample.label, sample.seed, wish, topology, "held_out")

    return ClipSet("samples", entries, make)
