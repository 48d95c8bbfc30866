from skelbench.reasoning.segments import segments_of, sentences_of


def opened(sentence):
    return [(piece.opens, piece.text) for piece in segments_of(sentence, 0)]


def test_texts_are_cut_at_stops_semicolons_and_list_marks_but_not_in_numbers():
    assert sentences_of("The hand waits 0.8 s. It goes; it stays!") == ["The hand waits 0.8 s", "It goes", "it stays"]
    assert sentences_of("1. The hand goes. 2. It comes back.") == ["The hand goes", "Then It comes back"]


def test_order_words_open_segments():
    assert opened("First the left hand rises, then the right hand falls") == [
        ("first", "hand rises"), ("then", "hand falls")
    ]  # fmt: skip
    assert opened("The left hand moves while the right hand rests")[1][0] == "while"


def test_sides_are_joined_to_their_parts():
    (piece,) = segments_of("the left and the right hand", 0)
    assert [(part.side, part.part) for part in piece.parts] == [("both", "hand")]
    (piece,) = segments_of("both of the knees bend", 0)
    assert [(part.side, part.part) for part in piece.parts] == [("both", "knee")]


def test_a_part_after_to_is_a_place():
    (piece,) = segments_of("the left hand goes to the knee", 0)
    assert piece.places == ["knee"] and [part.part for part in piece.parts] == ["hand"]


def test_a_time_in_seconds_is_no_order():
    assert opened("After 2.4 s the left hand rests")[0][0] == ""
