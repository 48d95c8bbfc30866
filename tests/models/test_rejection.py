import numpy as np
import pytest

from skelbench.errors import ModelError
from skelbench.models import RejectionRule, fit_rejection


def clouds(shift, count=400, seed=0):
    """Two tight classes along the first axis; `shift` moves clips off along the second, between the scores."""
    generator = np.random.default_rng(seed)
    classes = np.arange(count) % 2
    hidden = generator.normal(0, 0.3, (count, 4))
    hidden[:, 0] += np.where(classes == 0, -3, 3)
    hidden[:, 1] += shift
    sure = generator.normal(-8.0, 1.0, (count, 2))
    sure[np.arange(count), classes] = -0.01
    scores = sure if shift == 0 else generator.normal(-1, 0.2, (count, 2))
    return (hidden, scores, (generator.random(count) < (0.1 if shift == 0 else 0.8)).astype(float)), classes


@pytest.fixture(scope="module")
def rule():
    trained, known, unknown = clouds(0, seed=1), clouds(0, seed=2), clouds(6, seed=3)
    return fit_rejection((trained[0][0], trained[1]), clouds(6, seed=8)[0][0], known[0], unknown[0])


def test_what_lies_far_from_all_classes_is_rejected(rule):
    assert rule.unknown_caught > 0.99
    (hidden, scores, _), _ = clouds(6, seed=4)
    assert rule.judge(hidden[0], scores[0], 1.0).rejected


def test_the_limit_keeps_the_share_of_known_clips_it_was_asked_to(rule):
    assert rule.known_kept == pytest.approx(0.9, abs=0.01)


def test_without_own_scores_and_rule_distance_alone_decides(rule):
    unknown = np.full((400, 2), np.nan), np.full(400, np.nan)
    far, near = (clouds(shift, seed=5)[0][0] for shift in (6, 0))
    assert rule.strangeness(far, *unknown).min() > np.median(rule.strangeness(near, *unknown))


def test_a_contradicted_rule_is_strange(rule):
    (hidden, scores, _), _ = clouds(0, seed=7)
    against, with_it = (rule.strangeness(hidden, scores, np.full(400, value)) for value in (1.0, 0.0))
    assert (against > with_it).all()


def test_unsureness_is_minus_the_log_of_the_highest_probability(rule):
    signs = rule.signs(np.zeros((1, 4)), np.log([[0.5, 0.25, 0.25]]), np.zeros(1))
    assert signs[0, 1] == pytest.approx(np.log(2))


def test_it_survives_its_file_to_single_precision(rule, tmp_path):
    rule.save(tmp_path / "rule.safetensors")
    again = RejectionRule.load(tmp_path / "rule.safetensors", rule.figures())
    signs, _ = clouds(6, seed=6)
    np.testing.assert_allclose(again.strangeness(*signs), rule.strangeness(*signs), rtol=1e-3)
    with pytest.raises(ModelError, match="rejection rule"):
        RejectionRule.load(tmp_path / "rule.safetensors", {})
