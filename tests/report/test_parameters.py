import pytest

from skelbench.errors import ParameterError
from skelbench.report.parameters import is_secret_name, parse_pairs, read_schema, report_id

SOURCE = """recording = "a.skeleton"  # the recording to explain [skeleton file]
steps = 16  # gradient steps [1 to 64]
share = 0.5  # kept, of all [0 to 1]
noisy = False  # add noise
facing = "camera"  # which way [camera | keep]
"""


@pytest.fixture
def schema():
    return read_schema("explain", SOURCE)


def test_a_schema_tells_types_help_and_what_is_accepted(schema):
    steps = schema["steps"]
    assert (steps.type, steps.default, steps.help, steps.accepts) == ("int", 16, "gradient steps", "1 to 64")
    assert [parameter.type for parameter in schema.parameters] == ["str", "int", "float", "bool", "str"]


def test_texts_become_values_of_the_default_s_type(schema):
    values = schema.parse({"steps": "8", "share": "1", "noisy": "yes"})
    assert values == {"recording": "a.skeleton", "steps": 8, "share": 1.0, "noisy": True, "facing": "camera"}


def test_a_misspelt_parameter_suggests_the_right_one(schema):
    with pytest.raises(ParameterError, match=r"has no parameter 'recordng'.*Did you mean 'recording'"):
        schema.parse({"recordng": "b"})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("steps", "many", "needs a whole number, found 'many'"),
        ("steps", 2.5, "needs a whole number"),
        ("steps", "65", "accepts 1 to 64, found 65"),
        ("share", True, "needs a number"),
        ("noisy", "perhaps", "needs true or false"),
        ("facing", "kep", "accepts camera or keep, found 'kep'. Did you mean 'keep'"),
    ],
)
def test_a_wrong_value_is_refused_with_what_was_expected(schema, name, value, said):
    with pytest.raises(ParameterError, match=said):
        schema.parse({name: value})


@pytest.mark.parametrize(
    "name",
    ["api_key", "hub_token", "password", "secret", "access_key", "apiKey", "HF_TOKEN", "client_secret", "private-key"],
)
def test_a_name_that_holds_a_secret_is_refused_with_a_hint_and_without_its_value(schema, name):
    assert is_secret_name(name)
    with pytest.raises(ParameterError, match=r"names a secret.*environment") as caught:
        parse_pairs([f"{name}=hunter2"])
    assert "hunter2" not in str(caught.value)
    with pytest.raises(ParameterError, match="secret"):
        schema.parse({name: "hunter2"})
    with pytest.raises(ParameterError, match="secret"):
        read_schema("leaky", f'{name.replace("-", "_")} = ""')


@pytest.mark.parametrize(
    "name", ["max_new_tokens", "keypoints", "monkey", "author", "key_joint", "tokenizer", "passes"]
)
def test_a_name_that_merely_resembles_a_secret_is_allowed(name):
    assert not is_secret_name(name)


def test_a_pair_needs_a_name_an_equals_sign_and_to_be_given_once():
    assert parse_pairs(["a=1", "b=x=y", "c="]) == {"a": "1", "b": "x=y", "c": ""}
    for pairs in (["a"], ["=1"], ["a=1", "a=2"]):
        with pytest.raises(ParameterError):
            parse_pairs(pairs)


def test_a_parameters_cell_may_only_give_names_to_literals():
    for source in ("steps = max(1, 2)", "import os", "a, b = 1, 2", "a = [1]", "a ="):
        with pytest.raises(ParameterError, match="parameters cell of 'odd'"):
            read_schema("odd", source)


def test_an_id_is_the_name_until_a_parameter_differs_from_its_default(schema):
    assert report_id(schema, schema.parse({})) == "explain"
    assert report_id(schema, schema.parse({"steps": "16"})) == "explain"
    changed = report_id(schema, schema.parse({"steps": "8"}))
    assert changed.startswith("explain-") and len(changed) == len("explain-") + 8
    assert changed == report_id(schema, schema.parse({"steps": 8}))
    assert changed != report_id(schema, schema.parse({"steps": 9}))
