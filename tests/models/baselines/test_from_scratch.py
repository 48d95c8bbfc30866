import pytest
import torch

from skelbench.errors import ParameterError
from skelbench.models.baselines.from_scratch import ScratchConfig, new_backbone


def test_the_same_seed_gives_the_same_network():
    config = ScratchConfig(width=48, layers=1, image_size=56, vocabulary=300)
    states = []
    for _ in range(2):
        torch.manual_seed(5)
        backbone, tokenizer = new_backbone(config, ["wave", "clap"] * 10)
        states.append(backbone.state_dict())
    assert all(torch.equal(states[0][name], states[1][name]) for name in states[0])
    assert backbone.image_size == 56
    assert tokenizer.decode(tokenizer("wave")["input_ids"]) == "wave"


def test_a_size_of_nothing_is_refused():
    with pytest.raises(ParameterError, match="ScratchConfig's layers is out of range: 0"):
        ScratchConfig(layers=0)
