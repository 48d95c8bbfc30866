"""Class rules run on clips of every class: do they hold on their own, and are they contradicted everywhere else?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from skelbench.errors import ParameterError
from skelbench.evaluation.evaluate import LabelledClip
from skelbench.evaluation.intervals import Interval, wilson_interval
from skelbench.evidence import ClassRule, apply_rule, body_of, class_rules
from skelbench.records import Verdict

__all__ = ["WEAK_PAIR", "RulesTable", "rules_table"]

WEAK_PAIR = 0.7  # a pair contradicted less often than this is named


@dataclass(frozen=True, eq=False)
class RulesTable:
    """`table` has a row for every clip and rule: id, label (of the clip), rule, verdict, failed (first condition)."""

    table: pd.DataFrame

    @cached_property
    def _others(self) -> pd.DataFrame:
        return self.table[self.table["label"] != self.table["rule"]]

    @cached_property
    def contradicted_elsewhere(self) -> Interval:
        """Share of (clip, rule of another class) that is contradicted."""
        return wilson_interval(int((self._others["verdict"] == Verdict.CONTRADICTED).sum()), len(self._others))

    @cached_property
    def holds_at_home(self) -> Interval:
        """Share of clips on which the rule of their own class holds."""
        own = self.table[self.table["label"] == self.table["rule"]]
        return wilson_interval(int((own["verdict"] == Verdict.HOLDS).sum()), len(own))

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Share contradicted: a row for every label of the clips, a column for every rule."""
        contradicted = self.table.assign(share=self.table["verdict"] == Verdict.CONTRADICTED)
        return contradicted.pivot_table(index="label", columns="rule", values="share", aggfunc="mean", sort=False)

    @cached_property
    def weak_pairs(self) -> list[dict[str, Any]]:
        """Pairs of another class's clips and a rule contradicted on less than `WEAK_PAIR` of them, weakest first."""
        shares: dict[str, dict[str, float]] = self.pairs.to_dict("index")  # type: ignore[assignment]
        named = [
            {"clips_of": label, "rule": rule, "contradicted": share}
            for label, row in shares.items()
            for rule, share in row.items()
            if label != rule and share < WEAK_PAIR
        ]
        return sorted(named, key=lambda pair: pair["contradicted"])

    @cached_property
    def by_rule(self) -> pd.DataFrame:
        """A row for every rule: clips of its own, verdicts on them, and the share contradicted on all others."""
        rows = []
        for rule, group in self.table.groupby("rule", sort=False):
            own, others = group[group["label"] == rule], group[group["label"] != rule]
            counts = {verdict.value: int((own["verdict"] == verdict).sum()) for verdict in Verdict}
            share = float((others["verdict"] == Verdict.CONTRADICTED).mean()) if len(others) else float("nan")
            rows.append({"rule": rule, "own": len(own), **counts, "contradicted_elsewhere": share})
        return pd.DataFrame(rows)

    def to_json(self) -> dict[str, Any]:
        """The figures as plain values."""
        return {
            "clips": int(self.table["id"].nunique()), "contradicted_elsewhere": self.contradicted_elsewhere,
            "holds_at_home": self.holds_at_home, "weak_pairs": self.weak_pairs,
            "by_rule": self.by_rule.to_dict("records"), "pairs": self.pairs.to_dict("index"),
        }  # fmt: skip


def rules_table(
    clips: Iterable[LabelledClip],
    rules: Mapping[str, ClassRule] | None = None,
    progress: Callable[[int], object] | None = None,
) -> RulesTable:
    """Run every rule on every clip.

    Args:
        clips: labelled clips.
        rules: label -> rule; the shipped table where none is given.
        progress: called with the number of clips done.

    Raises:
        ParameterError: no clips.
    """
    table = class_rules() if rules is None else rules
    rows = []
    for done, clip in enumerate(clips, start=1):
        body = body_of(clip.sequence)
        for rule in table.values():
            check = apply_rule(rule, body)
            failed = next((e.formula for e in check.evidence if e.verdict is not Verdict.HOLDS), "")
            rows.append((clip.id, clip.label, rule.label, check.verdict, failed))
        if progress is not None:
            progress(done)
    if not rows:
        raise ParameterError("Expected at least one clip to run the rules on, found none")
    return RulesTable(pd.DataFrame(rows, columns=["id", "label", "rule", "verdict", "failed"]))
