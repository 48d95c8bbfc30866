import numpy as np
import pytest

from skelbench.errors import ParameterError
from skelbench.evaluation import bootstrap_interval, paired_bootstrap, wilson_interval


@pytest.mark.parametrize(
    ("successes", "count", "lower", "upper"),
    [(9, 10, 0.5958, 0.9821), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilsons_interval_has_the_published_bounds(successes, count, lower, upper):
    # 81 of 263: Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
    found = wilson_interval(successes, count)
    assert (found.lower, found.upper) == (pytest.approx(lower, abs=1e-4), pytest.approx(upper, abs=1e-4))
    assert found.estimate == successes / count


def test_nothing_tried_says_nothing():
    nothing = wilson_interval(0, 0)
    assert (nothing.lower, nothing.upper) == (0.0, 1.0) and np.isnan(nothing.estimate)


def test_impossible_counts_are_refused():
    with pytest.raises(ParameterError, match="0 to 3 successes, found 4"):
        wilson_interval(4, 3)


def test_the_bootstrap_of_a_mean_is_near_its_standard_error_and_repeats():
    values = np.random.default_rng(0).standard_normal(400)
    found = bootstrap_interval(values, seed=1)
    half = (found.upper - found.lower) / 2
    assert half == pytest.approx(1.96 * values.std() / 20, rel=0.1)
    assert found == bootstrap_interval(values, seed=1) != bootstrap_interval(values, seed=2)


def test_clips_of_one_subject_are_resampled_together():
    values, subjects = np.repeat([0.0, 1.0, 0.0, 1.0], 50), np.repeat([1, 2, 3, 4], 50)
    alone, together = bootstrap_interval(values), bootstrap_interval(values, groups=subjects)
    assert together.upper - together.lower > 3 * (alone.upper - alone.lower)


def test_pairs_cancel_what_they_share():
    common = np.random.default_rng(0).standard_normal(100) * 10
    found = paired_bootstrap(common + 1.0, common)
    assert (found.lower, found.estimate, found.upper) == pytest.approx((1.0, 1.0, 1.0))


def test_rows_that_do_not_match_are_refused():
    with pytest.raises(ParameterError, match="pairs"):
        paired_bootstrap([1, 2], [1])
    with pytest.raises(ParameterError, match="group for each"):
        bootstrap_interval([1, 2], groups=[1])
    with pytest.raises(ParameterError, match="row of values"):
        bootstrap_interval([])
