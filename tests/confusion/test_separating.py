import math

from skelbench.confusion import clips_beside, confusion_pairs, measured_conditions, separating_evidence


def test_clips_to_compare_with_are_those_read_rightly_surest_first(evaluation):
    pair = confusion_pairs(evaluation, 1)[0]
    assert clips_beside(pair, evaluation) == (("b2", "b1"), ("d1", "d0"))
    assert clips_beside(pair, evaluation, most=1) == (("b2",), ("d1",))


def test_a_clip_is_measured_by_the_conditions_of_both_rules(clips):
    found = measured_conditions(clips[0].sequence, ("brush hair", "drink water", "no such rule"))
    assert {label for label, _ in found} == {"brush hair", "drink water"}
    assert any(math.isfinite(value) for value in found.values())


def test_what_separates_best_stands_first_and_says_where_the_confused_lie(clips, evaluation):
    pair = confusion_pairs(evaluation, 1)[0]
    table = separating_evidence(pair, clips, evaluation)
    assert list(table.columns[3:6]) == ["brush hair", "confused", "drink water"]
    separation = table[table["confused lie at"].notna()]["separation"].tolist()
    assert separation == sorted(separation, reverse=True) and separation[0] > 0
    row = table.iloc[0]
    expected = (row["confused"] - row["brush hair"]) / (row["drink water"] - row["brush hair"])
    assert math.isclose(row["confused lie at"], expected)


def test_a_brush_hair_that_was_taken_for_drink_water_still_moves_like_brush_hair(clips, evaluation):
    pair = confusion_pairs(evaluation, 1)[0]
    assert separating_evidence(pair, clips, evaluation).iloc[0]["confused lie at"] < 0.5
