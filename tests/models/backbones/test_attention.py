from itertools import pairwise

import pytest
import torch

from skelbench.models.backbones.attention import attend, frames_apart


def drawn(*shape):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(len(shape)), requires_grad=True)


def test_it_is_the_fused_attention_of_torch_with_its_gradients():
    query, key, value = drawn(2, 4, 5, 8), drawn(2, 2, 5, 8), drawn(2, 2, 5, 8)
    mask = torch.zeros(2, 1, 5, 5).masked_fill(torch.ones(5, 5).triu(1).bool(), torch.finfo(torch.float32).min)
    ours, _ = attend(None, query, key, value, mask, scaling=0.3)
    theirs = torch.nn.functional.scaled_dot_product_attention(query, key, value, mask, scale=0.3, enable_gqa=True)
    torch.testing.assert_close(ours, theirs.transpose(1, 2))
    weights = drawn(*ours.shape).detach()
    mine = torch.autograd.grad((ours * weights).sum(), (query, key, value))
    other = torch.autograd.grad((theirs.transpose(1, 2) * weights).sum(), (query, key, value))
    for one, two in zip(mine, other, strict=True):
        torch.testing.assert_close(one, two)


def test_frames_of_one_sequence_do_not_see_each_other():
    query, key, value = drawn(1, 2, 8, 4), drawn(1, 2, 8, 4), drawn(1, 2, 8, 4)
    with frames_apart([(2, 1), (2, 3)]):
        together, _ = attend(None, query, key, value, None)
    ends = (0, 1, 2, 5, 8)
    alone = [attend(None, *(t[:, :, a:b] for t in (query, key, value)), None)[0] for a, b in pairwise(ends)]
    torch.testing.assert_close(together, torch.cat(alone, dim=1))
    assert together.grad_fn is not None


def test_frames_stay_apart_only_within():
    query = drawn(1, 1, 2, 4)
    with pytest.raises(KeyError), frames_apart([(2, 1)]):
        raise KeyError
    both, _ = attend(None, query, query, query, None)
    assert not torch.equal(both[:, 0], query[:, 0, :1])
