"""Errors planted in sentences and in truths, by kind: side, order, part, number, person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skelbench.choreography.wording import number_in_words, times_in_words
from skelbench.reasoning.clip_facts import Slots
from skelbench.records import Deed, Truth

__all__ = ["KINDS", "planted_sentences", "planted_truths"]

KINDS = ("side", "order", "part", "number", "person")
_OTHER = {"left": "right", "right": "left"}
_ONE_SIDED = ("reach", "return", "swing", "still", "higher", "above", "pair reach", "foot", "span", "elbow")
_LIMBS = {
    "hand": "foot",
    "hands": "feet",
    "arm": "leg",
    "arms": "legs",
    "trunk": "head",
    "hips": "head",
    "pelvis": "head",
}
# Places that a hand does not pass on its way to others: an order with one of them exchanged is false.
_NOT_PASSED = ("the mouth", "the ear", "the top of the head", "the forehead", "a point above the head",
               "full stretch in front", "full stretch out to the side", "the other person",
               "a point behind")  # fmt: skip
_CLEAR_DEG = 12.0
_LEAST_WRONG_DEG, _LEAST_WRONG_CM = 40, 30


def planted_sentences(need: str, sentence: str, slots: Slots) -> dict[str, str]:
    """Kind -> the sentence, filled in wrongly: each is false of the clip that the slots are facts of."""
    wrong: dict[str, str] = {}
    if need in _ONE_SIDED and "{side}" in sentence and need != "elbow":
        wrong["side"] = sentence.format(**_swapped(slots))
    if need == "order":
        wrong["order"] = sentence.format(**{**slots, "a": slots["b"], "b": slots["a"]})
    if need == "return" and "the side of the body" in sentence and "{place}" in sentence:
        turned = sentence.replace("{place}", "\0").replace("the side of the body", slots["place"])
        wrong["order"] = turned.replace("\0", "the side of the body").format(**slots)
    if need in ("reach", "return", "still", "both reach", "above") and (need != "still" or "{side}" in sentence):
        wrong["part"] = _other_parts(sentence.format(**slots))
    if number := _wrong_number(sentence, slots):
        wrong["number"] = sentence.format(**{**slots, **number})
    if (
        need in ("pair reach", "pair actor")
        and "acts" not in sentence
        and (told := _other_person(sentence)) is not None
    ):
        wrong["person"] = told.format(**slots)
    true = sentence.format(**slots)
    return {kind: text for kind, text in wrong.items() if text != true}


def _swapped(slots: Slots) -> dict[str, str]:
    return {**slots, "side": slots["other"], "other": slots["side"]}


def _other_parts(text: str) -> str:
    """Hands as feet, arms as legs."""
    return re.sub(r"\b(hands?|arms?)\b", lambda match: _LIMBS[match.group()], text)


def _wrong_number(sentence: str, slots: Slots) -> dict[str, str]:
    if any(f"{{{name}}}" in sentence for name in ("n", "digits", "times")):
        count = int(slots["digits"])
        count = count + 3 if count <= 4 else count - 3
        return {"n": number_in_words(count), "digits": str(count), "times": times_in_words(count)}
    if "{degrees}" in sentence:
        degrees = int(slots["degrees"])
        return {"degrees": str(degrees + _LEAST_WRONG_DEG if degrees < 80 else degrees - _LEAST_WRONG_DEG)}
    if "{cm}" in sentence:
        return {"cm": str(int(slots["cm"]) + _LEAST_WRONG_CM)}
    if "{start}" in sentence or "{end}" in sentence:
        return {"start": f"{float(slots['start']) + 1.5:.1f}", "end": f"{float(slots['end']) + 1.5:.1f}"}
    return {}


def _other_person(sentence: str) -> str | None:
    """The sentence with the two people exchanged; None where it does not tell them apart."""
    pattern = (
        r"\b(first|second|other|[Oo]ne) (person|one)(?!'s (?:left|right) hand's)|\bthe (first|other|second)(?=[.,]|$)"
    )
    names = {"first person": "second person", "second person": "first person", "other person": "first person",
             "one person": "the other person", "One person": "The other person", "second one": "first one",
             "the first": "the second", "the other": "the first", "the second": "the first"}  # fmt: skip
    found = list(re.finditer(pattern, sentence))
    if not found:
        return None
    return re.sub(pattern, lambda match: names.get(match.group(), match.group()), sentence)


def planted_truths(truth: Truth) -> dict[str, Truth]:
    """Kind -> the truth with one thing in it wrong, to be told as if it were true."""
    wrong: dict[str, Truth] = {}
    hands = {deed.part for deed in truth.deeds} & {"left_hand", "right_hand"}
    if len(hands) == 1 and any(deed.where in _NOT_PASSED and deed.part in hands for deed in truth.deeds):
        (hand,) = hands
        side = hand.partition("_")[0]
        wrong["side"] = _renamed(truth, hand, f"{_OTHER[side]}_hand", side)
        wrong["part"] = _renamed(truth, hand, f"{side}_foot", "")
    if 2 <= len(truth.repetitions) <= 8 and not any(deed.count > 1 for deed in truth.deeds):
        count = len(truth.repetitions)
        spans = (truth.repetitions * 3)[: count + 3 if count <= 4 else count - 3]
        wrong["number"] = replace(truth, repetitions=spans)
    if (pair := _apart(truth.deeds)) is not None:
        wrong["order"] = _exchanged(truth, *pair)
    return wrong


def _renamed(truth: Truth, part: str, name: str, side: str) -> Truth:
    """The truth with a part's deeds done by another part; with a side, the deciding joints change sides too."""
    deeds = tuple(replace(deed, part=name) if deed.part == part else deed for deed in truth.deeds)
    if not side:
        return replace(truth, deeds=deeds)
    arm = [f"{side}_{joint}" for joint in ("elbow", "wrist", "hand", "hand_tip", "thumb")]
    driving = tuple(
        replace(one, joint=one.joint.replace(side, _OTHER[side])) if one.joint in arm else one for one in truth.driving
    )
    return replace(truth, deeds=deeds, driving=driving)


def _apart(deeds: Sequence[Deed]) -> tuple[int, int] | None:
    """Two deeds, done once each, of which the first has ended well before the second begins; not a way back."""
    far = ("bend", "sink", "jump", "nod", "twist")
    keys = [(deed.part, deed.kind, deed.where) for deed in deeds]
    once = [i for i, key in enumerate(keys) if keys.count(key) == 1]
    told = [i for i in once if deeds[i].where in _NOT_PASSED or (deeds[i].kind in far and deeds[i].amount > 0)]
    told = [i for i in told if deeds[i].unit != "deg" or deeds[i].amount >= _CLEAR_DEG]
    pairs = ((i, j) for i in told for j in told if deeds[j].start_s - deeds[i].end_s > 0.3)
    return next(pairs, None)


def _exchanged(truth: Truth, one: int, two: int) -> Truth:
    deeds = list(truth.deeds)
    first, second = deeds[one], deeds[two]
    deeds[one] = replace(second, start_s=first.start_s, end_s=first.end_s)
    deeds[two] = replace(first, start_s=second.start_s, end_s=second.end_s)
    return replace(truth, deeds=tuple(deeds))
