import numpy as np
import pytest

from skelbench.reasoning import check_claims, check_turns, parse_claims

assert check_turns.__doc__


def verdicts(sequence, text):
    return [one.verdict.value for one in check_claims(sequence, parse_claims(text).claims)]


@pytest.fixture
def bow(build, seconds):
    """The trunk leans forward by 40 degrees and straightens; the hips go down by 0.2 m."""
    angle = np.radians(40.0) * np.interp(seconds, [0.5, 1.0, 2.0, 2.5], [0.0, 1.0, 1.0, 0.0])
    base = np.array([0.0, 0.95, 0.0]) - np.interp(seconds, [0.5, 1.0], [0.0, 0.2])[:, None] * (0.0, 1.0, 0.0)
    up = np.stack([0 * angle, np.cos(angle), np.sin(angle)], axis=-1)
    return build(seconds, spine_base=base, neck=base + 0.55 * up, head=base + 0.67 * up)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The trunk bends forward by about 40 degrees.", "holds"),
        ("The trunk bends forward by about 80 degrees.", "contradicted"),
        ("The trunk leans back.", "contradicted"),
        ("The trunk leans to the left.", "contradicted"),
        ("The trunk straightens up.", "holds"),
        ("The hips go down by about 20 cm.", "holds"),
        ("The hips go down by about 60 cm.", "contradicted"),
        ("The hips rise.", "contradicted"),
        ("The left hand is raised.", "holds"),  # against the hips, which sink
    ],
)
def test_what_bends_and_sinks_is_told_with_its_amount(bow, text, verdict):
    assert verdicts(bow, text) == [verdict]


def test_an_elbow_bent_by_a_right_angle(build, seconds):
    bent = build(seconds, left_wrist=(0.22, 1.12, 0.25))
    assert verdicts(bent, "The left elbow is bent by 86 degrees.") == ["holds"]
    assert verdicts(bent, "The left elbow is bent by 30 degrees.") == ["contradicted"]
    assert verdicts(bent, "The right elbow is bent by 86 degrees.") == ["contradicted"]
