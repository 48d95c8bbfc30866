import pytest

from skelbench.choreography.script import At, Phase, Swing, phase


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
