import pytest
import torch

from skelbench.errors import ModelError
from skelbench.models.baselines.pictures import PicturesConfig, PicturesReader, lit_blocks
from skelbench.skeleton import KINECT_V1

SMALL = {"width": 48, "layers": 1, "frames": 2, "image_size": 56, "vocabulary": 384}


def reader(**settings):
    torch.manual_seed(0)
    return PicturesReader(("wave", "clap"), KINECT_V1, PicturesConfig(**(SMALL | settings))).eval()


def test_a_block_is_lit_where_a_pixel_would_not_be_black_in_eight_bits():
    frames = torch.zeros(1, 1, 3, 8, 8)
    frames[0, 0, 1, 5, 2] = 1 / 255
    frames[0, 0, 0, 0, 7] = 0.4 / 255
    assert lit_blocks(frames, 4).tolist() == [[[False, False, True, False]]]


def test_without_sparsity_it_scores_as_the_model_does(make_clip):
    dense, clip = reader(sparse=False), make_clip()
    with torch.no_grad():
        torch.testing.assert_close(dense([clip]), dense.model([clip], dense.packed)[0], rtol=0, atol=0)


def test_what_is_not_trained_gets_no_gradient(make_clip):
    for trains in (True, False):
        one = reader(trains_renderer=trains)
        one.loss(one([make_clip()]), torch.tensor([0])).backward()
        assert (one.model.renderer.depth_mix_logit.grad is not None) == trains
        assert one.model.backbone.network.lm_head.weight.grad is not None


def test_the_loss_is_the_language_models_own():
    scores = torch.tensor([[-3.0, -1.0], [-2.0, -5.0]])
    assert float(reader().loss(scores, torch.tensor([1, 1]))) == pytest.approx(3.0)


def test_background_costs_no_tokens(make_clip):
    clip = make_clip()
    dense, sparse = reader(sparse=False).tokens([clip]), reader().tokens([clip])
    one = reader()
    lit = lit_blocks(one.pictures([clip]), one.model.backbone.tokens_per_frame)
    assert dense - sparse == lit.numel() - int(lit.sum())


def test_shape_only_is_one_colour(make_clip):
    look = {"one_colour": True, "modulation": False, "depth_range": "none"}
    frames = reader(trains_renderer=False, renderer=look).pictures([make_clip()])
    torch.testing.assert_close(frames[:, :, 0], frames[:, :, 1], rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(frames[:, :, 0], frames[:, :, 2], rtol=1e-3, atol=1e-3)
    assert frames.max() > 0.3


def test_a_fixed_renderer_has_nothing_to_watch():
    assert reader(renderer={"kind": "sticks"}).watched() == {}
    assert "depth_mix_logit" in reader().watched()


def test_it_goes_on_from_a_saved_model(tiny_folder, tiny_model, make_clip):
    one = reader(start=str(tiny_folder), sparse=False)
    clip = make_clip()
    packed = tiny_model.pack(tiny_model.question(("wave", "clap")))
    with torch.no_grad():
        torch.testing.assert_close(one([clip]), tiny_model([clip], packed)[0], rtol=0.02, atol=0.05)  # saved in bf16
    assert all(parameter.requires_grad for parameter in one.parameters())


def test_a_model_of_other_frames_is_refused(tiny_folder):
    with pytest.raises(ModelError, match="8 frames of 56 pixels to start from, found 2 of 56"):
        reader(start=str(tiny_folder), frames=8)
