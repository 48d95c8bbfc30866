import operator
import pickle

from skelbench.executor.worker import attempt, packed


def test_an_attempt_gives_a_result_or_an_error():
    function = packed(operator.neg, "a function")
    assert pickle.loads(attempt(function, packed(3, "an item"))) == (True, -3)
    succeeded, error = pickle.loads(attempt(function, packed("text", "an item")))
    assert not succeeded and isinstance(error, TypeError)


def test_a_result_that_cannot_be_sent_is_an_error():
    succeeded, error = pickle.loads(attempt(packed(memoryview, "a function"), packed(b"bytes", "an item")))
    assert not succeeded and "a result that can be sent" in str(error)
