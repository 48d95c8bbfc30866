from __future__ import annotations

import numpy as np
import pytest

from skelbench.render.order import nearest_first


@pytest.mark.parametrize("depth", [
    [], [3.0], [2.0, 1.0], [1.0, 1.0, 1.0], [-1.0, 2.0, -3.0, 0.0, 0.5], [1e-30, 1e30, 1.0, 1.0000001],
])  # fmt: skip
def test_the_nearest_comes_first_and_equals_keep_their_order(depth):
    depth = np.array(depth, np.float32)
    rows = np.arange(len(depth), dtype=np.int32)
    assert nearest_first(depth, rows).tolist() == np.argsort(depth, kind="stable").tolist()


def test_only_the_asked_rows_are_ordered():
    rng = np.random.default_rng(0)
    depth = np.round(rng.normal(0, 3, 500), 1).astype(np.float32)
    rows = np.sort(rng.permutation(500)[:200]).astype(np.int32)
    before = rows.copy()
    assert nearest_first(depth, rows).tolist() == rows[np.argsort(depth[rows], kind="stable")].tolist()
    assert (rows == before).all()
