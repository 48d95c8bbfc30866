from skelbench.evaluation.captions.words import words_of


def test_words_are_folded_and_freed_of_punctuation():
    assert words_of("The person's LEFT arm, (slowly) – goes up!") == [
        "the",
        "person's",
        "left",
        "arm",
        "slowly",
        "goes",
        "up",
    ]
