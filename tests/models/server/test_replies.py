import json
import math

import pytest

from skelbench.errors import ModelError
from skelbench.models.server.replies import Reply, TokenChoices, read_reply, reply_from_json
from skelbench.records import as_json

GOOD = {
    "choices": [
        {
            "message": {"role": "assistant", "content": "wave"},
            "finish_reason": "stop",
            "logprobs": {
                "content": [{"token": "wave", "logprob": -0.5, "top_logprobs": [{"token": "bow", "logprob": -1.0}]}]
            },
        }
    ],
    "usage": {"prompt_tokens": 7, "completion_tokens": 1},
}


def changed(*path, to):
    content = json.loads(json.dumps(GOOD))
    at = content
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = to
    return json.dumps(content).encode()


def test_text_tokens_and_usage_are_read():
    reply = read_reply(json.dumps(GOOD).encode(), "host")
    assert reply == Reply("wave", (TokenChoices("wave", -0.5, (("bow", -1.0),)),), 7, 1, "stop")


def test_a_reply_kept_as_json_is_the_same_reply():
    reply = read_reply(json.dumps(GOOD).encode(), "host")
    assert reply_from_json(json.loads(json.dumps(as_json(reply)))) == reply
    with pytest.raises(TypeError):
        reply_from_json(as_json(Reply("x")) | {"text": None})


def test_usage_and_log_probabilities_may_be_left_out():
    assert read_reply(b'{"choices": [{"message": {"content": "wave"}}]}', "host") == Reply("wave")
    assert read_reply(changed("usage", to=None), "host").prompt_tokens is None
    assert read_reply(changed("choices", 0, "logprobs", to=None), "host").tokens == ()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (json.dumps(GOOD).encode()[:-20], "Expected JSON from host"),
        (b"\xff\xfe", "Expected JSON from host"),
        (b"[" * 100_000, "Expected JSON from host"),
        (b"[]", "'choices'"),
        (b'{"choices": []}', "'choices'"),
        (b'{"choices": ["wave"]}', "within the reply"),
        (b'{"error": "sorry"}', "'choices'"),
        (changed("choices", 0, "message", to={"role": "assistant"}), "'content'"),
        (changed("choices", 0, "message", "content", to=["wave"]), "'content'"),
        (changed("choices", 0, "message", to={"content": None, "refusal": "I will not"}), "refused: I will not"),
        (changed("usage", "prompt_tokens", to=-1), "count of prompt_tokens"),
        (changed("usage", "prompt_tokens", to="many"), "prompt_tokens"),
        (changed("choices", 0, "logprobs", "content", 0, "logprob", to=0.5), "at most 0"),
        (changed("choices", 0, "logprobs", "content", 0, "logprob", to=-math.inf), "no number"),
        (changed("choices", 0, "logprobs", "content", 0, "logprob", to=None), "logprob"),
        (changed("choices", 0, "logprobs", to="none"), "within the reply"),
    ],
)
def test_what_is_no_reply_is_an_error_and_never_an_answer(raw, sentence):
    with pytest.raises(ModelError, match=sentence):
        read_reply(raw, "host")
