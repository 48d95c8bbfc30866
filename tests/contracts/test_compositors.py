"""The contract of a compositing backend: whoever registers one is held to it, without writing a test.

The backend `cuda` is held to it on a CUDA device where there is one, else in Triton's interpreter where triton is
installed. The interpreter takes hundredths of a second for a splat on a tile, so the scenes here are tiny.
"""

from __future__ import annotations

import dataclasses
import importlib.util
from collections.abc import Callable

import numpy as np
import pytest
import torch

from skelbench.render import BACKENDS, Camera, DrAction, DrActionConfig, Scene, Splats, composite_reference
from skelbench.skeleton import Topology

OF_PIXELS, OF_GRADIENTS = 5e-6, 1e-5  # largest difference; relative L2 of a tensor
NO_TRITON = pytest.mark.skipif(
    importlib.util.find_spec("triton") is None, reason="triton is not installed: pip install 'skelbench[cuda]'"
)
EVERY_BACKEND = pytest.mark.parametrize(
    "backend", [pytest.param(name, marks=NO_TRITON) if name == "cuda" else name for name in BACKENDS]
)
SIZE = (15, 13)


def device_of(backend: str) -> str:
    return "cuda" if backend == "cuda" and torch.cuda.is_available() else "cpu"


def moved(splats: Splats, backend: str) -> Splats:
    """The same splats where a backend draws them, the table a leaf of its own."""
    there = device_of(backend)
    table = splats.table.detach().clone().to(there).requires_grad_()
    return Splats(table, splats.depth.to(there), splats.starts, splats.size)


def random_splats(seed: int = 0, counts: tuple[int, ...] = (9, 14)) -> Splats:
    """Splats of any slant in several pictures, some outside, some at the very same depth."""
    rng = np.random.default_rng(seed)
    count = sum(counts)
    turn, wide, high = rng.uniform(0, np.pi, count), rng.uniform(0.5, 3, count), rng.uniform(0.5, 3, count)
    a = (np.cos(turn) / wide) ** 2 + (np.sin(turn) / high) ** 2
    b = np.sin(turn) * np.cos(turn) * (wide**-2 - high**-2)
    d = (np.sin(turn) / wide) ** 2 + (np.cos(turn) / high) ** 2
    columns, rows = rng.uniform(-4, SIZE[1] + 4, count), rng.uniform(-4, SIZE[0] + 4, count)
    table = np.column_stack([columns, rows, a, b, d, rng.uniform(0, 1, count), rng.uniform(0, 1, (count, 3))])
    depth = np.round(rng.uniform(1, 3, count), 1)
    starts = torch.tensor(np.cumsum([0, *counts]))
    return Splats(torch.tensor(table, requires_grad=True), torch.tensor(depth), starts, SIZE)


def splat(
    u: float, v: float, opacity: float, colour: tuple[float, float, float], sharpness: float = 1.0
) -> list[float]:
    return [u, v, sharpness, 0.0, sharpness, opacity, *colour]


def one_picture(rows: list[list[float]], depth: list[float], size: tuple[int, int] = (3, 5)) -> Splats:
    table = torch.tensor(rows, dtype=torch.float64).reshape(-1, 9)
    return Splats(table, torch.tensor(depth, dtype=torch.float64), torch.tensor([0, len(rows)]), size)


RED, GREEN = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)


@EVERY_BACKEND
def test_pictures_are_finite_between_black_and_white_and_of_the_asked_size(backend):
    pictures = BACKENDS[backend](moved(random_splats(), backend), 1e-6, 1)
    assert pictures.shape == (2, 3, *SIZE)
    assert torch.isfinite(pictures).all()
    assert pictures.min() >= 0
    assert pictures.max() <= 1


@EVERY_BACKEND
def test_pictures_and_gradients_are_those_of_the_definition(backend):
    results = []
    for compositor, name in ((BACKENDS[backend], backend), (composite_reference, "reference")):
        scene = moved(random_splats(3), name)
        pictures = compositor(scene, 0.0, 2)
        weights = torch.linspace(-1, 1, pictures.numel(), dtype=torch.float64).reshape(pictures.shape).sin()
        (pictures * weights.to(pictures)).sum().backward()
        results.append((pictures.detach().cpu().double(), scene.table.grad.cpu().double()))
    (found, gradient), (expected, wanted) = results
    assert (found - expected).abs().max() < OF_PIXELS
    assert (gradient - wanted).norm(dim=0).div(wanted.norm(dim=0)).max() < OF_GRADIENTS


@EVERY_BACKEND
@pytest.mark.parametrize("cut", [1e-6, 1e-3, 0.2])
def test_a_cut_changes_a_pixel_by_less_than_the_cut_times_the_opacity_it_drops_there(backend, cut):
    splats = random_splats(5, (20,))
    exact = composite_reference(splats, 0.0, 1)
    found = BACKENDS[backend](moved(splats, backend), cut, 1).detach().cpu().double()
    u, v, a, b, d, opacity = splats.table.detach()[:, :6, None, None].unbind(1)
    dx, dy = torch.arange(SIZE[1]) - u, torch.arange(SIZE[0])[:, None] - v
    weight = torch.exp(-(a * dx**2 + 2 * b * dx * dy + d * dy**2) / 2)
    dropped = (opacity * (weight < cut)).sum(0)
    assert (dropped > 0).any()
    rounding = 1e-12 if backend in ("reference", "torch") else OF_PIXELS
    assert ((found - exact).abs() <= cut * dropped + rounding).all()


@EVERY_BACKEND
def test_one_splat_shows_one_minus_exp_of_its_opacity_at_its_centre_and_falls_off_as_a_bell(backend):
    picture = BACKENDS[backend](moved(one_picture([splat(2, 1, 0.7, RED)], [1.0]), backend), 1e-6, 1)[0]
    assert picture[0, 1, 2].item() == pytest.approx(1 - np.exp(-0.7), abs=1e-6)
    assert picture[0, 1, 3].item() == pytest.approx(1 - np.exp(-0.7 * np.exp(-0.5)), abs=1e-6)
    assert picture[0, 0, 3].item() == pytest.approx(1 - np.exp(-0.7 * np.exp(-1)), abs=1e-6)
    assert picture[1:].abs().max() == 0


@EVERY_BACKEND
def test_a_splat_leaves_the_share_of_light_it_does_not_hold_to_what_is_behind_it(backend):
    rows = [splat(2, 1, 0.5, GREEN), splat(2, 1, 0.8, RED)]
    picture = BACKENDS[backend](moved(one_picture(rows, [2.0, 1.0]), backend), 1e-6, 1)[0]
    assert picture[0, 1, 2].item() == pytest.approx(1 - np.exp(-0.8), abs=1e-6)
    assert picture[1, 1, 2].item() == pytest.approx(np.exp(-0.8) * (1 - np.exp(-0.5)), abs=1e-6)


@EVERY_BACKEND
def test_a_wall_of_opaque_splats_hides_what_is_behind_it(backend):
    wall = [splat(2, 1, 1.0, RED, sharpness=0.01)] * 20
    behind = [splat(2, 1, 1.0, GREEN)]
    picture = BACKENDS[backend](moved(one_picture(behind + wall, [3.0] + [1.0] * 20), backend), 1e-6, 1)[0]
    assert picture[1].max() < 1e-8
    assert picture[0, 1, 2] > 0.999999


@EVERY_BACKEND
def test_equal_depths_keep_the_order_of_rows(backend):
    rows = [splat(2, 1, 1.0, RED), splat(2, 1, 1.0, GREEN)]
    red_first = BACKENDS[backend](moved(one_picture(rows, [1.0, 1.0]), backend), 1e-6, 1)[0, :, 1, 2]
    assert red_first[0] > red_first[1]
    green_first = BACKENDS[backend](moved(one_picture(rows[::-1], [1.0, 1.0]), backend), 1e-6, 1)[0, :, 1, 2]
    assert green_first[1] > green_first[0]


@EVERY_BACKEND
def test_depths_are_compared_in_the_precision_they_have(backend):
    """Two depths a billionth of a metre apart, which single precision takes for one."""
    rows = [splat(2, 1, 1.0, RED), splat(2, 1, 1.0, GREEN)]
    picture = BACKENDS[backend](moved(one_picture(rows, [3.000000001, 3.0]), backend), 1e-6, 1)[0, :, 1, 2]
    assert picture[1] > picture[0]


@EVERY_BACKEND
def test_no_splats_make_a_black_picture_and_no_pictures_none(backend):
    assert BACKENDS[backend](moved(one_picture([], []), backend), 1e-6, 1).abs().max() == 0


@EVERY_BACKEND
def test_a_needle_a_giant_and_a_speck_stay_finite(backend):
    rows = [[5, 5, 1e5, 0, 1e5, 1, 1, 1, 1], [5, 5, 1e-9, 0, 1e-9, 1, 1, 1, 1], [5.5, 5, 1e5, 0, 1e-3, 1, 1, 1, 1]]
    scene = moved(Splats(torch.tensor(rows), torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0, 3]), (11, 11)), backend)
    pictures = BACKENDS[backend](scene, 1e-6, 1)
    pictures.sum().backward()
    assert torch.isfinite(pictures).all()
    assert torch.isfinite(scene.table.grad).all()
    assert pictures[0, 0, 0, 0].item() == pytest.approx(1 - np.exp(-1.0), abs=1e-5)


@EVERY_BACKEND
def test_motion_moves_pixels_as_the_camera_says(backend):
    camera = Camera(np.array([[10.0, 0, 8], [0, 10, 8], [0, 0, 1]]), np.eye(4), (17, 17))
    there = np.ones((1, 1, 1), bool)
    scene = Scene(Topology("dot", ("dot",), ()), there, there[..., 0], None, np.zeros(1), np.array([0]), camera)
    renderer = DrAction(DrActionConfig(backend=backend, joint_radius=0.2, threads=1)).to(device_of(backend))
    for point in ([0.0, 0.0, 2.0], [0.8, 0.0, 2.0], [0.0, 0.8, 2.0], [-0.6, -0.4, 2.0]):
        positions = torch.tensor(point, device=device_of(backend)).reshape(1, 1, 1, 1, 3)
        picture = renderer(positions, scene)[0, 0].sum(0)
        row, column = np.unravel_index(int(picture.argmax()), picture.shape)
        np.testing.assert_allclose((column, row), camera.pixels(np.array(point)), atol=0.01)


# From here on the whole road, joints to pictures, on skeletons nobody has seen before.

Place = Callable[[np.ndarray], np.ndarray]


@dataclasses.dataclass(frozen=True)
class Case:
    """What is drawn: people of a random tree of joints, about 3 m away but for what `place` does to them."""

    joints: int
    people: int
    size: tuple[int, int]
    place: Place = lambda positions: positions
    seed: int = 0


def off_screen(positions: np.ndarray) -> np.ndarray:
    positions[:, :, ::3, 0] += 40.0
    positions[:, :, 1::3, 1] -= 2.0
    return positions


def behind(positions: np.ndarray) -> np.ndarray:
    positions[:, :, ::2, 2] *= -1
    return positions


def coincident(positions: np.ndarray) -> np.ndarray:
    positions[:, 1:] = positions[:, :1]
    return positions


def near(positions: np.ndarray) -> np.ndarray:
    """A joint just behind where drawing begins, that fills the picture many times over, and one just before it."""
    positions[:, :, 0] = (0.004, -0.003, 0.051)
    positions[:, :, 1] = (0.0, 0.0, 0.049)
    return positions


def far(positions: np.ndarray) -> np.ndarray:
    positions[..., 2] += 12
    return positions


CASES = {
    "five joints": Case(5, 1, (9, 7)),
    "sixty joints": Case(60, 1, (9, 9), seed=1),
    "four people": Case(7, 4, (12, 8), seed=2),
    "off screen": Case(11, 2, (10, 16), off_screen, seed=3),
    "behind the camera": Case(12, 2, (8, 12), behind, seed=4),
    "coincident": Case(6, 3, (12, 12), coincident, seed=5),
    "a giant": Case(8, 1, (14, 9), near, seed=6),
    "fifteen metres away": Case(9, 2, (16, 16), far, seed=7),
    "one pixel": Case(13, 2, (1, 1), seed=8),
    "several tiles": Case(5, 1, (18, 33), seed=9),
    "nobody": Case(5, 0, (6, 5), seed=10),
}


def random_tree(joints: int, rng: np.random.Generator) -> Topology:
    names = tuple(f"joint_{number}" for number in range(joints))
    bones = tuple((names[int(rng.integers(0, child))], names[child]) for child in range(1, joints))
    return Topology(f"tree_{joints}", names, bones)


def staged(case: Case) -> tuple[torch.Tensor, Scene]:
    rng = np.random.default_rng(case.seed)
    people = max(case.people, 1)
    positions = rng.normal(0, 0.5, (2, people, case.joints, 3)) + np.array([0, 0, 3.0])
    positions[1] = positions[0] + rng.normal(0, 0.02, positions[0].shape)
    positions = case.place(positions)
    focal, middle = 0.9 * max(case.size), [(side - 1) / 2 for side in case.size]
    intrinsics = np.array([[focal, 0, middle[1]], [0, focal, middle[0]], [0, 0, 1.0]])
    valid = np.full(positions.shape[:3], case.people > 0)
    camera = Camera(intrinsics, np.eye(4), case.size)
    scene = Scene(random_tree(case.joints, rng), valid, valid.any(-1), None, np.arange(2) / 30, np.array([1]), camera)
    return torch.tensor(positions)[None], scene


def road(backend: str, positions: torch.Tensor, scene: Scene) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """Pictures and the gradients of a loss, in double precision up to the backend."""
    few = 1 if len(scene.topology.joints) < 8 else 0
    config = DrActionConfig(
        samples_per_bone=few, backend=backend, cut=0.0, threads=1, joint_radius=0.2, bone_radius=0.2
    )
    renderer = DrAction(config).double().to(device_of(backend))
    leaf = positions.to(device_of(backend)).requires_grad_()
    pictures = renderer(leaf, scene)
    weights = torch.rand(pictures.shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    (pictures * weights.to(pictures)).sum().backward()
    gradients = {name: value.grad for name, value in renderer.named_parameters()} | {"positions": leaf.grad}
    return pictures.detach().cpu(), {name: value.cpu() for name, value in gradients.items() if value is not None}


@EVERY_BACKEND
@pytest.mark.parametrize("case", CASES)
def test_the_whole_road_is_that_of_the_definition(backend, case):
    positions, scene = staged(CASES[case])
    pictures, gradients = road(backend, positions.clone(), scene)
    expected, wanted = road("reference", positions.clone(), scene)
    assert torch.isfinite(pictures).all()
    assert (pictures - expected).abs().max() < OF_PIXELS
    assert (pictures.max() > 0.001) == (case != "nobody")
    for name, gradient in wanted.items():
        assert torch.isfinite(gradients[name]).all(), name
        assert (gradients[name] - gradient).norm() <= OF_GRADIENTS * gradient.norm() + 1e-12, name


@pytest.mark.parametrize("backend", ["reference", "torch"])
def test_what_keeps_double_precision_has_the_gradients_of_finite_differences(backend):
    positions, scene = staged(CASES["five joints"])
    renderer = DrAction(DrActionConfig(0, 0.2, 0.2, backend=backend, cut=0.0)).double()
    assert torch.autograd.gradcheck(lambda p: renderer(p, scene), (positions.requires_grad_(),), atol=1e-6)


@EVERY_BACKEND
@pytest.mark.parametrize(("distance", "drawn"), [(0.049, False), (0.051, True)])
def test_what_is_nearer_than_five_centimetres_contributes_nothing(backend, distance, drawn):
    camera = Camera(np.array([[10.0, 0, 4], [0, 10, 4], [0, 0, 1]]), np.eye(4), (9, 9))
    there = np.ones((1, 1, 1), bool)
    scene = Scene(Topology("dot", ("dot",), ()), there, there[..., 0], None, np.zeros(1), np.array([0]), camera)
    renderer = DrAction(DrActionConfig(backend=backend)).to(device_of(backend))
    positions = torch.tensor([0.0, 0.0, distance], device=device_of(backend)).reshape(1, 1, 1, 1, 3).requires_grad_()
    pictures = renderer(positions, scene)
    pictures.sum().backward()
    assert (pictures.max() > 0.1).item() is drawn
    assert drawn or pictures.abs().max() == positions.grad.abs().max() == 0


@EVERY_BACKEND
def test_behind_the_camera_a_clamped_depth_fills_the_picture_as_the_released_code_does(backend):
    """At 0.1 mm a joint of 2 cm is 2000 pixels wide here, so that it weighs 1 everywhere; its depth does not matter."""
    camera = Camera(np.array([[10.0, 0, 4], [0, 10, 4], [0, 0, 1]]), np.eye(4), (9, 9))
    there = np.ones((1, 1, 1), bool)
    scene = Scene(Topology("dot", ("dot",), ()), there, there[..., 0], None, np.zeros(1), np.array([0]), camera)
    config = DrActionConfig(0, 0.02, 0.02, False, depth_range="none", backend=backend, clamped_depth=True)
    renderer = DrAction(config).to(device_of(backend))
    positions = torch.tensor([0.0, 0.0, -2.0], device=device_of(backend)).reshape(1, 1, 1, 1, 3).requires_grad_()
    picture = renderer(positions, scene)[0, 0]
    picture.sum().backward()
    raw = (
        renderer.appearance_head(renderer.body.features(renderer.body.rig(scene.topology)))[0].detach().sigmoid().cpu()
    )
    expected = (1 - torch.exp(-raw[3])) * raw[:3]
    torch.testing.assert_close(picture.detach().cpu(), expected[:, None, None].expand(3, 9, 9), atol=2e-5, rtol=0)
    assert positions.grad[..., 2] == 0
