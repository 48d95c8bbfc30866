import numpy as np

from skelbench.reasoning.scene import CHECKS, limit_of, not_here, scene_of, seen
from skelbench.records import Verdict
from skelbench.skeleton import SkeletonSequence


def test_of_two_people_the_one_who_acts_and_the_other_are_told_apart(build, seconds):
    rising = np.array([0.22, 0.79, 0.0]) + np.outer(seconds, (0.0, 0.2, 0.0))
    one, two = build(seconds), build(seconds, left_hand=rising)
    both = SkeletonSequence(
        one.topology, np.concatenate([one.positions, two.positions + 1.0], 1), seconds, space=one.space
    )
    assert scene_of(both).body.person == 1 and scene_of(both, "other").body.person == 0
    assert scene_of(both, "", 0).body.person == 0 and scene_of(both, "other", 0).body.person == 1
    assert scene_of(one, "other").other is None


def test_limits_have_their_source_and_every_action_its_check():
    least, source = limit_of("still")
    assert least > 0 and source
    assert {"at", "returns", "moves", "still", "swings", "repeats", "bends", "walks", "decides"} <= CHECKS.keys()


def test_evidence_has_the_clips_span_and_what_is_missing_is_said(build, seconds):
    scene = scene_of(build(seconds))
    found = seen(scene, "height", ("head",), np.array([1.0, 1.0]), ((0.5, None), "m", "here"))
    assert (found.start_s, found.end_s) == scene.clip and found.verdict is Verdict.HOLDS
    evidence, spans = not_here(scene, "height", "no joint")
    assert evidence.verdict is Verdict.NOT_MEASURABLE and spans == []
