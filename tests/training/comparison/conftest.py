"""A comparison small enough to be run to its end many times."""

from __future__ import annotations

import pytest

from skelbench.training.comparison import Budget, Contest, Grid, Row

_SOURCE = "choreography:seed={},clips={},split={},actions=wave+sit down,topologies=kinect_v1,texts=no"
_SMALL = {"moments": 8, "width": 8, "dilations": (1,), "dropout": 0.3}


@pytest.fixture(scope="session")
def small_grid():
    rows = (
        Row("joints", "joint_convolution", (1e-3, 3e-2), _SMALL, seeds=(0, 1)),
        Row("graph", "graph", (1e-3, 1e-2), {"moments": 8, "widths": (8,), "kernel": 3}),
    )
    return Grid(
        "tiny", "Two made actions", _SOURCE.format(1, 12, "train"), _SOURCE.format(3, 10, "held_out"), rows,
        Budget(clips=24, selection_clips=8, batch=4), choose=_SOURCE.format(2, 6, "train"), frames=2, image_size=56,
        checkpoint_every=2,
    )  # fmt: skip


@pytest.fixture
def small_contest(small_grid, tmp_path):
    return Contest(small_grid, tmp_path)
