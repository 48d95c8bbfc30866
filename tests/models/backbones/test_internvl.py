import pytest
import torch

from skelbench.errors import ModelError
from skelbench.models.backbones.internvl import IMAGENET_MEAN, IMAGENET_STD
from skelbench.models.packing import pack_question


def frames_for(model, count=2, variants=1):
    size = model.backbone.image_size
    return torch.rand(variants, count, 3, size, size, generator=torch.Generator().manual_seed(0))


def test_prepare_is_the_families_normalisation(tiny_model):
    frames = frames_for(tiny_model)
    pixels = tiny_model.backbone.prepare(frames)
    by_hand = (frames[0] - torch.tensor(IMAGENET_MEAN).view(3, 1, 1)) / torch.tensor(IMAGENET_STD).view(3, 1, 1)
    torch.testing.assert_close(pixels, by_hand)


def test_frames_of_another_size_are_refused(tiny_model):
    with pytest.raises(ModelError, match="56 pixels, found"):
        tiny_model.backbone.prepare(torch.zeros(1, 2, 3, 28, 28))


def test_the_gradient_reaches_every_frame(tiny_model):
    frames = frames_for(tiny_model).requires_grad_(True)
    packed = tiny_model.pack(tiny_model.question())
    tiny_model.backbone.read(frames, packed)[0].sum().backward()
    assert (frames.grad.abs().sum((0, 2, 3, 4)) > 0).all()


def test_choices_do_not_see_each_other(tiny_model):
    frames = frames_for(tiny_model)
    together = tiny_model.read_frames(frames, tiny_model.pack(tiny_model.question()))[0]
    pair = tiny_model.pack(tiny_model.question(("sit down", "wave")))
    apart = tiny_model.read_frames(frames, pair)[0]
    torch.testing.assert_close(apart[0], together[0, [2, 0]], rtol=1e-5, atol=1e-5)


def test_a_choice_scores_as_its_own_sequence_would(tiny_model):
    """log p of 'wave' + end of turn, by plain next-token reading of prompt + 'wave'."""
    frames = frames_for(tiny_model)
    packed = tiny_model.pack(tiny_model.question())
    network, tokenizer = tiny_model.backbone.network, tiny_model.tokenizer
    ids = torch.cat([packed.ids[: packed.prefix], torch.tensor(tokenizer("wave")["input_ids"])])[None]
    logits = network(input_ids=ids, pixel_values=tiny_model.backbone.prepare(frames)).logits.log_softmax(-1)
    wanted = packed.targets[packed.owners == 0]
    by_hand = logits[0, packed.prefix - 1 :].gather(1, wanted[:, None]).sum()
    torch.testing.assert_close(tiny_model.read_frames(frames, packed)[0][0, 0], by_hand, rtol=1e-5, atol=1e-5)


def test_a_wrong_number_of_image_tokens_raises(tiny_model):
    packed = pack_question(tiny_model.tokenizer, "What?", ("a", "b"), frames=3, tokens_per_frame=4)
    with pytest.raises(ModelError, match="12 image tokens, 2 frames give 8"):
        tiny_model.backbone.read(frames_for(tiny_model), packed)
