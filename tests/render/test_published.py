"""Reading released weights: sound ones are taken as they are, all others are refused by name."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from skelbench.errors import FormatError
from skelbench.render import load_published, published_camera, scene_of
from skelbench.render.rig import rig_of
from skelbench.skeleton import KINECT_V2


def made_state():
    generator = torch.Generator().manual_seed(0)
    rig = rig_of(KINECT_V2, 10, 0.02, 0.02)
    joints = torch.randn(25, 3, generator=generator)
    weights = torch.tensor(rig.weights, dtype=torch.float32)
    shapes = {
        "appearance_head.0.weight": (64, 3), "appearance_head.0.bias": (64,), "appearance_head.2.weight": (4, 64),
        "appearance_head.2.bias": (4,), "nfm.0.weight": (64, 10), "nfm.0.bias": (64,), "nfm.2.weight": (5, 64),
        "nfm.2.bias": (5,), "canonical_features": (265, 3),
    }  # fmt: skip
    trained = {name: 0.1 * torch.randn(shape, generator=generator) for name, shape in shapes.items()}
    return trained | {
        "depth_mix_logit": torch.tensor(-0.5, dtype=torch.bfloat16),
        "canonical_joints": joints,
        "canonical_means": weights @ joints,
        "canonical_scales": torch.full((265, 3), 0.02),
        "lbs_weights_logits": torch.where(weights > 0, weights.log() + 10, torch.full_like(weights, -10)),
    }


@pytest.fixture
def saved(tmp_path):
    def save(metadata=None, **changes):
        state = {name: tensor for name, tensor in (made_state() | changes).items() if tensor is not None}
        path = tmp_path / "weights.safetensors"
        save_file(state, path, metadata=metadata or {"format": "skeletonllm-draction-v1"})
        return path

    return save


def test_sound_weights_are_taken_as_they_are(saved):
    renderer = load_published(saved())
    rig = renderer.body.rig(KINECT_V2)
    np.testing.assert_allclose(rig.weights, rig_of(KINECT_V2, 10, 0.02, 0.02).weights, atol=1e-6)
    assert abs(rig.offsets).max() < 1e-6
    assert renderer.depth_mix_logit.item() == -0.5
    assert renderer.config.velocity == "stride4"
    assert sum(value.numel() for value in renderer.parameters()) == 2341


def test_loaded_weights_draw(saved, make_sequence):
    sequence = make_sequence(frames=2)
    positions, scene = scene_of(sequence, np.array([0]), 48, published_camera(48))
    assert load_published(saved())(positions, scene).max() > 0.05


@pytest.mark.parametrize(("name", "value", "fault"), [
    ("nfm.0.weight", float("nan"), "not finite"),
    ("canonical_features", float("inf"), "not finite"),
    ("appearance_head.0.weight", 1.7e34, "above 10000"),
    ("appearance_head.0.bias", 1e-33, "never initialised"),
])  # fmt: skip
def test_values_no_training_leaves_behind_are_refused_by_name(saved, name, value, fault):
    broken = made_state()[name]
    broken.view(-1)[3] = value
    with pytest.raises(FormatError, match=f"tensor {name} of weights.safetensors, found 1 values .*{fault}"):
        load_published(saved(**{name: broken}))


def test_missing_misshapen_and_mistyped_tensors_are_refused_by_name(saved):
    with pytest.raises(FormatError, match=r"tensor nfm\.2\.bias of shape \(5,\).*found none"):
        load_published(saved(**{"nfm.2.bias": None}))
    with pytest.raises(FormatError, match=r"tensor canonical_means of shape \(265, 3\).*found \(9, 3\)"):
        load_published(saved(canonical_means=torch.zeros(9, 3)))
    with pytest.raises(FormatError, match="numbers with a fraction in tensor canonical_joints"):
        load_published(saved(canonical_joints=torch.zeros(25, 3, dtype=torch.int64)))
    with pytest.raises(FormatError, match=r"tensor canonical_quats of shape \(265, 4\).*found none"):
        load_published(saved(canonical_scales=torch.rand(265, 3) + 0.1))
    with pytest.raises(FormatError, match=r"canonical_quats of weights\.safetensors, found quaternions of length 0"):
        load_published(saved(canonical_scales=torch.rand(265, 3) + 0.1, canonical_quats=torch.zeros(265, 4)))
    with pytest.raises(FormatError, match="scales above zero in tensor canonical_scales"):
        load_published(saved(canonical_scales=torch.zeros(265, 3)))
    with pytest.raises(FormatError, match="tensor lbs_weights_logits"):
        load_published(saved(lbs_weights_logits=None))


def test_other_files_are_refused(saved, tmp_path):
    with pytest.raises(FormatError, match=r"format 'skeletonllm-draction-v1' in weights\.safetensors, found 'pt'"):
        load_published(saved(metadata={"format": "pt"}))
    text = tmp_path / "notes.safetensors"
    text.write_text("not weights at all")
    with pytest.raises(FormatError, match=r"safetensors in notes\.safetensors"):
        load_published(text)
    with pytest.raises(FormatError, match=r"gone\.safetensors"):
        load_published(tmp_path / "gone.safetensors")


def test_long_gaussians_of_a_file_are_turned_as_the_file_says(saved):
    scales, turns = torch.full((265, 3), 0.02), torch.tensor([[0.5**0.5, 0, 0, 0.5**0.5]]).repeat(265, 1)
    scales[7, 0] = 0.1  # along x, a quarter turned about z: along y
    rig = load_published(saved(canonical_scales=scales, canonical_quats=turns)).body.rig(KINECT_V2)
    np.testing.assert_allclose(rig.spread[7], np.diag([0.0004, 0.01, 0.0004]), atol=1e-8)
    np.testing.assert_allclose(rig.spread[8], 0.0004 * np.eye(3), atol=1e-8)


def test_metadata_no_renderer_understands_is_refused(saved):
    metadata = {"format": "skeletonllm-draction-v1", "gain": "bright"}
    with pytest.raises(FormatError, match=r"metadata that a renderer understands in weights\.safetensors"):
        load_published(saved(metadata=metadata))
