import json

import pytest

from skelbench.cli.served import served_figures, served_model, server_config
from skelbench.errors import ParameterError

CLIPS = "choreography:seed=2,clips=6,split=held_out,actions=wave+clap"


@pytest.fixture
def card(model_server, tmp_path, monkeypatch):
    """A server's card that draws two small frames of sticks."""
    monkeypatch.setenv("SKELBENCH_BUILD", str(tmp_path / "build"))
    path = tmp_path / "server.toml"
    path.write_text(
        f'url = "{model_server.url}"\nmodel = "tiny"\nrenderer = "sticks"\nframes = 2\nsize = 32\n'
        "[prices]\nprompt = 10\ncompletion = 20\n"
    )
    return path


def test_options_replace_what_the_card_says(card):
    assert server_config(str(card), "", "").model == "tiny"
    assert server_config(str(card), "large", "").model == "large"
    assert server_config("https://host.example/v1", "large", "KEY").key_variable == "KEY"
    with pytest.raises(ParameterError, match="--model-name"):
        server_config("https://host.example/v1", "", "")


def test_the_learned_renderer_is_the_shipped_models(model_server, waving):
    model_server.say_text("wave")
    config = server_config(model_server.url, "tiny", "")
    model = served_model(config)
    assert len(model.draw(waving)) in (12, model.draw.renderer.moments and len(model.draw.renderer.moments))
    assert served_figures(model)["renderer"] == "learned"
    model.close()


def test_a_model_behind_a_server_is_evaluated_and_asked_once(run, card, model_server):
    for text in ("wave", "I think it waves", "Clap.", "wave", "Label: wave", "clap"):
        model_server.say_text(text)
    words = ("evaluate", "--dataset", CLIPS, "--server", card, "--json")
    code, out, err = run(*words)
    figures = json.loads(out)
    assert code == 0, err
    assert (figures["clips"], figures["invalid"], figures["chance"]) == (6, 1, 0.5)
    assert figures["model"].startswith("tiny at 127.0.0.1")
    assert figures["server"]["requests"] == 6
    assert figures["server"]["cost"] == pytest.approx(6 * (100 * 10 + 2 * 20) / 1e6)
    again = json.loads(run(*words)[1])
    assert (again["server"]["requests"], again["server"]["from_cache"], again["server"]["cost"]) == (0, 6, 0)
    assert again["accuracy"] == figures["accuracy"] and len(model_server.bodies) == 6


def test_the_page_names_the_server(run, card, model_server):
    model_server.say_text("wave")
    code, out, _ = run("evaluate", "--dataset", CLIPS, "--server", card, "--workers", "2")
    assert code == 0 and "server, requests: 6" in out


def test_a_server_that_is_gone_is_one_sentence(run, card, model_server):
    model_server.say({}, status=404)
    code, out, err = run("evaluate", "--dataset", CLIPS, "--server", card)
    assert code == 2 and "refuses to answer: 404" in err and out == ""


def test_a_server_stands_alone(run, card):
    assert "--server alone" in run("evaluate", "--server", card, "--dask", "tcp://host:1")[2]
