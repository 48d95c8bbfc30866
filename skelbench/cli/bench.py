"""`skelbench bench ...`: hold renderer, rules and explanations against references, truths and controls."""

from __future__ import annotations

from pathlib import Path

import typer

from skelbench.cli.app import print_json
from skelbench.cli.bench_answer import answer
from skelbench.cli.bench_choreography import choreography
from skelbench.cli.bench_claims import claims
from skelbench.cli.bench_explain import explain
from skelbench.cli.bench_formats import formats
from skelbench.cli.bench_motion import motion
from skelbench.cli.bench_recover import recover
from skelbench.cli.bench_render import render
from skelbench.cli.bench_rules import rules
from skelbench.cli.bench_sparse import sparse
from skelbench.cli.bench_strokes import strokes
from skelbench.cli.bench_train import train
from skelbench.cli.bench_truth import truth
from skelbench.errors import FormatError

__all__ = ["app", "golden"]

app = typer.Typer(no_args_is_help=True, help="Hold renderer, rules and explanations against references.")


app.command()(rules)
app.command()(answer)
app.command()(train)
app.command()(claims)
app.command()(explain)
app.command()(formats)
app.command()(motion)
app.command()(recover)
app.command()(render)
app.command()(sparse)
app.command()(strokes)
app.command()(truth)
app.command()(choreography)


@app.command()
def golden(
    folder: Path = typer.Argument(..., help="Folder with weights (draction_candidate_0N.safetensors) and cases (npz)."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
    backend: str = typer.Option("cpu", help="Compositing backend to judge: cpu, torch, cuda or reference."),
    single: bool = typer.Option(False, "--single", help="Single precision before compositing too (default: double)."),
) -> None:
    """Compare our pictures and gradients with those of the published renderer."""
    from skelbench.render.golden import bar_of, judge_folder

    if not folder.is_dir():
        raise FormatError(f"Expected a folder of weights and golden files, found no folder {folder}")
    cases = judge_folder(folder, backend, "single" if single else "double")
    if json:
        print_json({"cases": cases})
    else:
        for name, figures in cases.items():
            for key, figure in figures.items():
                verdict = "pass" if figure <= bar_of(key) else "FAIL"
                print(f"{name:<12} {key:<32} {figure:9.2e}  at most {bar_of(key):.0e}  {verdict}")
    if any(not figure <= bar_of(key) for figures in cases.values() for key, figure in figures.items()):
        raise typer.Exit(1)
