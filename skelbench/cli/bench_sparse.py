"""`skelbench bench sparse`: what leaving the background out saves, and what it changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from skelbench.cli.app import print_json

if TYPE_CHECKING:
    from skelbench.evaluation import Evaluation
    from skelbench.models import SkeletonLLM

__all__ = ["large_model", "paired_accuracy", "sparse"]

_CLIPS = "choreography:seed=41,clips={},split=held_out,actions=trained,topologies=mixed,styles=base"
_LARGE_FRAMES = 12  # as published


def sparse(
    pixels: list[int] = typer.Option([112, 224, 448], help="Side of the pictures of new random networks; repeatable."),
    clips: int = typer.Option(4, min=1, help="Clips, read one at a time."),
    repeats: int = typer.Option(5, min=1, help="Runs of each way, taking turns; the fastest counts."),
    model: str = typer.Option("", help="A model folder to compare both ways of reading by accuracy; timed too."),
    data: str = typer.Option("", help="A clip source for that; held-out choreography when empty."),
    path: Path | None = typer.Option(None, help="The clip source's own folder, where it needs one."),
    large: bool = typer.Option(False, help="A random network of the size of InternVL3-8B at 448 pixels, on a GPU."),
    threads: int = typer.Option(1, help="Threads of the arithmetic."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Tokens, seconds and scores of the sparse way of reading beside the dense one."""
    import torch

    from skelbench.datasets import load
    from skelbench.models import load_model
    from skelbench.models.sparse_costs import sparse_costs
    from skelbench.render.measure.clock import machine

    torch.set_num_threads(threads)
    sequences = [clip.sequence for clip in load(_CLIPS.format(clips))]
    if large:
        models = [large_model()]
    elif model:
        models = [load_model(model)]
    else:
        models = [_new_model(side) for side in pixels]
    rows = [sparse_costs(one, sequences, repeats).to_json() for one in models]
    accuracy = paired_accuracy(models[0], data or _CLIPS.format(400), path) if model else None
    if json:
        print_json({"costs": rows, "accuracy": accuracy, "threads": threads, **machine()})
        return
    for row in rows:
        print(
            f"{row['pixels']} pixels: {row['tokens_sparse']:.0f} of {row['tokens_dense']:.0f} tokens, "
            f"{row['seconds_sparse']:.4f} s instead of {row['seconds_dense']:.4f} s: {row['saving']:.0%} saved, "
            f"{row['allowed_saving']:.0%} allowed; worst difference {row['worst_log_prob_difference']:.1e} nats"
        )
    if accuracy:
        print(f"accuracy sparse minus dense: {accuracy['difference']:+.3f} {accuracy['difference_interval']}")


def _new_model(pixels: int) -> SkeletonLLM:
    """The default recipe's shape at another picture size, random weights, evaluation mode."""
    from dataclasses import replace

    from skelbench.datasets import load
    from skelbench.training import build_model, read_recipe

    recipe = read_recipe("default")
    labels = tuple(dict.fromkeys(load(recipe.data).labels))[:10]
    shape = replace(recipe.shape, image_size=pixels, patches="foreground")
    return build_model(replace(recipe, shape=shape), labels).eval().requires_grad_(False)


def large_model(device: str = "cuda") -> SkeletonLLM:
    """A SkeletonLLM around a random network of InternVL3-8B's size.

    Raises:
        ParameterError: there is no CUDA device.
    """
    from dataclasses import replace

    import torch

    from skelbench.errors import ParameterError
    from skelbench.models import SkeletonLLM
    from skelbench.models.backbones import InternVLBackbone
    from skelbench.models.sparse_costs import internvl3_8b

    if device == "cuda" and not torch.cuda.is_available():
        raise ParameterError("A network of this size is timed on a CUDA device, found none: leave out --large")
    small = _new_model(112)
    layout = InternVLBackbone.layout
    tokens = {
        name: int(small.tokenizer.convert_tokens_to_ids(token))
        for name, token in (("image", layout.image), ("end", layout.end), ("pad", layout.pad))
    }
    network = internvl3_8b(tokens, 151674, device, torch.bfloat16)
    settings = replace(small.settings, frames=_LARGE_FRAMES)
    model = SkeletonLLM(small.renderer, InternVLBackbone(network, "family"), small.tokenizer, settings)
    return model.to(device).eval().requires_grad_(False)


def paired_accuracy(model: SkeletonLLM, data: str, path: Path | None) -> dict[str, Any]:
    """Accuracy of a model read sparsely beside the same model read densely, clip by clip."""
    from dataclasses import replace

    from skelbench.datasets import load
    from skelbench.evaluation import compare_evaluations, evaluate_batches, model_reader

    clips, own = load(data, path), model.settings

    def read(patches: Literal["all", "foreground"]) -> Evaluation:
        model.settings = replace(own, patches=patches)
        return evaluate_batches(model_reader(model), clips)

    try:
        compared = compare_evaluations(read("foreground"), read("all"))
    finally:
        model.settings = own
    return {"clips_name": data, "trained_with": own.patches, **compared.to_json()}
