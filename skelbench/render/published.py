"""SkeletonLLM's released renderer weights (format `skeletonllm-draction-v1`), read with suspicion."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from skelbench.errors import FormatError, ParameterError
from skelbench.render.body import FixedBody, Origin
from skelbench.render.draction import DepthRange, DrAction, DrActionConfig
from skelbench.render.posing import Velocity
from skelbench.render.rig import Rig
from skelbench.render.rotations import rotations_of
from skelbench.render.soundness import sound_numbers
from skelbench.render.splats import AUTO
from skelbench.skeleton import KINECT_V2, SMPL_22, Topology

__all__ = ["PUBLISHED_FORMAT", "load_published", "published_renderer"]

PUBLISHED_FORMAT = "skeletonllm-draction-v1"
_JOINTS = {len(topology.joints): topology.joints for topology in (KINECT_V2, SMPL_22)}
_HEADS = {
    f"{name}.{layer}.{kind}": shape
    for name, sizes in (("appearance_head", (3, 64, 4)), ("nfm", (10, 64, 5)))
    for layer, wide, high in ((0, sizes[0], sizes[1]), (2, sizes[1], sizes[2]))
    for kind, shape in (("weight", (high, wide)), ("bias", (high,)))
}
_TRAINED = {"canonical_features", "depth_mix_logit", *_HEADS}


def load_published(path: str | Path, backend: str = AUTO, topology: Topology | None = None) -> DrAction:
    """The released renderer of a safetensors file, drawing exactly as published.

    Args:
        path: the file.
        backend: what composites.
        topology: whose joints the weights are for; needed unless they are 25 (Kinect v2) or 22 (SMPL).

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
    return published_renderer(state, path.name, backend, metadata, topology)


def published_renderer(
    state: Mapping[str, Tensor], where: str, backend: str = AUTO, metadata: Mapping[str, str] | None = None,
    topology: Topology | None = None,
) -> DrAction:  # fmt: skip
    """A renderer from the tensors of a released one; `where` names them in errors.

    What `save_published` adds to the metadata (`velocity`, `depth_range`, `gain`) is heeded; without it, as published.

    Raises:
        FormatError: see `load_published`.
    """
    joints = _joint_names(_checked_shapes(state, where), topology, where)
    numbers = {name: sound_numbers(name, tensor, where) for name, tensor in state.items()}
    rig, told = _rig(numbers, where), metadata or {}
    try:
        config = DrActionConfig(
            velocity=cast(Velocity, told.get("velocity", "stride4")), backend=backend,
            depth_range=cast(DepthRange, told.get("depth_range", "person_frame")),
            modulation="nfm.0.weight" in state, gain=float(told.get("gain", "1")),
            joint_radius=float(rig.radii[0]), bone_radius=float(rig.radii[-1]),
        )  # fmt: skip
    except (ParameterError, ValueError) as error:
        raise FormatError(f"Expected metadata that a renderer understands in {where}: {error}") from error
    origin = Origin(
        {name: tensor for name, tensor in state.items() if name not in _TRAINED}, dict(metadata or {}),
        {name: tensor.dtype for name, tensor in state.items()},
    )  # fmt: skip
    renderer = DrAction(config, FixedBody(rig, joints, numbers["canonical_features"], origin))
    heads = {name.replace("nfm.", "modulation_head."): numbers[name] for name in _HEADS if name in numbers}
    renderer.load_state_dict(
        heads
        | {
            "body.canonical_features": numbers["canonical_features"],
            "depth_mix_logit": numbers["depth_mix_logit"],
        }
    )
    return renderer


def _rig(numbers: Mapping[str, Tensor], where: str) -> Rig:
    """Blend weights and offsets of the stored rest pose: softmax of the logits, mu_k - sum_j w_kj c_j."""
    scales = numbers["canonical_scales"].double().numpy()
    if (scales <= 0).any():
        raise FormatError(f"Expected scales above zero in tensor canonical_scales of {where}, found {scales.min():g}")
    weights = torch.softmax(numbers["lbs_weights_logits"].double(), dim=1).numpy()
    joints, means = (numbers[f"canonical_{name}"].double().numpy() for name in ("joints", "means"))
    spread = None
    if not np.allclose(scales, scales[:, :1], rtol=1e-6, atol=0):
        turns = rotations_of(numbers["canonical_quats"].numpy())
        if np.isnan(turns).any():
            raise FormatError(f"Expected rotations in tensor canonical_quats of {where}, found quaternions of length 0")
        spread = (turns * scales[:, None] ** 2) @ turns.transpose(0, 2, 1)
    return Rig(
        weights=weights, offsets=means - weights @ joints, parts=np.zeros((len(scales), 0)),
        radii=scales.prod(1) ** (1 / 3) if spread is not None else scales[:, 0],
        rest_joints=joints, rest_means=means, spread=spread,
    )  # fmt: skip


def _checked_shapes(state: Mapping[str, Tensor], where: str) -> int:
    """The number of joints."""
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
    scales = state.get("canonical_scales")
    if scales is not None and scales.ndim == 2 and (scales != scales[:, :1]).any():
        expected["canonical_quats"] = (gaussians, 4)
    for name, shape in expected.items():
        found = tuple(state[name].shape) if name in state else None
        if found != shape or gaussians == 0:
            raise FormatError(f"Expected tensor {name} of shape {shape} in {where}, found {found or 'none'}")
    return joints


def _joint_names(count: int, topology: Topology | None, where: str) -> tuple[str, ...]:
    if topology is None and count not in _JOINTS:
        counts = " or ".join(str(known) for known in sorted(_JOINTS))
        raise FormatError(f"Expected renderer weights for {counts} joints in {where}, found {count}: name a topology")
    names = _JOINTS[count] if topology is None else topology.joints
    if len(names) != count:
        raise FormatError(f"Expected renderer weights for {len(names)} joints in {where}, found {count}")
    return names
