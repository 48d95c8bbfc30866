"""Sentences cut into segments, each with the parts, places, verbs and numbers it names and the word that opens it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from skelbench.reasoning.lexicon import Tag, tags_of

__all__ = ["Named", "Segment", "segments_of", "sentences_of"]

_TOWARDS = frozenset(("to", "at", "near", "towards", "toward", "reaches", "reach", "reached", "reaching", "for",
                      "visits", "beside", "behind", "away from", "from", "touch", "touches", "touching", "of", "on",
                      "than", "into"))  # fmt: skip
_TO_SOMEBODY = frozenset(("to", "towards", "toward", "reaches", "at", "into"))
_MARKER = re.compile(r"^\s*(\d+)[.)]\s+")
_END = re.compile(r"(?<=[.!?])\s+|[;:\n]+|(?<=[a-z)])[.!?]+$")


@dataclass(frozen=True)
class Named:
    """A part of the body as a text names it."""

    part: str
    side: str = ""
    who: str = ""
    is_target: bool = False  # stands after to, at, above, than ...
    is_negated: bool = False


@dataclass
class Segment:
    """A stretch of a sentence with at most one thing done."""

    tags: list[Tag]
    opens: str = ""  # the order word that opens it: then, first, while, before, after, once, until, when, contrast
    sentence: int = 0
    leads: bool = False  # nothing stands before it in its sentence
    closes: str = ""  # an order word at its end
    parts: list[Named] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    aimed_at: list[Tag] = field(default_factory=list)  # people who are places here, not doers

    def all(self, category: str) -> list[str]:
        """What its tags mean in a category, in order."""
        found = [tag for tag in self.tags if tag.is_a(category)]
        return [tag[category] for tag in found if category != "direction" or not tag.is_a("named")]

    def has(self, *words: str) -> bool:
        """Whether one of its verbs means one of these."""
        return any(verb in words for verb in self.all("verb"))

    @property
    def text(self) -> str:
        """Its words, without articles."""
        return " ".join(tag.text for tag in self.tags)


def sentences_of(text: str) -> list[str]:
    """Sentences, and parts of sentences between semicolons or colons; list marks become order words."""
    found = []
    text = re.sub(r"(?<=[.;:])\s*(\d+)[.)]\s+", r"\n\1. ", f"\n{text}".replace("\n\n", "\n"))
    for line in text.split("\n"):
        mark = _MARKER.match(line)
        body = line[mark.end() :] if mark else line
        pieces = [piece.strip(" .!?") for piece in _END.split(body) if piece and piece.strip(" .!?")]
        if mark and pieces and int(mark.group(1)) > 1:
            pieces[0] = f"Then {pieces[0]}"
        found += pieces
    return found


def segments_of(sentence: str, number: int) -> list[Segment]:
    """The segments of a sentence, cut at order words, commas and ands, numbers joined to what they count."""
    tags = _with_sides(tags_of(sentence))
    pieces: list[Segment] = []
    current = Segment([], sentence=number, leads=True)
    for position, tag in enumerate(tags):
        order = _order_of(tag, tags, position)
        if order is None and not _cuts(tag, tags, position, current):
            current.tags.append(tag)
            continue
        if current.tags or current.opens:
            pieces.append(current)
        current = Segment([], order or "", number, leads=not pieces)
    pieces.append(current)
    return [_filled(piece) for piece in _merged(pieces)]


def _order_of(tag: Tag, tags: list[Tag], position: int) -> str | None:
    """The order word a tag is, or None: "after 2 s" and "that was as high" are no order words."""
    if not tag.is_a("order") or tag["order"] == "already":
        return None
    if tag["order"] in ("before", "after") and position + 2 < len(tags) and tags[position + 1].is_a("number"):
        return None
    if position and tags[position - 1].text in _TO_SOMEBODY:
        return None
    if tag.text == "as" and position + 1 < len(tags) and tags[position + 1].text in ("if", "well"):
        return None
    return tag["order"]


def _cuts(tag: Tag, tags: list[Tag], position: int, current: Segment) -> bool:
    if tag.text == ",":
        return True
    if tag.text == "by" and position + 1 < len(tags) and tags[position + 1].text.endswith("ing"):
        return True
    if tag.text != "and" or not current.tags:
        return False
    following = tags[position + 1] if position + 1 < len(tags) else None
    joins_numbers = current.tags[-1].is_a("unit", "number") and following is not None and following.is_a("number")
    joins_parts = current.tags[-1].is_a("named") and following is not None and following.is_a("named")
    return not (joins_numbers or (joins_parts and not any(tag.is_a("verb") for tag in current.tags)))


def _merged(pieces: list[Segment]) -> list[Segment]:
    """Numbers without a part or a place belong to what stands before them, "compared with ..." to what follows."""
    merged: list[Segment] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        if before and not piece.tags and piece.opens:
            before.closes = piece.opens
        elif (before and _is_number_alone(piece)) or (
            before
            and before.text.startswith(("compared with", "of both", "of two", "between"))
            and not before.all("verb")
        ):
            before.tags += piece.tags
        elif before and not before.tags and not before.closes and not piece.opens:
            piece.opens, piece.leads = before.opens, before.leads
            merged[-1] = piece
        elif before and before.tags and not _says(before) and before.opens == "" and not piece.opens:
            piece.tags = before.tags + piece.tags
            piece.leads = before.leads
            merged[-1] = piece
        else:
            merged.append(piece)
    return merged


def _says(piece: Segment) -> bool:
    """Whether it can stand alone: it names a part, a verb, a place or a person."""
    return any(tag.is_a("named", "verb", "place", "person", "negation") for tag in piece.tags)


def _is_number_alone(piece: Segment) -> bool:
    is_counted = any(tag.is_a("number") for tag in piece.tags) and piece.opens in ("", "then")
    return is_counted and not any(tag.is_a("named", "place", "axis") for tag in piece.tags)


def _with_sides(tags: list[Tag]) -> list[Tag]:
    """Sides and "both" joined to the parts they belong to, which get a reading "named", such as "left hand"."""
    joined: list[Tag] = []
    at = 0
    while at < len(tags):
        length, side = _side_at(tags, at)
        part = tags[at + length] if at + length < len(tags) else None
        if part is not None and _is_part(part):
            side = side or ("both" if part.is_a("plural") else "")
            readings = {**part.readings, "named": f"{side} {part['part']}".strip()}
            joined.append(Tag(part.text, readings, part.article or length > 0))
            at += length + 1
        elif part is not None and side in ("left", "right") and part.text == "one":
            joined.append(Tag(f"{side} one", {"named": f"{side} one"}, True))
            at += length + 1
        else:
            joined.append(tags[at])
            at += 1
    return joined


def _is_part(tag: Tag) -> bool:
    """Whether it is a part of the body: "back" is one only as "the back"."""
    return tag.is_a("part") and (tag.text != "back" or tag.article)


def _side_at(tags: list[Tag], at: int) -> tuple[int, str]:
    """How many tags from here on say a side, and which: left, right, both."""
    texts = [tag.text for tag in tags[at : at + 3]]
    if tags[at].text == "left and right":
        return 1, "both"
    if tags[at].text == "other":
        return 1, "opposite"
    if len(texts) == 3 and texts[1] == "and" and {texts[0], texts[2]} == {"left", "right"}:
        return 3, "both"
    if tags[at].is_a("side"):
        return 1, tags[at]["side"]
    if tags[at].is_a("both"):
        return (2 if texts[1:2] == ["of"] else 1), "both"
    return 0, ""


def _filled(segment: Segment) -> Segment:
    """The segment with its parts and places told apart."""
    for position, tag in enumerate(segment.tags):
        before = segment.tags[position - 1].text if position else ""
        aimed = before in _TOWARDS or (position > 0 and segment.tags[position - 1].is_a("relation"))
        named = tag.readings.get("named", "")
        if tag.is_a("place") and (not tag.is_a("named") or (aimed and not _is_sided(named) and before != "of")):
            is_reached = position == 0 and any(one.text == "by" for one in segment.tags)
            if not tag.is_a("person") or before in _TO_SOMEBODY or is_reached:
                segment.places.append(tag["place"])
                segment.aimed_at += [tag] if tag.is_a("person") else []
        elif named:
            side, _, part = named.rpartition(" ")
            is_negated = position > 0 and any(t.text == "not" for t in segment.tags[max(0, position - 2) : position])
            segment.parts.append(
                Named(part, side, _who(segment.tags[:position], segment.aimed_at), aimed and before != "of", is_negated)
            )
        elif tag.is_a("side") and segment.parts and segment.parts[-1].side == "":
            last = segment.parts[-1]
            segment.parts[-1] = Named(last.part, tag["side"], last.who, last.is_target, last.is_negated)
    return segment


def _is_sided(named: str) -> bool:
    return named.partition(" ")[0] in ("left", "right", "both")


def _who(tags: list[Tag], aimed_at: list[Tag]) -> str:
    """Whose part it is, by the last person named before it who is not a place."""
    people = [tag["person"] for tag in tags if tag.is_a("person") and not any(tag is one for one in aimed_at)]
    return people[-1] if people and people[-1] in ("one", "other") else ""
