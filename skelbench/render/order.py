"""Which splat is nearer: a radix sort of depths that keeps equal ones in their order."""

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["nearest_first"]


@njit(nogil=True, cache=True, error_model="numpy")
def nearest_first(depth, rows):  # type: ignore[no-untyped-def]
    """`rows` of depth (n, float32), nearest first, equal depths as they stood."""
    count = len(rows)
    bits = depth.view(np.uint32)
    keys, rows = np.empty(count, np.uint32), rows.copy()
    tally = np.zeros((4, 256), np.int32)
    for place in range(count):
        key = bits[rows[place]]
        # as whole numbers, floats are in order once negative ones are turned round
        key ^= np.uint32(0xFFFFFFFF) if key >> np.uint32(31) else np.uint32(0x80000000)
        keys[place] = key
        for digit in range(4):
            tally[digit, (key >> np.uint32(8 * digit)) & np.uint32(255)] += 1
    other_keys, other_rows = np.empty_like(keys), np.empty_like(rows)
    for digit in range(4):
        shift = np.uint32(8 * digit)
        if count and tally[digit, (keys[0] >> shift) & np.uint32(255)] == count:
            continue  # they all agree here
        total = 0
        for value in range(256):
            here = tally[digit, value]
            tally[digit, value] = total
            total += here
        for place in range(count):
            value = (keys[place] >> shift) & np.uint32(255)
            other_keys[tally[digit, value]] = keys[place]
            other_rows[tally[digit, value]] = rows[place]
            tally[digit, value] += 1
        keys, other_keys, rows, other_rows = other_keys, keys, other_rows, rows
    return rows
