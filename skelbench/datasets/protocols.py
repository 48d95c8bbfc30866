"""Protocols: which clips of a recorded set belong to which split, said in a card in words.

A rule is "subject in s01 s02 s03 and view not in v03": clauses joined by "and"; a clause names what the file name says
(a group of the card's pattern, or "label"), and values, or names of lists of values in the card's [lists].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from skelbench.errors import ParameterError

__all__ = ["Clause", "Protocol", "parse_rule", "plain_code"]

_CLAUSE = re.compile(r"\s*(\w+)\s+(not\s+)?in\s+(\S.*?)\s*")


@dataclass(frozen=True)
class Clause:
    """One condition on what is known of a clip."""

    group: str
    values: frozenset[str]  # plain codes
    negated: bool = False

    def holds(self, traits: Mapping[str, str]) -> bool:
        """Whether a clip of these traits meets it."""
        return (plain_code(traits.get(self.group, "")) in self.values) is not self.negated


@dataclass(frozen=True)
class Protocol:
    """A way to divide a set, as published or as the project fixed it."""

    name: str
    summary: str
    splits: Mapping[str, str]  # split -> rule
    lists: Mapping[str, str]  # name -> values

    def split_of(self, traits: Mapping[str, str]) -> str | None:
        """The first split whose rule a clip meets; None where it meets none."""
        for name, rule in self.splits.items():
            if all(clause.holds(traits) for clause in parse_rule(rule, self.lists)):
                return name
        return None


def plain_code(value: str) -> str:
    """A code as rules compare it: the number it ends in without zeros before it ("s01", "P001" are "1"), or itself."""
    match = re.fullmatch(r"[^\W\d_]{0,2}0*([0-9]+)", value)
    return match.group(1) if match else value


def parse_rule(rule: str, lists: Mapping[str, str]) -> tuple[Clause, ...]:
    """The clauses of a rule.

    Raises:
        ParameterError: a clause is not "name [not] in values".
    """
    clauses = []
    for written in re.split(r"\s+and(?:\s+|$)", rule.strip()):
        match = _CLAUSE.fullmatch(written)
        if match is None:
            raise ParameterError(f"Expected a rule like 'subject in s01 s02 and view not in v03', found '{rule}'")
        group, negated, values = match.groups()
        words = [word for value in values.split() for word in lists.get(value, value).split()]
        clauses.append(Clause(group, frozenset(plain_code(word) for word in words), bool(negated)))
    return tuple(clauses)
