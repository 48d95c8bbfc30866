"""`skelbench bench claims`: are true sentences about a motion upheld, and planted errors contradicted?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

__all__ = ["claims"]

DEFAULT_CLIPS = "choreography:seed=5,clips=300,actions=all,texts=yes,split=held_out"


def claims(
    rationales: int = typer.Option(400, help="Texts: half told out of truths, half frozen sentences."),
    clips: str = typer.Option(DEFAULT_CLIPS, help="Choreographed clips with texts: a clip set's name."),
    seed: int = typer.Option(0, help="Seed of the wording, and of the clips that sentences are filled with."),
    save: Path | None = typer.Option(None, help="Write the figures as JSON here."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Read and check the claims of made texts, with errors of side, order, part, number and person planted in them."""
    from tqdm import tqdm

    from skelbench.cli.app import print_json
    from skelbench.datasets import load
    from skelbench.reasoning.claim_bench import claim_figures
    from skelbench.records import write_json

    with tqdm(total=rationales, unit="text", desc="claims", leave=False, disable=json) as bar:
        found = claim_figures(load(clips), rationales, seed, lambda done: bar.update(done - bar.n))
    figures = {"clips_name": clips, "seed": seed, **found.to_json()}
    if save is not None:
        write_json(save, figures)
    if json:
        print_json(figures)
    else:
        _tell(figures)


def _tell(figures: dict[str, Any]) -> None:
    print(f"{figures['rationales']} texts; sentences: {figures['sentences']}")
    for source, shares in figures["true_claims"].items():
        parts = ", ".join(f"{name} {_in_words(shares[name])}" for name in ("holds", "contradicted"))
        rest = ", ".join(f"{name} {shares[name][1]:.1%}" for name in ("uncertain", "not measurable", "not read"))
        print(f"true, {source:<12} {shares['claims']:5d} claims: {parts}; {rest}")
    for kind, row in figures["planted"].items():
        others = ", ".join(f"{name} {count}" for name, count in row["others"].items())
        print(f"planted, {kind:<8} {row['errors']:5d} errors: contradicted {_in_words(row['contradicted'])}; {others}")
    for fault in figures["faults"]:
        print(f"  {fault}")


def _in_words(share: list[float]) -> str:
    lower, middle, upper = share
    return f"{middle:.1%} ({lower:.1%} to {upper:.1%})"
