"""Checks of swings and of counts: along which axis a part goes to and fro, and how often something is done."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skelbench.errors import SkeletonError
from skelbench.evidence import FORMULAS, find_repetitions
from skelbench.evidence.excursions import Excursion, excursions
from skelbench.evidence.formula import sided
from skelbench.evidence.parts import marks_of, travel
from skelbench.reasoning.claim import Claim
from skelbench.reasoning.scene import Scene, check, limit_of, not_here, seen
from skelbench.records import Evidence

__all__: list[str] = []

FloatArray = npt.NDArray[np.float64]
Span = tuple[float, float]
Found = tuple[Evidence, list[Span]]

_TIPS = {"hand": ("*_hand", "chest"), "arm": ("*_hand", "chest"), "foot": ("*_ankle", "pelvis"),
         "head": ("head", "chest"), "trunk": ("neck", "pelvis"), "hips": ("pelvis", "")}  # fmt: skip
_COUNTED = (("left_hand", "hand"), ("right_hand", "hand"), ("head", "head"))
# What a word for a swing may mean: of a hand one axis, of trunk or head also the turn that looks like it.
_MEANT = {"": ("sideways", "vertical", "forth", "pitch", "roll", "twist"), "sideways": ("sideways", "roll", "twist"),
          "vertical": ("vertical", "pitch"), "forth": ("forth", "pitch")}  # fmt: skip
_COUNT_SOURCE = "repetitions by prominence along the main movement; one more or less is within the error"


@check("swings")
def _swings(scene: Scene, claim: Claim, side: str) -> Found:
    words = f"swings of the {side} {claim.part} {claim.target}".replace("  ", " ").strip()
    axes = _axes(scene, claim.part, side)
    chosen = {name: values for name, values in axes.items() if name in _MEANT.get(claim.target, (claim.target,))}
    if not chosen or not any(np.isfinite(values[0]).any() for values in chosen.values()):
        return not_here(
            scene, words, "no such part here, its joints are missing, the clip is flat, or the head is one joint"
        )
    runs = [_steady(excursions(values[0], scene.body.times, _least(name))) for name, values in chosen.items()]
    found = max(runs, key=len)
    spans = [(found[0].start_s, found[-1].end_s)] if found else []
    marks = marks_of(claim.part, side)
    if claim.count is None:
        held = ((1.0, None), "cycles", limit_of("swing")[1])
        values = np.array([len(found) / 2, len(found) / 2])
        return seen(scene, words, marks, values, held, spans[0] if spans else None), spans
    counts = [half for run in runs for half in (len(run) // 2, (len(run) + 1) // 2)]
    counts += _counts(scene, ((sided(_TIPS[claim.part][0], side),),))
    return _counted(scene, claim, words, counts, marks), spans


@check("repeats")
def _repeats(scene: Scene, claim: Claim, side: str) -> Found:
    words = "number of repetitions"
    ways = {mark: travel(scene.body, part, mark.partition("_")[0]) for mark, part in _COUNTED if scene.body.has(mark)}
    known = {mark: float(way[0]) for mark, way in ways.items() if way is not None}
    hands = [(max(known, key=known.__getitem__),)] if known else []
    counts = _counts(scene, ((), *hands))
    if not counts or claim.count is None:
        return not_here(scene, words, "no number is claimed, or the clip is too short to count in")
    return _counted(scene, claim, words, counts, marks_of("body", "")), [scene.clip]


def _counted(scene: Scene, claim: Claim, words: str, counts: list[int], marks: tuple[str, ...]) -> Evidence:
    """The count nearest to the claim; one more or less is within the error, for a clip may cut one off."""
    assert claim.count is not None
    count = float(min(counts, key=lambda found: abs(found - float(claim.count or 0))))
    error = 0.7
    limits = (claim.count - 0.4, claim.count + 0.4)
    values = np.array([count, count]) if count == claim.count else np.array([count, count + error, count - error])
    return seen(scene, words, marks, values, (limits, "repetitions", _COUNT_SOURCE))


def _counts(scene: Scene, sets: tuple[tuple[str, ...], ...]) -> list[int]:
    """Repetitions of the main movement of several sets of landmarks; none for the empty set of all landmarks."""
    found = []
    for marks in sets:
        try:
            counted = find_repetitions(scene.sequence, scene.body.person, *([marks] if marks else []))
        except SkeletonError:
            continue
        found.append(counted.count)
    return found


def _axes(scene: Scene, part: str, side: str) -> dict[str, FloatArray]:
    """(S T) of a part along the axes of the body frame in metres; of trunk and head as turns in degrees too."""
    tip, carrier = _TIPS.get(part, ("", ""))
    tip, body = sided(tip, side), scene.body
    marks = [mark for mark in (tip, carrier) if mark]
    if not tip or body.is_flat or not body.has("frame", *marks):
        return {}
    way = body.point(tip) - body.point(carrier) if carrier else body.point(tip)
    axes = {"sideways": (way * body.left).sum(-1), "vertical": way[..., 1], "forth": (way * body.forward).sum(-1)}
    if part not in ("head", "trunk"):
        return axes
    turns = (("pitch", f"{part}_forward"), ("roll", f"{part}_left"), ("twist", f"{part}_turn"))
    known = {name: FORMULAS[key] for name, key in turns if body.has(*FORMULAS[key].needs)}
    return axes | {name: formula.compute(body, "") for name, formula in known.items()}


def _least(axis: str) -> float:
    return limit_of("swing_turn" if axis in ("pitch", "roll", "twist") else "swing")[0]


def _steady(moves: list[Excursion]) -> list[Excursion]:
    """The longest run of moves of like size: swings, without the way there and back."""
    best: list[Excursion] = []
    for first in range(len(moves)):
        for last in range(first + 1, len(moves) + 1):
            sizes = [abs(move.change) for move in moves[first:last]]
            if max(sizes) <= 2.5 * min(sizes) and last - first > len(best):
                best = moves[first:last]
    return best
