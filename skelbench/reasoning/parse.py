"""`parse_claims`: what a text says about a motion, sentence by sentence; what is not understood is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from skelbench.reasoning.claim import Claim
from skelbench.reasoning.interpret import Said, claims_of, opposite
from skelbench.reasoning.lexicon import tags_of
from skelbench.reasoning.ordering import orders_of
from skelbench.reasoning.segments import Named, Segment, segments_of, sentences_of

__all__ = ["Parsed", "parse_claims"]

_LABEL = re.compile(r"^\s*Label:\s*(.+?)\s*$", re.MULTILINE)
_LIMBS = ({"hand", "arm", "elbow", "shoulder"}, {"foot", "leg", "knee"})


@dataclass(frozen=True)
class Parsed:
    """The claims of a text in its order, its sentences, those without any claim, and the label it closes with."""

    claims: tuple[Claim, ...]
    sentences: tuple[str, ...]
    unparsed: tuple[str, ...]
    label: str | None = None


@dataclass
class _Heard:
    """What was said last, for pronouns and for what is left out."""

    parts: tuple[Named, ...] = ()
    who: str = ""
    claims: list[Claim] = field(default_factory=list)
    drafts: list[tuple[Segment, list[int]]] = field(default_factory=list)


def parse_claims(text: str) -> Parsed:
    """The claims of a text: our own controlled English in full, general English as far as the rules carry.

    A closing line `Label: X` is taken off. A sentence that speaks of attention or of the answer alone ("look at the
    right arm") claims nothing and is not counted as unparsed.
    """
    labels = _LABEL.findall(text)
    sentences = sentences_of(_LABEL.sub("", text))
    heard = _Heard()
    unparsed = []
    for number, sentence in enumerate(sentences):
        before = len(heard.claims)
        if any(tag.is_a("judgement") for tag in tags_of(sentence)):
            unparsed.append(sentence)
            continue
        segments = [piece for whole in segments_of(sentence, number) for piece in _split(whole)]
        _read(segments, heard)
        is_filler = any(piece.all("filler") for piece in segments) or (segments and segments[0].has("repeats"))
        if len(heard.claims) == before and not is_filler:
            unparsed.append(sentence)
    claims = (*heard.claims, *orders_of(heard.drafts, heard.claims))
    return Parsed(claims, tuple(sentences), tuple(unparsed), labels[-1] if labels else None)


def _split(segment: Segment) -> list[Segment]:
    """A segment that goes to two places is two: cut before the part, or the verb, that goes to the second."""
    places = [i for i, tag in enumerate(segment.tags) if tag.is_a("place") and tag["place"] in segment.places]
    if len(segment.places) < 2 or len(places) < 2:
        return [segment]
    between = range(places[0] + 1, places[1])
    cut = next((i for i in between if segment.tags[i].is_a("named")), None)
    cut = next((i for i in between if segment.tags[i].is_a("verb")), None) if cut is None else cut
    if cut is None:
        return [segment]
    one = replace(segment, tags=segment.tags[:cut], places=segment.places[:1], closes="")
    two = replace(segment, tags=segment.tags[cut:], places=segment.places[1:], opens="", leads=False)
    named = [sum(tag.is_a("named") for tag in piece.tags) for piece in (one, two)]
    one.parts, two.parts = segment.parts[: named[0]], segment.parts[named[0] :]
    return [one, two]


def _read(segments: list[Segment], heard: _Heard) -> None:
    """Read the segments of one sentence into `heard`."""
    saids = _resolved(segments, heard)
    for said in saids:
        claims = claims_of(said)
        numbers = list(range(len(heard.claims), len(heard.claims) + len(claims)))
        heard.claims += claims
        heard.drafts.append((said.segment, numbers))
    _complete(saids, heard)


def _resolved(segments: list[Segment], heard: _Heard) -> list[Said]:
    """Each segment with its parts: its own, those of the next one for a leading participle, else those said last."""
    own, last = [], heard.parts
    for segment in segments:
        found = _own_parts(segment, last[0] if last else Named("body"))
        last = tuple(part for part in found if not part.is_target) or last
        own.append(found)
    saids = []
    for index, segment in enumerate(segments):
        doing = tuple(part for part in own[index] if not part.is_target)
        targets = tuple(part for part in own[index] if part.is_target)
        parts = doing
        if not doing and segment.leads and not segment.all("pronoun") and _is_participle(segment):
            parts = next(
                (tuple(p for p in later if not p.is_target) for later in own[index + 1 :] if later), heard.parts
            )
        elif not doing and not (segment.leads and _names_body(segment)):
            parts = heard.parts
        heard.parts = tuple(part for part in doing if not part.is_negated) or heard.parts
        saids.append(_said(segment, parts, targets, bool(doing), heard))
        _pend(segments, index, saids)
    return saids


def _is_participle(segment: Segment) -> bool:
    first = segment.tags[0].text if segment.tags else ""
    return first.endswith("ing") or first.endswith("ed") or bool(segment.opens)


def _names_body(segment: Segment) -> bool:
    """Whether the person as a whole is the subject: "the person walks", "one person moves more"."""
    people = segment.all("person")
    return bool(people) and not segment.places and not segment.all("pronoun")


def _pend(segments: list[Segment], index: int, saids: list[Said]) -> None:
    """A place that leads its sentence alone belongs to the segment after it: "up to the mouth, there it goes"."""
    before = segments[index - 1] if index else None
    is_alone = before is not None and before.leads and not before.parts and not before.all("verb")
    if before is not None and is_alone and before.places and not segments[index].places:
        segments[index].places += before.places
        before.places.clear()


def _own_parts(segment: Segment, last: Named) -> tuple[Named, ...]:
    """The parts a segment names, with sides and "one" filled in from what else is named."""
    parts = list(segment.parts)
    loose = [tag["side"] for tag in segment.tags if tag.is_a("side")]
    found = []
    for part in parts:
        kind = next((p.part for p in parts if p.part != "one"), last.part) if part.part == "one" else part.part
        side = part.side if part.side != "opposite" else opposite(last.side)
        side = side or next((p.side for p in parts if p.side and _same_limb(p.part, kind)), "")
        if not side and kind in set().union(*_LIMBS):
            side = loose[0] if loose else last.side if _same_limb(last.part, kind) else ""
        found.append(replace(part, part=kind, side=side))
    if not parts and loose and segment.all("negation"):
        found.append(Named(last.part, loose[0], is_negated=True))
    return _distinct(found, parts)


def _same_limb(one: str, other: str) -> bool:
    return one == "one" or any(one in limb and other in limb for limb in _LIMBS)


def _distinct(found: list[Named], parts: list[Named]) -> tuple[Named, ...]:
    """Without the pairs that stand for one: "the hand of the right arm", "of both arms the right one"."""
    sided = [part for part in found if part.side in ("left", "right")]
    kept: list[Named] = []
    for part, named in zip(found, parts or found, strict=False):
        is_group = part.side == "both" and any(p.part == part.part for p in sided)
        is_twin = any((p.part, p.side, p.who) == (part.part, part.side, part.who) for p in kept)
        is_holder = named.side and any(
            not n.side and f.side == part.side and f is not part and _same_limb(f.part, part.part)
            for f, n in zip(found, parts, strict=False)
        )
        if not (is_group or is_twin or is_holder):
            kept.append(part)
    return tuple(kept)


def _said(segment: Segment, parts: tuple[Named, ...], targets: tuple[Named, ...], own: bool, heard: _Heard) -> Said:
    heard.who = _who(segment) or heard.who
    times, amount, count, bound = [], None, None, "about"
    for index, tag in enumerate(segment.tags):
        if not tag.is_a("number"):
            continue
        following = segment.tags[index + 1] if index + 1 < len(segment.tags) else None
        unit = following["unit"] if following is not None and following.is_a("unit") else ""
        value = float(tag["number"])
        if unit == "s" or (not unit and _before_seconds(segment, index)):
            times.append(value)
        elif unit:
            amount = (value, unit)
        elif value == int(value) and _is_count(segment, index):
            count = int(value)
        if index and segment.tags[index - 1].is_a("bound") and (amount or count):
            bound = segment.tags[index - 1]["bound"]
    return Said(segment, parts, targets, own, heard.who, count, amount, tuple(times), bound)


def _who(segment: Segment) -> str:
    """The person who acts in a segment: the one named first, unless as a place or after "than"."""
    tags = segment.tags
    than = next((i for i, tag in enumerate(tags) if tag.text.endswith("than")), len(tags))
    for tag in tags[:than]:
        is_doer = tag.is_a("person") and tag["person"] in ("one", "other")
        if is_doer and not any(tag is one for one in segment.aimed_at):
            return tag["person"]
    return ""


def _before_seconds(segment: Segment, index: int) -> bool:
    """Whether a number is the first of "0.8 to 2.4 seconds"."""
    return any(tag.is_a("unit") and tag["unit"] == "s" for tag in segment.tags[index + 1 : index + 4])


def _is_count(segment: Segment, index: int) -> bool:
    """Whether a number counts something: "three times", "3 swings", "the number of repetitions is 3", "twice"."""
    after = segment.tags[index + 1] if index + 1 < len(segment.tags) else None
    if segment.tags[index].text in ("once", "twice"):
        return True
    if after is None:
        return segment.has("repeats")
    return (after.is_a("verb") and after["verb"] in ("repeats", "swings")) or after.text.startswith("time")


def _complete(saids: Sequence[Said], heard: _Heard) -> None:
    """Bare parts take what is said beside them: "not the left hand but the right", "the left one does not"."""
    start = len(heard.drafts) - len(saids)
    for index, said in enumerate(saids):
        segment, numbers = heard.drafts[start + index]
        if numbers and index + 1 < len(saids) and saids[index + 1].segment.opens == "until":
            heard.claims[numbers[0]] = replace(heard.claims[numbers[0]], action="moves")
        if numbers or not said.own:
            continue
        claims = _borrowed(said, index, saids, heard, start)
        if claims:
            heard.drafts[start + index] = (segment, list(range(len(heard.claims), len(heard.claims) + len(claims))))
            heard.claims += claims


def _borrowed(said: Said, index: int, saids: Sequence[Said], heard: _Heard, start: int) -> list[Claim]:
    is_denied = said.negated or said.first.is_negated
    beside = [
        heard.claims[n] for at in (index - 1, index + 1) if 0 <= at < len(saids) for n in heard.drafts[start + at][1]
    ]
    moving = next((claim for claim in beside if claim.action in ("moves", "still")), None)
    nearby = [said.segment.opens, *(later.segment.opens for later in saids[index + 1 : index + 2])]
    if set(nearby) & {"before", "after", "once", "until", "when"}:
        return [said.claim("moves", part, negated=False) for part in said.parts]
    if moving is None or not (said.segment.opens == "contrast" or is_denied or moving.action == "still"):
        return []
    unlike = said.segment.opens == "contrast" and said.segment.leads
    action = "still" if is_denied or (unlike and moving.action == "moves") else "moves"
    return [said.claim(action, part, negated=False) for part in said.parts]
