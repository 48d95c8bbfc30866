"""Which keypoint layout a detector wrote: by the number of keypoints, and by geometry where two have the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from skelbench.formats.recording import Recording
from skelbench.skeleton import (
    BODY_25,
    BODY_25_WHOLE,
    BODY_25B,
    BODY_25B_WHOLE,
    COCO_17,
    COCO_18,
    COCO_18_WHOLE,
    COCO_23,
    COCO_133,
    HALPE_26,
    HALPE_136,
    MEDIAPIPE_33,
    Topology,
)

__all__ = ["choose_layout"]

_BY_COUNT = {17: COCO_17, 18: COCO_18, 25: BODY_25, 26: HALPE_26, 33: MEDIAPIPE_33, 130: COCO_18, 133: COCO_23,
             136: HALPE_26, 137: BODY_25}  # fmt: skip
_WHOLE = {COCO_18: COCO_18_WHOLE, COCO_23: COCO_133, HALPE_26: HALPE_136, BODY_25: BODY_25_WHOLE,
          BODY_25B: BODY_25B_WHOLE}  # fmt: skip
_HEAD_SHARE = 0.08  # of the body's size: eyes and ears lie closer together, neck, arm and ankles do not

Floats = npt.NDArray[np.float64]


def choose_layout(recording: Recording, frames: Sequence[Sequence[Floats]]) -> tuple[Topology, tuple[str, ...]]:
    """The layout of a recording's people and the sentences that say how it was told.

    Where a face and hands follow the body's keypoints they are joints too if the caller asked for the whole body, and
    are left out otherwise: rows beyond the topology's joints.

    Raises:
        FormatError: nobody is there, or the number of keypoints is not one we know.
    """
    counts = Counter(len(person) for frame in frames for person in frame)
    if not counts:
        raise recording.error(f"Expected people, found none in any of the {len(frames)} frames")
    count = counts.most_common(1)[0][0]
    if len(counts) > 1 or count not in _BY_COUNT:
        found = ", ".join(str(one) for one in sorted(counts))
        known = ", ".join(str(one) for one in list(_BY_COUNT)[:-1])
        raise recording.error(f"Expected {known} or {list(_BY_COUNT)[-1]} keypoints for everybody, found {found}")
    body, said = _BY_COUNT[count], f"{_BY_COUNT[count].name} by the number of keypoints"
    if body is BODY_25:
        body, said = _one_of_25(frames)
    if count == len(body.joints):
        return body, (said,)
    if recording.detail == "whole":
        return _WHOLE[body], (said, "face and hands are joints of one topology with the body")
    return body, (
        said,
        f"face and hands, {count - len(body.joints)} keypoints, are left out: detail='whole' reads them",
    )


def _one_of_25(frames: Sequence[Sequence[Floats]]) -> tuple[Topology, str]:
    votes = [vote for frame in frames for person in frame if (vote := _body_25b(person)) is not None]
    if not votes:
        return BODY_25, "body_25 (not body_25b): too little is seen of anybody to tell them apart"
    layout = BODY_25B if 2 * sum(votes) > len(votes) else BODY_25
    count, head = (sum(votes), "1 to 4") if layout is BODY_25B else (len(votes) - sum(votes), "15 to 18")
    share = f"{count} of {len(votes)} people"
    return layout, f"{layout.name} by geometry: keypoints {head} lie together as eyes and ears do in {share}"


def _body_25b(person: Floats) -> bool | None:
    """Whether keypoints 1 to 4 are eyes and ears (BODY_25B) or 15 to 18 are (BODY_25); None where it cannot be told."""
    person = person[:25]
    early, late = _spread(person[1:5, :2]), _spread(person[15:19, :2])
    if np.isfinite(early) and np.isfinite(late):
        return early < late
    seen = person[np.isfinite(person[:, :2]).all(-1), :2]
    size = float(np.linalg.norm(np.ptp(seen, axis=0))) if len(seen) > 3 else float("nan")
    if np.isfinite(early) and size > 0:
        return early < _HEAD_SHARE * size
    return late > _HEAD_SHARE * size if np.isfinite(late) and size > 0 else None


def _spread(points: Floats) -> float:
    """Mean distance of the points seen from their middle; NaN where fewer than two are seen."""
    points = points[np.isfinite(points).all(-1)]
    if len(points) < 2:
        return float("nan")
    return float(np.linalg.norm(points - points.mean(0), axis=-1).mean())
