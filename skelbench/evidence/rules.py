"""Class rules: an editable table of what a motion of a class must show, read strictly."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from skelbench.errors import ParameterError, SkelbenchError
from skelbench.evidence.formula import FORMULAS
from skelbench.evidence.measure import Gate, Measurement
from skelbench.evidence.statistics import Settings
from skelbench.registry import suggest

__all__ = ["RULES_PATH", "ClassRule", "Condition", "class_rules", "read_rules"]

RULES_PATH = Path(__file__).with_name("class_rules.toml")

Sides = Literal["same", "other", "either", "both", "none"]
_SIDES = ("same", "other", "either", "both", "none")
_SEVERITIES = ("required", "supporting")
_VALUES = ("value", "placed", "moved")  # the measured value; one of them has to be in the sentence
_PLACES = (*_VALUES, "side", "share")


@dataclass(frozen=True)
class Condition:
    """One measurement a class asks for.

    `side`: "same" is the acting side, one for the whole rule; "other" the side opposite to it; "either" and "both"
    stand for themselves; "none" is for quantities without a side. A "supporting" condition is shown, not counted.
    """

    quantity: str
    statistic: str
    side: Sides
    unit: str
    source: str
    sentence: (
        str  # with {value}, {placed} (above or below) or {moved} (rises or sinks by), and {side}, {share} as needed
    )
    severity: Literal["required", "supporting"] = "required"
    during: Literal["clip", "moving"] | Gate = "clip"
    lower: float | None = None
    upper: float | None = None
    share: float = 0.5
    prominence: float = 0.05
    on_pictures: bool = False

    def measurement(self, side: Literal["left", "right", ""]) -> Measurement:
        """The measurement for one side."""
        settings = Settings(share=self.share, prominence=self.prominence)
        return Measurement(
            self.quantity, self.statistic, side, self.during, self.lower, self.upper, settings, self.on_pictures,
            self.source,
        )  # fmt: skip


@dataclass(frozen=True)
class ClassRule:
    """What a motion of a class must show; all required conditions together."""

    label: str
    sentence: str
    conditions: tuple[Condition, ...]

    @property
    def has_acting_side(self) -> bool:
        """Whether the conditions speak of one and the same side."""
        return any(condition.side in ("same", "other") for condition in self.conditions)


@cache
def class_rules() -> Mapping[str, ClassRule]:
    """Label -> rule, from the table that ships with the package."""
    return read_rules(RULES_PATH)


def read_rules(path: Path) -> Mapping[str, ClassRule]:
    """Label -> rule, from a table.

    Raises:
        ParameterError: the table cannot be read or is malformed; the sentence names file, rule and field.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ParameterError(f"Expected a table of class rules in {path}, but {error}") from error
    entries = content.get("rule")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise ParameterError(f"Expected at least one [[rule]] in {path}, found {sorted(content)}")
    rules: dict[str, ClassRule] = {}
    for number, entry in enumerate(entries, start=1):
        rule = _rule(entry, f"rule {number} ('{entry.get('label', 'without label')}') of {path}")
        if rule.label in rules:
            raise ParameterError(f"Expected one rule a label in {path}, found two for '{rule.label}'")
        rules[rule.label] = rule
    return rules


def _rule(entry: Mapping[str, Any], where: str) -> ClassRule:
    _check_fields(entry, {"label": str, "sentence": str, "condition": list}, {}, where)
    if not entry["condition"]:
        raise ParameterError(f"Expected at least one [[rule.condition]] in {where}, found none")
    conditions = [_condition(item, f"condition {n} of {where}") for n, item in enumerate(entry["condition"], start=1)]
    return ClassRule(entry["label"], entry["sentence"], tuple(conditions))


def _condition(entry: Any, where: str) -> Condition:
    if not isinstance(entry, dict):
        raise ParameterError(f"Expected a table for {where}, found {entry!r:.60}")
    required = {name: str for name in ("quantity", "statistic", "side", "unit", "source", "sentence")}
    number = (int, float)
    optional = {
        "severity": str, "during": (str, dict), "lower": number, "upper": number, "share": number,
        "prominence": number, "on_pictures": bool,
    }  # fmt: skip
    _check_fields(entry, required, optional, where)
    _check_words(entry, where)
    try:
        fields = {**entry, "during": _window(entry.get("during", "clip"), where)}
        condition = Condition(**fields)
        measurement = condition.measurement("" if condition.side == "none" else "left")
    except SkelbenchError as error:
        raise ParameterError(f"{error} (in {where})") from error
    if measurement.unit != condition.unit:
        raise ParameterError(f"Expected unit '{measurement.unit}' in {where}, found '{condition.unit}'")
    return condition


def _check_fields(
    entry: Mapping[str, Any], required: Mapping[str, Any], optional: Mapping[str, Any], where: str
) -> None:
    kinds = {**required, **optional}
    missing = [name for name in required if name not in entry]
    if missing:
        raise ParameterError(f"Expected {', '.join(missing)} in {where}, found only {', '.join(entry)}")
    for name, value in entry.items():
        if name not in kinds:
            raise ParameterError(f"No field of {where} is called '{name}'.{suggest(name, kinds)}")
        if not isinstance(value, kinds[name]) or (isinstance(value, bool) and kinds[name] is not bool):
            raise ParameterError(f"Field '{name}' of {where} has the wrong kind of value: {value!r:.60}")


def _check_words(entry: Mapping[str, Any], where: str) -> None:
    for name, known in (("side", _SIDES), ("severity", _SEVERITIES)):
        if entry.get(name, known[0]) not in known:
            raise ParameterError(f"Expected {name} to be one of {', '.join(known)} in {where}, found '{entry[name]}'")
    if "lower" not in entry and "upper" not in entry:
        raise ParameterError(f"Expected lower or upper (or both) in {where}, found neither")
    if not 0 < entry.get("share", 0.5) <= 1:
        raise ParameterError(f"Expected a share above 0 and at most 1 in {where}, found {entry['share']}")
    try:
        entry["sentence"].format(**dict.fromkeys(_PLACES, ""))
    except (KeyError, IndexError, ValueError) as error:
        raise ParameterError(
            f"Expected only {{{'}, {'.join(_PLACES)}}} in the sentence of {where}, but {error!r}"
        ) from error
    if not any(f"{{{name}}}" in entry["sentence"] for name in _VALUES):
        raise ParameterError(
            f"Expected {{value}}, {{placed}} or {{moved}} in the sentence of {where}, found '{entry['sentence']}'"
        )


def _window(during: str | Mapping[str, Any], where: str) -> Any:
    if isinstance(during, str):
        if during not in ("clip", "moving"):
            raise ParameterError(f"Expected during to be clip, moving or a gate in {where}, found '{during}'")
        return during
    known = {field.name: str if field.name == "quantity" else (int, float) for field in dataclasses.fields(Gate)}
    _check_fields(during, {"quantity": str}, known, f"the gate of {where}")
    if FORMULAS[during["quantity"]].name.endswith("_path"):
        raise ParameterError(f"Expected a quantity with one value a frame for the gate, found '{during['quantity']}'")
    return Gate(**during)
