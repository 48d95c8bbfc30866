"""After training: temperature, rejection and the model's own figures, all on choreography never trained on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy.optimize import minimize_scalar

from skelbench.datasets import ClipSet, load
from skelbench.evaluation import roc_auc, wilson_interval
from skelbench.models import SkeletonLLM, fit_rejection
from skelbench.models.contradiction import contradiction, people_in
from skelbench.skeleton import place_in_view
from skelbench.training.recipe import Recipe
from skelbench.training.sources import load_sources

__all__ = ["Readings", "calibrate", "fit_temperature", "read_clips"]

Progress = Callable[[int, int], None]
FloatArray = npt.NDArray[np.float64]
BATCH = 16
TRAINED_CLIPS = 1600  # training clips whose states give the rejection its centres and the probe its known side


@dataclass(frozen=True, eq=False)
class Readings:
    """What the model made of a set of clips."""

    scores: FloatArray  # (B C) sum of log p of each label, nats
    hidden: FloatArray  # (B E) state just before the answer
    labels: npt.NDArray[np.int64]  # (B) row of the label, -1 for actions never trained on
    contradiction: FloatArray  # (B) of the answer's class rule, 0 to 1; NaN where nobody knows
    people: npt.NDArray[np.int64]  # (B) how many are in the clip

    @property
    def signs(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """What the rejection looks at."""
        return self.hidden, self.scores, self.contradiction

    @property
    def correct(self) -> npt.NDArray[np.bool_]:
        """(B) whether the highest score is the label's."""
        return np.asarray(self.scores.argmax(1) == self.labels)


@torch.no_grad()
def read_clips(model: SkeletonLLM, clips: ClipSet, progress: Progress | None = None) -> Readings:
    """Scores and hidden states of every clip, at segment centres, in evaluation mode."""
    model.eval()
    packed = model.pack(model.question())
    scores, hidden, labels, against, people = [], [], [], [], []
    for start in range(0, len(clips), BATCH):
        part = [clips[index] for index in range(start, min(start + BATCH, len(clips)))]
        sequences = [clip.sequence for clip in part]
        batch_scores, batch_hidden = model([model.draw(sequence) for sequence in sequences], packed)
        people += [people_in(sequence) for sequence in sequences]
        best = [model.choices[row] for row in batch_scores.argmax(1).tolist()]
        against += [contradiction(label, place_in_view(s)) for label, s in zip(best, sequences, strict=True)]
        scores.append(batch_scores.double().cpu().numpy())
        hidden.append(batch_hidden.double().cpu().numpy())
        labels += [model.choices.index(clip.label) if clip.label in model.choices else -1 for clip in part]
        if progress:
            progress(start + len(part), len(clips))
    return Readings(
        np.concatenate(scores), np.concatenate(hidden), np.array(labels), np.array(against), np.array(people)
    )


def fit_temperature(scores: FloatArray, labels: npt.NDArray[np.int64]) -> float:
    """The temperature that makes the labels most likely (Guo et al. 2017, arXiv 1706.04599, section 4.2)."""

    def loss(log_temperature: float) -> float:
        scaled = scores / np.exp(log_temperature)
        scaled = scaled - scaled.max(1, keepdims=True)
        log_p = scaled - np.log(np.exp(scaled).sum(1, keepdims=True))
        return float(-log_p[np.arange(len(labels)), labels].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 3.0), method="bounded").x))


def _halves(readings: Readings) -> tuple[Readings, Readings]:
    """One half fits, the other reports; drawn by lot, since clips go round the actions in order."""
    order = np.random.default_rng(0).permutation(len(readings.labels))

    def half(rows: npt.NDArray[np.int64]) -> Readings:
        return Readings(*(getattr(readings, field.name)[rows] for field in fields(Readings)))

    return half(order[::2]), half(order[1::2])


def calibrate(
    model: SkeletonLLM, recipe: Recipe, progress: Progress | None = None, paths: Mapping[str, Path] | None = None
) -> SkeletonLLM:
    """The model with its temperature, its figures and, where the recipe names strange actions, its rejection rule.

    One half of the held-out clips and the reserve actions set temperature and rejection; the other half and the
    unseen actions report.
    """
    known = read_clips(model, load_sources(recipe.held_out, paths), progress)
    fitting, reporting = _halves(known)
    most = int(known.people.max())
    if recipe.exposed:
        most = _reject(model, recipe, (fitting, reporting), progress)
    model.settings = replace(
        model.settings,
        people=most,
        temperature=fit_temperature(fitting.scores, fitting.labels),
        figures=_figures(known, model.choices),
    )
    return model


def _reject(model: SkeletonLLM, recipe: Recipe, halves: tuple[Readings, Readings], progress: Progress | None) -> int:
    """Give the model its rejection rule; the most people that a clip it was trained on holds."""
    fitting, reporting = halves
    trained = read_clips(model, load(recipe.data)[:TRAINED_CLIPS], progress)
    reserve = read_clips(model, load(recipe.reserve), progress)
    unseen = read_clips(model, load(recipe.unseen), progress)
    exposed = read_clips(model, load(recipe.exposed), progress)
    rule = fit_rejection((trained.hidden, trained.labels), exposed.hidden, fitting.signs, reserve.signs)
    known_strange = rule.strangeness(*reporting.signs)
    unseen_strange = rule.strangeness(*unseen.signs)
    most = int(trained.people.max())
    kept = float(((known_strange <= rule.threshold) & (reporting.people <= most)).mean())
    alone = unseen.people <= most
    caught = float(((unseen_strange > rule.threshold) | ~alone).mean())
    model.rejection = replace(
        rule, known_kept=kept, unknown_caught=caught,
        notes={"auc": roc_auc(unseen_strange, known_strange), "reserve_caught": rule.unknown_caught,
            "unseen_caught_of_one_person": float((unseen_strange[alone] > rule.threshold).mean())},
    )  # fmt: skip
    return most


def _figures(known: Readings, choices: tuple[str, ...]) -> dict[str, Any]:
    right, total = int(known.correct.sum()), len(known.labels)
    interval = wilson_interval(right, total)
    by_class = {name: float(known.correct[known.labels == row].mean()) for row, name in enumerate(choices)}
    counts = np.bincount(known.labels, minlength=len(choices))
    return {
        "held_out_accuracy": right / total, "interval": [interval.lower, interval.upper], "clips": total,
        "chance": 1 / len(choices), "majority": float(counts.max() / total), "by_class": by_class,
    }  # fmt: skip
