"""Why a pair's clips were read as the other label: attributions of the difference between the two."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from skelbench.confusion.pairs import ConfusionPair
from skelbench.evaluation import LabelledClip
from skelbench.explain import AttributionSettings, Target, attribute
from skelbench.models import SkeletonLLM
from skelbench.records import Attribution

__all__ = ["PAIR_SETTINGS", "attribute_pair"]

PAIR_SETTINGS = AttributionSettings(samplings=1, steps=8)  # a page of several pairs has to stay under a minute


def attribute_pair(
    model: SkeletonLLM,
    pair: ConfusionPair,
    clips: Sequence[LabelledClip],
    most: int = 2,
    settings: AttributionSettings = PAIR_SETTINGS,
    progress: Callable[[str], None] | None = None,
) -> dict[str, Attribution]:
    """Clip id -> attribution of "answer, not label", for the first `most` clips of the pair."""
    wanted = pair.clips[:most]
    ids = list(getattr(clips, "ids", None) or [clip.id for clip in clips])
    question, target = model.question(), Target(pair.answer, pair.label)
    found = {}
    for name in wanted:
        if progress is not None:
            progress(name)
        sequence = clips[ids.index(name)].sequence
        found[name] = attribute(model, sequence, question, target, settings)
    return found
