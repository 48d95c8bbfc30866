"""Gaussians put on bodies and projected, forward and backward, in one walk over each body (numba, no GIL).

A body is one person in one picture. Its Gaussians fill columns of the table of splats, padded to whole registers; what
is not drawn has opacity 0. The formulas are those of `posing` and `footprint`, for round Gaussians.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from skelbench.render.footprint import BLUR

__all__ = ["MOTION", "STATE_ROWS", "VISIBLE", "trace_bodies", "wear_bodies"]

MOTION = 6  # rows of a body's state: blended positions and velocities in the camera's axes
_CHANGE = 5  # then what modulation makes of them
VISIBLE = MOTION + _CHANGE  # then 0 for what is not drawn, else the joints' confidence
STATE_ROWS = VISIBLE + 1
_OWNED = np.float32(1e-4)  # a blend weight from which a joint carries a Gaussian
_ZERO, _ONE, _TWO = np.float32(0), np.float32(1), np.float32(2)
_BLUR = np.float32(BLUR)
_FLAGS = {"contract", "nsz", "arcp"}


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _turned(turn, point, joint):  # type: ignore[no-untyped-def]
    x, y, z = point[joint, 0], point[joint, 1], point[joint, 2]
    return (
        turn[0, 0] * x + turn[0, 1] * y + turn[0, 2] * z,
        turn[1, 0] * x + turn[1, 1] * y + turn[1, 2] * z,
        turn[2, 0] * x + turn[2, 1] * y + turn[2, 2] * z,
    )


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _blend(owners, shares, moving, state):  # type: ignore[no-untyped-def]
    """state[c, n] = sum_k shares[k, n] moving[owners[k, n], c]."""
    for n in range(shares.shape[1]):
        x, y, z, vx, vy, vz = _ZERO, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO
        for k in range(shares.shape[0]):
            share, joint = shares[k, n], owners[k, n]
            x += share * moving[joint, 0]
            y += share * moving[joint, 1]
            z += share * moving[joint, 2]
            vx += share * moving[joint, 3]
            vy += share * moving[joint, 4]
            vz += share * moving[joint, 5]
        state[0, n], state[1, n], state[2, n], state[3, n], state[4, n], state[5, n] = x, y, z, vx, vy, vz


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _trust(owners, shares, drawable, confidence, visible):  # type: ignore[no-untyped-def]
    """0 where a joint that carries the Gaussian is missing, else the blended confidence."""
    for n in range(shares.shape[1]):
        trust, missing = _ZERO, False
        for k in range(shares.shape[0]):
            trust += shares[k, n] * confidence[owners[k, n]]
            missing |= shares[k, n] > _OWNED and not drawable[owners[k, n]]
        visible[n] = _ZERO if missing else min(max(trust, _ZERO), _ONE)


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _project(state, body, lens, splats, first):  # type: ignore[no-untyped-def]
    """Centre and conic of every Gaussian of a body, and its depth."""
    offsets, radii = body
    table, depth = splats
    fx, fy, cx, cy, near = lens[0], lens[1], lens[2], lens[3], lens[4]
    for n in range(radii.shape[0]):
        z = state[2, n] + offsets[2, n]
        if z < near:
            state[VISIBLE, n] = _ZERO
        depth[first + n] = z
        nearness = _ONE / (z if state[VISIBLE, n] > 0 else _ONE)
        x, y = (state[0, n] + offsets[0, n]) * nearness, (state[1, n] + offsets[1, n]) * nearness
        kx, ky = radii[n] * fx * nearness, radii[n] * fy * nearness
        wide, high = kx * kx * (_ONE + x * x) + _BLUR, ky * ky * (_ONE + y * y) + _BLUR
        share = _ONE / (kx * ky * (kx * ky) * (_ONE + x * x + y * y) + _BLUR * (wide + high - _BLUR))
        table[0, first + n], table[1, first + n] = fx * x + cx, cy - fy * y
        table[2, first + n], table[3, first + n], table[4, first + n] = (
            high * share,
            kx * ky * x * y * share,
            wide * share,
        )


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def wear_bodies(span, joints, scene, rig, splats, state):  # type: ignore[no-untyped-def]
    """State and splats of bodies span[0] ... span[1] - 1 of a clip.

    Args:
        span: bodies, counted variant by variant, frame by frame.
        joints: positions and velocities (Q J 3), and the first column of the clip in the table.
        scene: rotation (3 3), translation (3), lens (5), drawable (F P' J), confidence (F P' J), the last two by body.
        rig: owners (K N), shares (K N), offsets in camera axes (3 N), radii (N).
        splats: the table (9 G) and depths (G).
        state: (Q STATE_ROWS N).
    """
    positions, velocities, column = joints
    turn, move, lens, drawable, confidence = scene
    owners, shares, offsets, radii = rig
    count = positions.shape[1]
    moving = np.empty((count, 6), np.float32)
    for body in range(span[0], span[1]):
        for joint in range(count):
            x, y, z = _turned(turn, positions[body], joint)
            moving[joint, 0], moving[joint, 1], moving[joint, 2] = x + move[0], y + move[1], z + move[2]
            moving[joint, 3], moving[joint, 4], moving[joint, 5] = _turned(turn, velocities[body], joint)
        _blend(owners, shares, moving, state[body])
        row = body % drawable.shape[0]
        _trust(owners, shares, drawable[row], confidence[row], state[body, VISIBLE])
        _project(state[body], (offsets, radii), lens, splats, column + body * radii.shape[0])


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _to_point(splat, gradient, point, radius, lens):  # type: ignore[no-untyped-def]
    """dL/d(X, Y, Z) of a Gaussian from the gradients of its centre and conic."""
    a, b, d, _, _ = splat
    gu, gv, ga, gb, gd = gradient
    nearness = _ONE / point[2]
    x, y = point[0] * nearness, point[1] * nearness
    fx, fy = lens[0], lens[1]
    kx, ky = radius * fx * nearness, radius * fy * nearness
    # the conic is (high, -slant, wide) / area; its inverse would lose digits where a Gaussian is near and oblique
    q = kx * ky
    wide, high = kx * kx * (_ONE + x * x) + _BLUR, ky * ky * (_ONE + y * y) + _BLUR
    swell = q * q * (_ONE + x * x + y * y)
    share = _ONE / (swell + _BLUR * (wide + high - _BLUR))
    to_area = -(ga * a + gb * b + gd * d) * share
    to_wide, to_high, to_slant = gd * share + _BLUR * to_area, ga * share + _BLUR * to_area, -gb * share
    to_x = gu * fx + _TWO * x * (kx * kx * to_wide + q * q * to_area) - q * y * to_slant
    to_y = -gv * fy + _TWO * y * (ky * ky * to_high + q * q * to_area) - q * x * to_slant
    by_size = (wide - _BLUR) * to_wide + (high - _BLUR) * to_high - q * x * y * to_slant + _TWO * swell * to_area
    return to_x * nearness, to_y * nearness, -(to_x * x + to_y * y + _TWO * by_size) * nearness


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _five(table, g, row):  # type: ignore[no-untyped-def]
    return table[row, g], table[row + 1, g], table[row + 2, g], table[row + 3, g], table[row + 4, g]


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _centre(state, offsets, n):  # type: ignore[no-untyped-def]
    return state[0, n] + offsets[0, n], state[1, n] + offsets[1, n], state[2, n] + offsets[2, n]


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _spread_out(owners, shares, n, flow, moving):  # type: ignore[no-untyped-def]
    for k in range(shares.shape[0]):
        share, joint = shares[k, n], owners[k, n]
        for c in range(6):
            moving[joint, c] += share * flow[c]


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def trace_bodies(span, scene, rig, drawn, flow, down):  # type: ignore[no-untyped-def]
    """dL/d(positions, velocities) of bodies span[0] ... span[1] - 1 of a clip.

    Args:
        span: as in `wear_bodies`; so are the next two.
        scene: rotation, translation, lens, drawable, confidence.
        rig: owners, shares, offsets, radii.
        drawn: the table (9 G) and its gradient, the first column of the clip, and the state (Q STATE_ROWS N).
        flow: what reaches motion (6) and depth (1) from the looks (Q 7 N).
        down: gradients of positions and velocities (Q J 3), to be written.
    """
    turn, lens = scene[0], scene[2]
    owners, shares, offsets, radii = rig
    table, gradient, column, state = drawn
    count, width = down[0].shape[1], radii.shape[0]
    moving = np.empty((count, 6), np.float32)
    for body in range(span[0], span[1]):
        moving[:] = 0
        for n in range(width):
            if state[body, VISIBLE, n] <= 0:
                continue
            g, motion = column + body * width + n, flow[body]
            centre = _centre(state[body], offsets, n)
            x, y, z = _to_point(_five(table, g, 2), _five(gradient, g, 0), centre, radii[n], lens)
            flows = (x + motion[0, n], y + motion[1, n], z + motion[2, n] + motion[6, n], motion[3, n], motion[4, n],
                     motion[5, n])  # fmt: skip
            _spread_out(owners, shares, n, flows, moving)
        for which in range(2):
            for joint in range(count):
                x, y, z = moving[joint, 3 * which], moving[joint, 3 * which + 1], moving[joint, 3 * which + 2]
                for c in range(3):
                    down[which][body, joint, c] = turn[0, c] * x + turn[1, c] * y + turn[2, c] * z
