"""`teach_reasons`: grounded, varied reasons for any labelled clip, recorded ones too, from measured evidence alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skelbench.evidence import acting_person, find_repetitions
from skelbench.evidence.parts import travel
from skelbench.reasoning.check import Checked, check_claims
from skelbench.reasoning.claim import Claim
from skelbench.reasoning.scene import scene_of
from skelbench.reasoning.told import tell_reasons
from skelbench.reasoning.verdicts import CheckedText, check_reasons
from skelbench.records import Deed, Driving, Rationale, Step, Truth, Verdict
from skelbench.skeleton import SkeletonSequence

__all__ = ["teach_reasons"]

# Regions in the order in which the most telling one is chosen, with their names in a deed.
_PLACES = {
    "mouth": "the mouth", "ear": "the ear", "forehead": "the forehead", "crown": "the top of the head",
    "above head": "a point above the head", "ankle": "the ankle", "beside head":
    "a point beside the head", "far front": "full stretch in front", "out": "full stretch out to the side",
    "chest": "the front of the chest",
}  # fmt: skip
_BOXES = ("above head", "beside head", "far front", "out", "chest")
_MOVES = {
    ("trunk", "bends", "forward"): "bend", ("trunk", "bends", "back"): "lean back", ("hips", "goes", "down"): "sink",
    ("hips", "goes", "up"): "rise",
}  # fmt: skip
_LEAST = {"bend": 20.0, "lean back": 12.0, "sink": 0.12, "rise": 0.12}  # deg and m worth saying
_SHARE = 0.3  # of the way of the part that goes farthest: what goes that far is said to decide
_LEAST_WAY = 0.3  # metres
_LEAST_JUMP = 0.08  # metres
_MOST_COUNT = 12


def teach_reasons(
    sequence: SkeletonSequence, label: str, generator: np.random.Generator, person: int | None = None
) -> Rationale:
    """Reasons with author "teacher": only sentences all of whose claims hold on the positions, each with its evidence.

    What hands, feet, trunk and hips do is measured, told in varied words, read back and checked; a sentence with a
    claim that does not hold is left out. Nothing is taken from a clip's truth.
    """
    who = acting_person(sequence) if person is None else person
    seen = _seen_deeds(sequence, who)
    truth = Truth(label, driving=_driving(sequence, who), repetitions=_repetitions(sequence, who), deeds=seen)
    text = check_reasons(sequence, tell_reasons(truth, label, generator), "teacher", who)
    steps = _grounded(text)
    while len(steps) < len(text.rationale.steps):  # a pronoun may now mean something else
        text = check_reasons(sequence, "".join(f"{step.sentence}. " for step in steps), "teacher", who)
        steps = _grounded(text)
    return replace(text.rationale, steps=steps, verdict=None, note="", about=label)


def _grounded(text: CheckedText) -> tuple[Step, ...]:
    """The steps all of whose claims hold."""
    return tuple(step for step in text.rationale.steps if step.verdict is Verdict.HOLDS)


def _seen_deeds(sequence: SkeletonSequence, person: int) -> tuple[Deed, ...]:
    found: list[Deed] = []
    for side in ("left", "right"):
        claims = [Claim("at", "hand", side, place) for place in _PLACES]
        claims += [Claim("at", "hand", side, "other person")] if sequence.people > 1 else []
        way = travel(scene_of(sequence, person=person).body, "hand", side)
        if way is None or way[0] < _LEAST_WAY:
            continue
        checked = sorted((one for one in check_claims(sequence, claims, person) if _is_event(one)), key=_rank)
        for one in checked[:1]:
            where = _PLACES.get(one.claim.target, "the other person")
            found.append(Deed(f"{side}_hand", "to", where, *one.spans[0], 0.0, ""))
        if checked:
            back = check_claims(sequence, [Claim("returns", "hand", side, "side")], person)[0]
            if _is_event(back) and back.spans[0][0] > checked[0].spans[0][0]:
                found.append(Deed(f"{side}_hand", "to", "the side of the body", *back.spans[0], 0.0, ""))
    claims = [Claim(action, part, "", where) for part, action, where in _MOVES]
    for one in check_claims(sequence, claims, person):
        kind = _MOVES[one.claim.part, one.claim.action, one.claim.target]
        if _is_event(one) and one.evidence[0].value >= _LEAST[kind]:
            found.append(Deed(one.claim.part, kind, "", *one.spans[0], float(one.evidence[0].value), "deg"))
    found += _whole(sequence, person)
    return tuple(sorted(found, key=lambda deed: deed.start_s))


def _whole(sequence: SkeletonSequence, person: int) -> list[Deed]:
    """Steps and jumps."""
    walks, jumps = check_claims(sequence, [Claim("walks", "body"), Claim("jumps", "body")], person)
    found = [Deed("body", "jump", "", *jumps.spans[0], 0.1, "m")] if _is_jump(jumps) else []
    if _is_event(walks) and walks.evidence[0].value >= _LEAST_WAY and not found:
        found.append(Deed("feet", "walk", "", *walks.spans[0], 0.3, "m"))
    return found


def _rank(checked: Checked) -> tuple[bool, float]:
    """Places that are points first, the nearest of them before the others; boxes after them, in the table's order."""
    (evidence,) = checked.evidence
    is_box = checked.claim.target in _BOXES
    return is_box, 0.0 if is_box else evidence.value / (evidence.upper or 1.0)


def _is_jump(checked: Checked) -> bool:
    """Well off the floor: a sensor's feet tremble."""
    return _is_event(checked) and checked.evidence[0].value >= _LEAST_JUMP


def _is_event(checked: Checked) -> bool:
    return checked.verdict is Verdict.HOLDS and bool(checked.spans)


def _driving(sequence: SkeletonSequence, person: int) -> tuple[Driving, ...]:
    """The limbs that go at least a share of the way of the one that goes farthest."""
    scene = scene_of(sequence, person=person)
    names = {("arm", "left"): "left_wrist", ("arm", "right"): "right_wrist", ("leg", "left"): "left_ankle",
             ("leg", "right"): "right_ankle", ("trunk", ""): "left_shoulder", ("hips", ""): "left_hip"}  # fmt: skip
    ways = {joint: travel(scene.body, *part) for part, joint in names.items()}
    known = {joint: float(way[0]) for joint, way in ways.items() if way is not None}
    most = max(known.values(), default=0.0)
    chosen = [joint for joint, way in known.items() if way >= max(_SHARE * most, _LEAST_WAY)]
    return tuple(Driving(joint, *scene.clip, "decides") for joint in chosen)


def _repetitions(sequence: SkeletonSequence, person: int) -> tuple[tuple[float, float], ...]:
    found = find_repetitions(sequence, person)
    return found.spans if found.period is not None and 2 <= found.count <= _MOST_COUNT else ()
