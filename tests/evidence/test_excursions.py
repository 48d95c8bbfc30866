import numpy as np

from skelbench.evidence.excursions import excursions, largest_rise

TIMES = np.arange(61) / 10.0


def test_a_rise_and_a_fall_are_two_moves_with_their_change():
    values = np.interp(TIMES, [0, 1, 2, 4, 5, 6], [0, 0, 10, 10, 0, 0])
    moves = excursions(values, TIMES, 3.0)
    assert [round(move.change) for move in moves] == [10, -10]
    assert 0.9 <= moves[0].start_s <= 1.1 and 1.8 <= moves[0].end_s <= 2.0


def test_small_reversals_do_not_cut_a_move_and_small_moves_are_none():
    ramp = TIMES + 0.3 * np.sin(20 * TIMES)
    assert len(excursions(ramp, TIMES, 1.0)) == 1
    assert excursions(0.4 * np.sin(TIMES), TIMES, 1.0) == []


def test_three_full_swings_have_five_or_six_half_swings():
    moves = excursions(np.sin(2 * np.pi * TIMES / 2.0), TIMES, 0.5)
    assert len(moves) in (6, 7) and {round(abs(move.change)) for move in moves[1:-1]} == {2}


def test_gaps_are_left_out_and_nothing_is_found_in_nothing():
    assert excursions(np.full(61, np.nan), TIMES, 1.0) == []
    values = np.where(np.arange(61) % 7 == 3, np.nan, TIMES)
    assert [round(move.change) for move in excursions(values, TIMES, 1.0)] == [6]


def test_the_largest_rise_goes_from_earlier_to_later():
    assert largest_rise(np.array([[5.0, 1.0, 4.0, 2.0, 0.0], [5.0, 4.0, 3.0, 2.0, 1.0]])).tolist() == [3.0, 0.0]
