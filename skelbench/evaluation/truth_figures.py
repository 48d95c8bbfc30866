"""Figures of choreography's truth: speed, agreement with what is measured, fairness of questions, reach of decoys."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.choreography import ACTIONS, TRAINED, Variation, choreograph
from skelbench.choreography.choreograph import maker
from skelbench.choreography.decoy import decoy_limb
from skelbench.choreography.narrate import tell_truth
from skelbench.evaluation.guessing import guess_answers
from skelbench.evaluation.intervals import Interval, wilson_interval
from skelbench.evaluation.truth_bench import audit_truth
from skelbench.records import Truth, TruthQuestion
from skelbench.skeleton import KINECT_V2, SkeletonSequence

__all__ = ["decoy_figures", "guess_figures", "speed_figures", "truth_figures"]

_FRAMES = 60  # a clip's usual length, to which speed is brought
_FULL = Variation(sensor="lifelike")
_BARE = Variation(texts=False)


def truth_figures(
    clips: int, questions: int, first: int = 0, progress: Callable[[], object] = lambda: None
) -> dict[str, Any]:
    """All figures: `clips` for the agreement with evidence and the decoys, `questions` clips for those of texts."""
    agreement, failures = audit_truth(tuple(ACTIONS), clips, first, progress)
    return {
        "clips_per_second": speed_figures(),
        "agreement": agreement,
        "disagreements": failures,
        "guessing": guess_figures(questions, first),
        "decoys": decoy_figures(clips // 4, first),
    }


def speed_figures(seconds: float = 2.0) -> dict[str, float]:
    """Clips of 60 frames a second of processor time: positions and truth; and with sensor, texts and questions."""
    return {"positions_and_truth": _speed(_BARE, seconds), "with_sensor_and_texts": _speed(_FULL, seconds)}


def _speed(wish: Variation, seconds: float) -> float:
    """The fastest of five stretches: other processes only ever slow one down."""
    labels, best, made = tuple(ACTIONS), 0.0, 0
    choreograph(labels[0], 0, wish)
    for _ in range(5):
        began, frames = time.process_time(), 0
        while time.process_time() - began < seconds / 5:
            frames += choreograph(labels[made % len(labels)], made, wish).frames
            made += 1
        best = max(best, frames / _FRAMES / (time.process_time() - began))
    return round(best, 1)


def guess_figures(clips: int, first: int = 0) -> dict[str, dict[str, Any]]:
    """For each kind of question: asked how often, and guessed how often by somebody who sees no motion.

    Two thirds of the clips are learnt from. Also how many of the clips have no two descriptions alike.
    """
    told = [_told(TRAINED, seed) for seed in range(first, first + clips)]
    learnt, asked = _questions(told[: 2 * clips // 3]), _questions(told[2 * clips // 3 :])
    found: dict[str, dict[str, Any]] = {
        kind: {
            "questions": guessed.questions, "chance": round(guessed.chance, 4),
            "by_words": _shown(guessed.by_words), "by_text": _shown(guessed.by_text),
        }
        for kind, guessed in guess_answers(learnt, asked).items()
    }  # fmt: skip
    distinct = sum(len(set(_sentences(truth))) == len(_sentences(truth)) for truth in told)
    return found | {"descriptions": {"clips": clips, "no_two_alike": distinct}}


def decoy_figures(clips: int, first: int = 0) -> dict[str, Any]:
    """How often a decoy limb travels at least as far as what decides, by the clip's own positions."""
    labels = [a.label for a in ACTIONS.values() if any(decoy_limb(a, style) for style in a.ways())]
    ratios = []
    for seed in range(first, first + clips):
        clip = choreograph(labels[seed % len(labels)], seed, Variation(decoy=True, frame="body", texts=False))
        assert clip.truth is not None
        decoy, decides = (
            max(_way(clip, joint) for joint in joints)
            for joints in (clip.meta["decoy"].split(), clip.truth.joints("decides"))
        )
        ratios.append(decoy / decides)
    share = wilson_interval(sum(ratio >= 1.0 for ratio in ratios), len(ratios))
    return {"clips": clips, "labels": len(labels), "at_least_as_far": _shown(share),
            "median_ratio": round(float(np.median(ratios)), 3)}  # fmt: skip


def _way(clip: SkeletonSequence, joint: str) -> float:
    """Metres a joint of the first person travels against the pelvis, or the pelvis in the room."""
    track: npt.NDArray[Any] = clip.landmark(joint)[:, 0].astype(np.float64)
    if joint != "spine_base":
        track = track - clip.landmark("pelvis")[:, 0]
    return float(np.linalg.norm(np.diff(track, axis=0), axis=-1).sum())


def _told(labels: Sequence[str], seed: int) -> Truth:
    made = maker(labels[seed % len(labels)], seed, None, "held_out")
    return tell_truth(made.performance(), KINECT_V2, made.rng("words"))


def _questions(told: Sequence[Truth]) -> list[TruthQuestion]:
    return [question for truth in told for question in truth.questions]


def _sentences(truth: Truth) -> list[str]:
    texts = truth.descriptions
    return [texts["whole"], *texts["groups"].values(), *texts["interactions"].values()]


def _shown(share: Interval) -> list[float]:
    return [round(share.estimate, 4), round(share.lower, 4), round(share.upper, 4)]
