"""What leaving out the background saves: tokens, time, and how far the scores are from the dense tower's, masked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import InternVLConfig, InternVLForConditionalGeneration, InternVLVisionConfig, Qwen2Config

from skelbench.models.backbones import Backbone
from skelbench.models.foreground import keep_tokens
from skelbench.models.masked import masked_log_probs
from skelbench.models.packing import PackedQuestion
from skelbench.models.skeleton_llm import SkeletonLLM
from skelbench.skeleton import SkeletonSequence

__all__ = ["SparseCosts", "internvl3_8b", "sparse_costs"]


@dataclass(frozen=True)
class SparseCosts:
    """Of one clip read at a time, prefill to choice scores; seconds of the fastest run, mean over clips."""

    pixels: int  # of a picture's side
    patches: tuple[float, float]  # the tower reads, dense and sparse, mean over clips
    tokens: tuple[float, float]  # the language model reads, dense and sparse, mean over clips
    seconds: tuple[float, float]  # dense and sparse
    saving: float  # share of the dense time
    allowed: float  # what the counts allow: each part's dense time times the share of its tokens left out
    worst_difference: float  # nats, of any choice's log-probability, against the dense tower with the dropped masked
    memory_mb: tuple[float, float] | None = None  # at most, on a device that tells

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        pairs = {"patches": self.patches, "tokens": self.tokens, "seconds": self.seconds, "memory_mb": self.memory_mb}
        named = {
            f"{name}_{how}": None if pair is None else pair[place]
            for name, pair in pairs.items()
            for place, how in enumerate(("dense", "sparse"))
        }
        return {
            "pixels": self.pixels, **named, "saving": self.saving, "allowed_saving": self.allowed,
            "share_of_allowed": self.saving / self.allowed if self.allowed else None,
            "worst_log_prob_difference": self.worst_difference,
        }  # fmt: skip


@torch.no_grad()
def sparse_costs(model: SkeletonLLM, sequences: Sequence[SkeletonSequence], repeats: int = 5) -> SparseCosts:
    """Read every clip densely and sparsely, taking turns; pictures are drawn beforehand.

    Raises:
        ModelError: the family's tower cannot leave patches out.
    """
    packed = model.pack(model.question())
    return _summed_up(model.backbone, packed, [_costs_of(model, packed, one, repeats) for one in sequences])


def _costs_of(model: SkeletonLLM, packed: PackedQuestion, sequence: SkeletonSequence, repeats: int) -> dict[str, float]:
    """Seconds of both ways and of the dense parts, tokens kept, the worst difference, memory."""
    backbone = model.backbone
    positions, scene = model.draw(sequence)
    (drawn,) = model.renderer.draw_patches([(positions.to(model.device), scene)], backbone.patch)
    frames, kept = drawn.pictures(), backbone.see_patches(drawn.patches, drawn.mask)[1]
    whole, everything = backbone.see(backbone.prepare(frames)).flatten(0, 1), torch.ones_like(kept)
    ways: dict[str, Callable[[], object]] = {
        "dense": lambda: backbone.read(frames, packed),
        "sparse": lambda: backbone.read_patches(drawn.patches, drawn.mask, packed),
        "tower": lambda: backbone.see(backbone.prepare(frames)),
        "language": lambda: backbone.read_tokens(whole, everything, packed),
    }
    masked = packed.sum_by_choice(masked_log_probs(backbone, frames, packed, kept))
    sums = packed.sum_by_choice(backbone.read_patches(drawn.patches, drawn.mask, packed)[0])
    return {
        **dict(zip(ways, _fastest(list(ways.values()), repeats, model.device), strict=True)),
        "blocks": float(kept.sum()),
        "tokens": float(keep_tokens(packed, backbone.image_token, kept).index.shape[1]),
        "difference": float((sums - masked).abs().max()),
        "memory_dense": _peak_mb(ways["dense"], model.device),
        "memory_sparse": _peak_mb(ways["sparse"], model.device),
    }


def _summed_up(backbone: Backbone, packed: PackedQuestion, rows: Sequence[Mapping[str, float]]) -> SparseCosts:
    mean = {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}
    blocks, patches = int((packed.ids == backbone.image_token).sum()), (backbone.image_size // backbone.patch) ** 2
    per_block, tokens = patches / backbone.tokens_per_frame, len(packed.ids)
    left_out = mean["tower"] * (1 - mean["blocks"] / blocks) + mean["language"] * (1 - mean["tokens"] / tokens)
    return SparseCosts(
        pixels=backbone.image_size,
        patches=(blocks * per_block, mean["blocks"] * per_block),
        tokens=(tokens, mean["tokens"]),
        seconds=(mean["dense"], mean["sparse"]),
        saving=1 - mean["sparse"] / mean["dense"],
        allowed=left_out / (mean["tower"] + mean["language"]),
        worst_difference=max(row["difference"] for row in rows),
        memory_mb=(mean["memory_dense"], mean["memory_sparse"]) if mean["memory_dense"] else None,
    )


def _fastest(parts: Sequence[Callable[[], object]], repeats: int, device: torch.device) -> list[float]:
    """Seconds of the fastest run of each part, taking turns: processor time, on other devices the clock's."""
    best = [float("inf")] * len(parts)
    for round_ in range(repeats + 1):
        for place, part in enumerate(parts):
            before = _now(device)
            part()
            if round_:
                best[place] = min(best[place], _now(device) - before)
    return best


def _peak_mb(part: Callable[[], object], device: torch.device) -> float:
    """Megabytes (10^6 bytes) the device holds at most meanwhile, weights and all; 0 where it does not tell."""
    if device.type != "cuda":
        return 0.0
    torch.cuda.reset_peak_memory_stats(device)
    part()
    return torch.cuda.max_memory_allocated(device) / 1e6


def _now(device: torch.device) -> float:
    if device.type == "cpu":
        return time.process_time()
    torch.cuda.synchronize(device)
    return time.perf_counter()


def internvl3_8b(tokens: Mapping[str, int], vocabulary: int, device: str, dtype: torch.dtype) -> Any:
    """A random network of InternVL3-8B's size (Zhu et al. 2025, arXiv 2504.10479): its tower of 0.3 B, Qwen2.5's 7 B.

    `tokens` as in `Backbone.tiny`.
    """
    vision = InternVLVisionConfig(
        hidden_size=1024, num_hidden_layers=24, num_attention_heads=16, intermediate_size=4096, image_size=[448, 448],
        patch_size=[14, 14],
    )  # fmt: skip
    text = Qwen2Config(
        vocab_size=vocabulary, hidden_size=3584, num_hidden_layers=28, num_attention_heads=28, num_key_value_heads=4,
        intermediate_size=18944, max_position_embeddings=32768, tie_word_embeddings=False,
        eos_token_id=tokens["end"], pad_token_id=tokens["pad"], bos_token_id=None,
    )  # fmt: skip
    config = InternVLConfig(
        vision_config=vision, text_config=text, image_token_id=tokens["image"], image_seq_length=256,
        downsample_ratio=0.5, tie_word_embeddings=False,
    )  # fmt: skip
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with torch.device(device):
            return InternVLForConditionalGeneration(config)
    finally:
        torch.set_default_dtype(before)
