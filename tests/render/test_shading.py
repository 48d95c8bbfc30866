"""Looks of Gaussians on bodies against the formulas in numpy."""

from __future__ import annotations

import numpy as np
import pytest

from skelbench.render.shading import CHANGE, depth_bounds, shade_bodies, trace_bounds, trace_looks
from skelbench.render.wearing import MOTION, STATE_ROWS, VISIBLE

WIDTH, UNITS = 32, 7
F32 = np.float32


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class Case:
    """Two bodies, random motion and weights, the last two Gaussians of each unseen."""

    def __init__(self, units=UNITS, seed=0):
        rng = np.random.default_rng(seed)
        self.state = rng.normal(size=(2, STATE_ROWS, WIDTH)).astype(F32)
        self.state[:, VISIBLE] = rng.uniform(0.5, 1, (2, WIDTH))
        self.state[:, VISIBLE, -2:] = 0
        self.depth = rng.uniform(2, 4, 2 * WIDTH).astype(F32)
        self.look = sigmoid(rng.normal(size=(4, WIDTH))).astype(F32)
        self.bias = rng.normal(size=(units, WIDTH)).astype(F32)
        self.weights = tuple(
            rng.normal(0, 0.3, shape).astype(F32) for shape in ((units, MOTION), (units, CHANGE), CHANGE)
        )
        self.table = np.zeros((9, 2 * WIDTH), F32)

    def depths(self, group=1, least=0.0, mix=0.3):
        bounds = np.zeros((2 // group, 4), F32)
        depth_bounds(self.state, self.depth, 0, group, bounds)
        return bounds, group, F32(least), F32(mix)

    def shade(self, depths):
        shade_bodies((0, 2), self.state, (self.look, self.bias), self.weights, depths, (self.table, self.depth, 0))
        return self.table[5:].copy()

    def formula(self, body, group=1, least=0.0, mix=0.3):
        w1, w2, b2 = (weight.astype(float) for weight in self.weights)
        hidden = np.maximum(self.bias + w1 @ self.state[body, :MOTION], 0)
        change = w2.T @ hidden + b2[:, None]
        opacity = sigmoid(self.look[3] + change[3]) * sigmoid(change[4])
        z = self.depth.reshape(2, WIDTH)
        seen = z[:, :-2] if group == 2 else z[body, :-2]
        near, far = seen.min(), seen.max()
        d = (
            0.5 + (z[body] - (near + far) / 2) / max(far - near, least)
            if least
            else (z[body] - near) / (far - near + 1e-6)
        )
        d[-2:] = 0.5
        ramp = np.stack([d, 1 - 2 * np.abs(d - 0.5), 1 - d])
        colour = (1 - mix) * np.clip(self.look[:3] + change[:3], 0, 1) + mix * ramp
        return np.concatenate([opacity[None] * self.state[body, VISIBLE], np.clip(colour, 0, 1)]), hidden


@pytest.mark.parametrize(("group", "least"), [(1, 0.0), (2, 1.0), (2, 9.0)])
def test_looks_are_the_formula(group, least):
    case = Case()
    found = case.shade(case.depths(group, least))
    for body in range(2):
        wanted, _ = case.formula(body, group, least)
        np.testing.assert_allclose(found[:, body * WIDTH : (body + 1) * WIDTH], wanted, atol=2e-6)


def test_without_modulation_the_look_is_the_bodys_own():
    case = Case(units=0)
    found = case.shade(case.depths(mix=0.0))
    np.testing.assert_allclose(found[1:, :WIDTH], case.look[:3], atol=1e-6)
    np.testing.assert_allclose(found[0, :WIDTH], case.look[3] * case.state[0, VISIBLE], atol=1e-6)


def test_bounds_are_those_of_what_is_seen_and_count_ties():
    case = Case()
    case.depth[:5], case.depth[WIDTH - 1], case.depth[7] = 1.5, 0.1, 5.0
    bounds, *_ = case.depths(group=2)
    assert bounds.tolist() == [[1.5, 5.0, 5.0, 1.0]]
    flow = np.zeros((2, MOTION + CHANGE, WIDTH), F32)
    trace_bounds(case.state, (case.depth, 0, 2), bounds, np.array([[10.0, -3.0]], F32), flow)
    assert flow[0, MOTION, :5].tolist() == [2.0] * 5
    assert flow[0, MOTION, 7] == -3.0
    assert flow.sum() == 7.0


def traced(case, depths, upstream):
    gradient = np.zeros((9, 2 * WIDTH), F32)
    gradient[5:] = upstream
    flow = np.empty((2, MOTION + CHANGE, WIDTH), F32)
    shapes = ((CHANGE, WIDTH), case.bias.shape, (len(case.bias), MOTION + CHANGE), CHANGE, (len(depths[0]), 2), 1)
    sums = tuple(np.zeros(shape, F32) for shape in shapes)
    flows = (gradient, case.depth, 0, flow, sums)
    trace_looks((0, 2), case.state, (case.look, case.bias), case.weights, depths, flows)
    return flow, sums


@pytest.mark.parametrize(("group", "least"), [(1, 0.0), (2, 1.0), (2, 9.0)])
def test_gradients_are_differences_of_the_looks(group, least):
    case, upstream = Case(), np.random.default_rng(1).normal(size=(4, 2 * WIDTH)).astype(F32)
    upstream[:, [WIDTH - 2, WIDTH - 1, -2, -1]] = 0  # nobody sees these, so no backend says what they change
    depths = case.depths(group, least)
    depths[0][:, :2] += np.array([-0.1, 0.1], F32)  # a Gaussian right on a bound has a colour right on a clamp
    case.shade(depths)
    flow, (to_look, to_bias, to_weights, to_b2, to_bounds, to_mix) = traced(case, depths, upstream)

    def difference(array, place, step=2e-4):
        kept, ends = array[place], []
        for sign in (1, -1):
            array[place] = kept + F32(sign * step)
            ends.append(float((case.shade(depths).astype(float) * upstream).sum()))
        array[place] = kept
        return (ends[0] - ends[1]) / (2 * step)

    near = {"rel": 2e-2, "abs": 2e-2}
    assert flow[1, 2, 5] == pytest.approx(difference(case.state, (1, 2, 5)), **near)
    assert flow[1, MOTION, 5] == pytest.approx(difference(case.depth, WIDTH + 5), **near)
    assert to_look[1, 3] == pytest.approx(difference(case.look, (1, 3)), **near)
    assert to_bias[4, 6] == pytest.approx(difference(case.bias, (4, 6)), **near)
    assert to_weights[3, 2] == pytest.approx(difference(case.weights[0], (3, 2)), **near)
    assert to_weights[3, MOTION + 1] == pytest.approx(difference(case.weights[1], (3, 1)), **near)
    assert to_b2[4] == pytest.approx(difference(case.weights[2], 4), **near)
    for end in range(2):
        assert to_bounds[0, end] == pytest.approx(difference(depths[0], (0, end)), **near)
    more = [float((case.shade((*depths[:3], F32(mix))).astype(float) * upstream).sum()) for mix in (0.302, 0.298)]
    assert to_mix[0] == pytest.approx((more[0] - more[1]) / 0.004, **near)
