"""A renderer as a file of the published format, for one topology."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor

from skelbench.errors import RenderError
from skelbench.render.body import FixedBody
from skelbench.render.draction import DrAction
from skelbench.render.published import PUBLISHED_FORMAT
from skelbench.render.rig import Rig
from skelbench.skeleton import Topology

__all__ = ["published_state", "save_published"]

_SURE = 10.0  # logit of a joint's own Gaussian, and minus that of what a joint does not carry, as published


def save_published(renderer: DrAction, path: str | Path, topology: Topology | None = None) -> None:
    """Write weights that `load_published` reads; a renderer that came from such a file is written as it was.

    Args:
        renderer: what to write.
        path: a `.safetensors` file.
        topology: which one to write Gaussians for; not needed for weights that draw one topology alone.

    Raises:
        RenderError: see `published_state`.
    """
    tensors, metadata = published_state(renderer, topology)
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, path, metadata=metadata)


def published_state(renderer: DrAction, topology: Topology | None = None) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Tensors and metadata of the published format.

    What the format cannot say is refused rather than lost; the kind of velocity, what the depth colour spans and the
    gain, which are no part of it, are written into the metadata, and `load_published` reads them there.

    Raises:
        RenderError: no topology is given where one is needed, it has no rest pose, or the format cannot say what the
            renderer does.
    """
    body, config = renderer.body, renderer.config
    if not config.plain:
        raise RenderError(
            "The published format knows round Gaussians, carried by topology and gated by motion, only; "
            f"found gate '{config.gate}', blend '{config.blend}', turning '{config.turning}', "
            f"bone_stretch {config.bone_stretch:g}, learned_scales {config.learned_scales}"
        )
    state = {_published_name(name): value.detach().clone() for name, value in renderer.state_dict().items()}
    if isinstance(body, FixedBody):
        state = {name: value.to(body.origin.dtypes.get(name, value.dtype)) for name, value in state.items()}
        rest = dict(body.origin.buffers) or _buffers(body.own_rig)
        return state | rest, dict(body.origin.metadata) or _metadata(renderer, body.own_rig)
    if topology is None:
        raise RenderError("Expected the topology to write published weights for: this renderer draws any")
    rig = body.rig(topology)
    state = {name: value for name, value in state.items() if not name.startswith("part_")}
    state["canonical_features"] = body.features(rig).detach().clone()
    return state | _buffers(rig), _metadata(renderer, rig)


def _published_name(name: str) -> str:
    return name.replace("modulation_head.", "nfm.").removeprefix("body.")


def _buffers(rig: Rig) -> dict[str, Tensor]:
    """The rest pose and the logits of the blend weights."""
    if rig.rest_joints is None or rig.rest_means is None:
        raise RenderError("The published format holds a rest pose, this topology has none: give it rest_directions")
    logits = np.where(rig.weights > 0, np.log(np.where(rig.weights > 0, rig.weights, 1.0)) + _SURE, -_SURE)
    arrays = {
        "canonical_joints": rig.rest_joints,
        "canonical_means": rig.rest_means,
        "canonical_scales": np.repeat(rig.radii[:, None], 3, axis=1),
        "canonical_quats": np.tile([1.0, 0.0, 0.0, 0.0], (len(rig), 1)),
        "canonical_opacities": np.ones((len(rig), 1)),
        "lbs_weights_logits": logits,
    }
    return {name: torch.tensor(array, dtype=torch.float32) for name, array in arrays.items()}


def _metadata(renderer: DrAction, rig: Rig) -> dict[str, str]:
    bones = int(rig.bones.max()) + 1 if len(rig.bones) else 0
    samples = (len(rig) - rig.weights.shape[1]) // bones if bones else 0
    return {
        "format": PUBLISHED_FORMAT,
        "enable_nfm": str(renderer.modulation_head is not None).lower(),
        "num_line_samples": str(samples),
        "velocity": renderer.config.velocity,
        "depth_range": renderer.config.depth_range,
        "gain": repr(renderer.config.gain),
    }
