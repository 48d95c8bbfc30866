import time

import numpy as np
import pytest

from skelbench.choreography import choreograph
from skelbench.reasoning import tell_reasons
from skelbench.records import Deed, Driving, Mistake, Phase, Truth
from skelbench.skeleton import mirror, swap_sides

LABELS = ("drink water", "clap", "sit down", "kick", "hug", "squat", "wave", "walk", "brush hair", "jump up")
CLIPS = {label: choreograph(label, 3) for label in LABELS}
ARM = tuple(Driving(f"right_{joint}", 0.0, 3.0, "decides") for joint in ("elbow", "wrist"))
DRINK = Truth(
    "drink water", (), ARM, (Phase("raise", 0.0, 0.5), Phase("drink", 0.5, 2.0)), ((0.0, 1.0), (1.0, 2.0)),
    deeds=(Deed("right_hand", "to", "the mouth", 0.0, 0.5, 0.0, ""), Deed("head", "look up", "", 1.0, 1.5, 12.0, "deg"),
           Deed("right_hand", "to", "the side of the body", 2.0, 2.5, 0.0, "")),
)  # fmt: skip


def told(truth, seed=0):
    return tell_reasons(truth, truth.label, np.random.default_rng(seed))


@pytest.mark.parametrize("label", LABELS)
def test_a_reason_ends_with_its_label_and_repeats_for_its_generator(label):
    truth = CLIPS[label].truth
    text = told(truth)
    assert text.endswith(f"\nLabel: {label}") and text == told(truth)
    assert len({told(truth, seed) for seed in range(20)}) >= 18
    assert all(5 <= len(told(truth, seed).split()) <= 80 for seed in range(20))


def test_what_is_told_is_in_the_order_of_time_with_place_side_and_count():
    for seed in range(30):
        text = told(DRINK, seed)
        assert text.index("to the mouth" if "to the mouth" in text else "reaches the mouth") < text.index("the head ")
        assert text.index("the head ") < text.index("side of the body")
        assert "twice" in text and "left hand" not in text and "foot" not in text
        assert "left arm" not in text or any(word in text for word in ("still", "rest", "not move", "hardly"))


def test_the_mirror_image_is_told_with_the_other_side():
    for label in LABELS:
        clip = CLIPS[label]
        swapped = swap_sides(told(clip.truth, 4)).replace("right and left", "left and right")
        assert told(mirror(clip).truth, 4) == swapped


def test_a_mistake_is_told():
    truth = Truth(
        "squat", (), (), deeds=DRINK.deeds, mistakes=(Mistake("leans aside", "head", "go down", 12.0, "deg"),)
    )
    assert "the person leans aside" in told(truth)


def test_without_deeds_the_phases_are_told():
    truth = Truth("drink water", (), ARM, DRINK.phases, DRINK.repetitions)
    text = told(truth)
    assert "raise, then drink" in text and "right arm" in text and "still" not in text


def test_a_truth_of_a_label_alone_tells_the_label():
    assert told(Truth("wave")).strip() == "Label: wave"


def test_telling_takes_at_most_a_millisecond():
    truth = CLIPS["brush hair"].truth
    generator = np.random.default_rng(0)
    seconds = []
    for _ in range(20):
        start = time.process_time()
        tell_reasons(truth, truth.label, generator)
        seconds.append(time.process_time() - start)
    assert min(seconds) < 1e-3
