"""Measured facts about a motion, each with unit, span, source and error, and the rules of the classes."""

from skelbench.evidence.body import Body, acting_person, body_of
from skelbench.evidence.check import RuleCheck, apply_rule, check_rule
from skelbench.evidence.formula import FORMULAS, Formula
from skelbench.evidence.measure import Gate, Measurement, judge, measure, measure_body
from skelbench.evidence.repetitions import Repetitions, find_repetitions
from skelbench.evidence.rules import ClassRule, Condition, class_rules, read_rules
from skelbench.evidence.statistics import STATISTICS, Settings, Statistic
from skelbench.evidence.wording import limits_in_words, value_in_words, when_in_words, with_unit

__all__ = [
    "FORMULAS",
    "STATISTICS",
    "Body",
    "ClassRule",
    "Condition",
    "Formula",
    "Gate",
    "Measurement",
    "Repetitions",
    "RuleCheck",
    "Settings",
    "Statistic",
    "acting_person",
    "apply_rule",
    "body_of",
    "check_rule",
    "class_rules",
    "find_repetitions",
    "judge",
    "limits_in_words",
    "measure",
    "measure_body",
    "read_rules",
    "value_in_words",
    "when_in_words",
    "with_unit",
]
