import numpy as np
import pytest

from skelbench.errors import ParameterError
from skelbench.evaluation.captions import retrieval_scores


def test_ranks_of_a_small_matrix_by_hand():
    similarity = [[0.9, 0.1, 0.2], [0.8, 0.5, 0.1], [0.3, 0.7, 0.1]]  # ranks 1, 2, 3
    found = retrieval_scores(similarity)
    assert found.recall == {1: pytest.approx(1 / 3), 2: pytest.approx(2 / 3), 3: 1.0}
    assert (found.median_rank, found.queries) == (2.0, 3)


def test_ties_count_as_the_mean_of_their_ranks():
    assert retrieval_scores(np.zeros((3, 3))).median_rank == 2.0


def test_batches_of_32_are_far_easier_and_named():
    rng = np.random.default_rng(0)
    similarity = rng.normal(size=(100, 100)) + 2.0 * np.eye(100)
    easy, hard = retrieval_scores(similarity, "batches of 32"), retrieval_scores(similarity)
    assert (easy.queries, easy.protocol) == (96, "batches of 32")
    assert easy.recall[1] > hard.recall[1]


@pytest.mark.parametrize(
    ("similarity", "protocol"),
    [(np.zeros((2, 3)), "all"), (np.full((2, 2), np.nan), "all"), (np.eye(31), "batches of 32")],
)
def test_what_cannot_be_ranked_is_refused(similarity, protocol):
    with pytest.raises(ParameterError):
        retrieval_scores(similarity, protocol)
