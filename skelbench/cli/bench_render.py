"""`skelbench bench render`: what a picture costs, beside OpenCV, matplotlib, heat maps and the arithmetic's floor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

__all__ = ["QUICK", "render"]

QUICK = {"people": (1,), "sizes": (56,), "repeats": 2, "seconds": 0.0}


def render(
    people: str = typer.Option("1,2", help="How many people, separated by commas."),
    sizes: str = typer.Option("112,224,448", help="Pixels on a side, separated by commas."),
    backends: str = typer.Option("reference,cpu,torch,cuda", help="Those that run here are timed; cpu always is."),
    repeats: int = typer.Option(20, min=1, help="Runs of each figure at least; the least counts."),
    seed: int = typer.Option(0, help="Of the motion that is drawn."),
    quick: bool = typer.Option(False, "--quick", help="One small case and few runs: does it work at all?"),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Time one clip of 12 frames, forward and backward, on one thread; processor milliseconds."""
    import torch
    from tqdm import tqdm

    from skelbench.cli.app import print_json
    from skelbench.render.measure import BenchPlan, machine, measured_cases

    torch.set_num_threads(1)
    wanted: dict[str, Any] = {"people": _numbers(people), "sizes": _numbers(sizes), "repeats": repeats}
    plan = BenchPlan(**(wanted | (QUICK if quick else {})), backends=tuple(backends.split(",")), seed=seed)
    total = len(plan.people) * len(plan.sizes)
    cases = list(tqdm(measured_cases(plan), total=total, unit="case", desc="drawing", leave=False, disable=json))
    record = {"seed": seed, "repeats": plan.repeats, **machine(), "cases": cases}
    if json:
        print_json(record)
    else:
        _tell(record)


def _numbers(text: str) -> tuple[int, ...]:
    from skelbench.errors import ParameterError

    words = [word.strip() for word in text.split(",")]
    if not all(word.isdecimal() and int(word) for word in words):
        raise ParameterError(f"Expected whole numbers above 0 separated by commas, found '{text}'")
    return tuple(int(word) for word in words)


def _tell(record: dict[str, Any]) -> None:
    print("one clip of 12 frames, milliseconds of processor time on one thread; x: times OpenCV's lines")
    print(f"{'people size':>11}  {'forward':>14}  {'with backward':>14}  {'front end':>9}  {'floor':>12}  "
          f"{'OpenCV':>7}  {'matplotlib':>10}  {'heat maps':>9}  {'reference':>9}  {'peak':>6}")  # fmt: skip
    for case in record["cases"]:
        print(_line(case))
    for case in record["cases"]:
        others = {name: figures for name, figures in case["backends"].items() if name not in ("cpu", "reference")}
        for name, figures in (others | case["renderers"]).items():
            listed = ", ".join(f"{key.removesuffix('_ms')} {figure:.2f}" for key, figure in figures.items())
            print(f"{case['people']:>6} {case['size']:>4}  {name}: {listed}")
    told = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    print(f"seed {record['seed']}; {told}; {_kind(record['hardware'])}")


def _line(case: dict[str, Any]) -> str:
    def against(figure: float) -> str:
        return f"{figure:7.2f} {figure / case['opencv_ms']:5.2f}x"

    reference = case["reference_forward_ms"]
    told: Sequence[str] = (
        f"{case['people']:>6} {case['size']:>4}", f"{against(case['forward_ms'])}",
        f"{against(case['forward_backward_ms'])}", f"{case['front_end_ms']:9.2f}",
        f"{case['floor_ms']:6.2f} {case['floor_ms'] / case['forward_ms']:5.0%}", f"{case['opencv_ms']:7.2f}",
        f"{case['matplotlib_ms']:10.1f}", f"{case['heatmap_ms']:9.1f}",
        f"{reference:9.0f}" if reference is not None else f"{'-':>9}", f"{case['peak_mb']:3.0f} MB",
    )  # fmt: skip
    return "  ".join(told)


def _kind(hardware: dict[str, Any]) -> str:
    return f"{hardware['cores']} {hardware['machine']} cores, " + (hardware["gpu"] or "no GPU")
