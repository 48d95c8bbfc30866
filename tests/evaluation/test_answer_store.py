import numpy as np
import pytest

from skelbench.errors import RecordError
from skelbench.evaluation import AnswerStore
from skelbench.records import Answer, Failure, Question, Rejection
from skelbench.skeleton import KINECT_V2, SkeletonSequence


@pytest.fixture
def store(tmp_path):
    return AnswerStore(tmp_path / "answers")


def clip(shift=0.0):
    return SkeletonSequence(KINECT_V2, np.full((2, 1, 25, 3), shift), [0.0, 0.1])


def test_an_answer_comes_back_as_it_was_kept(store):
    answer = Answer(
        Question("What?", ("wave", "bow")), {"wave": -0.125, "bow": -3.0}, "sum", {"wave": 0.9, "bow": 0.1}, "",
        Rejection(True, 1.5, 1.0, "strange", 0.9, 0.8),
    )  # fmt: skip
    store.keep("ab12", answer)
    assert store.find("ab12") == answer
    store.keep("ab13", Failure("one frame"))
    assert store.find("ab13") == Failure("one frame")
    assert store.find("ffff") is None


def test_the_name_hangs_on_the_reader_and_on_the_motion(store):
    names = {store.name_of("model", clip()), store.name_of("other", clip()), store.name_of("model", clip(0.001))}
    assert len(names) == 3
    assert store.name_of("model", clip()) in names
    turned = np.tile([1.0, 0.0, 0.0, 0.0], (2, 1, 25, 1))
    assert store.name_of("model", clip().changed(orientations=turned)) not in names


def test_a_reader_without_a_name_keeps_nothing(store):
    with pytest.raises(RecordError, match="empty key"):
        store.name_of("", clip())


@pytest.mark.parametrize("text", ['{"scores": {}}', "[1]", '{"question": null}'])
def test_a_damaged_record_is_named(store, text):
    store.keep("ab12", Failure("x"))
    path = next(store.folder.rglob("*.json"))
    path.write_text(text)
    with pytest.raises(RecordError, match=r"ab12\.json"):
        store.find("ab12")
