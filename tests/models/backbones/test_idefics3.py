import torch

from skelbench.models.backbones import Idefics3Backbone, SmolVLMBackbone

TOKENS = {"image": 5, "end": 1, "pad": 0}


def test_pixels_are_centred_on_zero():
    backbone = Idefics3Backbone(Idefics3Backbone.tiny(TOKENS, 64, 48, 1, 56))
    assert backbone.prepare(torch.zeros(1, 1, 3, 56, 56)).unique().tolist() == [-1.0]
    assert backbone.prepare(torch.ones(1, 1, 3, 56, 56)).unique().tolist() == [1.0]


def test_a_grey_frame_is_seen_like_any_other():
    """Normalised, 0.5 is exactly 0: the family's own code would drop such a frame as padding."""
    backbone = SmolVLMBackbone(SmolVLMBackbone.tiny(TOKENS, 64, 48, 1, 56))
    assert backbone.see(backbone.prepare(torch.full((1, 2, 3, 56, 56), 0.5))).shape == (2, 4, 48)
