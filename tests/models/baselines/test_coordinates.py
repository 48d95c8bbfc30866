import numpy as np
import torch

from skelbench.models.baselines.coordinates import (
    STEPS,
    CoordinatesConfig,
    CoordinatesReader,
    coordinates_text,
    key_joints,
)
from skelbench.models.packing import pack_question
from skelbench.skeleton import KINECT_V1, Topology

CHAIN = Topology("chain", ("a", "b", "c", "d", "e"), (("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")))
SMALL = CoordinatesConfig(width=48, layers=1, frames=2, image_size=56, vocabulary=512)


def test_at_most_three_joints_a_part_and_none_twice():
    names = [name for name, _ in key_joints(KINECT_V1)]
    assert len(names) == 16  # the chest is the neck's joint in a first Kinect; the neck part adds the head alone
    assert {"pelvis", "chest", "head", "left_hand", "right_ankle"} <= set(names)
    rows = [rows for _, rows in key_joints(KINECT_V1)]
    assert len(set(rows)) == len(rows)


def test_a_body_without_parts_gives_its_ends_and_middle():
    assert [name for name, _ in key_joints(CHAIN)] == ["a", "c", "e"]


def test_numbers_by_hand(make_clip):
    """Five joints 0.5 m apart along x from 1 m on: the box is 2 m wide, joint c lies in its middle."""
    positions, scene = make_clip(CHAIN)
    positions = torch.zeros_like(positions)
    positions[..., 0] = torch.tensor([1.0, 1.5, 2.0, 2.5, 3.0])
    lines = coordinates_text((positions, scene)).splitlines()
    assert lines == [f"Frame{number}: 00 00 00 50 00 00 99 00 00" for number in (1, 2)]


def test_what_was_not_seen_says_so_and_its_numbers_are_nowhere(make_clip):
    seen = np.ones((12, 1, 5), bool)
    seen[1, 0, 2] = False
    positions, scene = make_clip(CHAIN, valid=seen)
    positions[0, 1, 0, 2] = 1e6
    first, second = coordinates_text((positions, scene)).splitlines()
    assert "??" in first and "??" not in second
    assert len(second.split()) == 10


def test_the_order_of_people_does_not_matter(make_clip, exchanged):
    clip = make_clip(CHAIN, people=2)
    assert coordinates_text(clip) == coordinates_text(exchanged(clip))
    assert len(coordinates_text(clip).splitlines()) == 4


def test_every_number_is_one_token(make_clip):
    reader = CoordinatesReader(("wave", "clap"), KINECT_V1, SMALL)
    numbers = "".join(f" {number:02d}" for number in range(STEPS))
    assert len(reader.tokenizer(numbers, add_special_tokens=False)["input_ids"]) == STEPS


def test_clips_of_different_length_read_together_as_alone(make_clip):
    torch.manual_seed(0)
    reader = CoordinatesReader(("wave", "clap"), KINECT_V1, SMALL).eval()
    clips = [make_clip(seed=1), make_clip(people=2, seed=2)]
    with torch.no_grad():
        torch.testing.assert_close(reader(clips), torch.cat([reader([clip]) for clip in clips]), rtol=1e-4, atol=1e-4)


def test_a_score_is_the_labels_own_log_probability(make_clip):
    """The packed score of a label is what the language model gives that label alone, word after word."""
    torch.manual_seed(0)
    reader, clip = CoordinatesReader(("wave", "clap"), KINECT_V1, SMALL).eval(), make_clip()
    text = coordinates_text(clip) + reader.question
    alone = pack_question(reader.tokenizer, text, ("clap",), 0, 0, reader.layout)
    with torch.no_grad():
        words = reader.texts["words"](alone.ids[None])
        hidden = reader.texts["language"](inputs_embeds=words).last_hidden_state
        told = reader.texts["head"](hidden[0, alone.sources]).log_softmax(-1)[
            torch.arange(len(alone.targets)), alone.targets
        ]
        torch.testing.assert_close(reader([clip])[0, 1], told.sum(), rtol=1e-4, atol=1e-4)


def test_tokens_are_those_before_the_answer(make_clip):
    reader, clip = CoordinatesReader(("wave", "clap"), KINECT_V1, SMALL), make_clip()
    assert reader.tokens([clip]) == reader.pack(clip).prefix
    assert reader.tokens([clip]) > 2 * 16 * 3
