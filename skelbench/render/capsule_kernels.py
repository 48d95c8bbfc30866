"""Compositing of capsules within their own boxes, forward and backward (numba, no GIL, the table's own precision).

What a capsule is, `skelbench.render.capsules` says. Backward, at a pixel with g = dL/dC: q_i = g.c_i and
behind_i = alpha_i q_i + (1 - alpha_i) behind_{i+1}, so that dL/dalpha_i = T_i (q_i - behind_{i+1}) without a division.
T_i is kept from a first walk, nearest first; the second walk goes back to front.
"""

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["mark_capsules", "paint_capsules", "trace_capsules"]

_FLAGS = {"contract", "nsz", "arcp"}
_FULL = 40.0  # the logistic is 1 in double precision from here on
_FLAT = 1e-12  # pixel^2


@njit(nogil=True, cache=True, error_model="numpy")
def _box(capsule, reach, height, width):  # type: ignore[no-untyped-def]
    """First row, last row + 1, first column, last column + 1 of the pixels a capsule may touch."""
    wide = max(capsule[2], capsule[5]) + reach * capsule[6]
    left, right = min(capsule[0], capsule[3]) - wide, max(capsule[0], capsule[3]) + wide
    top, bottom = min(capsule[1], capsule[4]) - wide, max(capsule[1], capsule[4]) + wide
    if not (capsule[7] > 0 and right >= 0 and left <= width - 1 and bottom >= 0 and top <= height - 1):
        return 0, 0, 0, 0
    first_row, last_row = int(np.ceil(max(top, 0.0))), int(np.floor(min(bottom, height - 1.0)))
    first_column, last_column = int(np.ceil(max(left, 0.0))), int(np.floor(min(right, width - 1.0)))
    return first_row, last_row + 1, first_column, last_column + 1


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy", inline="always")
def _nearest(capsule, x, y, one):  # type: ignore[no-untyped-def]
    """Share t of the way from end to end nearest to a pixel, whether it lies between the ends, and the way there."""
    zero = one - one
    along_x, along_y = capsule[3] - capsule[0], capsule[4] - capsule[1]
    across, down = x - capsule[0], y - capsule[1]
    length2 = along_x * along_x + along_y * along_y
    t, inside = zero, False
    if length2 > _FLAT:
        t = (across * along_x + down * along_y) / length2
        inside = zero < t and t < one
        t = min(max(t, zero), one)
    return t, inside, across - t * along_x, down - t * along_y


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy", inline="always")
def _logistic(x, one):  # type: ignore[no-untyped-def]
    if x > _FULL:
        return one
    if x < -_FULL:
        return one - one
    return one / (one + np.exp(-x))


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def paint_capsules(images, capsules, order, starts, reach, frames):  # type: ignore[no-untyped-def]
    """Draw images[0] ... images[1] - 1 onto frames (M 3 H W) of zeros; reach is the margin in softnesses."""
    height, width = frames.shape[2], frames.shape[3]
    one = capsules.dtype.type(1)
    seen = np.empty((height, width), capsules.dtype)
    for image in range(images[0], images[1]):
        seen[:] = one
        for place in range(starts[image], starts[image + 1]):
            _paint(capsules[order[place]], reach, seen, frames[image], one)


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _paint(capsule, reach, seen, frame, one):  # type: ignore[no-untyped-def]
    top, bottom, left, right = _box(capsule, reach, seen.shape[0], seen.shape[1])
    for row in range(top, bottom):
        for column in range(left, right):
            t, _, dx, dy = _nearest(capsule, one * column, one * row, one)
            half = capsule[2] + t * (capsule[5] - capsule[2])
            d = np.sqrt(dx * dx + dy * dy)
            if d > half + reach * capsule[6]:
                continue
            cover = _logistic((half - d) / capsule[6], one) - _logistic((-half - d) / capsule[6], one)
            painted = seen[row, column] * capsule[7] * cover
            for channel in range(3):
                frame[channel, row, column] += painted * (
                    capsule[8 + channel] + t * (capsule[11 + channel] - capsule[8 + channel])
                )
            seen[row, column] -= painted


@njit(nogil=True, cache=True, error_model="numpy")
def mark_capsules(capsules, starts, reach, grid):  # type: ignore[no-untyped-def]
    """Mark the patches whose pixels the capsules of a picture may paint; `grid` = (mask (M rows columns), patch)."""
    masks, patch = grid
    height, width = masks.shape[1] * patch, masks.shape[2] * patch
    for image in range(masks.shape[0]):
        for number in range(starts[image], starts[image + 1]):
            capsule = capsules[number]
            top, bottom, left, right = _box(capsule, reach, height, width)
            for row in range(top, bottom):
                column = left
                while column < right:
                    t, _, dx, dy = _nearest(capsule, 1.0 * column, 1.0 * row, 1.0)
                    half = capsule[2] + t * (capsule[5] - capsule[2]) + reach * capsule[6]
                    masks[image, row // patch, column // patch] |= dx * dx + dy * dy <= half * half
                    column += 1
                    while column < right and masks[image, row // patch, column // patch]:
                        column = (column // patch + 1) * patch


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def trace_capsules(images, capsules, order, starts, reach, flow):  # type: ignore[no-untyped-def]
    """Gradients of capsules from dL/dframes; `flow` = (frame gradients, capsule gradients)."""
    upstream, gradients = flow
    height, width = upstream.shape[2], upstream.shape[3]
    one = capsules.dtype.type(1)
    behind = np.empty((height, width), capsules.dtype)
    for image in range(images[0], images[1]):
        first, last = starts[image], starts[image + 1]
        offsets = np.zeros(last - first + 1, np.int64)
        for place in range(first, last):
            top, bottom, left, right = _box(capsules[order[place]], reach, height, width)
            offsets[place - first + 1] = offsets[place - first] + (bottom - top) * (right - left)
        kept = np.empty(offsets[-1], capsules.dtype)
        seen = behind
        seen[:] = one
        for place in range(first, last):
            _keep(capsules[order[place]], reach, seen, kept[offsets[place - first] : offsets[place - first + 1]], one)
        behind[:] = one - one
        for place in range(last - 1, first - 1, -1):
            before = kept[offsets[place - first] : offsets[place - first + 1]]
            _trace(capsules[order[place]], reach, (before, behind, upstream[image]), gradients[order[place]], one)


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _keep(capsule, reach, seen, kept, one):  # type: ignore[no-untyped-def]
    """Remember what light is left before a capsule at each pixel of its box, and take its own share away."""
    top, bottom, left, right = _box(capsule, reach, seen.shape[0], seen.shape[1])
    pixel = 0
    for row in range(top, bottom):
        for column in range(left, right):
            kept[pixel] = seen[row, column]
            pixel += 1
            t, _, dx, dy = _nearest(capsule, one * column, one * row, one)
            half = capsule[2] + t * (capsule[5] - capsule[2])
            d = np.sqrt(dx * dx + dy * dy)
            if d <= half + reach * capsule[6]:
                cover = _logistic((half - d) / capsule[6], one) - _logistic((-half - d) / capsule[6], one)
                seen[row, column] -= seen[row, column] * capsule[7] * cover


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _trace(capsule, reach, planes, gradient, one):  # type: ignore[no-untyped-def]
    """Add up the gradient of one capsule over its box and put it before what lies behind."""
    before, behind, upstream = planes
    top, bottom, left, right = _box(capsule, reach, behind.shape[0], behind.shape[1])
    sums = np.zeros(14, capsule.dtype)
    pixel = -1
    for row in range(top, bottom):
        for column in range(left, right):
            pixel += 1
            x, y = one * column, one * row
            t, inside, dx, dy = _nearest(capsule, x, y, one)
            half = capsule[2] + t * (capsule[5] - capsule[2])
            d = np.sqrt(dx * dx + dy * dy)
            if d > half + reach * capsule[6]:
                continue
            a, b = (half - d) / capsule[6], (half + d) / capsule[6]
            near, far = _logistic(a, one), _logistic(-b, one)
            alpha = capsule[7] * (near - far)
            q, turn = _trace_colour(upstream[:, row, column], before[pixel] * alpha, (t, one - t), capsule, sums)
            to_alpha = before[pixel] * (q - behind[row, column])
            behind[row, column] += alpha * (q - behind[row, column])
            sums[7] += to_alpha * (near - far)
            slope_near, slope_far = near * (one - near), far * (one - far)
            to_cover = to_alpha * capsule[7] / capsule[6]
            sums[6] -= to_cover * (a * slope_near + b * slope_far)
            slopes = (to_cover * (slope_near + slope_far), to_cover * (slope_far - slope_near), turn)
            _trace_ends((x, y, t, one - t, inside), (dx, dy, d), slopes, capsule, sums)
    for field in range(14):
        gradient[field] += sums[field]


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy", inline="always")
def _trace_colour(g, painted, shares, capsule, sums):  # type: ignore[no-untyped-def]
    """Add up the gradients of the two colours; g times the colour here, and dL/dt through the colour."""
    t, rest = shares
    q, turn = t - t, t - t
    for channel in range(3):
        step = capsule[11 + channel] - capsule[8 + channel]
        q += g[channel] * (capsule[8 + channel] + t * step)
        share = painted * g[channel]
        sums[8 + channel] += share * rest
        sums[11 + channel] += share * t
        turn += share * step
    return q, turn


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy", inline="always")
def _trace_ends(pixel, way, slopes, capsule, sums):  # type: ignore[no-untyped-def]
    """From dL/dhalf, dL/ddistance and dL/dt (through the colour) to the ends and half widths."""
    x, y, t, rest, inside = pixel
    dx, dy, d = way
    to_half, to_distance, to_share = slopes
    sums[2] += to_half * rest
    sums[5] += to_half * t
    if d > 0:
        pull_x, pull_y = to_distance * dx / d, to_distance * dy / d
        sums[0] -= pull_x * rest
        sums[1] -= pull_y * rest
        sums[3] -= pull_x * t
        sums[4] -= pull_y * t
    if inside:
        along_x, along_y = capsule[3] - capsule[0], capsule[4] - capsule[1]
        across, down = x - capsule[0], y - capsule[1]
        to_share += to_half * (capsule[5] - capsule[2])
        to_share /= along_x * along_x + along_y * along_y
        forward_x, forward_y = across - t * along_x - t * along_x, down - t * along_y - t * along_y
        sums[3] += to_share * forward_x
        sums[4] += to_share * forward_y
        sums[0] -= to_share * (forward_x + along_x)
        sums[1] -= to_share * (forward_y + along_y)
