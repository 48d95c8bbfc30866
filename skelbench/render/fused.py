"""Joints to pictures on the CPU in single precision in one step: the whole way of `DrAction.draw_poses`, compiled.

Only what every clip needs is here: round Gaussians carried by joints, gated by motion. Its meaning is that of the
general way, tensor by tensor; its backward pass recomputes what is cheap and keeps a few numbers of every Gaussian.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from skelbench.errors import RenderError
from skelbench.render.appearance import DEPTH_SPAN
from skelbench.render.blocks import WIDE
from skelbench.render.culled import Cut, paint_cut, paint_pictures, touched, trace_cut, trace_pictures
from skelbench.render.posing import Poses
from skelbench.render.rig import Rig
from skelbench.render.shading import CHANGE, depth_bounds, shade_bodies, trace_bounds, trace_looks
from skelbench.render.tables import Job, padded, rig_table, scene_table
from skelbench.render.threads import share_out
from skelbench.render.wearing import MOTION, STATE_ROWS, trace_bodies, wear_bodies

__all__ = ["FusedSettings", "draw_fused"]

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class FusedSettings:
    """What of a renderer's configuration matters here."""

    depth_range: str
    cut: float
    threads: int
    patch: int = 0  # pixels on a side of the patches that are drawn instead of whole pictures


@dataclass(frozen=True, eq=False)
class _Plan:
    """All clips that are drawn together."""

    jobs: list[Job]
    columns: int  # of the table of splats
    size: tuple[int, int]
    settings: FusedSettings


def draw_fused(
    poses: Sequence[Poses], rigs: Sequence[Rig], looks: dict[int, Tensor], heads: tuple[nn.Sequential | None, Tensor],
    settings: FusedSettings,
) -> list[Tensor]:  # fmt: skip
    """Pictures (B F 3 H W) of each of the poses, as the general way draws them; or patches (K 3 p p), then their masks.

    Args:
        poses: the clips.
        rigs: the rig of each.
        looks: raw looks (N 4) by the identity of the rig.
        heads: the modulation head, or none, and the logit of the share of the depth colour.
        settings: the rest.

    Raises:
        RenderError: the pictures differ in size.
    """
    sizes = {one.scene.camera.size for one in poses}
    if len(sizes) != 1:
        raise RenderError(f"Expected clips of one picture size to draw together, found {sorted(sizes)}")
    order = {key: place for place, key in enumerate(looks)}
    jobs, column = [], 0
    for one, rig in zip(poses, rigs, strict=True):
        variants, frames, people = one.joints.shape[:3]
        table = rig_table(rig)
        starts = column + people * len(table.radii) * np.arange(variants * frames + 1)
        counts = (variants, frames, people)
        jobs.append(Job(scene_table(one.scene), table, order[id(rig)], math.prod(counts), counts, starts))
        column = int(starts[-1])
    plan = _Plan(jobs, column, sizes.pop(), settings)
    head, mix = heads
    mix = mix.detach() if settings.depth_range == "none" else mix
    weights = [] if head is None else [head[0].weight, head[0].bias, head[2].weight, head[2].bias]
    moving = [tensor for one in poses for tensor in (one.joints, one.velocities)]
    return list(_Draw.apply(plan, (len(looks), len(weights)), mix, *looks.values(), *weights, *moving))  # type: ignore[no-untyped-call]


class _Draw(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, plan: _Plan, counts: tuple[int, int], *tensors: Tensor) -> tuple[Tensor, ...]:
        arrays = [np.ascontiguousarray(tensor.detach().numpy()) for tensor in tensors]
        drawn = _Drawn(plan, _Parameters(arrays, counts), arrays[1 + sum(counts) :])
        pictures = drawn.paint()
        masks = [torch.from_numpy(mask) for mask in drawn.masks]
        ctx.save_for_backward(*pictures, *tensors)
        ctx.mark_non_differentiable(*masks)
        ctx.set_materialize_grads(False)
        ctx.drawn = drawn
        return *pictures, *masks

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor | None) -> Any:
        drawn, saved = ctx.drawn, ctx.saved_tensors
        clips = len(drawn.plan.jobs)
        pictures, tensors = saved[:clips], saved[clips:]
        found = drawn.trace(pictures, upstream[:clips])
        return None, None, *(torch.from_numpy(np.ascontiguousarray(value)).reshape(tensor.shape)
                             for value, tensor in zip(found, tensors, strict=True))  # fmt: skip


class _Parameters:
    """The learned numbers as the kernels read them, and what gradients of the kernels mean for them."""

    def __init__(self, arrays: Sequence[Array], counts: tuple[int, int]) -> None:
        rigs, heads = counts
        self.mix = np.float32(1 / (1 + math.exp(-float(arrays[0].item()))))
        self.raw = arrays[1 : 1 + rigs]
        self.modulated = heads > 0
        nothing = [np.zeros((0, MOTION + 4)), np.zeros(0), np.zeros((CHANGE, 0)), np.zeros(CHANGE)]
        w1, b1, w2, b2 = arrays[1 + rigs : 1 + rigs + heads] if heads else [n.astype(np.float32) for n in nothing]
        self.w1, self.b1, self.b2 = w1, b1, b2
        self.weights = (np.ascontiguousarray(w1[:, :MOTION]), np.ascontiguousarray(w2.T), b2)
        self.looks = [self._looks(raw) for raw in self.raw]

    def _looks(self, raw: Array) -> tuple[Array, Array]:
        """Sigmoids of the raw looks (4 N), and the biases of the hidden layer once they are folded in (64 N)."""
        width = -(-len(raw) // WIDE) * WIDE
        bias = self.b1[:, None] + self.w1[:, MOTION:] @ raw.T
        return padded(1 / (1 + np.exp(-raw.T)), width), padded(bias, width)

    def new_sums(self, job: Job, groups: int) -> tuple[Array, ...]:
        """Room for what `trace_looks` adds up."""
        units = len(self.w1)
        shapes = [(CHANGE, job.width), (units, job.width), (units, MOTION + CHANGE), (CHANGE,), (groups, 2), (1,)]
        return tuple(np.zeros(shape, np.float32) for shape in shapes)

    def gradients(self, jobs: Sequence[Job], sums: Sequence[tuple[Array, ...]]) -> list[Array]:
        """dL/d(logit of the share, raw looks of every rig, W1, b1, W2, b2)."""
        to_mix = sum(float(one[5][0]) for one in sums) * self.mix * (1 - self.mix)
        to_raw, to_outer, to_b1 = [], np.zeros((len(self.w1), 4), np.float32), np.zeros(len(self.w1), np.float32)
        for which, raw in enumerate(self.raw):
            mine = [one for one, job in zip(sums, jobs, strict=True) if job.which == which]
            look, bias = (sum(one[place] for one in mine)[:, : len(raw)] for place in (0, 1))  # type: ignore[index]
            sigmoid = self.looks[which][0][:, : len(raw)]
            slope = sigmoid * (1 - sigmoid)
            if not self.modulated:
                slope[3] = 1  # the opacity's gradient is that of the logit already
            to_raw.append((look[:4] * slope).T + bias.T @ self.w1[:, MOTION:])
            to_outer += bias @ raw
            to_b1 += bias.sum(1)
        found = [np.float32(to_mix), *to_raw]
        if self.modulated:
            weights = np.asarray(sum(one[2] for one in sums))
            to_w1 = np.concatenate([weights[:, :MOTION], to_outer], axis=1)
            found += [to_w1, to_b1, weights[:, MOTION:].T, np.asarray(sum(one[3] for one in sums))]
        return found


class _Drawn:
    """Splats of all clips, and what their backward pass needs."""

    def __init__(self, plan: _Plan, parameters: _Parameters, moving: Sequence[Array]) -> None:
        self.plan, self.parameters, self.moving = plan, parameters, moving
        self._cuts: dict[int, Cut] = {}
        self.table, self.depth = np.empty((9, plan.columns), np.float32), np.empty(plan.columns, np.float32)
        self.states = [np.empty((job.bodies, STATE_ROWS, job.width), np.float32) for job in plan.jobs]
        self.bounds = [np.empty((job.bodies // self._group(job), 4), np.float32) for job in plan.jobs]

    @property
    def nbytes(self) -> int:
        """Memory of the tables, all of them a few numbers per Gaussian or less."""
        return sum(array.nbytes for array in (self.table, self.depth, *self.states, *self.bounds))

    def _group(self, job: Job) -> int:
        return max(1, job.group(self.plan.settings.depth_range))

    def _depths(self, number: int) -> tuple[Any, ...]:
        """Bounds, bodies of a group, least span, share of the depth colour."""
        kind = self.plan.settings.depth_range
        mix = np.float32(0) if kind == "none" else self.parameters.mix
        return self.bounds[number], self._group(self.plan.jobs[number]), np.float32(DEPTH_SPAN * (kind == "clip")), mix

    def _bodies(self, number: int) -> tuple[Array, Array]:
        """Positions and velocities (Q J 3) of a clip."""
        joints = self.moving[2 * number].shape[-2]
        return self.moving[2 * number].reshape(-1, joints, 3), self.moving[2 * number + 1].reshape(-1, joints, 3)

    def paint(self) -> list[Tensor]:
        """Pictures (B F 3 H W) of every clip, or patches (K 3 p p) and `masks` (B F rows columns)."""
        settings, clips = self.plan.settings, len(self.plan.jobs)
        pictures = (
            [torch.empty(*job.frames[:2], 3, *self.plan.size) for job in self.plan.jobs] if not settings.patch else []
        )
        patches: dict[int, Tensor] = {}

        def clip(number: int, threads: int) -> None:
            self._lay_out(number)
            starts, limits = self.plan.jobs[number].starts, (settings.cut, threads)
            if not settings.patch:
                paint_pictures(self.table, self.depth, starts, _frames(pictures[number]), limits)
                return
            mask = touched(self.table, starts, self.plan.size, settings.patch, limits)
            self._cuts[number] = (mask, settings.patch, self.plan.size)
            patches[number] = torch.from_numpy(paint_cut(self.table, self.depth, starts, self._cuts[number], limits))

        _for_each(clip, clips, settings.threads)
        return pictures or [patches[number] for number in range(clips)]

    @property
    def masks(self) -> list[Array]:
        """(B F rows columns) of every clip, where patches were painted."""
        cuts = [self._cuts[number][0] for number in sorted(self._cuts)]
        return [mask.reshape(*job.frames[:2], *mask.shape[1:]) for mask, job in zip(cuts, self.plan.jobs, strict=False)]

    def _lay_out(self, number: int) -> None:
        """Splats of a clip."""
        job, state, parameters = self.plan.jobs[number], self.states[number], self.parameters
        joints = (*self._bodies(number), job.column)
        wear_bodies(job.span, joints, job.view, job.worn, (self.table, self.depth), state)
        depths = self._depths(number)
        depth_bounds(state, self.depth, job.column, depths[1], depths[0])
        splats = (self.table, self.depth, job.column)
        shade_bodies(job.span, state, parameters.looks[job.which], parameters.weights, depths, splats)

    def trace(self, pictures: Sequence[Tensor], upstream: Sequence[Tensor | None]) -> list[Array]:
        """Gradients of all that went in, from those of the pictures."""
        sums: dict[int, tuple[Array, ...]] = {}
        down, gradient = [np.zeros_like(array) for array in self.moving], np.zeros_like(self.table)

        def clip(number: int, threads: int) -> None:
            job, limits, above = self.plan.jobs[number], (self.plan.settings.cut, threads), upstream[number]
            if above is None:
                sums[number] = self.parameters.new_sums(job, len(self.bounds[number]))
                return
            if number in self._cuts:
                flows = (pictures[number].detach().numpy(), above.contiguous().detach().numpy(), gradient)
                trace_cut(self.table, self.depth, job.starts, (self._cuts[number], flows), limits)
            else:
                painted = (_frames(pictures[number]), _frames(above.contiguous()), gradient)
                trace_pictures(self.table, self.depth, job.starts, painted, limits)
            sums[number] = self._trace_clip(number, gradient, down)

        _for_each(clip, len(pictures), self.plan.settings.threads)
        return self.parameters.gradients(self.plan.jobs, [sums[n] for n in range(len(sums))]) + down

    def _trace_clip(self, number: int, gradient: Array, down: list[Array]) -> tuple[Array, ...]:
        job, state, parameters = self.plan.jobs[number], self.states[number], self.parameters
        depths = self._depths(number)
        sums = parameters.new_sums(job, len(depths[0]))
        flow = np.empty((job.bodies, MOTION + CHANGE, job.width), np.float32)
        flows = (gradient, self.depth, job.column, flow, sums)
        trace_looks(job.span, state, parameters.looks[job.which], parameters.weights, depths, flows)
        trace_bounds(state, (self.depth, job.column, depths[1]), depths[0], sums[4], flow)
        bodies = self._bodies(number)
        here = tuple(down[2 * number + which].reshape(bodies[which].shape) for which in range(2))
        trace_bodies(job.span, job.view, job.worn, (self.table, gradient, job.column, state), flow, here)
        return sums


def _frames(pictures: Tensor) -> Array:
    """(B F 3 H W) as (B*F 3 H W); threads of the pool record gradients unless told not to."""
    return pictures.detach().flatten(0, 1).numpy()


def _for_each(clip: Callable[[int, int], None], count: int, threads: int) -> None:
    """Call `clip(number, threads)` for every clip; threads share the clips where there are enough, else each clip."""

    def some(span: tuple[int, int]) -> None:
        for number in range(*span):
            clip(number, 1)

    if count >= threads:
        share_out(some, count, threads)
    else:
        for number in range(count):
            clip(number, threads)
