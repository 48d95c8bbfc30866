import torch

from skelbench.models.backbones import InternVLBackbone


def test_prepare_is_the_normalisation_of_imagenet(tiny_model):
    frames = torch.rand(1, 2, 3, 56, 56, generator=torch.Generator().manual_seed(0))
    mean = torch.tensor((0.485, 0.456, 0.406)).view(3, 1, 1)
    deviation = torch.tensor((0.229, 0.224, 0.225)).view(3, 1, 1)
    torch.testing.assert_close(tiny_model.backbone.prepare(frames), (frames[0] - mean) / deviation)


def test_a_published_frame_takes_256_tokens():
    """448 / 14 = 32 patches a side, pixel shuffle by half: 16 x 16."""
    tokens = {"image": 5, "end": 1, "pad": 0}
    network = InternVLBackbone.tiny(tokens, 64, 48, 1, 448)
    assert InternVLBackbone(network).tokens_per_frame == 256
