"""`skelbench bench choreography`: how fast motions are made, and how well they teach to read real people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from skelbench.cli.app import print_json, say

if TYPE_CHECKING:
    from skelbench.training import TransferFigures

__all__ = ["choreography"]


def choreography(
    data: Path | None = typer.Option(None, help="Folder that holds utkinect and nw_ucla; without it, speed only."),
    split: str = typer.Option("dev", help="Which people judge: dev, which may steer, or test, which may only judge."),
    clips: int = typer.Option(200, help="Made clips an action to train on."),
    seeds: int = typer.Option(3, help="Yardsticks trained anew; accuracy is their mean."),
    threads: int = typer.Option(1, help="Threads of the arithmetic."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Clips a second, and the accuracy on recordings of a plain joint network that never saw one."""
    import torch
    from tqdm import tqdm

    from skelbench.errors import ParameterError
    from skelbench.training import clips_per_second, judge_transfer

    if split not in ("dev", "test"):
        raise ParameterError(f"Expected a split of dev or test, found '{split}'")
    torch.set_num_threads(threads)
    figures: dict[str, Any] = {"clips_per_second": clips_per_second()}
    if data is not None:
        with tqdm(desc="training", disable=json, leave=False) as bar:

            def report(done: int, total: int, what: str) -> None:
                bar.total, bar.n = total, done
                bar.set_postfix_str(what)

            found = judge_transfer(data, split, clips=clips, seeds=tuple(range(seeds)), progress=report)
        figures |= {name: one.to_json() for name, one in found.items()}
        figures["training"] = {"clips_an_action": clips, "seeds": list(range(seeds)), "split": split}
    if json:
        print_json(figures)
        return
    print(f"{figures['clips_per_second']:.0f} clips a second, one core (60 frames, positions and truth)")
    if data is not None:
        for name, one in found.items():
            _tell(name, one)


def _tell(name: str, one: TransferFigures) -> None:
    say(f"{name}: {one.accuracy} over {len(one.by_seed)} seeds ({', '.join(f'{a:.3f}' for a in one.by_seed)})")
    for given, read, count in one.confusions[:8]:
        print(f"    {given} read as {read}: {count:.1f} clips")
