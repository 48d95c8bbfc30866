import numpy as np
import pytest

from skelbench.choreography import choreograph
from skelbench.errors import ParameterError
from skelbench.report.mended import REPAIRS, mended, show_before_and_after, show_repairs
from skelbench.report.recorder import ReportRecorder

GAP = slice(20, 23)


@pytest.fixture(scope="module")
def clean():
    return choreograph("bow", seed=2)


@pytest.fixture
def torn(clean):
    """A clip whose left wrist is missing for three frames."""
    positions = clean.positions.copy()
    positions[GAP, 0, clean.topology.joint_index["left_wrist"]] = np.nan
    return clean.changed(positions=positions)


def test_repairs_are_done_in_the_order_they_are_named_and_each_is_told(torn):
    after, told = mended(torn, "track_people, fill_gaps,smooth")
    assert told[0] == "track_people: nothing to do"
    assert told[1].startswith("fill_gaps: 3 missing joint positions filled")
    assert told[2].startswith("smooth: smoothed: Butterworth low-pass, 6 Hz")
    assert after.history == (*torn.history, *(one.split(": ", 1)[1] for one in told[1:]))


def test_no_repair_leaves_the_very_sequence(torn):
    assert mended(torn, "") == (torn, ())


def test_what_cannot_be_done_is_told_and_the_others_are_done(torn):
    uneven = torn.changed(times=torn.times + 0.01 * (np.arange(torn.frames) % 2))
    after, told = mended(uneven, "smooth, fill_gaps")
    assert told[0].startswith("smooth: not done. Expected even times") and "resample" in told[0]
    assert told[1].startswith("fill_gaps: 3") and after.valid.all()


def test_a_repair_that_is_not_known_is_refused_with_the_nearest_name(torn):
    with pytest.raises(ParameterError, match=r"No repair is called 'fill_gap'.*Did you mean 'fill_gaps'"):
        mended(torn, "fill_gap")
    assert set(REPAIRS) == {"track_people", "unswap_sides", "drop_repeats", "fill_gaps", "smooth"}


def test_problems_are_counted_before_and_after(torn):
    recorder = ReportRecorder({})
    after, told = mended(torn, "fill_gaps")
    shown = show_repairs(recorder, torn, after, told)
    assert recorder.numbers["problems left: gap"].value == 0
    assert "gap" in shown.text and "3 missing joint positions filled" in shown.html
    assert show_repairs(ReportRecorder({}), after, after, ()).text == "No repair was asked for."


def test_the_figure_shows_the_joint_whose_gap_was_filled(torn):
    figure = show_before_and_after(ReportRecorder({}), torn, mended(torn, "fill_gaps")[0])
    assert "left wrist" in figure.alt
    old, new = (np.asarray(trace.y, dtype=float) for trace in figure.figure.data)
    assert np.isnan(old[GAP]).all() and np.isfinite(new).all()
    np.testing.assert_array_equal(np.delete(old, np.r_[GAP]), np.delete(new, np.r_[GAP]))


def test_where_nothing_changed_there_is_a_sentence(clean):
    assert show_before_and_after(ReportRecorder({}), clean, clean).text == "The repairs changed no joint."


def test_frames_that_are_dropped_are_left_out_of_the_comparison(clean):
    positions = clean.positions.copy()
    positions[11] = positions[10]
    doubled = clean.changed(positions=positions)
    after, told = mended(doubled, "drop_repeats")
    assert told == (f"drop_repeats: 1 repeated frames of {clean.frames} dropped",) and after.frames == clean.frames - 1
    assert show_before_and_after(ReportRecorder({}), doubled, after).text == "The repairs changed no joint."
