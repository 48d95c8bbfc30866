import pytest

from skelbench.errors import ModelError, ServerError
from skelbench.models.prompts import CLASSIFIER, TEACHER
from skelbench.models.server import Prices

CHOICES = ("wave", "clap", "sit down")


def test_frames_go_out_as_pictures_one_a_line_with_the_listed_choices_last(model_server, served, waving):
    model_server.say_text("wave")
    assert served().ask(waving, CHOICES).text == "wave"
    body = model_server.bodies[0]
    system, user = body["messages"]
    assert system == {"role": "system", "content": CLASSIFIER}
    kinds = [part["type"] for part in user["content"]]
    assert kinds == ["text", "image_url", "text", "image_url", "text"]
    assert user["content"][2]["text"] == "\nFrame2: "
    assert user["content"][1]["image_url"]["url"].startswith("data:image/png;base64,iVBOR")
    assert user["content"][-1]["text"].endswith("wave\nclap\nsit down")
    assert (body["model"], body["temperature"], body["max_tokens"], body["top_logprobs"]) == ("tiny", 0, 32, 20)


def test_fields_can_be_added_renamed_and_left_out(model_server, served, waving):
    model_server.say_text("wave")
    served(
        token_limit="max_completion_tokens", leave_out=("seed", "temperature"), parameters={"top_p": 0.1},
        log_probabilities=False,
    ).ask(waving, CHOICES)  # fmt: skip
    assert model_server.bodies[0].keys() == {"model", "messages", "max_completion_tokens", "top_p"}


def test_the_same_question_is_asked_once_even_in_another_run(model_server, served, waving):
    model_server.say_text("wave")
    first, second = served(prices=Prices(1, 1)), served(prices=Prices(1, 1))
    assert first.ask(waving, CHOICES) == second.ask(waving, CHOICES)
    assert len(model_server.bodies) == 1
    assert (second.spending.figures()["from_cache"], second.spending.cost) == (1, 0)
    assert first.spending.cost == pytest.approx(102e-6)
    second.ask(waving, CHOICES[::-1])
    assert len(model_server.bodies) == 2


def test_the_key_is_nowhere_in_the_cache(model_server, served, waving, monkeypatch, tmp_path):
    monkeypatch.setenv("SOME_KEY", "sk-not-a-real-key")
    model_server.say_text("sk-not-a-real-key")
    served(key_variable="SOME_KEY").ask(waving, CHOICES)
    kept = [path.read_text() for path in tmp_path.rglob("*.json")]
    assert len(kept) == 1 and "sk-not" not in kept[0]


def test_what_is_no_reply_is_not_kept_and_can_be_asked_again(model_server, served, waving, tmp_path):
    model_server.say({"choices": []})
    model_server.say_text("wave")
    model = served()
    with pytest.raises(ModelError, match="'choices'"):
        model.ask(waving, CHOICES)
    assert list(tmp_path.rglob("*.json")) == [] and model.spending.failed == 1
    assert model.ask(waving, CHOICES).text == "wave"


def test_the_order_of_the_choices_can_be_drawn(model_server, served, waving):
    model_server.say_text("wave")
    many = tuple(f"label {number}" for number in range(12))
    asked = []
    for seed in (1, 1, 2):
        served(cache=None, order_seed=seed).ask(waving, many)
        asked.append(model_server.bodies[-1]["messages"][1]["content"][-1]["text"].splitlines()[-12:])
    assert asked[0] == asked[1] != asked[2] and sorted(asked[0]) == sorted(many) and asked[0] != list(many)


def test_a_budget_ends_the_work(model_server, served, waving):
    model_server.say_text("wave", tokens=(1000, 0))
    model = served(cache=None, prices=Prices(10.0, 0.0), budget=0.015)
    model.ask(waving, CHOICES)
    with pytest.raises(ServerError, match="budget"):
        model.ask(waving, CHOICES)
    assert len(model_server.bodies) == 1


def test_a_teacher_is_told_the_label_and_gives_its_text(model_server, served, waving):
    model_server.say_text(" The arm goes up.\nLabel: wave\n")
    assert served().teach(waving, "wave") == "The arm goes up.\nLabel: wave"
    system, user = model_server.bodies[0]["messages"]
    assert system["content"] == TEACHER
    assert user["content"][-1]["text"].endswith("Label: wave")
    assert (model_server.bodies[0]["temperature"], model_server.bodies[0]["max_tokens"]) == (0.2, 512)


def test_a_lesson_that_was_cut_off_is_none(model_server, served, waving):
    choice = {"message": {"content": "The arm goes"}, "finish_reason": "length"}
    model_server.say({"choices": [choice]})
    with pytest.raises(ModelError, match="cut off after 512"):
        served().teach(waving, "wave")
