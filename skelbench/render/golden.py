"""Our renderer held against files of the published one: pictures pixel by pixel, gradients tensor by tensor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor

from skelbench.errors import FormatError
from skelbench.render.camera import Camera
from skelbench.render.draction import DrAction
from skelbench.render.posing import Poses
from skelbench.render.published import load_published, published_renderer
from skelbench.render.scene import Scene
from skelbench.skeleton import KINECT_V2, SMPL_22

__all__ = ["FRAME_BAR", "GRADIENT_BAR", "bar_of", "judge_folder"]

FRAME_BAR = 1e-5  # largest difference of a pixel
GRADIENT_BAR = 2e-5  # relative L2 of a tensor
_STATE = "state_"
_FUNCTIONAL = "functional_112.npz"  # the loss is the sum of frames112 times its weights
_TOPOLOGIES = {len(topology.joints): topology for topology in (KINECT_V2, SMPL_22)}

Arrays = Mapping[str, np.ndarray]
Precision = Literal["single", "double"]


def bar_of(key: str) -> float:
    """What a difference may be at most."""
    return FRAME_BAR if key.startswith("frames") else GRADIENT_BAR


def judge_folder(folder: Path, backend: str = "cpu", precision: Precision = "double") -> dict[str, dict[str, float]]:
    """Largest pixel difference and relative gradient differences of every case in a folder.

    Weights `draction_candidate_0N.safetensors` belong to the cases whose `candidate` is N; a case that carries a
    renderer's whole state (`state_*`) is drawn with that. A case is judged on the keys it has. `precision` is that of
    everything before compositing; `cpu` and `cuda` composite in single precision in either case. The backend `cuda` is
    judged on the CUDA device, all others on the CPU.

    Raises:
        FormatError: the folder holds no case, or a case lacks its weights or its inputs.
    """
    cases = {path.stem: _arrays(path) for path in sorted(folder.glob("*.npz")) if path.name != _FUNCTIONAL}
    cases = {name: arrays for name, arrays in cases.items() if "poses" in arrays}
    if not cases:
        raise FormatError(f"Expected golden cases (npz files with poses) in {folder.name}, found none")
    like = torch.zeros(
        (), dtype=torch.float64 if precision == "double" else torch.float32,
        device="cuda" if backend == "cuda" and torch.cuda.is_available() else "cpu",
    )  # fmt: skip
    return {
        name: _judge(arrays, _renderer(arrays, folder, name, backend).to(like), folder, name)
        for name, arrays in cases.items()
    }


def _arrays(path: Path) -> Arrays:
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError) as error:
        raise FormatError(f"Expected a golden case as npz in {path.name}: {error}") from error


def _judge(arrays: Arrays, renderer: DrAction, folder: Path, name: str) -> dict[str, float]:
    figures: dict[str, float] = {}
    for size in sorted({int(key[6:9]) for key in arrays if re.fullmatch(r"frames\d{3}(_f64)?", key)}):
        with torch.no_grad():
            drawn = _draw(renderer, _poses(arrays, size, name, renderer.depth_mix_logit))
        for key in (f"frames{size}", f"frames{size}_f64"):
            if key in arrays:
                figures[key] = float((drawn.cpu().double() - torch.tensor(arrays[key]).double()).abs().max())
    if any(key.startswith("grad_") for key in arrays):
        figures |= _judge_gradients(renderer, arrays, folder, name)
    return figures


def _judge_gradients(renderer: DrAction, arrays: Arrays, folder: Path, name: str) -> dict[str, float]:
    weights = torch.tensor(_arrays(folder / _FUNCTIONAL)["weights"])
    poses = _poses(arrays, weights.shape[1], name, renderer.depth_mix_logit)
    poses.joints.requires_grad_()
    loss = (_draw(renderer, poses) * weights.to(poses.joints.device)).sum()
    named = {_published_name(key): value for key, value in renderer.named_parameters()}
    found = torch.autograd.grad(loss, [poses.joints, *named.values()])
    ours = dict(zip(named, found[1:], strict=True)) | {"poses": found[0].new_zeros(arrays["poses"].shape)}
    ours["poses"][:, poses.scene.people] = found[0][0]
    figures = {}
    for key in sorted({key[len("grad_f64_") :] for key in arrays if key.startswith(("grad_f64_", "grad_f32_"))}):
        wanted = torch.tensor(arrays.get(f"grad_f64_{key}", arrays.get(f"grad_f32_{key}"))).double()
        if key not in ours:
            raise FormatError(f"Golden case {name} has a gradient of '{key}', which the renderer does not have")
        figures[f"grad_{key}"] = float((ours[key].cpu().double() - wanted).norm() / wanted.norm().clamp(min=1e-300))
    return figures


def _published_name(key: str) -> str:
    return key.replace("modulation_head.", "nfm.").removeprefix("body.")


def _renderer(arrays: Arrays, folder: Path, name: str, backend: str) -> DrAction:
    state = {key[len(_STATE) :]: torch.tensor(value) for key, value in arrays.items() if key.startswith(_STATE)}
    if state:
        return published_renderer(state, name, backend)
    weights = folder / f"draction_candidate_{int(arrays.get('candidate', np.array(0))):02d}.safetensors"
    if not weights.is_file():
        raise FormatError(f"Golden case {name} asks for the weights {weights.name}, which are not in its folder")
    return load_published(weights, backend)


def _draw(renderer: DrAction, poses: Poses) -> Tensor:
    return renderer.draw_poses([poses])[0][0].permute(0, 2, 3, 1)  # (T S S 3) as the files have it


def _poses(arrays: Arrays, size: int, name: str, like: Tensor) -> Poses:
    """Joints and velocities as given; a body whose joints are all zero is absent, as published."""
    missing = {"poses", "vels", f"K{size}", "w2c"} - set(arrays)
    if missing:
        raise FormatError(f"Golden case {name} lacks {', '.join(sorted(missing))}")
    joints, velocities = arrays["poses"], arrays["vels"]
    intrinsics, world_to_camera = _one_camera(arrays[f"K{size}"], name), _one_camera(arrays["w2c"], name)
    present = (joints != 0).any((-1, -2))
    frames = np.arange(len(joints))
    scene = Scene(
        topology=_TOPOLOGIES[joints.shape[2]],
        valid=np.repeat(present[..., None], joints.shape[2], axis=-1),
        present=present,
        confidence=None,
        times=frames / 30.0,
        frames=frames,
        camera=Camera(intrinsics, world_to_camera, (size, size)),
    )
    there = (joints[None][:, :, scene.people], velocities[None][:, :, scene.people])
    return Poses(torch.tensor(there[0]).to(like), torch.tensor(there[1]).to(like), scene)


def _one_camera(matrices: np.ndarray, name: str) -> Any:
    if not (matrices == matrices[:1]).all():
        raise FormatError(f"Expected one camera for all frames of golden case {name}, found several")
    return matrices[0].astype(np.float64)
