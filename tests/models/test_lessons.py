"""Lessons against each one read alone, and their bookkeeping by hand."""

import dataclasses

import pytest
import torch

from skelbench.errors import ModelError
from skelbench.models.backbones import BACKBONES
from skelbench.models.lessons import Lesson, pack_lessons
from skelbench.models.packing import pack_question
from skelbench.models.prompts import INTERNVL, RECOGNITION, prompt_before_answer, repeated_texts
from skelbench.models.tokenizer import train_tokenizer
from skelbench.training import build_model

TOKENIZER = train_tokenizer(["wave clap sit down\n user assistant Frame1:"] * 5, 384)
WAVE, SIT = Lesson("t", "What is it?", "wave"), Lesson("t", "Which hand does it?", "sit down")


def packed(*lessons, kept=None):
    every = torch.ones(len(lessons), 2, 4, dtype=torch.bool) if kept is None else kept
    return pack_lessons(TOKENIZER, lessons, 4, INTERNVL, every)


def test_one_lesson_is_the_question_with_one_choice_token_for_token():
    ours, theirs = packed([WAVE]), pack_question(TOKENIZER, "What is it?", ["wave"], 2, 4)
    assert ours.ids[0].tolist() == theirs.ids.tolist()
    assert ours.position_ids[0].tolist() == theirs.position_ids.tolist()
    assert ours.sources.tolist() == theirs.sources.tolist()
    assert ours.targets.tolist() == theirs.targets.tolist()
    assert torch.equal(ours.visible[0], theirs.visible)


def test_a_lesson_sees_the_frames_and_itself_but_no_other_lesson():
    both = packed([WAVE, SIT])
    frames = len(both.frames)
    second = len(packed([WAVE]).ids[0])
    assert both.visible[0, second, :frames].all()
    assert not both.visible[0, second:, frames:second].any()
    assert both.position_ids[0, second] == frames == both.position_ids[0, frames]


def test_padding_is_never_looked_at_and_tokens_of_blocks_left_out_are_gone():
    kept = torch.ones(2, 2, 4, dtype=torch.bool)
    kept[1, 0, :3] = False
    ragged = packed([WAVE, SIT], [WAVE], kept=kept)
    image = TOKENIZER.convert_tokens_to_ids(INTERNVL.image)
    assert (ragged.ids == image).sum(1).tolist() == [8, 5]
    real = len(packed([WAVE]).ids[0]) - 3
    assert not ragged.visible[1, :real, real:].any()
    assert ragged.position_ids[1].max() == packed([WAVE]).position_ids.max()
    assert ragged.clips.tolist() == [0, 0, 1]


def test_sums_are_taken_by_lesson_to_the_end_of_the_turn():
    some = packed([WAVE, SIT], [WAVE])
    lengths = [len(TOKENIZER(lesson.answer)["input_ids"]) + 1 for lesson in (WAVE, SIT, WAVE)]
    assert some.sum_by_lesson(torch.ones(len(some.targets))).tolist() == lengths
    end = TOKENIZER.convert_tokens_to_ids(INTERNVL.end)
    assert some.targets[some.owners == 1].tolist() == [*TOKENIZER("sit down")["input_ids"], end]


def test_a_clip_without_lessons_and_an_empty_answer_are_refused():
    with pytest.raises(ModelError, match="at least one lesson a clip, found none for clip 1"):
        packed([WAVE], [])
    with pytest.raises(ModelError, match="found an empty one to 'What is it"):
        packed([dataclasses.replace(WAVE, answer="")])


def test_what_every_prompt_repeats_is_one_token_and_the_text_is_the_same():
    whole = train_tokenizer(["wave"], 384, whole=repeated_texts(2))
    text = prompt_before_answer("What is it?", 2, 4)
    assert whole.decode(whole(text)["input_ids"]) == text
    assert len(whole(text)["input_ids"]) < len(TOKENIZER(text)["input_ids"]) - 2 * 5
    apart = [
        token for part in (text[: text.index("What")], text[text.index("What") :]) for token in whole(part)["input_ids"]
    ]
    assert apart == whole(text)["input_ids"]


@pytest.mark.parametrize("family", sorted(BACKBONES))
def test_several_lessons_read_as_each_one_alone(family, tiny_recipe, waving):
    shape = dataclasses.replace(tiny_recipe.shape, family=family, width=96, image_size=56)
    model = build_model(dataclasses.replace(tiny_recipe, shape=shape), ("wave", "clap")).eval().requires_grad_(False)
    clip = model.draw(waving)
    lessons, labels = (
        model.teach([clip, clip], [[WAVE, SIT], [SIT]]),
        model.scorer(waving, model.question(["wave", "clap"])),
    )
    log_probs = -torch.nn.functional.cross_entropy(lessons[1].float(), lessons[0].targets, reduction="none")
    sums = lessons[0].sum_by_lesson(log_probs)
    assert sums[1] == pytest.approx(float(sums[2]), abs=1e-4)
    asked, logits = model.teach([clip], [[Lesson("t", RECOGNITION, "wave"), Lesson("t", RECOGNITION, "clap")]])
    log_probs = -torch.nn.functional.cross_entropy(logits.float(), asked.targets, reduction="none")
    torch.testing.assert_close(asked.sum_by_lesson(log_probs), labels(labels.positions)[0], rtol=1e-4, atol=1e-4)
