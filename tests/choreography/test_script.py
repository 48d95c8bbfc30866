import pytest

from skelbench.choreography.script import Action, At, Phase, Style, Swing, phase


def test_a_place_nobody_knows_is_refused_when_the_table_is_written():
    with pytest.raises(ValueError, match="No place of the body is called 'mouht'"):
        At("mouht")


def test_a_channel_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="Phase 'raise' moves unknown channels: hnad"):
        phase("raise", 1.0, hnad=At("mouth"))
    with pytest.raises(ValueError, match="No channel is called 'tail'"):
        Swing("tail", (0.0, 0.0, 0.0), 1.0)


def test_a_short_phase_reads_like_a_long_one():
    assert phase("raise", 1.0, hand=At("mouth")) == Phase("raise", 1.0, {"hand": At("mouth")})


def test_base_ways_leave_the_further_ones_out():
    first, further = (Style(name, (phase("go", 1.0),)) for name in ("first", "further"))
    action = Action("stretch", (), ("hand",), (first,), ("{who} stretches",), more=(further,))
    assert action.ways("base") == (first,)
    assert action.ways("all") == action.ways() == (first, further)
