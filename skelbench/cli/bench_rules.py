"""`skelbench bench rules`: class rules on clips of every class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skelbench.cli.app import print_json, say

if TYPE_CHECKING:
    from skelbench.evaluation import RulesTable

__all__ = ["rules"]

DEFAULT_CLIPS = "choreography:seed=90,clips=480,split=held_out,styles=base"
MOST_PAIRS = 20  # weak pairs told in words; JSON has them all


def rules(
    clips: str = typer.Option(DEFAULT_CLIPS, help="Labelled clips: a clip set's name."),
    path: Path | None = typer.Option(None, help="Its folder, where the set needs one."),
    table: Path | None = typer.Option(None, help="Another table of class rules (TOML)."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Run every class rule on clips of every class: does it hold at home, is it contradicted elsewhere?"""
    from tqdm import tqdm

    from skelbench.datasets import load
    from skelbench.evaluation import rules_table
    from skelbench.evidence import class_rules, read_rules

    known = class_rules() if table is None else read_rules(table)
    chosen = load(clips, path)
    with tqdm(total=len(chosen), unit="clip", desc="class rules") as bar:
        found = rules_table(chosen, known, progress=lambda done: bar.update())
    if json:
        print_json({"clips_name": clips, **found.to_json()})
    else:
        _tell(found)


def _tell(found: RulesTable) -> None:
    print(found.by_rule.round(3).to_string(index=False))
    print(f"contradicted on clips of other classes: {found.contradicted_elsewhere}")
    print(f"holds on clips of its own class: {found.holds_at_home}")
    for pair in found.weak_pairs[:MOST_PAIRS]:
        print(f"weak: clips of '{pair['clips_of']}' contradict '{pair['rule']}' in {pair['contradicted']:.0%} only")
    if len(found.weak_pairs) > MOST_PAIRS:
        print(f"... and {len(found.weak_pairs) - MOST_PAIRS} more pairs (all with --json)")
    if not found.weak_pairs:
        say("Every pair of classes is contradicted in at least 70 % of its clips")
