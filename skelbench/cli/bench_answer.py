"""`skelbench bench answer`: how long one waits for an answer."""

from __future__ import annotations

import typer

from skelbench.cli.app import print_json

__all__ = ["answer"]

_CLIPS = "choreography:seed=42,clips={},split=held_out,actions=trained,topologies=mixed,styles=base"


def answer(
    model: str = typer.Option("", help="A model folder or hub id; the shipped model when empty."),
    clips: int = typer.Option(64, min=1, help="Clips that are answered together."),
    choices: int = typer.Option(10, min=2, help="Labels to choose among."),
    tokens: int = typer.Option(80, min=1, help="Tokens of the written reason; writing does not stop before."),
    repeats: int = typer.Option(5, min=1, help="Runs of each; the fastest counts."),
    threads: int = typer.Option(2, help="Threads of the arithmetic."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Seconds by the clock, then of processors: one clip answered, the same with a reason, many clips together."""
    import torch

    from skelbench.datasets import load
    from skelbench.models import load_model
    from skelbench.models.prompts import RATIONALE
    from skelbench.render.measure.clock import least_ms, least_wall_ms, machine

    torch.set_num_threads(threads)
    read = load_model(model or None)
    sequences = [clip.sequence for clip in load(_CLIPS.format(clips))]
    labels = tuple(read.choices[:choices])

    def with_reason() -> None:
        read.answer(sequences[0], labels)
        read.write(sequences[:1], RATIONALE[0], tokens, stop_at_end=False)

    works = [lambda: read.answer(sequences[0], labels), with_reason, lambda: read.answer_all(sequences, labels)]
    one, reasoned, many = (ms / 1000 for ms in least_wall_ms(works, repeats))
    found = {"one_s": one, "one_with_reason_s": reasoned, "many_s": many}
    found |= {
        name.replace("_s", "_processor_s"): least_ms(work, repeats) / 1000
        for name, work in zip(found, works, strict=True)
    }
    if json:
        about = {"model": read.settings.name, "clips": clips, "choices": len(labels), "tokens": tokens}
        print_json({**about, "threads": threads, **found, **machine()})
        return
    print(f"one clip among {len(labels)} choices, {tokens} written tokens after it, {clips} clips together:")
    for name, seconds in found.items():
        print(f"{name:>28}  {seconds:.3f}")
