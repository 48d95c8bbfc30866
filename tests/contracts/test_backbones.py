"""Every vision-language backbone keeps the same promises; held against the family's own code of transformers."""

import dataclasses

import numpy as np
import pytest
import torch
from PIL import Image

from skelbench.errors import ModelError
from skelbench.models import load_model
from skelbench.models.backbones import BACKBONES
from skelbench.models.packing import pack_question
from skelbench.training import build_model

LABELS = ("wave", "clap", "sit down")


@pytest.fixture(scope="module", params=sorted(BACKBONES))
def model(request, tiny_recipe):
    shape = dataclasses.replace(tiny_recipe.shape, family=request.param, normalise="family")
    return build_model(dataclasses.replace(tiny_recipe, shape=shape), LABELS).eval().requires_grad_(False)


def frames_for(model, count=2, variants=1):
    size = model.backbone.image_size
    return torch.rand(variants, count, 3, size, size, generator=torch.Generator().manual_seed(0))


def own_inputs(model, frames, ids):
    """What the family's own forward takes for one clip."""
    backbone, pixels = model.backbone, model.backbone.prepare(frames)
    kind = model.backbone.network.config.model_type
    if kind == "internvl":
        return {"input_ids": ids, "pixel_values": pixels}
    if kind in ("idefics3", "smolvlm"):
        return {"input_ids": ids, "pixel_values": pixels[None]}
    grid = torch.tensor([[1, 4, 4]] * len(pixels))
    return {
        "input_ids": ids, "pixel_values": own_patches(frames), "image_grid_thw": grid,
        "mm_token_type_ids": (ids == backbone.image_token).int(),
    }  # fmt: skip


def own_patches(frames):
    return own_processor("qwen2_5_vl")(pictures(frames), return_tensors="pt")["pixel_values"]


def own_processor(kind):
    from transformers.models.got_ocr2.image_processing_pil_got_ocr2 import GotOcr2ImageProcessorPil
    from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    if kind == "internvl":
        imagenet = {"image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}
        return GotOcr2ImageProcessorPil(size={"height": 56, "width": 56}, crop_to_patches=False, **imagenet)
    if kind == "qwen2_5_vl":
        return Qwen2VLImageProcessorPil(size={"shortest_edge": 28 * 28, "longest_edge": 28 * 28 * 1280})
    return Idefics3ImageProcessorPil(
        size={"longest_edge": 56}, max_image_size={"longest_edge": 56}, do_image_splitting=False
    )


def pictures(frames):
    rows = (frames[0].permute(0, 2, 3, 1).numpy() * 255).round().astype(np.uint8)
    return [Image.fromarray(row) for row in rows]


def test_prepare_is_the_familys_own_processor_within_rounding(model):
    frames = frames_for(model)
    kind = model.backbone.network.config.model_type
    ours = model.backbone.prepare(frames)
    deviation = torch.tensor(model.backbone.statistics[1]).view(3, 1, 1)
    if kind == "qwen2_5_vl":
        theirs = own_patches(frames)
        rounded = (frames * 255).round() / 255
        seen = []
        model.backbone.network.model.visual.patch_embed.register_forward_pre_hook(
            lambda _, given: seen.append(given[0])
        )
        model.backbone.see(model.backbone.prepare(rounded))
        model.backbone.network.model.visual.patch_embed._forward_pre_hooks.clear()
        torch.testing.assert_close(seen[0], theirs, rtol=1e-4, atol=1e-4)
        return
    theirs = own_processor(kind)(pictures(frames), return_tensors="pt")["pixel_values"].reshape(ours.shape)
    assert ((ours - theirs) * deviation).abs().max() <= 1 / 255


def test_the_gradient_reaches_every_frame(model):
    frames = frames_for(model).requires_grad_(True)
    log_probs, state = model.backbone.read(frames, model.pack(model.question()))
    assert state.shape == (1, 96)
    log_probs.sum().backward()
    assert (frames.grad.abs().sum((0, 2, 3, 4)) > 0).all()


def test_choices_do_not_see_each_other(model):
    frames = frames_for(model)
    together = model.read_frames(frames, model.pack(model.question()))[0]
    apart = model.read_frames(frames, model.pack(model.question(("sit down", "wave"))))[0]
    torch.testing.assert_close(apart[0], together[0, [2, 0]], rtol=1e-5, atol=1e-5)


def test_variants_do_not_see_each_other(model):
    frames = frames_for(model, variants=3)
    packed = model.pack(model.question())
    together, alone = model.read_frames(frames, packed)[0], model.read_frames(frames[1:2], packed)[0]
    torch.testing.assert_close(together[1:2], alone, rtol=1e-5, atol=1e-5)


def test_a_choice_scores_as_the_familys_own_forward_says(model):
    """log p of 'wave' and the end of the turn, by plain next-token reading of prompt + 'wave'."""
    frames = (frames_for(model) * 255).round() / 255
    packed, layout = model.pack(model.question()), model.backbone.layout
    wave = torch.tensor(model.tokenizer(layout.answer + "wave", add_special_tokens=False)["input_ids"])
    ids = torch.cat([packed.ids[: packed.prefix], wave])[None]
    logits = model.backbone.network(**own_inputs(model, frames, ids)).logits.log_softmax(-1)
    wanted = packed.targets[packed.owners == 0]
    by_hand = logits[0, packed.prefix - 1 :].gather(1, wanted[:, None]).sum()
    torch.testing.assert_close(model.read_frames(frames, packed)[0][0, 0], by_hand, rtol=1e-4, atol=1e-4)


def test_it_writes_what_the_familys_own_generation_writes(model):
    frames = (frames_for(model) * 255).round() / 255
    packed = model.pack(model.question())
    prompt = packed.ids[: packed.prefix]
    ours = model.backbone.generate(frames, prompt, 5)
    inputs = own_inputs(model, frames, prompt[None])
    theirs = model.backbone.network.generate(
        **inputs, attention_mask=torch.ones_like(prompt[None]), do_sample=False, max_new_tokens=5
    )
    assert ours.tolist() == theirs[:, len(prompt) :].tolist()


def test_it_comes_back_from_its_folder(model, tmp_path):
    model.save_pretrained(tmp_path, torch.float32)
    frames, packed = frames_for(model), model.pack(model.question())
    again = load_model(tmp_path)
    assert type(again.backbone) is type(model.backbone)
    torch.testing.assert_close(again.read_frames(frames, packed)[0], model.read_frames(frames, packed)[0])


def test_a_wrong_number_of_image_tokens_raises(model):
    packed = pack_question(model.tokenizer, "What?", ("a", "b"), 3, 4, model.backbone.layout)
    with pytest.raises(ModelError, match="12 image tokens, 2 frames give 8"):
        model.backbone.read(frames_for(model), packed)


def test_frames_of_another_size_are_refused(model):
    with pytest.raises(ModelError, match="56 pixels, found"):
        model.backbone.prepare(torch.zeros(1, 2, 3, 28, 28))
