"""`skelbench teach`: a model behind a server writes reasons for clips of known labels, one a line of a file."""

from __future__ import annotations

from pathlib import Path

import typer

from skelbench.cli.app import print_json, say
from skelbench.cli.served import served_figures, served_model, server_config

__all__ = ["teach"]

_SHOWN = 3  # reasons of refusal on the terminal; --json has them all


def teach(
    out: Path = typer.Option(..., "--out", "-o", help="The file that grows: JSON, one clip a line, author teacher."),
    server: str = typer.Option(..., help="An OpenAI-compatible server's address (.../v1), or its card (.toml)."),
    dataset: str = typer.Option(..., help="A clip source: choreography:..., folder, or a recorded set: its dev split."),
    data: Path | None = typer.Option(None, help="The folder of a recorded set."),
    model_name: str = typer.Option("", help="The model's name at the server."),
    key_variable: str = typer.Option("", help="The environment variable that holds the server's key."),
    workers: int = typer.Option(1, min=1, help="Requests at once."),
    as_json: bool = typer.Option(False, "--json", help="Machine-readable output, alone on stdout."),
) -> None:
    """Write a teacher's reasons for every clip of a set; run again, it goes on where it stopped."""
    from tqdm import tqdm

    from skelbench.datasets import judged_clips
    from skelbench.errors import ParameterError
    from skelbench.executor import ThreadExecutor
    from skelbench.reasoning import Taught, write_taught

    if not out.parent.is_dir():
        raise ParameterError(f"Expected a folder to write the file in, found no folder {out.parent}")
    clips, model = judged_clips(dataset, data).clips, served_model(server_config(server, model_name, key_variable))
    teacher = f"{model.config.model} at {model.config.host}"
    done = Taught(0, 0, ())
    with tqdm(desc="teaching", total=len(clips), leave=False, disable=as_json) as bar:
        for done in write_taught(model.teach, teacher, clips, out, ThreadExecutor(workers)):
            bar.update()
            bar.set_postfix(refused=len(done.refused), cost=f"{model.spending.cost:.4f}")
    if as_json:
        print_json({"path": str(out), "written": done.written, "found": done.found, "refused": done.refused,
                    "server": served_figures(model)})  # fmt: skip
        return
    say(f"{out}: {done.written} texts written, {done.found} there before, {len(done.refused)} refused")
    for clip, reason in done.refused[:_SHOWN]:
        say(f"  {clip}: {reason}")
