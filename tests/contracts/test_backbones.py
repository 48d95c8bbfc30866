"""Every vision-language backbone keeps the same promises; held against the family's own code of transformers."""

import copy
import dataclasses

import numpy as np
import peft
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

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


def test_layers_computed_again_on_the_way_back_give_the_same_gradients(model):
    frames, packed = frames_for(model, variants=2), model.pack(model.question())
    kept = None
    if model.backbone.tower is not None:
        kept = torch.ones(2, 2, 4, dtype=torch.bool)
        kept[0, 0, 1:] = False
    network = model.backbone.network.train().requires_grad_(True)
    found = []
    try:
        for again in (False, True):
            model.backbone.recompute_layers(again)
            network.zero_grad()
            model.backbone.read(frames, packed, kept)[0].sum().backward()
            found.append({name: p.grad.clone() for name, p in network.named_parameters() if p.grad is not None})
    finally:
        model.backbone.recompute_layers(False)
        network.zero_grad()
        network.eval().requires_grad_(False)
    assert found[0].keys() == found[1].keys()
    for name, gradient in found[0].items():
        torch.testing.assert_close(found[1][name], gradient, rtol=1e-5, atol=1e-7)


def test_a_folder_in_the_hubs_own_format_opens_without_our_files(model, tmp_path):
    model.backbone.network.save_pretrained(tmp_path)
    model.tokenizer.save_pretrained(tmp_path)
    again = load_model(tmp_path)
    assert type(again.backbone) is type(model.backbone)
    assert again.settings.patches == "all"
    packed, frames = model.pack(model.question()), frames_for(model)
    torch.testing.assert_close(again.read_frames(frames, packed)[0], model.read_frames(frames, packed)[0])


def test_a_folder_that_lacks_a_weight_or_has_one_too_many_is_refused(model, tmp_path):
    model.save_pretrained(tmp_path)
    path = tmp_path / "model.safetensors"
    state = load_file(path)
    name = sorted(name for name in state if "layernorm" in name or "layer_norm" in name)[0]
    save_file({key: tensor for key, tensor in state.items() if key != name}, path, {"format": "pt"})
    with pytest.raises(ModelError, match=r"missing: .*norm"):
        load_model(tmp_path)
    save_file({**state, "model.nobody.weight": torch.zeros(1)}, path, {"format": "pt"})
    with pytest.raises(ModelError, match=r"unexpected: \S*nobody.weight \(1\)"):
        load_model(tmp_path)


def test_low_rank_updates_that_nobody_merged_are_neither_saved_nor_read(model, tmp_path):
    folder = tmp_path / "whole"
    model.save_pretrained(folder)
    state = load_file(folder / "model.safetensors")
    name = sorted(name for name in state if name.endswith("q_proj.weight") and "vision" not in name)[0]
    state[name.replace("weight", "base_layer.weight")] = state.pop(name)
    state[name.replace("weight", "lora_A.default.weight")] = torch.zeros(2, 48)
    save_file(state, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(ModelError, match="before its low-rank updates were merged"):
        load_model(folder)
    (folder / "adapter_config.json").write_text("{}")
    with pytest.raises(ModelError, match="not merged"):
        load_model(folder)
    other = copy.deepcopy(model)
    peft.inject_adapter_in_model(peft.LoraConfig(r=2, target_modules=["q_proj"]), other.backbone.language_model)
    with pytest.raises(ModelError, match="merge them before it is saved"):
        other.save_pretrained(tmp_path / "never")
    assert not (tmp_path / "never").exists()
