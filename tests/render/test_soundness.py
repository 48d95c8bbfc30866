from __future__ import annotations

import pytest
import torch

from skelbench.errors import FormatError
from skelbench.render.soundness import refuse_unsound, sound_numbers


def test_the_story_of_the_third_released_candidate_is_refused_in_one_sentence():
    """Its first layer was memory never written: values from 1e-33 to 1.7e34."""
    broken = torch.linspace(-1, 1, 192).reshape(64, 3)
    broken[0, 0], broken[1, 1], broken[2, 2] = 1e-33, 1.7e34, float("nan")
    with pytest.raises(FormatError) as refusal:
        refuse_unsound({"depth_mix_logit": torch.tensor(-0.5), "appearance_head.0.weight": broken}, "candidate_03")
    assert str(refusal.value) == (
        "Expected sound weights in tensor appearance_head.0.weight of candidate_03, found 1 values that are not finite "
        "and 1 values above 10000 and 1 values that were never initialised (below 1e-25) among 192: take another file"
    )


def test_zeros_and_half_precision_are_sound():
    numbers = sound_numbers("bias", torch.tensor([0.0, -1e-20, 9e3], dtype=torch.bfloat16), "here")
    assert numbers.dtype == torch.float32
    with pytest.raises(FormatError, match=r"numbers with a fraction in tensor bias of here, found torch\.int64"):
        sound_numbers("bias", torch.tensor([1]), "here")
