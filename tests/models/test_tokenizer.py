import pytest
from transformers import AutoTokenizer

from skelbench.models.prompts import INTERNVL, prompt_before_answer
from skelbench.models.tokenizer import train_tokenizer


@pytest.mark.parametrize("text", ["brush hair", "0.35 m, naïve – 手", "Label: WAVE\n"])
def test_any_text_comes_back_unchanged(text):
    tokenizer = train_tokenizer(["wave"], 300)
    assert tokenizer.decode(tokenizer(text)["input_ids"]) == text


def test_special_tokens_are_one_token_each():
    tokenizer = train_tokenizer(["wave"], 300)
    assert [len(tokenizer(token)["input_ids"]) for token in INTERNVL.special] == [1] * len(INTERNVL.special)


def test_it_reloads_from_its_folder_with_equal_ids(tmp_path):
    tokenizer = train_tokenizer(["wave clap"] * 3, 300)
    tokenizer.save_pretrained(tmp_path)
    text = prompt_before_answer("What?", 2, 3)
    again = AutoTokenizer.from_pretrained(tmp_path)
    assert again(text)["input_ids"] == tokenizer(text)["input_ids"]
    assert again.chat_template == INTERNVL.template


def test_the_chat_template_lays_out_a_turn():
    tokenizer = train_tokenizer(["wave"], 300)
    turn = [{"role": "user", "content": "hello"}]
    text = tokenizer.apply_chat_template(turn, tokenize=False, add_generation_prompt=True)
    assert text == "<|im_start|>user\nhello<|im_end|>\n<|im_start|>assistant\n"
