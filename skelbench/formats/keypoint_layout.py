"""Which keypoint layout a detector wrote: by the number of keypoints, and by geometry where two have the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from skelbench.formats.recording import Recording
from skelbench.skeleton import BODY_25, BODY_25B, COCO_17, COCO_18, Topology

__all__ = ["choose_layout"]

_BY_COUNT = {17: COCO_17, 18: COCO_18, 25: BODY_25}
_HEAD_SHARE = 0.15  # keypoints 1 to 4 lie within this share of the body's size from the nose if they are eyes and ears

Floats = npt.NDArray[np.float64]


def choose_layout(recording: Recording, frames: Sequence[Sequence[Floats]]) -> tuple[Topology, str]:
    """The layout of a recording's people and the sentence that says how it was told.

    Raises:
        FormatError: nobody is there, or the number of keypoints is not one we know.
    """
    counts = Counter(len(person) for frame in frames for person in frame)
    if not counts:
        raise recording.error(f"Expected people, found none in any of the {len(frames)} frames")
    count = counts.most_common(1)[0][0]
    if len(counts) > 1 or count not in _BY_COUNT:
        found = ", ".join(str(one) for one in sorted(counts))
        raise recording.error(f"Expected 17, 18 or 25 keypoints for everybody, found {found}")
    if count != 25:
        return _BY_COUNT[count], f"{_BY_COUNT[count].name} by the number of keypoints"
    shares = [share for frame in frames for person in frame if np.isfinite(share := _head_share(person))]
    if not shares:
        return BODY_25, "body_25 (not body_25b): nobody's nose is seen to tell them apart"
    near = sum(share < _HEAD_SHARE for share in shares)
    layout = BODY_25B if 2 * near > len(shares) else BODY_25
    votes = near if layout is BODY_25B else len(shares) - near
    other = "near the nose as eyes and ears are" if layout is BODY_25B else "away from the nose as neck and arm are"
    return layout, f"{layout.name} by geometry: keypoints 1 to 4 lie {other} in {votes} of {len(shares)} people seen"


def _head_share(person: Floats) -> float:
    """Mean distance of keypoints 1 to 4 from keypoint 0 (nose in both layouts), in sizes of the whole body."""
    points = person[:, :2]
    near = np.linalg.norm(points[1:5] - points[0], axis=-1)
    seen = points[np.isfinite(points).all(-1)]
    if not np.isfinite(near).any() or len(seen) < 4:
        return float("nan")
    size = float(np.linalg.norm(np.ptp(seen, axis=0)))
    return float(np.nanmean(near)) / size if size > 0 else float("nan")
