"""What is written in the published format draws the same when it is read again."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from safetensors import safe_open

from skelbench.errors import FormatError, RenderError
from skelbench.render import DrAction, DrActionConfig, load_published, sample_frames, scene_of
from skelbench.render.exporting import published_state, save_published
from skelbench.skeleton import KINECT_V1, KINECT_V2, SkeletonSequence, Topology


def content(path):
    with safe_open(path, framework="pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()  # noqa: SIM118


@pytest.mark.realdata
@pytest.mark.parametrize("candidate", [1, 2])
def test_released_weights_are_written_as_they_were(reference_data, tmp_path, candidate):
    source = reference_data / "draction" / f"draction_candidate_0{candidate}.safetensors"
    save_published(load_published(source), tmp_path / "again.safetensors")
    (tensors, metadata), (again, metadata_again) = content(source), content(tmp_path / "again.safetensors")
    assert metadata_again == metadata
    assert sorted(again) == sorted(tensors)
    for name, tensor in tensors.items():
        assert again[name].dtype == tensor.dtype, name
        assert torch.equal(again[name], tensor), name


@pytest.mark.parametrize("topology", [KINECT_V2, KINECT_V1], ids=lambda topology: topology.name)
def test_our_own_renderer_draws_the_same_from_the_published_format(topology, tmp_path):
    rng = np.random.default_rng(0)
    positions = rng.normal(0, 0.4, (6, 1, len(topology.joints), 3)) + np.array([0, 0, 3.0])
    joints, scene = scene_of(SkeletonSequence(topology, positions, np.arange(6) / 30), sample_frames(2, 6), 32)
    ours = DrAction(DrActionConfig(threads=1, gain=1.5))
    save_published(ours, tmp_path / "ours.safetensors", topology)
    again = load_published(tmp_path / "ours.safetensors", topology=topology)
    assert (again.config.velocity, again.config.depth_range, again.config.gain) == ("per_second", "clip", 1.5)
    torch.testing.assert_close(again(joints, scene), ours(joints, scene), atol=2e-5, rtol=0)


def test_what_the_format_cannot_say_is_refused():
    with pytest.raises(RenderError, match="found gate 'motion', blend 'topology', turning 'bone', bone_stretch 2"):
        published_state(DrAction(DrActionConfig(bone_stretch=2)), KINECT_V2)
    with pytest.raises(RenderError, match="Expected the topology"):
        published_state(DrAction())
    with pytest.raises(RenderError, match="this topology has none: give it rest_directions"):
        published_state(DrAction(), Topology("dot", ("dot",), ()))


def test_weights_of_another_number_of_joints_ask_for_a_topology(tmp_path):
    save_published(DrAction(), tmp_path / "twenty.safetensors", KINECT_V1)
    with pytest.raises(FormatError, match=r"for 22 or 25 joints in twenty\.safetensors, found 20: name a topology"):
        load_published(tmp_path / "twenty.safetensors")
    with pytest.raises(FormatError, match=r"for 25 joints in twenty\.safetensors, found 20"):
        load_published(tmp_path / "twenty.safetensors", topology=KINECT_V2)
