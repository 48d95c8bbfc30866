import torch

from skelbench.models.backbones import Qwen25VLBackbone

TOKENS = {"image": 5, "end": 1, "pad": 0}


def small():
    return Qwen25VLBackbone(Qwen25VLBackbone.tiny(TOKENS, 64, 48, 1, 56))


def test_words_count_on_from_the_longer_side_of_an_image():
    """Two words, a frame of 2 x 2 tokens, a word: 0 1 | t 2 2 2 2, h 2 2 3 3, w 2 3 2 3 | 4."""
    ids = torch.tensor([7, 8, 5, 5, 5, 5, 9])
    found = small().positions(ids, torch.arange(7))
    assert found.tolist() == [[0, 1, 2, 2, 2, 2, 4], [0, 1, 2, 2, 3, 3, 4], [0, 1, 2, 3, 2, 3, 4]]


def test_a_second_choice_stands_where_the_first_one_does():
    ids = torch.tensor([5, 5, 5, 5, 9, 7, 8, 7])
    found = small().positions(ids, torch.tensor([0, 1, 2, 3, 4, 5, 6, 5]))
    assert found[0, 4:].tolist() == [2, 3, 4, 3]


def test_the_size_is_kept_in_the_configuration(tmp_path):
    network = small().network
    network.save_pretrained(tmp_path)
    again = Qwen25VLBackbone(type(network).from_pretrained(tmp_path))
    assert again.image_size == 56
    assert again.tokens_per_frame == 4
