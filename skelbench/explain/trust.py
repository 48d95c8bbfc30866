"""How far the default map can be trusted: its completeness gap and its controls over many held-out clips."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from skelbench.datasets import Clip
from skelbench.errors import ExplanationError
from skelbench.evaluation import paired_bootstrap
from skelbench.explain.attribution import AttributionSettings, Target, attribute
from skelbench.explain.controls import ControlSettings, with_controls
from skelbench.models import SkeletonLLM
from skelbench.records import Attribution
from skelbench.skeleton import place_in_view

__all__ = ["GAP_LIMIT", "trust_figures", "trust_of"]

GAP_LIMIT = 0.02  # of max(|f(x) - f(x0)|, 0.5 nat)


def trust_of(
    model: SkeletonLLM, clip: Clip, settings: AttributionSettings, controls: ControlSettings
) -> tuple[Attribution, float]:
    """The attribution of a clip's own label with its controls, and the seconds the map took."""
    if clip.label not in model.choices:
        raise ExplanationError(f"'{clip.label}' is not a label of this model: {', '.join(model.choices)}")
    question, target = model.question(), Target(clip.label)
    sequence = clip.sequence
    began = time.perf_counter()
    found = attribute(model, sequence, question, target, settings)
    seconds = time.perf_counter() - began
    placed = place_in_view(sequence)
    return with_controls(found, model.scorer(sequence, question), placed, target, controls), seconds


def trust_figures(
    model: SkeletonLLM,
    clips: Sequence[Clip],
    settings: AttributionSettings | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Gaps, seconds, and what the top joints cost beside random joints and motion energy (paired intervals)."""
    settings = settings or AttributionSettings()
    found, seconds = [], []
    for number, clip in enumerate(clips, 1):
        attribution, took = trust_of(model, clip, settings, ControlSettings())
        found.append(attribution)
        seconds.append(took)
        if progress:
            progress(number, len(clips))
    gaps = np.array([attribution.relative_gap for attribution in found])
    own = np.array([attribution.controls[0].own_drop for attribution in found])
    controls = {
        control.name: np.array([attribution.controls[row].control_drop for attribution in found])
        for row, control in enumerate(found[0].controls)
    }
    return {
        "clips": len(found), "gradient_steps": settings.samplings * settings.steps,
        "gap_limit": GAP_LIMIT, "gap_within_limit": int((gaps <= GAP_LIMIT).sum()),
        "gap_median": float(np.median(gaps)), "gap_worst": float(gaps.max()),
        "seconds_median": float(np.median(seconds)), "seconds_worst": float(np.max(seconds)),
        "own_drop": float(own.mean()),
        "controls": {
            name: {"drop": float(drop.mean()), "lift": paired_bootstrap(own, drop)} for name, drop in controls.items()
        },
    }  # fmt: skip
