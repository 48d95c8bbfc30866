from skelbench.reasoning.lexicon import number_of, tags_of


def texts(sentence):
    return [tag.text for tag in tags_of(sentence)]


def test_the_longest_phrase_wins_and_articles_are_dropped():
    assert texts("The right hand goes to the side of the body.") == ["right", "hand", "goes", "to", "side of body"]
    tags = tags_of("a point above the head")
    assert [tag["place"] for tag in tags] == ["above head"]


def test_contractions_and_degrees_are_spelt_out():
    assert "not" in texts("It isn't raised")
    assert texts("by 40°")[-2:] == ["40", "degrees"]


def test_the_back_is_a_part_only_with_its_article():
    (tag,) = tags_of("the back")
    assert tag.article and tag.is_a("part")
    assert not tags_of("back")[0].article


def test_numbers_are_read_in_words_and_digits():
    assert (number_of("three"), number_of("2.5"), number_of("many")) == (3.0, 2.5, None)
