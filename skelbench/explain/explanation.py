"""All that is said about one clip: answer first, or first of all that none fits; then joints, facts, reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.errors import ExplanationError
from skelbench.explain.attribution import AttributionSettings, Target, attribute
from skelbench.explain.controls import ControlSettings, with_controls
from skelbench.models import SkeletonLLM
from skelbench.reasoning import measured_rationale, observations
from skelbench.records import Answer, Attribution, Evidence, Rationale, as_json, digest, write_json
from skelbench.render import render_clip
from skelbench.skeleton import SkeletonSequence, place_in_view

__all__ = ["ExplainSettings", "Explanation", "explain_clip", "targets_for"]


def _silent(_: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class ExplainSettings:
    """How a clip is explained, and who hears of the steps."""

    attribution: AttributionSettings = field(default_factory=AttributionSettings)
    controls: ControlSettings = field(default_factory=ControlSettings)
    progress: Callable[[str], None] = _silent


@dataclass(frozen=True, eq=False)
class Explanation:
    """One clip explained. `attributions` is empty where the motion was rejected: nothing is explained then."""

    sequence: SkeletonSequence  # as read
    placed: SkeletonSequence  # in view
    answer: Answer
    attributions: tuple[Attribution, ...]  # for the answer, then for "answer, not runner-up"
    evidence: tuple[Evidence, ...]
    rationale: Rationale | None
    frames: npt.NDArray[np.float32]  # (F 3 H W) what the model saw
    frame_times: npt.NDArray[np.float64]  # (F) seconds
    joint_pixels: npt.NDArray[np.float64]  # (F P J 2)
    settings: dict[str, Any] = field(default_factory=dict)
    model_id: str = ""

    @property
    def rejected(self) -> bool:
        """Whether no choice is said to fit."""
        return self.answer.rejection is not None and self.answer.rejection.rejected

    def to_json(self) -> dict[str, Any]:
        """What `explain --json` prints; scores of attributions lie in the sibling .npz of a saved explanation."""
        clip = self.sequence
        return {
            "clip": {
                "source": clip.source, "content_hash": clip.content_hash, "frames": clip.frames, "people": clip.people,
                "duration_s": clip.duration, "guesses": self.placed.guesses, "history": self.placed.history,
            },
            "answer": {**as_json(self.answer), "best": self.answer.best, "margin": self.answer.margin},
            "rejected": self.rejected,
            "attributions": [_attribution_json(attribution) for attribution in self.attributions],
            "evidence": self.evidence,
            "rationale": self.rationale,
            "settings": self.settings,
            "model_id": self.model_id,
        }  # fmt: skip

    def save(self, folder: Path) -> Path:
        """Write explanation.json and, beside it, the scores as explanation.npz; returns the JSON's path."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays = {
            f"{kind}_{number}": np.asarray(getattr(attribution, kind))
            for number, attribution in enumerate(self.attributions)
            for kind in ("scores", "spread", "seen", "times")
        }
        np.savez_compressed(folder / "explanation.npz", allow_pickle=False, **arrays)
        write_json(folder / "explanation.json", self.to_json())
        return folder / "explanation.json"


def _attribution_json(attribution: Attribution) -> dict[str, Any]:
    return {
        "target": attribution.target, "method": attribution.method, "baseline": attribution.baseline,
        "score": attribution.score, "score_baseline": attribution.score_baseline,
        "completeness_gap": attribution.completeness_gap, "relative_gap": attribution.relative_gap,
        "by_joint": attribution.by_joint(), "by_part": attribution.by_part(),
        "top_joints": attribution.top_joints(), "frames_seen": np.flatnonzero(attribution.seen).tolist(),
        "controls": attribution.controls, "settings": attribution.settings, "scores_sha256": digest(attribution.scores),
    }  # fmt: skip


def targets_for(answer: Answer, why: str | None = None, but_not: str | None = None) -> tuple[Target, Target]:
    """The two targets of an explanation: an answer, and its lead over another (the best two unless named).

    Raises:
        ExplanationError: a named label is not among the choices, or both names are the same.
    """
    for label in (why, but_not):
        if label is not None and label not in answer.scores:
            raise ExplanationError(f"'{label}' is not among the choices: {', '.join(answer.scores)}")
    first = why or (answer.best if answer.best != but_not else answer.runner_up)
    second = but_not or next(label for label, _ in answer.ranked() if label != first)
    if first == second:
        raise ExplanationError(f"Expected two different labels to hold against each other, found '{first}' twice")
    return Target(first), Target(first, second)


def explain_clip(
    model: SkeletonLLM,
    sequence: SkeletonSequence,
    choices: Sequence[str] | None = None,
    why: str | None = None,
    but_not: str | None = None,
    settings: ExplainSettings | None = None,
) -> Explanation:
    """Answer, attribute with controls, measure, and give measured reasons; a rejected motion is measured only.

    A `why` or `but_not` asks about that label whatever the answer is; it lifts the silence of a rejection, not its
    verdict.

    Raises:
        ModelError: the recording has a single frame, or no choices are known.
        ExplanationError: a named label is not among the choices.
    """
    settings = settings or ExplainSettings()
    settings.progress("reading the motion")
    answer = model.answer(sequence, choices)
    placed = place_in_view(sequence)
    targets = targets_for(answer, why, but_not)
    silent = answer.rejection is not None and answer.rejection.rejected and not (why or but_not)
    asked = () if silent else targets
    attributions = tuple(_attributed(model, sequence, answer, target, settings) for target in asked)
    settings.progress("measuring")
    weights = attributions[0].scores if attributions else None
    picture = render_clip(model.renderer, placed, model.frames_of(placed.frames), model.backbone.image_size)
    return Explanation(
        sequence, placed, answer, attributions, observations(placed, weights),
        measured_rationale(placed, targets[0].why, weights) if attributions else None,
        picture.frames, picture.times, picture.joint_pixels,
        {"choices": answer.question.choices, "why": why, "but_not": but_not, **asdict(settings.attribution)},
        model.content_hash,
    )  # fmt: skip


def _attributed(
    model: SkeletonLLM, sequence: SkeletonSequence, answer: Answer, target: Target, settings: ExplainSettings
) -> Attribution:
    settings.progress(f"attributing '{target}'")
    attribution = attribute(model, sequence, answer.question, target, settings.attribution)
    scorer = model.scorer(sequence, answer.question)
    return with_controls(attribution, scorer, place_in_view(sequence), target, settings.controls)
