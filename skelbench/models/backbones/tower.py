"""A vision tower read patch by patch: the frames of a whole batch as one ragged sequence, each frame for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from skelbench.errors import ModelError
from skelbench.models.backbones.attention import frames_apart

__all__ = ["Layout", "Statistics", "Tower", "lay_out"]

Statistics = tuple[tuple[float, float, float], tuple[float, float, float]]  # mean and standard deviation of R, G, B


@dataclass(frozen=True, eq=False)
class Layout:
    """Where the patches of kept blocks stand in the sequence: frames of equal length lie side by side."""

    groups: tuple[tuple[int, int], ...]  # frames, and blocks of each; frames that keep none are left out
    order: Int[Tensor, " S"]  # which kept block stands there, blocks counted frame by frame
    place: Int[Tensor, "S Q"]  # which patch of its frame stands there, in the order that joins them
    source: Int[Tensor, "S Q"]  # which of the drawn patches it is; their number where it is black


def lay_out(drawn: Bool[Tensor, "M P"], blocks: Int[Tensor, "K Q"]) -> Layout:
    """Keep the blocks of drawn patches; frames of equal counts need no padding, so no token is read for nothing."""
    touched = drawn[:, blocks]  # (M K Q)
    kept = touched.any(2)
    counts = kept.sum(1)
    rank = counts.argsort(stable=True).argsort()
    row, column = kept.nonzero().unbind(1)
    order = rank[row].argsort(stable=True)
    row, column = row[order], column[order]
    number = torch.where(drawn.flatten(), drawn.flatten().cumsum(0) - 1, drawn.sum()).reshape(drawn.shape)
    some, frames = torch.unique(counts[counts > 0], return_counts=True)
    groups = tuple(zip(frames.tolist(), some.tolist(), strict=True))
    return Layout(groups, order, blocks[column], number[row[:, None], blocks[column]])


@dataclass(frozen=True, eq=False)
class Tower:
    """The parts of a vision transformer and of what makes tokens of its features, as a family lays them out."""

    patches: nn.Conv2d  # a patch to its first features
    places: Float[Tensor, "P W"]  # of every patch of a frame
    start: Float[Tensor, " W"] | None  # the class token where there is one, its place added
    layers: nn.ModuleList
    norm: nn.Module
    project: Callable[[Tensor], Tensor]  # features of the patches of a block, one after another, to a token
    blocks: Int[Tensor, "K Q"]  # which patches a token is made of, in the order that joins them
    given: tuple[Any, ...] = ()  # what a layer takes besides its input
    recompute: bool = False  # whether training computes layers again on the way back, and keeps less in memory

    def read(
        self, patches: Float[Tensor, "N 3 p p"], drawn: Bool[Tensor, "M P"], colours: Statistics | None = None
    ) -> Float[Tensor, "S E"]:
        """Image tokens of the blocks that something was drawn on, frame by frame; nothing else is computed.

        Args:
            patches: those of all frames that something was drawn on, frame by frame, row by row.
            drawn: which of a frame's patches they are; patches of their blocks that are not among them are black.
            colours: mean and standard deviation of each channel, where they still are to be normalised. They go into
                the first layer's weights, so that no pass over the pixels is spent on them.
        """
        layout = lay_out(drawn, self.blocks)
        if not layout.groups:
            return self.project(patches.new_zeros(0, self.blocks.shape[1] * self.places.shape[1], dtype=self.dtype))
        weight, bias = self._first_layer(colours)
        features = nn.functional.linear(patches.flatten(1).to(self.dtype), weight, bias)
        features = _Placed.apply(features, bias, layout.source)  # type: ignore[no-untyped-call]
        features = features + nn.functional.embedding(layout.place, self.places)
        seen = self.norm(self._through_layers(features, layout.groups))
        tokens = self.project(self._without_start(seen, layout.groups))
        return _Reordered.apply(tokens, layout.order.argsort())  # type: ignore[no-any-return, no-untyped-call]

    @property
    def dtype(self) -> torch.dtype:
        """Of the weights, and so of the features."""
        return self.patches.weight.dtype

    def _first_layer(self, colours: Statistics | None) -> tuple[Float[Tensor, "W 3pp"], Float[Tensor, " W"]]:
        """Weight and bias, so that black is where all colours are 0: W (x - m) / d + b = (W / d) x + (b - W m / d)."""
        weight, bias = self.patches.weight, self.patches.bias
        bias = weight.new_zeros(len(weight)) if bias is None else bias
        if colours is not None:
            mean, deviation = (torch.tensor(row, device=weight.device)[:, None, None] for row in colours)
            weight = weight / deviation
            bias = bias - (weight * mean).flatten(1).sum(1)
        return weight.flatten(1).to(self.dtype), bias.to(self.dtype)

    def _through_layers(self, features: Tensor, groups: tuple[tuple[int, int], ...]) -> Float[Tensor, "1 L W"]:
        """The sequence of all frames after the last layer, class tokens and all."""
        many, extra = self.blocks.shape[1], 0 if self.start is None else 1
        parts = []
        for (frames, count), part in zip(groups, torch.split(features, [f * c for f, c in groups]), strict=True):
            rows = part.reshape(frames, count * many, -1)
            if self.start is not None:
                rows = torch.cat([self.start.to(rows).expand(frames, 1, -1), rows], dim=1)
            parts.append(rows.flatten(0, 1))
        sequence = torch.cat(parts)[None]
        apart = [(frames, count * many + extra) for frames, count in groups]
        for layer in self.layers:
            if getattr(layer, "gradient_checkpointing", False):  # it would run again where frames are not kept apart
                raise ModelError("Have the vision tower's layers computed again by Backbone.recompute_layers alone")
            if self.recompute and layer.training and torch.is_grad_enabled():
                sequence = checkpoint(self._layer, layer, sequence, apart, use_reentrant=False)
            else:
                sequence = self._layer(layer, sequence, apart)
        return sequence

    def _layer(self, layer: Callable[..., Tensor], sequence: Tensor, apart: list[tuple[int, int]]) -> Tensor:
        with frames_apart(apart):
            return layer(sequence, *self.given)

    def _without_start(self, seen: Tensor, groups: tuple[tuple[int, int], ...]) -> Float[Tensor, "S QW"]:
        many, width = self.blocks.shape[1], self.blocks.shape[1] * seen.shape[-1]
        if self.start is None:
            return seen[0].reshape(-1, width)
        parts = torch.split(seen[0], [frames * (count * many + 1) for frames, count in groups])
        rows = [
            part.reshape(frames, -1, part.shape[-1])[:, 1:] for (frames, _), part in zip(groups, parts, strict=True)
        ]
        return torch.cat([part.reshape(-1, width) for part in rows])


class _Placed(torch.autograd.Function):
    """Features of drawn patches where they stand in the sequence, and those of black everywhere else."""

    @staticmethod
    def forward(ctx: Any, features: Tensor, black: Tensor, source: Int[Tensor, "S Q"]) -> Tensor:
        ctx.save_for_backward(source)
        ctx.drawn = len(features)
        return torch.cat([features, black[None]])[source]

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor, Tensor, None]:
        source, rows = ctx.saved_tensors[0].flatten(), upstream[0].flatten(0, 1)
        way_back = source.argsort(stable=True)
        seen, black = rows[way_back[: ctx.drawn]], rows[way_back[ctx.drawn :]]
        return seen, black.sum(0), None


class _Reordered(torch.autograd.Function):
    """Rows in another order; the gradient takes the way back instead of being added up."""

    @staticmethod
    def forward(ctx: Any, rows: Tensor, order: Int[Tensor, " S"]) -> Tensor:
        ctx.save_for_backward(order)
        return rows[order]

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor, None]:
        return upstream[0][ctx.saved_tensors[0].argsort()], None
