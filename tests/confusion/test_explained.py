from skelbench.confusion import ConfusionPair, attribute_pair, explained
from skelbench.records import Question


class Model:
    """A stand-in that only knows its question."""

    def question(self):
        return Question("?", ("drink water", "brush hair"))


def test_the_first_clips_of_a_pair_are_asked_why_the_wrong_label_and_not_theirs(clips, monkeypatch):
    asked = []
    monkeypatch.setattr(
        explained,
        "attribute",
        lambda model, sequence, question, target, settings: asked.append((sequence, str(target))),
    )
    pair = ConfusionPair("brush hair", "drink water", ("b2", "b0", "b1"), 0.5)
    found = attribute_pair(Model(), pair, clips, most=2)
    assert list(found) == ["b2", "b0"]
    assert asked == [
        (clips[2].sequence, "drink water, not brush hair"),
        (clips[0].sequence, "drink water, not brush hair"),
    ]
