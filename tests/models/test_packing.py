import torch

from skelbench.models.packing import pack_prompt, pack_question
from skelbench.models.prompts import INTERNVL
from skelbench.models.tokenizer import train_tokenizer

TOKENIZER = train_tokenizer(["wave clap sit down\n user assistant Frame1:"] * 5, 384)


def packed(*choices):
    return pack_question(TOKENIZER, "What is it?", choices, frames=2, tokens_per_frame=4)


def test_the_prompt_holds_every_image_token():
    ids = packed("wave", "clap").ids
    assert int((ids == TOKENIZER.convert_tokens_to_ids(INTERNVL.image)).sum()) == 2 * 4


def test_a_choice_sees_the_prefix_and_itself_but_no_other_choice():
    question = packed("wave", "clap")
    first = question.prefix
    second = first + len(TOKENIZER("wave")["input_ids"])
    assert question.visible[second, :first].all()
    assert question.visible[second, second]
    assert not question.visible[second, first:second].any()


def test_every_choice_begins_at_the_same_position():
    question = packed("wave", "clap")
    first, second = question.prefix, question.prefix + len(TOKENIZER("wave")["input_ids"])
    assert question.position_ids[first] == question.position_ids[second] == question.prefix


def test_a_choice_is_scored_to_the_end_of_its_turn():
    question = packed("wave", "sit down")
    end = TOKENIZER.convert_tokens_to_ids(INTERNVL.end)
    for owner, choice in enumerate(("wave", "sit down")):
        assert question.targets[question.owners == owner].tolist() == [*TOKENIZER(choice)["input_ids"], end]
    assert question.token_counts().tolist() == [len(TOKENIZER(c)["input_ids"]) + 1 for c in ("wave", "sit down")]


def test_a_prompt_is_packed_without_choices():
    prompt = pack_prompt(torch.tensor([4, 5, 6]))
    assert prompt.prefix == 3
    assert prompt.visible.tolist() == [[True, False, False], [True, True, False], [True, True, True]]
    assert len(prompt.targets) == len(prompt.choices) == 0


def test_sums_are_taken_by_choice():
    question = packed("wave", "clap")
    ones = torch.ones(3, len(question.targets))
    assert question.sum_by_choice(ones).tolist() == [question.token_counts().tolist()] * 3
