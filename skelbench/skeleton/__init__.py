"""Topologies, sequences, and the door into a renderer."""

from skelbench.skeleton.human import (
    BODY_25,
    BODY_25B,
    COCO_17,
    COCO_18,
    KINECT_V1,
    KINECT_V2,
    SMPL_22,
    human_topology,
    part_by_name,
)
from skelbench.skeleton.keypoints import (
    BODY_25_WHOLE,
    BODY_25B_WHOLE,
    COCO_18_WHOLE,
    COCO_23,
    COCO_133,
    H36M_17,
    HALPE_26,
    HALPE_136,
    MEDIAPIPE_33,
    SMPLH_52,
)
from skelbench.skeleton.problem import Problem
from skelbench.skeleton.quality import QualityReport, check_quality
from skelbench.skeleton.repairs import drop_repeats, fill_gaps, smooth, track_people, unswap_sides
from skelbench.skeleton.resample import resample
from skelbench.skeleton.rest import canonical_pose, rest_pose
from skelbench.skeleton.retarget import (
    KINECT_V2_13,
    KINECT_V2_17,
    KINECT_V2_20,
    REDUCTIONS,
    retarget,
    sources_between,
)
from skelbench.skeleton.sensors import PLUG_IN_GAIT_39, SBU_15, UI_PRMD_22
from skelbench.skeleton.sequence import Segment, SkeletonSequence, Source, Space
from skelbench.skeleton.tables import from_dataset, from_frame, to_dataset, to_frame
from skelbench.skeleton.topology import LANDMARKS, PARTS, Topology
from skelbench.skeleton.view import facing_angle, mirror, place_in_view, swap_sides

__all__ = [
    "BODY_25",
    "BODY_25B",
    "BODY_25B_WHOLE",
    "BODY_25_WHOLE",
    "COCO_17",
    "COCO_18",
    "COCO_18_WHOLE",
    "COCO_23",
    "COCO_133",
    "H36M_17",
    "HALPE_26",
    "HALPE_136",
    "KINECT_V1",
    "KINECT_V2",
    "KINECT_V2_13",
    "KINECT_V2_17",
    "KINECT_V2_20",
    "LANDMARKS",
    "MEDIAPIPE_33",
    "PARTS",
    "PLUG_IN_GAIT_39",
    "REDUCTIONS",
    "SBU_15",
    "SMPLH_52",
    "SMPL_22",
    "UI_PRMD_22",
    "Problem",
    "QualityReport",
    "Segment",
    "SkeletonSequence",
    "Source",
    "Space",
    "Topology",
    "canonical_pose",
    "check_quality",
    "drop_repeats",
    "facing_angle",
    "fill_gaps",
    "from_dataset",
    "from_frame",
    "human_topology",
    "mirror",
    "part_by_name",
    "place_in_view",
    "resample",
    "rest_pose",
    "retarget",
    "smooth",
    "sources_between",
    "swap_sides",
    "to_dataset",
    "to_frame",
    "track_people",
    "unswap_sides",
]
