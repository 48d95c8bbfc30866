"""From a recipe to a model folder: train, round to what is shipped, calibrate, measure, write."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from skelbench.models import SkeletonLLM, load_model
from skelbench.paths import build_folder
from skelbench.records import RunRecord
from skelbench.training.build import keep_tokenizer, model_to_train
from skelbench.training.calibrate import calibrate
from skelbench.training.loop import Trainer
from skelbench.training.recipe import Recipe
from skelbench.training.run import RunFolder, hardware, versions
from skelbench.training.sources import load_sources

__all__ = ["calibrate_saved", "make_model"]

_JUDGING = ("held_out", "exposed", "reserve", "unseen")  # clip sources that calibrate and measure


def make_model(
    recipe: Recipe,
    folder: Path,
    *,
    resume: bool = True,
    threads: int = 2,
    show_progress: bool = True,
    paths: Mapping[str, Path] | None = None,
) -> dict[str, Any]:
    """Train (or resume), save in bfloat16, read back, calibrate what was read back, save; returns the figures.

    `paths` are the folders of recorded sets that the recipe's data names.
    """
    torch.set_num_threads(threads)
    run_path = build_folder() / "runs" / recipe.name
    if not resume and run_path.exists():
        shutil.rmtree(run_path)
    run = RunFolder(run_path)
    shutil.copy(recipe.path, run_path / "recipe.toml")
    labels = tuple(dict.fromkeys(load_sources(recipe.data, paths, recipe.shots).labels))
    model = model_to_train(recipe, labels, paths)
    keep_tokenizer(model, run_path / "tokenizer")
    began = time.monotonic()
    _train(model, recipe, run, paths or {}, show_progress)
    model.eval().requires_grad_(False).save_pretrained(folder)
    figures = calibrate_saved(recipe, folder, folder, show_progress=show_progress, paths=paths)
    run.save_record(_record(recipe, "finished", {**figures, "seconds": round(time.monotonic() - began)}))
    return figures


def calibrate_saved(
    recipe: Recipe, saved: Path, folder: Path, *, show_progress: bool = True, paths: Mapping[str, Path] | None = None
) -> dict[str, Any]:
    """Give a saved model its temperature, rejection and figures anew; its weights stay what they are.

    Raises:
        ModelError: `saved` is no model folder.
    """
    model = load_model(saved)
    with tqdm(desc="calibrating", disable=not show_progress, leave=False) as bar:
        calibrate(model, recipe, lambda done, total: bar.update(), paths)
    model.save_pretrained(folder)
    return {**model.settings.figures, **(model.rejection.figures() if model.rejection else {})}


def _train(model: SkeletonLLM, recipe: Recipe, run: RunFolder, paths: Mapping[str, Path], show_progress: bool) -> None:
    with tqdm(total=sum(stage.steps for stage in recipe.stages), desc="training", disable=not show_progress) as bar:

        def report(line: dict[str, Any]) -> None:
            bar.n = line["step"]
            read = {name: f"{task['exact']:.2f}" for name, task in line["tasks"].items()}
            bar.set_postfix(stage=line["stage"], loss=f"{line['loss']:.3f}", **read)

        run.save_record(_record(recipe, "running", {}))
        try:
            Trainer(model, recipe, run, report, paths=paths).run()
        except KeyboardInterrupt:
            run.save_record(_record(recipe, "interrupted", {}))
            raise


def _record(recipe: Recipe, status: str, figures: dict[str, Any]) -> RunRecord:
    return RunRecord(
        name=recipe.name, status=status, recipe={"stages": [stage.as_table() for stage in recipe.stages]},
        data={"train": recipe.data, **{name: source for name in _JUDGING if (source := getattr(recipe, name))}},
        seeds={"run": recipe.seed}, versions=versions(), hardware=hardware(), figures=figures,
    )  # fmt: skip
