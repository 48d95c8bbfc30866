"""The table of a comparison: every row with its interval and its cost, and pairs of rows on the same clips."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from skelbench.evaluation import bootstrap_interval, mcnemar_exact, paired_bootstrap
from skelbench.records import read_json
from skelbench.training.comparison.contest import Contest, TestReading
from skelbench.training.comparison.grid import Row
from skelbench.training.run import hardware, versions

__all__ = ["comparison_table", "rows_to_repeat"]

FloatArray = npt.NDArray[np.float64]


def comparison_table(contest: Contest, commit: str = "unknown") -> dict[str, Any]:
    """Rows whose test was opened, best first, as plain values below 200 kB; holds no clip and no coordinate.

    Intervals are 95 %, bootstrapped over performances (what several cameras saw at once is drawn together); with
    several seeds a clip counts by the share of seeds that read it. `pairs` are all pairs, the better one first: the
    difference on the same clips with its interval, and McNemar's exact test of the first seeds, clips independent.
    """
    grid, done = contest.grid, [(row, _opened(contest, row)) for row in contest.grid.rows]
    opened = [(row, readings) for row, readings in done if readings]
    groups = list(contest.test_clips.performances)
    right = {row.name: np.array([_right(contest, one) for one in readings.values()]) for row, readings in opened}
    order = sorted(opened, key=lambda pair: -right[pair[0].name].mean())
    return {
        "schema": 1, "grid": grid.name, "title": grid.title, "commit": commit, "versions": versions(),
        "machine": hardware(), "sources": {"train": grid.train, "choose": grid.choose, "test": grid.test},
        "budget": vars(grid.budget), "frames": grid.frames, "image_size": grid.image_size,
        "labels": list(contest.labels), "clips": len(groups), "performances": len(set(groups)),
        "rows": [_row(contest, row, readings, right[row.name]) for row, readings in order],
        "pairs": [_pair(one, two, right, groups) for one, two in combinations([row.name for row, _ in order], 2)],
        "missing": [row.name for row, readings in done if not readings],
    }  # fmt: skip


def rows_to_repeat(table: dict[str, Any]) -> list[str]:
    """Rows whose difference from the best may be none: those that deserve more seeds."""
    best = [table["rows"][0]["name"]] if table["rows"] else []
    return best + [pair["second"] for pair in table["pairs"] if pair["first"] in best and pair["interval"][0] <= 0]


def _opened(contest: Contest, row: Row) -> dict[int, TestReading]:
    paths = {seed: contest.root / row.slug / f"seed-{seed}" / "test.json" for seed in row.seeds}
    return {seed: TestReading(**read_json(path)) for seed, path in paths.items() if path.exists()}


def _right(contest: Contest, reading: TestReading) -> list[float]:
    answers = contest.test_clips.answers
    return [float(given == wanted) for given, wanted in zip(reading.best(), answers, strict=True)]


def _row(contest: Contest, row: Row, readings: dict[int, TestReading], right: FloatArray) -> dict[str, Any]:
    folder = contest.root / row.slug
    records = [read_json(folder / f"seed-{seed}" / "record.json") for seed in readings]
    tried = {f"{rate:g}": read_json(folder / f"try-{rate:g}" / "record.json")["figures"] for rate in row.learning_rates
             if (folder / f"try-{rate:g}" / "record.json").exists()}  # fmt: skip
    figures, answers = records[0]["figures"], np.array(contest.test_clips.answers)
    share = right.mean(0)
    by_label = {
        label: float(share[answers == number].mean())
        for number, label in enumerate(contest.labels)
        if (answers == number).any()
    }
    found = bootstrap_interval(share, groups=list(contest.test_clips.performances))
    return {
        "name": row.name, "reader": row.reader, "settings": dict(row.settings), "pretrained": row.pretrained,
        "accuracy": found.estimate, "interval": [found.lower, found.upper], "macro_accuracy": _mean(by_label.values()),
        "by_seed": {str(seed): float(one.mean()) for seed, one in zip(readings, right, strict=True)},
        "by_label": by_label, "learning_rate": records[0]["recipe"]["lesson"]["learning_rate"],
        "tried": {rate: {key: found[key] for key in ("accuracy", "cpu_seconds")} for rate, found in tried.items()},
        "cpu_seconds": _mean(record["figures"]["cpu_seconds"] for record in records),
        "parameters": figures["parameters"], "trained_parameters": figures["trained_parameters"],
        "tokens": _mean(reading.tokens for reading in readings.values()),
        "opened": sorted(reading.opened for reading in readings.values()),
    }  # fmt: skip


def _mean(values: Any) -> float:
    return float(np.mean(list(values)))


def _pair(first: str, second: str, right: Mapping[str, FloatArray], groups: list[str]) -> dict[str, Any]:
    gap = paired_bootstrap(right[first].mean(0), right[second].mean(0), groups=groups)
    test = mcnemar_exact(right[first][0], right[second][0])
    return {
        "first": first, "second": second, "difference": gap.estimate, "interval": [gap.lower, gap.upper],
        "only_first": test.only_first, "only_second": test.only_second, "mcnemar_p": test.p_value,
    }  # fmt: skip
