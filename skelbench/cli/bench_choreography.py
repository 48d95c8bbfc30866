"""`skelbench bench choreography`: how fast motions are made, and how well they teach to read real people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from skelbench.cli.app import print_json, say
from skelbench.errors import ParameterError

if TYPE_CHECKING:
    from skelbench.training import TransferFigures

__all__ = ["choreography", "commit"]


def choreography(
    data: Path | None = typer.Option(None, help="Folder that holds utkinect and nw_ucla; without it, speed only."),
    split: str = typer.Option("dev", help="Which people judge: dev, which may steer, or test, which may only judge."),
    clips: int = typer.Option(200, help="Made clips an action to train on."),
    seeds: int = typer.Option(3, help="Yardsticks trained anew; accuracy is their mean."),
    threads: int = typer.Option(1, help="Threads of the arithmetic."),
    curve: bool = typer.Option(False, "--curve", help="Train once more for each kind of variation left out, instead."),
    keep: Path | None = typer.Option(None, help="A folder for the networks: those found in it are not trained anew."),
    save: bool = typer.Option(False, "--save", help="Keep the figures in data/results for the notebook on realism."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Clips a second, and the accuracy on recordings of a plain joint network that never saw one."""
    import torch
    from tqdm import tqdm

    from skelbench.training import clips_per_second, judge_transfer

    _check(split, save or curve, data)
    torch.set_num_threads(threads)
    if curve:
        assert data is not None
        _curve(data, clips, save, json)
        return
    figures: dict[str, Any] = {"clips_per_second": clips_per_second()}
    if data is not None:
        with tqdm(desc="training", disable=json, leave=False) as bar:

            def report(done: int, total: int, what: str) -> None:
                bar.total, bar.n = total, done
                bar.set_postfix_str(what)

            found = judge_transfer(data, split, clips=clips, seeds=tuple(range(seeds)), keep=keep, progress=report)
        figures |= {name: one.to_json() for name, one in found.items()}
        figures["training"] = {"clips_an_action": clips, "seeds": list(range(seeds)), "split": split}
    if save:
        _save(figures, threads)
    if json:
        print_json(figures)
        return
    print(f"{figures['clips_per_second']:.0f} clips a second, one core (60 frames, positions and truth)")
    if data is not None:
        for name, one in found.items():
            _tell(name, one)


def _check(split: str, save: bool, data: Path | None) -> None:
    if split not in ("dev", "test"):
        raise ParameterError(f"Expected a split of dev or test, found '{split}'")
    if save and (data is None or split != "dev"):
        raise ParameterError(
            "--save and --curve are for figures of development recordings alone: give --data FOLDER and --split dev"
        )


def _curve(data: Path, clips: int, save: bool, json: bool) -> None:
    """What each kind of variation adds, kept point by point: what stopped half-way goes on where it was."""
    from tqdm import tqdm

    from skelbench.paths import results_folder
    from skelbench.records import write_json
    from skelbench.training import learning_curve

    keep = results_folder() / "choreography_curve.json" if save else None
    with tqdm(desc="learning curve", disable=json, leave=False) as bar:

        def report(done: int, total: int, what: str) -> None:
            bar.total, bar.n = total, done
            bar.set_postfix_str(what)

        found = learning_curve(data, clips=clips, keep=keep, progress=report)
    if keep is not None:
        write_json(keep, {**_provenance(1), **found})
    if json:
        print_json(found)
        return
    for what, point in found["points"].items():
        say(f"without {what}: " + ", ".join(f"{name} {one['accuracy']:.3f}" for name, one in point.items()))


def _save(figures: dict[str, Any], threads: int) -> None:
    """Write `data/results/choreography.json`: the figures and what they hang on, nothing of any recording."""
    from skelbench.choreography import GENERATOR_VERSION
    from skelbench.paths import results_folder
    from skelbench.records import write_json
    from skelbench.training import JointRecipe

    settings = {"generator": GENERATOR_VERSION, **figures["training"], "recipe": JointRecipe()}
    sets = {name: value for name, value in figures.items() if name != "training"}
    results_folder().mkdir(parents=True, exist_ok=True)
    write_json(results_folder() / "choreography.json", {**_provenance(threads), "settings": settings, **sets})


def _provenance(threads: int) -> dict[str, Any]:
    """The commit, the versions and the kind of machine that figures hang on."""
    import os

    from skelbench.training import hardware, versions

    machine = {**hardware(), "threads": threads, "cores": os.cpu_count()}
    return {"commit": commit(), "versions": versions(), "machine": machine}


def commit() -> str:
    """The project's commit, with "-dirty" where files differ from it; "unknown" outside a checkout."""
    import subprocess

    from skelbench.paths import project_folder

    command = ["git", "-C", str(project_folder()), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except FileNotFoundError:
        return "unknown"
    return done.stdout.strip() or "unknown"


def _tell(name: str, one: TransferFigures) -> None:
    say(f"{name}: {one.accuracy} over {len(one.by_seed)} seeds ({', '.join(f'{a:.3f}' for a in one.by_seed)})")
    for given, read, count in one.confusions[:8]:
        print(f"    {given} read as {read}: {count:.1f} clips")
