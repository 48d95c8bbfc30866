import pytest

from skelbench.errors import ParameterError
from skelbench.evidence import class_rules, read_rules
from skelbench.evidence.rules import RULES_PATH

RULE = """
[[rule]]
label = "nod"
sentence = "the head goes down"
[[rule.condition]]
quantity = "head_height"
statistic = "range"
side = "none"
lower = 0.05
unit = "m"
source = "a guess"
sentence = "the head moves over {value}"
"""


def written(tmp_path, text):
    path = tmp_path / "rules.toml"
    path.write_text(text)
    return path


def test_the_shipped_table_has_a_rule_for_every_trained_label():
    from skelbench.choreography import TRAINED

    assert set(class_rules()) == set(TRAINED)
    for rule in class_rules().values():
        assert all(condition.source and condition.sentence for condition in rule.conditions)
        assert any(condition.severity == "required" for condition in rule.conditions)


def test_a_table_of_ones_own_is_read(tmp_path):
    (rule,) = read_rules(written(tmp_path, RULE)).values()
    assert rule.label == "nod" and rule.conditions[0].lower == 0.05
    assert not rule.has_acting_side


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("", "", "at least one"),
        ('label = "nod"', "", "label"),
        ("head_height", "head_hight", "Did you mean 'head_height'"),
        ('"range"', '"rnge"', "Did you mean 'range'"),
        ("lower = 0.05", "", "found neither"),
        ("lower = 0.05", "lower = 0.05\nupper = 0.01", "cross"),
        ("lower = 0.05", 'lower = "0.05"', "wrong kind"),
        ("lower = 0.05", "lower = true", "wrong kind"),
        ("lower = 0.05", "lowest = 0.05\nupper = 1", "Did you mean 'lower'"),
        ('unit = "m"', 'unit = "cm"', "Expected unit 'm'"),
        ('side = "none"', 'side = "left"', "one of same, other"),
        ('side = "none"', 'side = "same"', "expects no side"),
        ("{value}", "0.1 m", "Expected {value}"),
        ("{value}", "{value} {limb}", "limb"),
        ("lower = 0.05", "lower = 0.05\nshare = 1.5", "share"),
        ("lower = 0.05", 'lower = 0.05\nduring = "later"', "clip, moving or a gate"),
        ("lower = 0.05", 'lower = 0.05\nduring = { quantity = "pelvis_path" }', "one value a frame"),
        ("lower = 0.05", 'lower = 0.05\nduring = { quantity = "trunk_leen" }', "trunk_lean"),
        ("lower = 0.05", "lower = ", "TOML|Invalid|invalid"),
        ('label = "nod"', 'label = "nod"\nconditon = []', "conditon|condition"),
    ],
)
def test_a_malformed_table_is_refused_with_the_reason_and_the_place(tmp_path, old, new, complaint):
    path = written(tmp_path, RULE.replace(old, new, 1) if old else "[other]\n")
    with pytest.raises(ParameterError, match=complaint) as raised:
        read_rules(path)
    assert "rules.toml" in str(raised.value)


def test_two_rules_for_one_label_are_refused(tmp_path):
    with pytest.raises(ParameterError, match="two for 'nod'"):
        read_rules(written(tmp_path, RULE + RULE))


def test_a_missing_table_is_refused(tmp_path):
    with pytest.raises(ParameterError, match=r"nowhere\.toml"):
        read_rules(tmp_path / "nowhere.toml")
    assert RULES_PATH.is_file()
