"""SkeletonLLM's released renderer weights (format `skeletonllm-draction-v1`), read with suspicion."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from skelbench.errors import FormatError
from skelbench.render.body import FixedBody
from skelbench.render.draction import DrAction, DrActionConfig
from skelbench.render.rig import Rig
from skelbench.render.splats import AUTO
from skelbench.skeleton import KINECT_V2, SMPL_22

__all__ = ["PUBLISHED_FORMAT", "load_published", "published_renderer"]

PUBLISHED_FORMAT = "skeletonllm-draction-v1"
_JOINTS = {len(topology.joints): topology.joints for topology in (KINECT_V2, SMPL_22)}
_LARGEST = 1e4  # no weight, metre or logit of a sound file is larger
_SMALLEST = 1e-25  # nor, unless it is zero, smaller: such numbers come out of memory that was never written
_HEADS = {
    f"{name}.{layer}.{kind}": shape
    for name, sizes in (("appearance_head", (3, 64, 4)), ("nfm", (10, 64, 5)))
    for layer, wide, high in ((0, sizes[0], sizes[1]), (2, sizes[1], sizes[2]))
    for kind, shape in (("weight", (high, wide)), ("bias", (high,)))
}


def load_published(path: str | Path, backend: str = AUTO) -> DrAction:
    """The released renderer of a safetensors file, drawing exactly as published.

    Raises:
        FormatError: the file is no such file, a tensor is missing or misshapen, or it holds values that are not
            finite, absurd (above 1e4) or never initialised (below 1e-25 but not zero).
    """
    path = Path(path)
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise FormatError(f"Expected renderer weights as safetensors in {path.name}: {error}") from error
    if metadata.get("format") != PUBLISHED_FORMAT:
        raise FormatError(
            f"Expected weights of format '{PUBLISHED_FORMAT}' in {path.name}, found '{metadata.get('format')}'"
        )
    return published_renderer(state, path.name, backend)


def published_renderer(state: Mapping[str, Tensor], where: str, backend: str = AUTO) -> DrAction:
    """A renderer from the tensors of a released one; `where` names them in errors.

    Raises:
        FormatError: see `load_published`.
    """
    gaussians, joints = _checked_shapes(state, where)
    numbers = {name: _sound(name, tensor, where) for name, tensor in state.items()}
    if joints not in _JOINTS:
        raise FormatError(f"Expected renderer weights for {_known_counts()} joints in {where}, found {joints}")
    scales = numbers["canonical_scales"].numpy()
    if not np.allclose(scales, scales[:, :1], rtol=1e-6, atol=0) or (scales <= 0).any():
        raise FormatError(f"Expected round Gaussians in canonical_scales of {where}, found different or negative axes")
    weights = torch.softmax(numbers["lbs_weights_logits"].double(), dim=1)
    offsets = numbers["canonical_means"].double() - weights @ numbers["canonical_joints"].double()
    rig = Rig(weights.numpy(), offsets.numpy(), np.zeros((gaussians, 0)), scales[:, 0].astype(np.float64))
    config = DrActionConfig(
        velocity="stride4", depth_range="person_frame", backend=backend, modulation="nfm.0.weight" in state,
        joint_radius=float(scales[0, 0]), bone_radius=float(scales[-1, 0]),
    )  # fmt: skip
    renderer = DrAction(config, FixedBody(rig, _JOINTS[joints], numbers["canonical_features"]))
    heads = {name.replace("nfm.", "modulation_head."): numbers[name] for name in _HEADS if name in numbers}
    renderer.load_state_dict(
        heads
        | {
            "body.canonical_features": numbers["canonical_features"],
            "depth_mix_logit": numbers["depth_mix_logit"],
        }
    )
    return renderer


def _checked_shapes(state: Mapping[str, Tensor], where: str) -> tuple[int, int]:
    logits = state.get("lbs_weights_logits")
    gaussians, joints = logits.shape if logits is not None and logits.ndim == 2 else (0, 0)
    with_modulation = any(name.startswith("nfm.") for name in state)
    expected: dict[str, tuple[int, ...]] = {
        "lbs_weights_logits": (gaussians, joints),
        "canonical_features": (gaussians, 3),
        "canonical_joints": (joints, 3),
        "canonical_means": (gaussians, 3),
        "canonical_scales": (gaussians, 3),
        "depth_mix_logit": (),
        **{name: shape for name, shape in _HEADS.items() if with_modulation or not name.startswith("nfm.")},
    }
    for name, shape in expected.items():
        found = tuple(state[name].shape) if name in state else None
        if found != shape or gaussians == 0:
            raise FormatError(f"Expected tensor {name} of shape {shape} in {where}, found {found or 'none'}")
    return gaussians, joints


def _sound(name: str, tensor: Tensor, where: str) -> Tensor:
    if not tensor.is_floating_point():
        raise FormatError(f"Expected numbers with a fraction in tensor {name} of {where}, found {tensor.dtype}")
    numbers = tensor.detach().float()
    size = numbers.abs()
    faults = {
        "values that are not finite": ~torch.isfinite(numbers),
        f"values above {_LARGEST:g}": size > _LARGEST,
        f"values that were never initialised (below {_SMALLEST:g})": (size > 0) & (size < _SMALLEST),
    }
    for fault, where_it_is in faults.items():
        if where_it_is.any():
            raise FormatError(
                f"Expected sound weights in tensor {name} of {where}, "
                f"found {int(where_it_is.sum())} {fault} among {numbers.numel()}"
            )
    return numbers


def _known_counts() -> str:
    return " or ".join(str(count) for count in sorted(_JOINTS))
