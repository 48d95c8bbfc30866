"""A topology card: a TOML file that says what a plain table holds, so that reading it needs no code.

topology = "kinect_v2"        # or a table [topology] with joints, bones and, if wanted, mirror, parts, landmarks
[space]
unit = "cm"                   # m, cm, mm, inches, px, normalised, unknown
up = "z"                      # y, z, -y;  handedness, frame and scale have defaults
[time]
fps = 50                      # or column = "time" (a name, or a number counted from 1) with unit = "ms"
[table]
columns = "{joint}.{value}"   # names in the header; without it: skip_columns and axes = "T J D"
[missing]
value = 0                     # where all coordinates equal it, the joint is missing; NaN and empty always are
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from skelbench import skeleton
from skelbench.errors import SkeletonError
from skelbench.formats.recording import Recording
from skelbench.registry import suggest
from skelbench.skeleton import PARTS, Topology, human_topology

__all__ = [
    "TIME_UNITS",
    "Card",
    "CardMissing",
    "CardSpace",
    "CardTable",
    "CardTime",
    "built_in_topologies",
    "parse_card",
]

TIME_UNITS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
_LARGEST_CARD = 1_000_000  # bytes
_MOST_JOINTS = 5000
_TOPOLOGY_KEYS = ("name", "joints", "bones", "mirror", "parts", "landmarks", "rest_directions")
_UNITS = ("m", "cm", "mm", "inches", "px", "normalised", "unknown")


@dataclass(frozen=True)
class CardSpace:
    """What the numbers mean; everything not stated is a guess that the reader names."""

    unit: str = ""
    up: str = ""
    handedness: str = "right"
    frame: str = ""
    scale: float = 1.0  # the table's numbers times this are in `unit`


@dataclass(frozen=True)
class CardTime:
    """Either a rate, or the column that holds the time; unit "frame" needs both."""

    fps: float = 0.0
    column: str | int = ""
    unit: str = "s"


@dataclass(frozen=True)
class CardTable:
    """How the table is laid out."""

    columns: str = ""  # pattern of the header's names: {joint}, {value}, and {person} where there are several
    values: tuple[str, ...] = ()  # of each joint, in order: x, y, z, c (confidence) or - (skip)
    axes: str = ""  # of an array: T, P, J and D in the file's order; of a row, without T
    people: int = 1
    skip_columns: int = 0
    header_rows: int | None = None
    delimiter: str | None = None
    comment: str = ""
    array: str = ""  # which array of an npz


@dataclass(frozen=True)
class CardMissing:
    """When a joint is missing although its cells hold numbers."""

    value: float | None = None
    confidence_below: float = 0.0


@dataclass(frozen=True)
class Card:
    """A parsed card."""

    topology: Topology
    space: CardSpace
    time: CardTime
    table: CardTable
    missing: CardMissing
    sha256: str
    name: str = ""
    label: str | None = None
    subject: str | None = None
    guesses: tuple[str, ...] = ()


Section = TypeVar("Section", CardSpace, CardTime, CardTable, CardMissing)


def built_in_topologies() -> dict[str, Topology]:
    """The named topologies a card may refer to."""
    return {item.name: item for item in vars(skeleton).values() if isinstance(item, Topology)}


def parse_card(card: Recording) -> Card:
    """The content of a card.

    Raises:
        FormatError: it is no TOML, a key is unknown, or a value is of the wrong kind; the sentence names it.
    """
    content = card.content_of(card.path, _LARGEST_CARD)
    try:
        top: dict[str, Any] = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise card.error(f"Expected a topology card in TOML, but {error}") from error
    _check_keys(card, "", top, ("topology", "space", "time", "table", "missing", "name", "label", "subject"))
    for key in ("name", "label", "subject"):
        if key in top and not isinstance(top[key], str):
            raise card.error(f"Expected text for '{key}', found {top[key]!r:.40}")
    parsed = Card(
        topology=_topology(card, top.get("topology")),
        space=_section(card, "space", CardSpace, top),
        time=_section(card, "time", CardTime, top),
        table=_section(card, "table", CardTable, top),
        missing=_section(card, "missing", CardMissing, top),
        sha256=hashlib.sha256(content).hexdigest(),
        name=top.get("name", ""),
        label=top.get("label"),
        subject=top.get("subject"),
    )
    return _checked(card, parsed)


def _check_keys(card: Recording, section: str, found: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in found:
        if key not in known:
            place = f"[{section}]" if section else "the card"
            raise card.error(f"Expected only {', '.join(known)} in {place}, found '{key}'.{suggest(key, known)}")


def _section(card: Recording, name: str, kind: type[Section], top: Mapping[str, Any]) -> Section:
    content = top.get(name, {})
    if not isinstance(content, dict):
        raise card.error(f"Expected a table [{name}], found {content!r:.40}")
    types = {one.name: str(one.type) for one in fields(kind)}
    _check_keys(card, name, content, tuple(types))
    return kind(**{key: _value(card, f"{name}.{key}", types[key], value) for key, value in content.items()})


def _value(card: Recording, place: str, kind: str, value: Any) -> Any:
    """The value as the field's annotation wants it."""
    if kind.startswith("tuple") and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if "float" in kind and isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12:
        return float(value)
    if "int" in kind and isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000:
        return value
    if "str" in kind and isinstance(value, str) and not kind.startswith("tuple"):
        return value
    raise card.error(f"Expected {kind.removesuffix(' | None')} for {place}, found {value!r:.40}")


def _topology(card: Recording, value: Any) -> Topology:
    known = built_in_topologies()
    if isinstance(value, str):
        if value not in known:
            raise card.error(
                f"Expected a topology among {', '.join(sorted(known))}, found '{value}'.{suggest(value, known)}"
            )
        return known[value]
    if not isinstance(value, dict):
        raise card.error(f"Expected 'topology' to be a name or a table with joints and bones, found {value!r:.40}")
    _check_keys(card, "topology", value, _TOPOLOGY_KEYS)
    try:
        joints = _names(value.get("joints", []))
        if not 0 < len(joints) <= _MOST_JOINTS:
            raise ValueError(f"{len(joints)} joints are listed")
        pairs = {key: [_pair(item) for item in value.get(key, [])] for key in ("bones", "mirror")}
        groups = {
            key: {
                str(mark): _names([names] if isinstance(names, str) else names)
                for mark, names in value.get(key, {}).items()
            }
            for key in ("parts", "landmarks")
        }
        described = _described(str(value.get("name", "card")), joints, pairs, groups)
        return replace(described, rest_directions=_directions(value.get("rest_directions", [])))
    except (SkeletonError, ValueError, TypeError, AttributeError) as error:
        raise card.error(f"Expected joints, bones and groups of joints in [topology], but {error}") from error


def _described(
    name: str,
    joints: tuple[str, ...],
    pairs: Mapping[str, list[tuple[str, str]]],
    groups: Mapping[str, dict[str, tuple[str, ...]]],
) -> Topology:
    """The topology of a card; mirror pairs and parts follow from names like left_wrist where the card gives none."""
    by_name = human_topology(name, joints, pairs["bones"])
    parts = groups["parts"] or (dict(by_name.parts) if all(by_name.parts.get(part) for part in PARTS) else {})
    mirror = pairs["mirror"] or list(by_name.mirror)
    return Topology(name, joints, tuple(pairs["bones"]), tuple(mirror), parts, (), groups["landmarks"])


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ValueError(f"a list of names was expected, found {value!r:.40}")
    return tuple(value)


def _directions(value: Any) -> tuple[tuple[float, float, float], ...]:
    """Unit vectors of three numbers each, one a bone."""
    if not isinstance(value, list):
        raise ValueError(f"a list of directions was expected, found {value!r:.40}")
    found = []
    for item in value:
        numbers = [float(one) for one in item if isinstance(one, int | float) and abs(one) <= 1]
        if len(numbers) != 3 or len(item) != 3 or not abs(sum(one * one for one in numbers) - 1) < 1e-3:
            raise ValueError(f"three numbers of length 1 were expected as a rest direction, found {item!r:.40}")
        found.append((numbers[0], numbers[1], numbers[2]))
    return tuple(found)


def _pair(value: Any) -> tuple[str, str]:
    names = _names(value)
    if len(names) != 2:
        raise ValueError(f"a pair of names was expected, found {value!r:.40}")
    return names[0], names[1]


def _checked(card: Recording, parsed: Card) -> Card:
    """Values within their vocabulary; what was left out becomes a guess."""
    space, time = parsed.space, parsed.time
    flat = space.unit in ("px", "normalised")
    frame = space.frame or ("image" if flat else "body")
    up = space.up or ("-y" if flat else "y")
    vocabulary = (
        ("space.unit", space.unit, _UNITS),
        ("space.up", up, ("y", "z", "-y")),
        ("space.frame", frame, ("camera", "body", "image")),
        ("space.handedness", space.handedness, ("right", "left")),
        ("time.unit", time.unit, (*TIME_UNITS, "frame")),
    )
    for key, value, known in vocabulary:
        if value not in known:
            raise card.error(f"Expected {key} among {', '.join(known)}, found '{value}'.{suggest(value, known)}")
    needs_fps = not time.column or time.unit == "frame"
    if (needs_fps or time.fps) and not 0 < time.fps <= 1e6:
        raise card.error("Expected [time] with a positive fps, or with column and unit, to know when frames are")
    if not 1 <= parsed.table.people <= 100 or space.scale == 0:
        raise card.error("Expected table.people between 1 and 100 and space.scale not 0")
    values = _checked_values(card, parsed, ("x", "y") if flat else ("x", "y", "z"))
    left_out = [("up", space.up, up), ("frame", space.frame, frame)]
    guesses = tuple(f"{key} is taken as {value}: the card does not say" for key, said, value in left_out if not said)
    exact = CardSpace(space.unit, up, space.handedness, frame, space.scale)
    return replace(parsed, space=exact, table=replace(parsed.table, values=values), guesses=guesses)


def _checked_values(card: Recording, parsed: Card, default: tuple[str, ...]) -> tuple[str, ...]:
    """The values of a joint, x and y at least; axes that fit them."""
    table = parsed.table
    values = table.values or default
    kinds = [value for value in values if value != "-"]
    if not {"x", "y"} <= set(kinds) <= {"x", "y", "z", "c"} or len(set(kinds)) < len(kinds):
        raise card.error(f"Expected table.values to name x, y and, once each, z, c or -; found {', '.join(values)}")
    letters = table.axes.split()
    needed = {"D"} | ({"P"} if table.people > 1 else set()) | ({"J"} if len(parsed.topology.joints) > 1 else set())
    if letters and (not needed <= set(letters) <= set("TPJD") or len(set(letters)) < len(letters) or table.columns):
        raise card.error(
            f"Expected table.axes, where no columns are named, to hold each of {' '.join(sorted(needed))} once, "
            f"with T and P if wanted; found '{table.axes}'"
        )
    return values
