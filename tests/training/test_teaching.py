import torch

from skelbench.models.lessons import Lesson
from skelbench.training import build_model
from skelbench.training.precision import call_in
from skelbench.training.teaching import Teaching

LESSONS = [[Lesson("t", "What is it?", "wave")]]


def test_half_precision_reads_what_single_precision_reads_and_its_gradient_reaches_the_weights(tiny_recipe, waving):
    model = build_model(tiny_recipe, ("wave", "clap"))
    clip = model.draw(waving)
    _, single = Teaching(model)([clip], LESSONS)
    _, half = call_in(torch.bfloat16, Teaching(model), "backbone", ([clip], LESSONS))
    assert single.dtype == torch.float32
    assert half.dtype == torch.bfloat16
    torch.testing.assert_close(half.float(), single, rtol=0.1, atol=0.05)
    half.float().logsumexp(-1).sum().backward()
    gradients = {name: p.grad for name, p in model.named_parameters() if p.grad is not None}
    assert {g.dtype for g in gradients.values()} == {torch.float32}
    assert {name.split(".")[0] for name in gradients} == {"renderer", "backbone"}
    assert next(model.backbone.parameters()).dtype == torch.float32
