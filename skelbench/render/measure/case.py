"""One size and number of people, timed on every backend that runs here and beside what else draws skeletons."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import torch

from skelbench.render.draction import DrAction, DrActionConfig
from skelbench.render.measure.clock import least_ms, least_wall_ms, peak_mb, peak_mb_of
from skelbench.render.measure.floor import count_pairs, floor_ms, library_pair_ns, pair_ns
from skelbench.render.measure.people import FRAMES, timed_scene
from skelbench.render.measure.rivals import heatmap_drawing, matplotlib_drawing, opencv_drawing
from skelbench.render.renderer import RENDERERS, Renderer, new_renderer
from skelbench.render.splats import BACKENDS

__all__ = ["PUBLISHED_CONFIG", "BenchPlan", "case_figures", "measured_cases", "print_peak"]

PUBLISHED_CONFIG = DrActionConfig(
    joint_radius=0.02002, bone_radius=0.02002, velocity="stride4", depth_range="person_frame", threads=1
)
_FEW = 3  # repeats of the backends that are slow


@dataclass(frozen=True)
class BenchPlan:
    """What to time."""

    people: tuple[int, ...] = (1, 2)
    sizes: tuple[int, ...] = (112, 224, 448)  # pixels on a side
    backends: tuple[str, ...] = ("reference", "cpu", "torch", "cuda")  # those that run here are timed
    renderers: tuple[str, ...] = ("strokes", "sticks", "trajectories", "heatmaps")  # timed beside DrAction
    repeats: int = 20
    seconds: float = 0.5  # of each figure; more runs are made while they fit
    seed: int = 0


def measured_cases(plan: BenchPlan) -> Iterator[dict[str, Any]]:
    """The figures of every case of a plan, one after the other."""
    for people in plan.people:
        for size in plan.sizes:
            yield case_figures(people, size, plan)


def case_figures(people: int, size: int, plan: BenchPlan) -> dict[str, Any]:
    """Milliseconds of one clip of `FRAMES` frames; the top figures are those of the backend `cpu`."""
    positions, scene = timed_scene(people, size, plan.seed)
    pairs = count_pairs(positions, scene, PUBLISHED_CONFIG)
    backends = {name: _backend_figures(name, people, size, plan) for name in _running(plan.backends)}
    ours = backends["cpu"]
    return {
        "people": people, "size": size, "frames": FRAMES, "backend": "cpu",
        **{name: ours[name] for name in ("forward_ms", "forward_backward_ms", "front_end_ms", "front_end_backward_ms")},
        "reference_forward_ms": backends.get("reference", {}).get("forward_ms"),
        **_rivals(people, size, plan),
        "floor_ms": floor_ms(pairs), "pairs": pairs, "pair_ns": pair_ns(),
        "library_floor_ms": pairs * library_pair_ns() / 1e6, "two_threads": _two_threads(people, size, plan),
        "peak_mb": peak_mb_of(f"from skelbench.render.measure.case import print_peak; print_peak({people}, {size})"),
        "backends": backends,
        "renderers": {name: _renderer_figures(name, people, size, plan) for name in plan.renderers},
    }  # fmt: skip


def print_peak(people: int, size: int) -> None:
    """Draw one clip forward and backward and print what memory that took, for a process of its own."""
    _Drawn(_published("cpu"), people, size).forward_backward()
    print(peak_mb())  # noqa: T201


def _running(names: Sequence[str]) -> list[str]:
    """Those that are there and have their device; `cpu` always, since the other figures stand beside its."""
    there = [name for name in names if name in BACKENDS and (name != "cuda" or torch.cuda.is_available())]
    return there if "cpu" in there else ["cpu", *there]


class _Drawn:
    """One clip and a renderer, to be drawn again and again."""

    def __init__(self, renderer: Renderer, people: int, size: int, seed: int = 0) -> None:
        self.renderer = renderer
        self.device = next(renderer.parameters(), torch.zeros(1)).device
        positions, self.scene = timed_scene(people, size, seed)
        self.positions = positions.to(self.device).requires_grad_()
        generator = torch.Generator().manual_seed(seed)
        self.upstream = torch.randn(1, FRAMES, 3, size, size, generator=generator).to(self.device)

    def forward(self) -> None:
        with torch.no_grad():
            self.renderer(self.positions, self.scene)

    def forward_backward(self) -> None:
        self.positions.grad = None
        self.renderer.zero_grad()
        self.renderer(self.positions, self.scene).backward(self.upstream)


def _backend_figures(name: str, people: int, size: int, plan: BenchPlan) -> dict[str, float]:
    """What lies before compositing is timed on a picture of one pixel, where next to nothing is composited."""
    drawn, empty = (_Drawn(_published(name), people, side, plan.seed) for side in (size, 1))
    if name == "reference":
        return {"forward_ms": _once_ms(drawn)}
    if name == "cuda":
        return {"forward_ms": _event_ms(drawn, False, plan), "forward_backward_ms": _event_ms(drawn, True, plan)}
    repeats, seconds = (plan.repeats, plan.seconds) if name == "cpu" else (min(plan.repeats, _FEW), 0.0)
    works = {
        "forward_ms": drawn.forward, "forward_backward_ms": drawn.forward_backward,
        "front_end_ms": empty.forward, "front_end_backward_ms": empty.forward_backward,
    }  # fmt: skip
    return {key: least_ms(work, repeats, seconds) for key, work in works.items()}


def _two_threads(people: int, size: int, plan: BenchPlan) -> dict[str, float]:
    """How many times faster two threads are than one, by the clock; of quiet cores only it says something."""
    one, two = (_Drawn(_published("cpu", threads), people, size, plan.seed) for threads in (1, 2))
    forward = least_wall_ms((one.forward, two.forward), plan.repeats)
    both = least_wall_ms((one.forward_backward, two.forward_backward), plan.repeats)
    return {"forward": forward[0] / forward[1], "forward_backward": both[0] / both[1]}


def _published(backend: str, threads: int = 1) -> DrAction:
    return DrAction(replace(PUBLISHED_CONFIG, backend=backend, threads=threads)).to(
        "cuda" if backend == "cuda" else "cpu"
    )


def _renderer_figures(name: str, people: int, size: int, plan: BenchPlan) -> dict[str, float]:
    one_thread = {field.name: 1 for field in fields(RENDERERS[name].config) if field.name == "threads"}
    drawn = _Drawn(new_renderer(name, one_thread), people, size, plan.seed)
    repeats = min(plan.repeats, _FEW)
    works = {"forward_ms": drawn.forward, "forward_backward_ms": drawn.forward_backward}
    return {key: least_ms(work, repeats) for key, work in works.items()}


def _once_ms(drawn: _Drawn) -> float:
    before = time.process_time()
    drawn.forward()
    return (time.process_time() - before) * 1000


def _event_ms(drawn: _Drawn, backward: bool, plan: BenchPlan) -> float:
    """The least of many runs by the device's own events."""
    work = drawn.forward_backward if backward else drawn.forward
    work()
    best = float("inf")
    for _ in range(plan.repeats):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))  # type: ignore[no-untyped-call]
        start.record()
        work()
        end.record()
        torch.cuda.synchronize()
        best = min(best, start.elapsed_time(end))
    return best


def _rivals(people: int, size: int, plan: BenchPlan) -> dict[str, float]:
    positions, scene = timed_scene(people, size, plan.seed)
    pixels = scene.camera.pixels(positions[0].double().numpy())
    return {
        "opencv_ms": least_ms(opencv_drawing(pixels, scene.topology, size), plan.repeats, plan.seconds),
        "matplotlib_ms": least_ms(matplotlib_drawing(pixels, scene.topology, size), plan.repeats),
        "heatmap_ms": least_ms(heatmap_drawing(pixels, size), plan.repeats),
    }
