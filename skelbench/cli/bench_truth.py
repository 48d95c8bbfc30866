"""`skelbench bench truth`: is what choreography says of its motions true, fair and quickly made?"""

from __future__ import annotations

import typer

__all__ = ["truth"]


def truth(
    clips: int = typer.Option(2000, help="Clips whose truth is held against what is measured on them."),
    questions: int = typer.Option(30000, help="Clips whose questions are guessed at."),
    seed: int = typer.Option(0, help="The first clip's seed."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Hold choreography's truth against evidence, its questions against guessing, its decoys against what decides."""
    from tqdm import tqdm

    from skelbench.choreography import GENERATOR_VERSION
    from skelbench.cli.app import print_json
    from skelbench.evaluation import truth_figures

    with tqdm(total=clips, unit="clip", desc="truth", leave=False, disable=json) as bar:
        figures = truth_figures(clips, questions, seed, lambda: bar.update())
    if json:
        print_json({"generator": GENERATOR_VERSION, "seed": seed, **figures})
        return
    for name, speed in figures["clips_per_second"].items():
        print(f"{speed:7.0f} clips a second: {name.replace('_', ' ')}")
    for kind, found in figures["agreement"].items():
        print(f"{kind:>16}: {found['hold']} of {found['checks']} agree with what is measured")
    for kind, found in figures["guessing"].items():
        print(f"{kind:>16}: {', '.join(f'{key} {value}' for key, value in found.items())}")
    print(f"{'decoys':>16}: {', '.join(f'{key} {value}' for key, value in figures['decoys'].items())}")
    for sentence in figures["disagreements"]:
        print(f"disagrees: {sentence}")
