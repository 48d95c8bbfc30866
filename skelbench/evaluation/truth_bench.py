"""The truth of choreographed clips held against what `evidence` measures on their positions.

The generator says which angle, which count or which order to look for, never its value: that is measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skelbench.choreography import Variation, choreograph, plan
from skelbench.choreography.balance import onsets
from skelbench.choreography.body import Split
from skelbench.choreography.commanded import commanded_angles
from skelbench.choreography.deeds import Deed, deeds_of
from skelbench.choreography.performance import Performance
from skelbench.evaluation.intervals import wilson_interval
from skelbench.evidence import Body, Measurement, measure_body
from skelbench.evidence.signals import count_cycles, count_repetitions
from skelbench.skeleton import SkeletonSequence

__all__ = ["ANGLE_TOLERANCE_DEG", "Check", "audit_clip", "audit_truth"]

FloatArray = npt.NDArray[np.float64]

ANGLE_TOLERANCE_DEG = 1.0
_SWING_SHARE, _LOOP_SHARE = 0.12, 0.17  # of the range of a movement by which a turning point stands out
_STOOPS_DEG = 50.0
_SET_OFF = 0.25  # share of its farthest way by which a part of the body has set off
_POINTS = {
    "hand": "hand", "other": "hand", "wrist": "hand", "other_wrist": "hand", "elbow": "elbow", "other_elbow": "elbow",
    "foot": "ankle", "other_foot": "ankle", "knee": "knee", "other_knee": "knee",
}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One thing the truth says, and what was measured."""

    kind: str  # angle, count, order, wait, side
    what: str
    told: float | str
    measured: float | str

    @property
    def holds(self) -> bool:
        """Angles within a degree, everything else exactly."""
        if isinstance(self.told, float) and isinstance(self.measured, float):
            return abs(self.told - self.measured) <= (ANGLE_TOLERANCE_DEG if self.kind == "angle" else 0.0)
        return self.told == self.measured


def audit_truth(
    labels: Sequence[str], clips: int, first: int = 0, progress: Callable[[], object] = lambda: None
) -> tuple[dict[str, dict[str, object]], list[str]]:
    """Figures by kind (checks, those that hold, a 95 % interval) and a sentence for each check that does not hold."""
    counts: dict[str, list[bool]] = defaultdict(list)
    failures: list[str] = []
    for seed in range(first, first + clips):
        label = labels[seed % len(labels)]
        for check in audit_clip(label, seed):
            counts[check.kind].append(check.holds)
            if not check.holds:
                failures.append(f"{label} {seed}: {check.what} told {check.told}, measured {check.measured}")
        progress()
    figures: dict[str, dict[str, object]] = {}
    for kind, held in counts.items():
        interval = wilson_interval(sum(held), len(held))
        figures[kind] = {"checks": len(held), "hold": sum(held), "interval": [interval.lower, interval.upper]}
    return figures, failures


def audit_clip(label: str, seed: int, split: Split = "held_out") -> list[Check]:
    """All checks of one clip: clean, whole, in the frame of the body."""
    wish = Variation(whole=True, frame="body")
    played, clip = plan(label, seed, wish, split), choreograph(label, seed, wish, split=split)
    body = Body(clip, 0)
    checks = [*_angles(played, body), *_counts(played, clip, body), *_orders(played, body)]
    return [*checks, *_sides(clip, body)]


def _angles(played: Performance, body: Body) -> Iterable[Check]:
    """The largest angle of each joint that was told one."""
    for told in commanded_angles(played):
        found = measure_body(body, Measurement(told.quantity, "maximum", told.side))
        yield Check("angle", f"{told.quantity} {told.side}".strip(), float(told.degrees), float(found.value))


def _counts(played: Performance, clip: SkeletonSequence, body: Body) -> Iterable[Check]:
    """Repetitions, by the movement that the script repeats: along its main axis, while it is repeated."""
    assert clip.truth is not None
    spans = clip.truth.repetitions
    if not spans:
        return
    counted = [_counted(played, body, run) for run in _runs(spans)]
    known = [count for count in counted if count is not None]
    if len(known) == len(counted):
        yield Check("count", "repetitions", float(len(spans)), float(sum(known)))


def _runs(spans: Sequence[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """The repetitions that follow each other without a pause."""
    runs: list[list[tuple[float, float]]] = [[spans[0]]]
    for span in spans[1:]:
        if span[0] - runs[-1][-1][1] < 0.05:
            runs[-1].append(span)
        else:
            runs.append([span])
    return runs


def _counted(played: Performance, body: Body, run: Sequence[tuple[float, float]]) -> float | None:
    start, end = run[0][0], run[-1][1]
    deeds = [deed for deed in deeds_of(played.timelines[0]) if _overlap(deed, start, end, played.offset)]
    if sum(deed.kind == "jump" for deed in deeds) > len(run):  # several jumps are one repetition: the arms tell
        deeds = [deed for deed in deeds if deed.kind != "jump"]
    repeated = _repeated(deeds, played)
    if repeated is None:
        return None
    rows = np.flatnonzero((body.times >= start - 0.02) & (body.times <= end - 0.02))
    path = _track(body, repeated, played)[rows]
    if repeated.kind == "jump":
        flight = np.maximum(path[:, 1] - path[0, 1], 0.0)
        return count_repetitions(flight, 0.4 * float(flight.max()))
    if repeated.kind == "swing":
        centred = path - path.mean(0)
        along, share = centred @ np.linalg.svd(centred, full_matrices=False)[2][0], _SWING_SHARE
    else:  # there and back: how far from where the first one ended, unless that began elsewhere
        home = path[int(np.argmin(np.abs(body.times[rows] - (run[0][1] if len(run) > 1 else start))))]
        far = np.linalg.norm(path - home, axis=-1)
        along, share = far if far[0] < 0.5 * far.max() else np.linalg.norm(path - path[0], axis=-1), _LOOP_SHARE
    share = 0.4 if repeated.channel == "foot" else share  # it may step over something on its way
    return float(np.ceil(count_cycles(along, share * float(np.ptp(along)))))


def _overlap(deed: Deed, start: float, end: float, offset: float) -> bool:
    return min(deed.end - offset, end) - max(deed.start - offset, start) > 0.05


def _repeated(deeds: list[Deed], played: Performance) -> Deed | None:
    """The deed that is repeated: of the first channel that decides and swings, or goes there and back."""
    order = {channel: place for place, channel in enumerate((*played.decides, *played.accompanies))}
    told = [deed for deed in deeds if deed.kind == "swing" or [d.channel for d in deeds].count(deed.channel) > 1]
    return min(told, key=lambda deed: (order.get(deed.channel, len(order)), deed.kind != "swing"), default=None)


def _track(body: Body, deed: Deed, played: Performance) -> FloatArray:
    """(T 3) where what a channel moves is, against what carries it."""
    channel = deed.channel
    if channel in _POINTS:
        left = (played.side == 1) != channel.startswith("other")
        point = body.point(f"{'left' if left else 'right'}_{_POINTS[channel]}")[0]
        if "foot" in channel or "knee" in channel:
            return np.asarray(point - body.point("pelvis")[0])
        return _facing(body, point - body.point("chest")[0])
    if channel == "trunk":
        if deed.kind.startswith("twist"):
            return np.asarray(body.point("left_shoulder")[0] - body.point("right_shoulder")[0])
        return np.asarray(body.point("neck")[0] - body.point("pelvis")[0])
    if channel == "head":
        return np.asarray(body.point("head")[0] - body.point("neck")[0])
    return np.asarray(body.point("neck" if channel == "topple" else "pelvis")[0])


def _orders(played: Performance, body: Body) -> Iterable[Check]:
    """Which of two parts sets off first, for every pair whose beginnings lie well apart."""
    deeds = tuple(deeds_of(played.timelines[0]))
    firsts = {deed.channel: deed for deed in reversed(deeds)}
    for pair, first in onsets(deeds).items():
        times = {channel: _set_off(body, firsts[channel], played) for channel in pair}
        measured = min(pair, key=times.__getitem__)
        yield Check("order", f"first of {pair[0]} and {pair[1]}", first, measured)


def _set_off(body: Body, deed: Deed, played: Performance) -> float:
    """When what a channel moves has begun to move; a hand or a foot both in the room and against the trunk."""
    track = _track(body, deed, played)
    way = np.linalg.norm(track - track[0], axis=-1)
    if deed.channel in _POINTS:
        left = (played.side == 1) != deed.channel.startswith("other")
        in_room = body.point(f"{'left' if left else 'right'}_{_POINTS[deed.channel]}")[0]
        way = np.minimum(way, np.linalg.norm(in_room - in_room[0], axis=-1))
    return float(body.times[int(np.argmax(way > _SET_OFF * way.max()))])


def _sides(clip: SkeletonSequence, body: Body) -> Iterable[Check]:
    """Which hand acts, where one alone does and the truth asks about it: the one that goes farther."""
    assert clip.truth is not None
    for question in clip.truth.questions:
        if question.kind == "which side":
            mark = "ankle" if "leg" in question.text else "hand"
            farther = _farther(body, mark)
            yield Check("side", "side that acts", question.answer, farther)


def _farther(body: Body, mark: str) -> str:
    """The side whose foot travels farther in the room, or whose hand does against its own shoulder.

    Of who stoops both arms hang away from the trunk: there it is the hand that comes nearer to the floor.
    """
    if mark == "hand" and measure_body(body, Measurement("trunk_lean", "maximum")).value > _STOOPS_DEG:
        return min(("left", "right"), key=lambda side: float(body.point(f"{side}_hand")[0][:, 1].min()))
    way = {}
    for side in ("left", "right"):
        track = body.point(f"{side}_{mark}")[0]
        if mark == "hand":
            track = _facing(body, track - body.point(f"{side}_shoulder")[0])
        way[side] = float(np.linalg.norm(np.diff(track, axis=0), axis=-1).sum())
    return max(way, key=way.__getitem__)


def _facing(body: Body, gap: FloatArray) -> FloatArray:
    """(T 3) left, up and forward of the person."""
    return np.stack([(gap * body.left[0]).sum(-1), gap[:, 1], (gap * body.forward[0]).sum(-1)], -1)
