import torch

from skelbench.choreography import choreograph
from skelbench.models.backbones.writing import write_after


def test_a_token_at_a_time_is_what_reading_all_again_would_write(tiny_model):
    backbone = tiny_model.backbone
    prompt = tiny_model.pack(tiny_model.question()).ids[: tiny_model.pack(tiny_model.question()).prefix]
    generator = torch.Generator().manual_seed(0)
    kept = torch.tensor([[[1, 0, 1, 1], [0, 0, 1, 0]], [[0, 0, 0, 0], [1, 1, 1, 1]]], dtype=torch.bool)
    images = torch.randn(int(kept.sum()), 48, generator=generator)
    written = write_after(backbone, images, kept, prompt, 6)
    for clip, own in enumerate(images.split([4, 4])):
        ids = prompt
        for token in written[clip].tolist():
            alone = write_after(backbone, own, kept[clip : clip + 1], ids, 1)
            assert alone.tolist() == [[token]]
            if token == tiny_model.tokenizer.eos_token_id:
                break
            ids = torch.cat([ids, torch.tensor([token])])


def test_nothing_is_written_where_no_token_is_asked_for(tiny_model):
    kept = torch.zeros(2, 2, 4, dtype=torch.bool)
    prompt = tiny_model.pack(tiny_model.question()).ids
    assert write_after(tiny_model.backbone, torch.zeros(0, 48), kept, prompt, 0).shape == (2, 0)


def test_clips_are_written_of_together_as_alone(tiny_model, waving):
    clips = [waving, choreograph("clap", 2)]
    together = tiny_model.write(clips, "What happens?", 8)
    assert together == [tiny_model.write([clip], "What happens?", 8)[0] for clip in clips]
