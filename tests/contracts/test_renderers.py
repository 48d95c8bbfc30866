"""The contract of a renderer: whoever registers one is held to it, without writing a test."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
import torch

from skelbench.errors import ParameterError, RenderError, UnknownNameError
from skelbench.render import RENDERERS, Camera, Scene, cut_patches, new_renderer
from skelbench.skeleton import Topology

EVERY_RENDERER = pytest.mark.parametrize("name", list(RENDERERS))
CHAIN = Topology("chain", ("a", "b", "c"), (("a", "b"), ("b", "c")))
DOT = Topology("dot", ("dot",), ())


def made(name, **wanted):
    """A renderer of its default settings but for those of `wanted` that it has."""
    known = {field.name for field in fields(RENDERERS[name].config)}
    return new_renderer(name, {key: value for key, value in ({"threads": 1} | wanted).items() if key in known})


def camera(size=(17, 21), focal=16.0):
    middle = np.array([[focal, 0, (size[1] - 1) / 2], [0, focal, (size[0] - 1) / 2], [0, 0, 1]])
    return Camera(middle, np.eye(4), size)


def scene_of_people(topology=CHAIN, frames=4, people=2, looked_at=(0, 2, 3), size=(17, 21), focal=16.0):
    there = np.ones((frames, people, len(topology.joints)), bool)
    return Scene(topology, there, there[..., 0], None, np.arange(frames) / 10, np.array(looked_at), camera(size, focal))


def positions_of(scene, variants=1, seed=0, dtype=torch.float32):
    rng = np.random.default_rng(seed)
    spread = rng.normal(0, 0.5, (variants, *scene.valid.shape, 3)) * (1, 1, 0.4)
    return torch.tensor(spread + np.array([0, 0, 3.0]), dtype=dtype)


@EVERY_RENDERER
def test_pictures_are_finite_between_black_and_white_and_of_the_asked_size(name):
    scene = scene_of_people()
    pictures = made(name)(positions_of(scene, variants=2), scene)
    assert pictures.shape == (2, 3, 3, 17, 21)
    assert torch.isfinite(pictures).all()
    assert pictures.min() >= 0
    assert 0.2 < pictures.max() <= 1


@EVERY_RENDERER
def test_gradients_are_those_of_the_pictures(name):
    renderer = made(name, cut=1e-12).double()
    scene = scene_of_people(frames=2, people=1, looked_at=(0, 1), size=(7, 8))
    positions = positions_of(scene, seed=3, dtype=torch.float64).requires_grad_()
    assert torch.autograd.gradcheck(lambda p: renderer(p, scene), (positions,), fast_mode=True)


@EVERY_RENDERER
def test_every_parameter_of_a_learnable_renderer_is_felt_and_a_fixed_one_has_none(name):
    renderer = made(name, hue="depth").double()
    scene = scene_of_people()
    weights = torch.linspace(0, 30, 3 * 3 * 17 * 21, dtype=torch.float64).sin().reshape(1, 3, 3, 17, 21)
    parameters = dict(renderer.named_parameters())
    assert bool(parameters) == RENDERERS[name].learnable
    if parameters:
        (renderer(positions_of(scene, dtype=torch.float64), scene) * weights).sum().backward()
        assert [key for key, value in parameters.items() if value.grad is None or not value.grad.any()] == []


@EVERY_RENDERER
def test_motion_moves_pixels_as_the_camera_says(name):
    scene = scene_of_people(DOT, frames=1, people=1, looked_at=(0,), size=(97, 121), focal=80.0)
    for point in ([0.0, 0.0, 2.0], [0.6, 0.0, 2.0], [0.0, 0.5, 2.0], [-0.6, -0.4, 2.5]):
        picture = made(name)(torch.tensor(point).reshape(1, 1, 1, 1, 3), scene)[0, 0].sum(0).detach().double().numpy()
        rows, columns = np.indices(picture.shape)
        centre = ((picture * columns).sum() / picture.sum(), (picture * rows).sum() / picture.sum())
        np.testing.assert_allclose(centre, scene.camera.pixels(np.array(point)), atol=0.05)


@EVERY_RENDERER
def test_who_is_absent_missing_or_behind_the_camera_leaves_no_light(name):
    scene = scene_of_people()
    positions = positions_of(scene)
    absent = replace(scene, present=np.zeros_like(scene.present))
    missing = replace(scene, valid=np.zeros_like(scene.valid))
    for empty in (absent, missing):
        assert made(name)(positions, empty).abs().max() == 0
    assert made(name)(positions * torch.tensor([1.0, 1.0, -1.0]), scene).abs().max() == 0


@EVERY_RENDERER
def test_a_missing_joint_may_hold_any_number(name):
    scene = scene_of_people()
    valid = scene.valid.copy()
    valid[:, 0, 2] = False
    positions = positions_of(scene)
    scene = replace(scene, valid=valid)
    harmless = made(name)(positions, scene)
    positions[:, :, 0, 2] = torch.nan
    torch.testing.assert_close(made(name)(positions, scene), harmless)


@EVERY_RENDERER
@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_too_odd_to_draw(name, seed):
    """Random trees of 5 to 60 joints, 1 to 4 people: off the picture, behind the camera, upon it, coincident."""
    rng = np.random.default_rng(seed)
    joints = int(rng.integers(5, 61))
    names = tuple(f"j{number}" for number in range(joints))
    tree = Topology("tree", names, tuple((names[rng.integers(k)], names[k]) for k in range(1, joints)))
    scene = scene_of_people(tree, frames=5, people=int(rng.integers(1, 5)), looked_at=(0, 1, 4))
    scene = replace(scene, valid=rng.random(scene.valid.shape) > 0.2)
    points = rng.normal(0, 1, (1, *scene.valid.shape, 3)) * rng.choice([0.0, 0.3, 3.0, 40.0]) + (0, 0, 1.5)
    points[:, :, 0, : joints // 4] = (0.1, 0.2, 2.0)  # many at one place, standing still
    points[:, 0, -1] = (0, 0, 0.05)  # just as near as is drawn
    positions = torch.tensor(points, dtype=torch.float32, requires_grad=True)
    pictures = made(name)(positions, scene)
    assert torch.isfinite(pictures).all()
    assert pictures.detach().min() >= 0
    assert pictures.detach().max() <= 1 + 1e-6
    pictures.square().sum().backward()
    assert torch.isfinite(positions.grad).all()


@EVERY_RENDERER
def test_clips_drawn_together_look_as_they_do_alone(name):
    scenes = [scene_of_people(), scene_of_people(frames=6, people=1, looked_at=(1, 5))]
    clips = [(positions_of(scene, seed=seed), scene) for seed, scene in enumerate(scenes)]
    renderer = made(name)
    for together, (positions, scene) in zip(renderer.draw(clips), clips, strict=True):
        torch.testing.assert_close(together, renderer(positions, scene), atol=1e-6, rtol=0)


@EVERY_RENDERER
def test_pictures_of_two_sizes_and_positions_that_do_not_fit_are_refused(name):
    scene, other = scene_of_people(), scene_of_people(size=(9, 9))
    with pytest.raises(RenderError, match="one picture size"):
        made(name).draw([(positions_of(scene), scene), (positions_of(other), other)])
    with pytest.raises(RenderError, match="asks for positions of shape"):
        made(name)(positions_of(scene)[:, :2], scene)


@EVERY_RENDERER
def test_moments_that_nobody_learned_are_not_drawn(name):
    scene = replace(scene_of_people(), learned_times=True)
    with pytest.raises(RenderError, match="asks for learned moments"):
        made(name)(positions_of(scene), scene)


@EVERY_RENDERER
def test_it_says_what_draws_and_what_it_is(name):
    assert made(name).backend_for(torch.zeros(1)) in ("cpu", "torch")
    assert RENDERERS[name].summary
    assert all(field.name for field in fields(RENDERERS[name].config))


def test_a_wrong_name_and_a_wrong_setting_are_answered_with_the_right_ones():
    with pytest.raises(UnknownNameError, match=r"No renderer is called 'stroke'\. Did you mean 'strokes'\?"):
        new_renderer("stroke")
    with pytest.raises(ParameterError, match=r"'strokes' has no setting 'widht'\. Did you mean 'width'\?"):
        new_renderer("strokes", {"widht": 1})


@EVERY_RENDERER
def test_patches_are_those_of_the_pictures_and_what_is_left_out_is_black(name):
    """A person small in a corner of 56 by 70 pixels: most patches of 7 hold nothing."""
    renderer, scene = made(name), scene_of_people(people=1, size=(56, 70), focal=20.0)
    positions = positions_of(scene, variants=2).requires_grad_()
    (drawn,) = renderer.draw_patches([(positions, scene)], 7)
    pictures = renderer(positions, scene)
    assert drawn.mask.shape == (2, 3, 8, 10)
    assert torch.equal(drawn.patches, cut_patches(pictures, drawn.mask))
    torch.testing.assert_close(drawn.pictures(), pictures, rtol=0, atol=3e-6)  # a little below the cut may be left
    assert drawn.mask.float().mean() < 0.6
    drawn.patches.square().sum().backward()
    by_patches, positions.grad = positions.grad, None
    renderer(positions, scene).square().sum().backward()
    torch.testing.assert_close(by_patches, positions.grad, rtol=1e-4, atol=1e-5)


@EVERY_RENDERER
def test_patches_must_fill_the_picture(name):
    scene = scene_of_people()
    with pytest.raises(RenderError, match="patches that fill pictures of 17 by 21"):
        made(name).draw_patches([(positions_of(scene), scene)], 5)
