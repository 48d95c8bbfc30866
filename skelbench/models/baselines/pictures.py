"""Pictures as a reader: any renderer before the vision-language model, trained with it or left as it starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from skelbench.errors import ModelError
from skelbench.models.backbones import BACKBONES
from skelbench.models.baselines.baseline import BASELINES, Baseline, BaselineKind
from skelbench.models.baselines.from_scratch import ScratchConfig, new_backbone
from skelbench.models.loading import default_model_folder, load_model
from skelbench.models.prompts import RECOGNITION, prompt_before_answer
from skelbench.models.settings import ModelSettings
from skelbench.models.skeleton_llm import SkeletonLLM
from skelbench.render import Clip, renderer_from, settings_of
from skelbench.skeleton import Topology

__all__ = ["BLACK", "PicturesConfig", "PicturesReader", "lit_blocks"]

BLACK = 0.5 / 255  # a block no pixel of which is brighter would be all zeros in a picture of eight bits
DEFAULT = "default"  # `start` from the model that ships


@dataclass(frozen=True)
class PicturesConfig(ScratchConfig):
    """What is drawn, what of it is trained, and where the weights start."""

    renderer: Mapping[str, Any] = field(default_factory=dict)  # its kind (draction), its config's fields
    trains_renderer: bool = True  # where it has parameters
    sparse: bool = True  # blocks of patches that nothing was drawn on never enter tower or language model
    start: str = ""  # a model folder, or "default" for the one that ships; empty: random weights


def lit_blocks(frames: Float[Tensor, "B F 3 H W"], tokens: int) -> Bool[Tensor, "B F K"]:
    """Which of the K = `tokens` square blocks of every picture, row by row, something was drawn on."""
    side = int(tokens**0.5)
    pixels = frames.shape[-1] // side
    brightest = torch.nn.functional.max_pool2d(frames.detach().flatten(0, 1).amax(1, keepdim=True), pixels)
    return (brightest > BLACK).reshape(*frames.shape[:2], tokens)


class PicturesReader(Baseline):
    """Every label scored by its own log-probability after the pictures and the recognition question."""

    precision, rounded = "bf16", "backbone"

    def __init__(self, labels: Sequence[str], topology: Topology, config: PicturesConfig) -> None:
        super().__init__(labels, topology)
        self.config = config
        self.model = _started(config) if config.start else _from_scratch(config, self.labels)
        self.model.requires_grad_(True)
        self.model.renderer.requires_grad_(config.trains_renderer)
        self.packed = self.model.pack(self.model.question(self.labels))

    def forward(self, clips: Sequence[Clip]) -> Float[Tensor, "B C"]:
        """Sums of log p over the tokens of every label."""
        with torch.autocast(self.model.device.type, enabled=False):  # pixels need float32
            frames = self.pictures(clips)
        blocks = self._blocks(frames)
        return self.packed.sum_by_choice(self.model.backbone.read(frames, self.packed, blocks)[0])

    def pictures(self, clips: Sequence[Clip]) -> Float[Tensor, "B F 3 H W"]:
        """What the model looks at."""
        return torch.cat(self.model.renderer.draw(list(clips)))

    def loss(self, scores: Float[Tensor, "B C"], labels: Int[Tensor, " B"]) -> Tensor:
        """The language model's own: minus log p of the label's tokens, in nats a clip."""
        return -scores.gather(1, labels[:, None]).mean()

    def tokens(self, clips: Sequence[Clip]) -> float:
        """Tokens a clip, the question's and those of the blocks that are read; labels that are scored apart."""
        frames = self.pictures(clips)
        blocks = self._blocks(frames)
        image = int((self.packed.ids == self.model.backbone.image_token).sum())
        read = float(image) if blocks is None else float(blocks.flatten(1).sum(1).double().mean())
        return self.packed.prefix - image + read

    def watched(self) -> dict[str, Tensor]:
        """The renderer's parameters."""
        return dict(self.model.renderer.named_parameters())

    def _blocks(self, frames: Float[Tensor, "B F 3 H W"]) -> Bool[Tensor, "B F K"] | None:
        return lit_blocks(frames, self.model.backbone.tokens_per_frame) if self.config.sparse else None


def _started(config: PicturesConfig) -> SkeletonLLM:
    model = load_model(default_model_folder() if config.start == DEFAULT else config.start)
    if (model.settings.frames, model.backbone.image_size) != (config.frames, config.image_size):
        raise ModelError(
            f"Expected a model of {config.frames} frames of {config.image_size} pixels to start from, found "
            f"{model.settings.frames} of {model.backbone.image_size} in '{config.start}': say its numbers in the row"
        )
    model.rejection = None  # it was fitted to weights that are about to change
    return model


def _from_scratch(config: PicturesConfig, labels: tuple[str, ...]) -> SkeletonLLM:
    prompt = prompt_before_answer(RECOGNITION, config.frames, 1, BACKBONES[config.family].layout)
    backbone, tokenizer = new_backbone(config, [prompt, *labels] * 20)
    renderer = renderer_from(config.renderer)
    settings = ModelSettings(
        name="comparison", choices=labels, frames=config.frames, normalise="imagenet",
        renderer={name: value for name, value in settings_of(renderer).items() if name != "threads"},
    )  # fmt: skip
    return SkeletonLLM(renderer, backbone, tokenizer, settings)


BASELINES.register("pictures")(
    BaselineKind("any renderer before a vision-language model", PicturesReader, PicturesConfig)
)
