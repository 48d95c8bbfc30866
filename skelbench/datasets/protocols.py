"""Protocols: which clips of a recorded set belong to which split, said in a card in words.

A rule is "subject in s01 s02 s03 and view not in v03": clauses joined by "and"; a clause names what the file name says
(a group of the card's pattern, or "label"), and values, or names of lists of values in the card's [lists].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

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

    @cached_property
    def rules(self) -> Mapping[str, tuple[Clause, ...]]:
        """Split -> the clauses of its rule."""
        return {name: parse_rule(rule, self.lists) for name, rule in self.splits.items()}

    @property
    def list_files(self) -> tuple[str, ...]:
        """Files of the set that hold lists the rules speak of (`clip in train.txt`)."""
        words = {word for rule in self.splits.values() for word in rule.split() if word.endswith(".txt")}
        return tuple(sorted(words))

    def split_of(self, traits: Mapping[str, str]) -> str | None:
        """The first split whose rule a clip meets; None where it meets none."""
        return next(
            (name for name, clauses in self.rules.items() if all(clause.holds(traits) for clause in clauses)), None
        )


@lru_cache(maxsize=65536)
def plain_code(value: str) -> str:
    """A code as rules compare it: without the zeros before its number ("s01" is "s1", "007" is "7"), or as it is."""
    match = re.fullmatch(r"([^\W\d_]*)0*([0-9]+)", value)
    return "".join(match.groups()) if match else value


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
