"""The adapter against a real server: that of transformers, with a tiny Idefics3 of random weights, offline."""

from __future__ import annotations

import socket
import time

import httpx
import pytest
import torch

from skelbench.evaluation import written_answer
from skelbench.models.backbones import BACKBONES
from skelbench.models.prompts import CLASSIFIER, frame_opening, listed_choices
from skelbench.models.server import FrameDrawer, ServedModel, ServerConfig
from skelbench.models.tokenizer import train_tokenizer
from skelbench.records import Failure, Question
from skelbench.render import new_renderer

CHOICES = ("wave", "clap", "sit down")
SIZE, TOKENS_PER_PICTURE = 56, 4  # 14-pixel patches, 2 x 2 of them a token
TEMPLATE = (
    "<|begin_of_text|>{% for message in messages %}{{ message['role'] | capitalize }}: "
    "{% for part in message['content'] %}{% if part['type'] == 'text' %}{{ part['text'] }}{% else %}<image>{% endif %}"
    "{% endfor %}<end_of_utterance>\n{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A tiny Idefics3 with its processor, as the hub keeps them."""
    from transformers import Idefics3Processor
    from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil
    from transformers.utils import logging

    logging.disable_progress_bar()
    family = BACKBONES["idefics3"]
    tokenizer = train_tokenizer([listed_choices(CHOICES)] * 20, 384, family.layout)
    tokens = {name: tokenizer.convert_tokens_to_ids(getattr(family.layout, name)) for name in ("image", "end", "pad")}
    torch.manual_seed(0)
    network = family.tiny(tokens, len(tokenizer), width=48, layers=1, image_size=SIZE)
    whole = {"size": {"longest_edge": SIZE}, "max_image_size": {"longest_edge": SIZE}, "do_image_splitting": False}
    processor = Idefics3Processor(
        Idefics3ImageProcessorPil(**whole), tokenizer, image_seq_len=TOKENS_PER_PICTURE, chat_template=TEMPLATE
    )
    place = tmp_path_factory.mktemp("idefics3")
    network.save_pretrained(place)
    processor.save_pretrained(place)
    return place


@pytest.fixture(scope="module")
def address(folder):
    from transformers.cli.serve import Serve

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Serve(
        force_model=str(folder), device="cpu", host="127.0.0.1", port=port, non_blocking=True,
        chat_template_kwargs=None, log_level="error",
    )  # fmt: skip
    for _ in range(200):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).is_success:
                break
        except httpx.TransportError:
            time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/v1"
    server.kill_server()


@pytest.fixture
def model(address, folder, tmp_path):
    config = ServerConfig(address, str(folder), timeout=60, tries=1)
    served = ServedModel(config, FrameDrawer(new_renderer("sticks"), frames=3, size=SIZE), tmp_path)
    yield served
    served.close()


def test_a_real_server_takes_the_pictures_and_its_text_is_read_strictly(model, waving):
    reply = model.ask(waving, CHOICES)
    assert 0 < reply.completion_tokens <= 32 and isinstance(reply.text, str)
    answer = written_answer(Question("What is it?", CHOICES), reply)
    assert isinstance(answer, Failure)  # random weights write no label
    assert "no choice named" in answer.reason


def test_every_picture_takes_its_tokens_in_the_prompt(model, waving):
    pictures = model.draw(waving)
    counts = [
        model.complete(CLASSIFIER, pictures[:number], "?", {"max_tokens": 1}).prompt_tokens for number in (1, 2, 3)
    ]
    opening = [counts[2] - counts[1], counts[1] - counts[0]]
    assert opening[0] == opening[1] > TOKENS_PER_PICTURE  # and those of the line "Frame2: "
    assert frame_opening(2) == "\nFrame2: "


def test_a_model_that_is_not_there_ends_the_work_with_the_servers_own_words(address, folder, waving):
    from skelbench.errors import ServerError

    config = ServerConfig(address, "owner/other", timeout=60, tries=1)
    served = ServedModel(config, FrameDrawer(new_renderer("sticks"), frames=2, size=SIZE))
    with pytest.raises(ServerError, match="pinned to"):
        served.ask(waving, CHOICES)
    served.close()


def test_what_the_server_wrote_is_what_the_weights_write(model, folder, waving):
    """The same pictures and words through the family's own processor and generate, without a server."""
    from transformers import AutoModelForImageTextToText, AutoProcessor

    reply = model.ask(waving, CHOICES)
    processor, network = AutoProcessor.from_pretrained(folder), AutoModelForImageTextToText.from_pretrained(folder)
    parts = []
    for number, picture in enumerate(model.draw(waving), start=1):
        parts += [{"type": "text", "text": frame_opening(number)}, {"type": "image", "url": picture.address}]
    parts.append({"type": "text", "text": "\n" + listed_choices(CHOICES)})
    system = {"role": "system", "content": [{"type": "text", "text": CLASSIFIER}]}
    inputs = processor.apply_chat_template(
        [system, {"role": "user", "content": parts}], add_generation_prompt=True, tokenize=True, return_dict=True,
        return_tensors="pt",
    )  # fmt: skip
    written = network.generate(**inputs, max_new_tokens=32, do_sample=False)[0, inputs["input_ids"].shape[1] :]
    assert inputs["input_ids"].shape[1] == reply.prompt_tokens
    assert processor.decode(written, skip_special_tokens=True) == reply.text
