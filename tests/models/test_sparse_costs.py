import pytest
import torch

from skelbench.models.sparse_costs import SparseCosts, internvl3_8b, sparse_costs


def test_what_the_counts_allow_is_counted_part_by_part(tiny_model, waving):
    costs = sparse_costs(tiny_model, [waving], repeats=1)
    assert costs.pixels == 56
    dense, sparse = costs.patches
    assert dense == 2 * 16
    assert sparse <= dense
    assert costs.tokens[0] - costs.tokens[1] == (dense - sparse) / 4
    assert 0 <= costs.allowed <= 1 - min(sparse / dense, costs.tokens[1] / costs.tokens[0])
    assert costs.saving == pytest.approx(1 - costs.seconds[1] / costs.seconds[0])
    assert costs.worst_difference < 1e-4
    assert costs.memory_mb is None


def test_a_record_names_both_ways():
    costs = SparseCosts(112, (64, 16), (100, 40), (2.0, 1.0), 0.5, 0.6, 1e-6, (900.0, 800.0)).to_json()
    assert costs["tokens_sparse"] == 40
    assert costs["memory_mb_dense"] == 900
    assert costs["share_of_allowed"] == pytest.approx(0.5 / 0.6)


def test_the_large_network_has_the_published_size():
    """Zhu et al. 2025, table 1: InternViT 0.3 B and Qwen2.5 7.6 B parameters, a head of its own."""
    network = internvl3_8b({"image": 5, "end": 1, "pad": 0}, 151674, "meta", torch.bfloat16)
    count = sum(parameter.numel() for parameter in network.parameters())
    assert 7.8e9 < count < 8.1e9
    assert {parameter.dtype for parameter in network.parameters()} == {torch.bfloat16}
    vision = sum(parameter.numel() for parameter in network.model.vision_tower.parameters())
    assert 0.29e9 < vision < 0.31e9
