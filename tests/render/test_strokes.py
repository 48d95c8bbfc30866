from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from skelbench.errors import ParameterError
from skelbench.render import Camera, Scene, StrokeRenderer, StrokesConfig, fit_camera, published_camera
from skelbench.render.limbs import limbs_of
from skelbench.render.measure.width import measured_width
from skelbench.render.posing import poses_of
from skelbench.render.strokes import DEPTH_SPAN
from skelbench.skeleton import Topology

BONE = Topology("bone", ("low", "high"), (("low", "high"),))
TIMES = np.array([0.0, 0.04, 0.1])  # uneven: speeds must come from true times


def moving_bone(speeds, camera, depth=3.0, people=1):
    """A bone upright at x = 0, its ends moving along x at two speeds (m/s), looked at in the middle frame."""
    x = (TIMES - TIMES[1])[:, None] * np.array(speeds)  # (T J)
    joints = np.stack([x, np.broadcast_to([-0.5, 0.5], x.shape), np.full(x.shape, depth)], axis=-1)
    there = np.ones((3, people, 2), bool)
    scene = Scene(BONE, there, there[..., 0], None, TIMES, np.array([1]), camera)
    return torch.tensor(np.repeat(joints[:, None], people, axis=1), dtype=torch.float64)[None], scene


def turned(camera, angle):
    """The camera turned about the line of sight."""
    world = np.eye(4)
    world[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    return replace(camera, world_to_camera=world @ camera.world_to_camera)


@pytest.mark.parametrize("speeds", [(0.0, 0.0), (0.5, 0.5), (0.0, 3.0), (-1.0, 4.0)])
@pytest.mark.parametrize("depth", [1.5, 3.0])
@pytest.mark.parametrize("size", [224, 448])
def test_the_measured_width_is_the_rest_width_and_the_growth_with_speed(speeds, depth, size):
    camera = published_camera(size)
    renderer = StrokeRenderer(StrokesConfig(width=0.12, growth=0.02, softness=0.3)).double()
    metres = 0.12 + 0.02 * np.mean(np.abs(speeds))
    found = measured_width(renderer, *moving_bone(speeds, camera, depth))
    assert found == pytest.approx(metres * camera.intrinsics[0, 0] / depth, rel=0.01)


@pytest.mark.parametrize("speed", [0.0, 2.0])
def test_the_light_across_a_default_stroke_sums_to_its_width_however_thin(speed):
    renderer = StrokeRenderer().double()
    picture = renderer(*moving_bone((speed, speed), published_camera(112)))[0, 0].detach()
    opaque = renderer.colours(torch.tensor(0.5, dtype=torch.float64)).detach()
    expected = (0.05 + 0.02 * speed) * 96.99 / 3  # 1.6 and 2.9 pixels
    assert (picture[:, 56].sum(-1) / opaque).tolist() == pytest.approx([expected] * 3, rel=0.01)


def test_the_width_does_not_depend_on_how_the_camera_is_turned_or_fitted():
    positions, scene = moving_bone((1.0, 1.0), published_camera(448))
    fitted = fit_camera(positions[0].numpy(), scene.valid, 448)
    renderer = StrokeRenderer(StrokesConfig(width=0.12, growth=0.02, softness=0.3)).double()
    distance = fitted.see(np.array([0, 0, 3.0]))[2]
    found = measured_width(renderer, positions, replace(scene, camera=fitted))
    assert found == pytest.approx(0.14 * fitted.intrinsics[0, 0] / distance, rel=0.01)
    lying = replace(scene, camera=turned(published_camera(448), np.pi / 2))
    found = measured_width(renderer, positions, lying, across=1)
    assert found == pytest.approx(0.14 * 387.98 / 3, rel=0.01)


def test_a_bone_that_leans_away_narrows_with_its_distance():
    positions, scene = moving_bone((0.0, 0.0), published_camera(448))
    positions[..., 0, 1], positions[..., 1, 1] = -0.3, 0.9
    positions[..., 0, 2], positions[..., 1, 2] = 2.0, 6.0  # at y = 0, on the middle row, a quarter of the way: 3 m
    renderer = StrokeRenderer(StrokesConfig(width=0.12, softness=0.3)).double()
    assert measured_width(renderer, positions, scene) == pytest.approx(0.12 * 387.98 / 3, rel=0.01)


def test_width_growth_and_softness_are_learned_in_metres_and_pixels():
    renderer = StrokeRenderer(StrokesConfig(width=0.05, growth=0.02, softness=0.5))
    values = (renderer.width, renderer.growth, renderer.softness)
    assert [value.item() for value in values] == pytest.approx([0.05, 0.02, 0.5])
    names = {name for name, _ in renderer.named_parameters()}
    assert names == {"log_width", "log_growth", "log_softness", "colours.logits"}


def test_a_width_that_was_wrong_is_found_from_the_picture():
    scene = moving_bone((2.0, 1.0), published_camera(32))
    target = StrokeRenderer(StrokesConfig(width=0.2, growth=0.05, softness=0.7))(scene[0].float(), scene[1]).detach()
    renderer = StrokeRenderer(StrokesConfig(width=0.15, growth=0.05, softness=0.7))
    step = 0.2
    for _ in range(20):  # downhill, a little less far each time
        (renderer(scene[0].float(), scene[1]) - target).square().sum().backward()
        with torch.no_grad():
            renderer.log_width -= step * renderer.log_width.grad.sign()
        renderer.log_width.grad, step = None, 0.8 * step
    assert renderer.width.item() == pytest.approx(0.2, rel=0.02)


def test_the_nearer_person_is_painted_over_the_farther_one():
    positions, scene = moving_bone((0.0, 0.0), published_camera(112), people=2)
    positions[:, :, 0, :, 2], positions[:, :, 1, :, 2] = 2.0, 4.0
    renderer = StrokeRenderer(StrokesConfig(width=0.3)).double()
    near_first = renderer(positions, scene)[0, 0]
    far_first = renderer(positions.flip(2), scene)[0, 0]
    torch.testing.assert_close(near_first, far_first)
    nearest = renderer.colours(torch.tensor([0.0], dtype=torch.float64))[0]
    torch.testing.assert_close(near_first[:, 56, 56], nearest, atol=0.01, rtol=0)


def test_hue_tells_depth_over_a_metre_at_least_or_how_sure_a_joint_is():
    positions, scene = moving_bone((0.0, 0.0), published_camera(112))
    positions[..., 0, 2], positions[..., 1, 2] = 3.0, 3.0 + DEPTH_SPAN / 2
    renderer = StrokeRenderer().double()
    limbs = limbs_of(poses_of(positions, scene, "per_second"))
    found = renderer._strokes(limbs).colours[0, 0, 0]
    expected = renderer.colours(torch.tensor([0.25, 0.75], dtype=torch.float64))
    torch.testing.assert_close(found, expected)
    doubtful = replace(scene, confidence=np.array([1.0, 0.4], np.float32)[None, None].repeat(3, 0))
    sure = StrokeRenderer(StrokesConfig(hue="confidence")).double()
    strokes = sure._strokes(limbs_of(poses_of(positions, doubtful, "per_second")))
    expected = sure.colours(torch.tensor([0.0, 0.6], dtype=torch.float64))
    torch.testing.assert_close(strokes.colours[0, 0, 0], expected, atol=1e-6, rtol=0)
    assert strokes.opacity[0, 0, 0].item() == pytest.approx(0.7)


def test_a_config_out_of_range_is_refused():
    for wrong in ({"width": 0}, {"growth": -1}, {"softness": 0}, {"hue": "mood"}, {"cut": 1}):
        with pytest.raises(ParameterError, match="StrokesConfig's"):
            StrokeRenderer(StrokesConfig(**wrong))


def test_a_camera_at_an_angle_sees_the_same_stroke():
    """A camera that looks along -z from behind sees the bone at the same distance as wide."""
    positions, scene = moving_bone((0.0, 0.0), published_camera(224))
    behind = np.diag([-1.0, 1.0, -1.0, 1.0])
    behind[2, 3] = 6.0
    camera = Camera(scene.camera.intrinsics, behind, (224, 224))
    renderer = StrokeRenderer().double()
    torch.testing.assert_close(renderer(positions, replace(scene, camera=camera)), renderer(positions, scene))
