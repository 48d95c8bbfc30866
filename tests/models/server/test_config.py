import pytest

from skelbench.errors import ParameterError
from skelbench.models.server import Prices, ServerConfig, read_server_card

LOCAL = "http://127.0.0.1:8000/v1"


def test_a_million_tokens_cost_what_the_prices_say():
    assert Prices(2.5, 10.0).of(1_000_000, 0) == 2.5
    assert Prices(2.5, 10.0).of(400, 20) == pytest.approx(0.0012)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"url": "ftp://host/v1"}, "address like https"),
        ({"url": "host/v1"}, "address like https"),
        ({"url": "https://me:secret@host/v1"}, "plain address of host"),
        ({"url": "https://host/v1?key=secret"}, "plain address of host"),
        ({"model": ""}, "name of a model"),
        ({"url": "http://far.example/v1", "key_variable": "KEY"}, "Expected https"),
        ({"timeout": 0}, "timeout"),
        ({"budget": 5.0}, "prices beside a budget"),
    ],
)
def test_what_cannot_be_right_is_refused_and_no_secret_of_an_address_is_shown(settings, sentence):
    with pytest.raises(ParameterError, match=sentence) as found:
        ServerConfig(**{"url": LOCAL, "model": "tiny", **settings})
    assert "secret" not in str(found.value)


def test_negative_prices_are_refused():
    with pytest.raises(ParameterError, match="prices of 0 or more"):
        Prices(-1, 0)


def test_a_card_names_the_fields(tmp_path):
    path = tmp_path / "server.toml"
    path.write_text(
        f'url = "{LOCAL}"\nmodel = "tiny"\ntries = 3\nleave_out = ["seed"]\nbudget = 2\n'
        '[prices]\nprompt = 1\ncompletion = 4\ncurrency = "EUR"\n[parameters]\ntop_p = 0.5\n'
    )
    config = read_server_card(path)
    assert (config.tries, config.leave_out, config.parameters, config.budget) == (3, ("seed",), {"top_p": 0.5}, 2)
    assert config.prices == Prices(1, 4, "EUR")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("url = [", "card in TOML"),
        (f'url = "{LOCAL}"', "Expected model in"),
        (f'url = "{LOCAL}"\nmodel = "a"\ntires = 3', "Did you mean 'tries'"),
        (f'url = "{LOCAL}"\nmodel = "a"\ntries = "3"', "does not fit"),
        (f'url = "{LOCAL}"\nmodel = "a"\n[prices]\nprompt = 1', "does not fit"),
    ],
)
def test_a_card_that_is_wrong_says_where(tmp_path, text, sentence):
    path = tmp_path / "server.toml"
    path.write_text(text)
    with pytest.raises(ParameterError, match=sentence):
        read_server_card(path)
    with pytest.raises(ParameterError, match="card in TOML"):
        read_server_card(tmp_path / "none.toml")
