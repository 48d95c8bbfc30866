"""`skelbench info`: what a recording holds, every guess made in reading it, and what is wrong with it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from skelbench.cli.app import print_json
from skelbench.errors import ParameterError
from skelbench.formats import read
from skelbench.formats.reader import Said
from skelbench.skeleton import SkeletonSequence, check_quality

__all__ = ["describe", "info", "numbers_of"]

MOST_PROBLEMS = 12  # lines; JSON has them all


def info(
    file: Path = typer.Argument(help="A recording: a file, or a folder of frames."),
    format: str | None = typer.Option(None, help="The format's name; recognised by content unless given."),
    card: Path | None = typer.Option(None, help="A topology card (TOML) for a plain table."),
    camera: str | None = typer.Option(None, help="Which camera of a folder of several."),
    clip: str | None = typer.Option(None, help="Which clip of a file of several."),
    whole: bool = typer.Option(False, "--whole", help="Face and hands too, where a detector wrote them."),
    people: str | None = typer.Option(None, help="Whom to keep of several, by the numbers it lists: 1,3."),
    body_model: Path | None = typer.Option(None, help="Your SMPL-H model (npz), or a folder of one for each gender."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output, alone on stdout."),
) -> None:
    """Say what a recording holds, every guess made in reading it, and every problem found in it."""
    detail: Literal["whole"] | None = "whole" if whole else None
    said: Said = {
        "card": card, "camera": camera, "clip": clip, "detail": detail, "people": numbers_of(people),
        "body_model": body_model,
    }  # fmt: skip
    found = describe(read(file, format, **said))
    if json:
        print_json(found)
    else:
        _show(file, found)


def numbers_of(people: str | None) -> tuple[int, ...] | None:
    """The numbers in '1,3'.

    Raises:
        ParameterError: something in it is no number from 1.
    """
    if people is None:
        return None
    words = [word.strip() for word in people.split(",")]
    if not all(word.isdecimal() and word.isascii() and len(word) < 7 and int(word) for word in words):
        raise ParameterError(f"Expected --people as numbers from 1 with commas between, such as 1,3; found '{people}'")
    return tuple(int(word) for word in words)


def describe(sequence: SkeletonSequence) -> dict[str, Any]:
    """What `info` says about a sequence, as plain values."""
    source, space = sequence.source, sequence.space
    return {
        "format": None if source is None else source.format,
        "frames": sequence.frames,
        "people": sequence.people,
        "joints": len(sequence.topology.joints),
        "dimensions": sequence.dimensions,
        "unit": space.unit,
        "fps": None if math.isnan(sequence.fps) else round(sequence.fps, 4),
        "duration_s": round(sequence.duration, 6),
        "topology": sequence.topology.name,
        "human": sequence.topology.is_human,
        "joint_names": sequence.topology.joints,
        "space": {"up": space.up, "handedness": space.handedness, "frame": space.frame},
        "missing_share": round(float(1 - sequence.valid.mean()), 6),
        "present_share": [round(float(share), 6) for share in sequence.present.mean(0)],
        "label": sequence.label,
        "subject": sequence.subject,
        "has_truth": sequence.truth is not None,
        "guesses": sequence.guesses,
        "history": sequence.history,
        "notes": ["a recording of one frame: it has no motion to explain"] if sequence.frames == 1 else [],
        "problems": [problem.sentence for problem in check_quality(sequence).problems],
        "source": source,
        "content_hash": sequence.content_hash,
    }


def _show(file: Path, found: dict[str, Any]) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, text in _rows(found):
        table.add_row(name, escape(text))
    console = Console()
    console.print(escape(str(file)), style="bold", highlight=False, soft_wrap=True)
    console.print(table)


def _rows(found: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and text of each line, for people."""
    space = found["space"]
    rate = "" if found["fps"] is None else f" at {found['fps']:g} per second, {found['duration_s']:.2f} s"
    shares = ", ".join(f"{share:.0%}" for share in found["present_share"])
    rows = [
        ("format", str(found["format"])),
        ("frames", f"{found['frames']}{rate}"),
        ("people", f"{found['people']} (seen in {shares} of the frames)"),
        ("joints", f"{found['joints']} of {found['topology']}, {found['dimensions']}-D"),
        ("missing joints", f"{found['missing_share']:.1%}"),
        ("space", f"{found['unit']}, {space['up']} up, {space['handedness']}-handed, {space['frame']} frame"),
        ("label", found["label"] or "none"),
    ]
    rows += [("guessed", guess) for guess in found["guesses"]] or [("guessed", "nothing")]
    rows += [("changed", change) for change in found["history"]]
    rows += [("note", note) for note in found["notes"]]
    problems = found["problems"]
    rows += [("problem", problem) for problem in problems[:MOST_PROBLEMS]] or [("problem", "none found")]
    if len(problems) > MOST_PROBLEMS:
        rows.append(("problem", f"... and {len(problems) - MOST_PROBLEMS} more: --json lists them all"))
    return [*rows, ("sha256", found["source"].sha256 if found["source"] else "none")]
