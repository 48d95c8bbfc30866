"""From a segment of a sentence to what it claims: rules tried in order, each for one kind of thing that can be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from skelbench.reasoning.claim import Claim
from skelbench.reasoning.segments import Named, Segment

__all__ = ["Said", "claims_of", "opposite"]

_FLIPPED = {"less far": "farther", "lower": "higher", "slower": "faster"}
_SIDEWAYS = ("left", "right")


@dataclass(frozen=True)
class Said:
    """A segment with all that is needed to read it: whose parts, what number, which way."""

    segment: Segment
    parts: tuple[Named, ...]  # those that do something; of the segment, or of what was said before
    targets: tuple[Named, ...]  # those after "to", "than", "above"
    own: bool  # whether the segment names a part itself
    who: str
    count: int | None
    amount: tuple[float, str] | None
    times: tuple[float, ...]
    bound: str

    @property
    def first(self) -> Named:
        """The part that does it; the whole body where none is named."""
        return self.parts[0] if self.parts else Named("body")

    def has(self, *verbs: str) -> bool:
        """Whether one of these verbs is used."""
        return self.segment.has(*verbs)

    def direction(self) -> str:
        """The direction that is named, or ""."""
        found = self.segment.all("direction")
        return found[0] if found else ""

    def words(self, *words: str) -> bool:
        """Whether one of these words, or one that begins so, is used."""
        return any(word.startswith(words) for tag in self.segment.tags for word in tag.text.split())

    @property
    def negated(self) -> bool:
        """Whether it is denied."""
        return "not" in self.segment.all("negation")

    def claim(self, action: str, part: Named | None = None, target: str = "", **more: Any) -> Claim:
        """A claim with who, number, time, denial and doubt of the segment."""
        chosen = self.first if part is None else part
        amount, unit = self.amount or (None, "")
        fields: dict[str, Any] = {
            "part": chosen.part, "side": chosen.side, "target": target, "who": chosen.who or self.who,
            "count": self.count, "amount": amount, "unit": unit, "bound": self.bound, "negated": self.negated,
            "hedged": bool(self.segment.all("hedge")), "sentence": self.segment.sentence,
        }  # fmt: skip
        return Claim(action, **{**fields, **more})


def opposite(side: str) -> str:
    """Left for right and right for left; any other word as it is."""
    return {"left": "right", "right": "left"}.get(side, side)


def claims_of(said: Said) -> list[Claim]:
    """What the first rule that knows the segment reads from it; nothing where none does."""
    for rule in RULES:
        found = rule(said)
        if found is not None:
            return found
    return []


def _compare(said: Said) -> list[Claim] | None:
    kinds = said.segment.all("compare")
    if not kinds or said.bound != "about":
        return None
    kind, parts = kinds[-1], [part for part in (*said.parts, *said.targets) if part.side != "both"]
    if not parts:
        return [_people_compared(said, kind)]
    if said.segment.text.startswith("compared with"):
        parts.reverse()
    one, two = parts[0], parts[1] if len(parts) > 1 else None
    if two is not None and two.part != one.part and kind == "higher":
        return [said.claim("above", one, two.part)]
    if two is None and said.segment.places and kind == "higher":
        return [said.claim("above", one, said.segment.places[0])]
    if two is None:
        two = one if said.who or one.who else Named(one.part, opposite(one.side))
    if kind in _FLIPPED:
        one, two = two, one
    target = f"{two.side} {two.part}".strip()
    return [said.claim(_FLIPPED.get(kind, kind), one, target)]


def _people_compared(said: Said, kind: str) -> Claim:
    who = {"one": "other", "other": "one"}.get(said.who, "one") if kind in _FLIPPED else said.who or "one"
    return said.claim(_FLIPPED.get(kind, kind), Named("body"), "other person", who=who)


def _people(said: Said) -> list[Claim] | None:
    action = next((verb for verb in ("nears", "parts") if said.has(verb)), None)
    if action is None or said.own:
        return None
    body = Named("body")
    walks = [said.claim("walks", body)] if said.has("walks") else []
    return [*walks, said.claim(action, body, "other person")]


def _touch(said: Said) -> list[Claim] | None:
    if not said.has("touches") or (said.words("meet") and said.segment.places):
        return None
    if said.first.part == "foot" and "floor" in said.segment.places:
        return [said.claim("jumps", Named("body"), negated=False)] if said.negated else []
    parts = [*said.parts, *said.targets]
    if len(parts) > 1:
        return [said.claim("touches", parts[0], f"{parts[1].side} {parts[1].part}".strip())]
    if said.first.side == "both":
        return [said.claim("touches", replace(said.first, side="left"), f"right {said.first.part}")]
    return [said.claim("touches", None, said.segment.places[0])] if said.segment.places else None


def _repeat(said: Said) -> list[Claim] | None:
    is_counted = said.count is not None and not (said.own or said.segment.places)
    if said.segment.all("axis") or said.has("swings") or not (said.has("repeats") or is_counted):
        return None
    return [] if said.count is None else [said.claim("repeats", Named("body"))]


def _swing(said: Said) -> list[Claim] | None:
    axes = said.segment.all("axis")
    is_lone = said.has("bends") and any(tag.text == "sideways" for tag in said.segment.tags)
    if is_lone or not (axes or said.has("swings")) or said.first.part == "body":
        return None
    axis = axes[0] if axes else ""
    if axis == "sideways" and said.has("turns", "bends"):
        axis = "twist" if said.has("turns") else "roll"
    return [said.claim("swings", part, axis) for part in said.parts]


def _relation(said: Said) -> list[Claim] | None:
    relations = said.segment.all("relation")
    parts = [*said.parts, *said.targets]
    if not relations or (len(parts) < 2 and not said.segment.places and not said.words("overhead")):
        return None
    one = _hand_for_arm(parts[0]) if parts else Named("body")
    if len(parts) < 2:
        return [said.claim(relations[0], one, said.segment.places[0] if said.segment.places else "head")]
    two = parts[1]
    if one.part == two.part:
        one, two = (one, two) if relations[0] == "above" else (two, one)
        return [said.claim("higher", one, f"{two.side} {two.part}".strip())]
    return [said.claim(relations[0], one, f"{two.side} {two.part}".strip())]


def _off_floor(said: Said) -> list[Claim] | None:
    if not said.has("leaves"):
        return None
    if said.first.part == "body" or said.first.side == "both":
        return [said.claim("jumps", Named("body"))]
    return [said.claim("leaves", replace(said.first, part="foot"), "floor")]


def _place(said: Said) -> list[Claim] | None:
    places = said.segment.places
    if not places or said.first.part == "body":
        return None
    is_back = any(
        word.startswith(("return", "back", "again"))
        for tag in said.segment.tags if not tag.is_a("place", "named") for word in tag.text.split()
    )  # fmt: skip
    return [said.claim("returns" if is_back else "at", _hand_for_arm(part), places[-1]) for part in said.parts]


def _hand_for_arm(part: Named) -> Named:
    return replace(part, part={"arm": "hand", "leg": "foot"}.get(part.part, part.part))


def _look(said: Said) -> list[Claim] | None:
    head, direction = Named("head", "", said.who), said.direction()
    if not said.has("looks"):
        return None
    if direction in _SIDEWAYS:
        return [said.claim("turns", head, direction)]
    return [said.claim("bends", head, "back" if direction == "up" else "forward")] if direction else None


def _bend(said: Said) -> list[Claim] | None:
    if said.has("bows") and said.first.part in ("body", "head", "trunk"):
        return [said.claim("bends", Named("head" if said.first.part == "head" else "trunk"), "forward")]
    if not said.has("bends"):
        return None
    direction = said.direction()
    direction = {"down": "forward", "up": "back"}.get(direction, direction)
    if said.segment.all("axis") or said.words("sideway"):
        direction = "sideways"
    claims = []
    for part in said.parts:
        chosen = replace(part, side="both") if part.part == "knee" and not part.side else part
        way = direction or ("forward" if part.part == "trunk" else "")
        claims.append(said.claim("bends", chosen, way))
    return claims or [said.claim("bends", Named("trunk"), direction or "forward")]


def _straighten(said: Said) -> list[Claim] | None:
    if said.has("straightens") or (said.first.part == "trunk" and said.has("raise")):
        return [said.claim("straightens", part) for part in said.parts] or None
    return None


def _turn(said: Said) -> list[Claim] | None:
    direction = next((word for word in said.segment.all("direction") if word in _SIDEWAYS), "")
    if not direction and said.has("turns"):
        direction = next(iter(said.segment.all("side")), "")
    if said.has("turns") or (said.first.part == "head" and direction and said.has("to", "moves")):
        return [said.claim("turns", part, direction) for part in said.parts or (Named("body"),)]
    return None


def _go(said: Said) -> list[Claim] | None:
    direction = "up" if said.has("raise") else "down" if said.has("lower") else said.direction()
    if not direction or not said.has("raise", "lower", "to", "moves"):
        return None
    if said.first.part in ("head", "trunk") and direction in ("up", "down", "forward", "back"):
        way = {"up": "back", "down": "forward"}.get(direction, direction)
        return [said.claim("bends", None, way)]
    if said.first.part == "body":
        return [said.claim("goes", replace(said.first, part="hips"), direction)]
    return [said.claim("goes", _hand_for_arm(part), direction) for part in said.parts]


def _whole(said: Said) -> list[Claim] | None:
    for verb in ("jumps", "falls", "walks"):
        if said.has(verb):
            return [said.claim(verb, Named("body"))]
    return [said.claim("goes", Named("hips"), "up")] if said.has("gets up") else None


def _moves(said: Said) -> list[Claim] | None:
    times = said.times
    is_person = not said.parts and bool(said.segment.all("person"))
    if is_person and said.has("still", "moves") and not said.own:
        action = "moves" if said.has("moves") and not said.negated else "still"
        return [said.claim(action, Named("body"), negated=False)]
    span: dict[str, Any] = {"start_s": times[0] if times else None, "end_s": times[1] if len(times) > 1 else None}
    if "longer" in said.segment.all("negation"):
        return [said.claim("moves", part, end_s=times[-1] if times else None) for part in said.parts]
    if said.has("still"):
        is_still = not said.negated or said.words("nothing", "no", "hardly")
        return [said.claim("still" if is_still else "moves", part, negated=False) for part in said.parts]
    if said.has("moves", "to", "raise", "lower", "acts") and said.parts and not said.has("decides"):
        return [claim for part in said.parts for claim in _moved(said, part, span)]
    return None


def _moved(said: Said, part: Named, span: dict[str, Any]) -> list[Claim]:
    """That a part moves, and with "only" that its other side does not."""
    is_still = said.negated or part.is_negated
    claims = [said.claim("still" if is_still else "moves", part, negated=False, **({} if is_still else span))]
    if said.segment.all("only") and part.side in _SIDEWAYS:
        claims.append(said.claim("still", replace(part, side=opposite(part.side)), negated=False))
    return claims


def _decides(said: Said) -> list[Claim] | None:
    if said.has("decides"):
        return [said.claim("decides", part) for part in said.parts] or None
    return [said.claim("decides", Named("body"))] if said.has("acts") and said.who else None


RULES: tuple[Callable[[Said], list[Claim] | None], ...] = (
    _compare, _people, _touch, _repeat, _swing, _relation, _off_floor, _place, _look, _bend, _straighten, _turn, _whole,
    _go, _moves, _decides,
)  # fmt: skip
