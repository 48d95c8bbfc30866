import pytest

from skelbench.errors import WorkError
from skelbench.executor.book import Book


def test_results_are_handed_on_in_order_whenever_they_come():
    book = Book("abc", ahead=8)
    tasks = [book.take() for _ in range(3)]
    assert tasks == [(0, "a"), (1, "b"), (2, "c")] and book.take() is None and book.finished
    book.done(2, "C")
    assert list(book.ready()) == []
    book.done(0, "A")
    assert list(book.ready()) == ["A"]
    book.done(1, "B")
    assert list(book.ready()) == ["B", "C"]


def test_items_are_opened_only_a_little_ahead_of_what_was_handed_on():
    opened = []
    book = Book((opened.append(n) or n for n in range(100)), ahead=3)
    for _ in range(5):
        book.take()
    assert opened == [0, 1, 2] and not book.finished
    book.done(1, 1)
    assert list(book.ready()) == [] and book.take() is None
    book.done(0, 0)
    assert list(book.ready()) == [0, 1] and book.take() == (3, 3)


def test_a_lost_item_comes_first_again_until_its_tries_are_used_up():
    book = Book("ab", ahead=8, tries=2, name=lambda item: f"the clip '{item}'")
    book.take(), book.take()
    book.lost(0, "exit code 9")
    assert book.take() == (0, "a")
    book.lost(0, "exit code 9")
    assert book.finished and not book.needs([1])
    with pytest.raises(
        WorkError, match=r"result for the clip 'a', but it took its worker down 2 times \(exit code 9\)"
    ):
        book.settle()


def test_of_several_errors_the_first_items_is_told():
    book = Book(range(5), ahead=8)
    for _ in range(4):
        book.take()
    book.failed(2, ValueError("two"))
    assert book.take() is None and book.needs([0, 3]) and not book.needs([3])
    book.failed(1, ValueError("one"))
    book.failed(3, ValueError("three"))
    book.done(0, 0)
    assert list(book.ready()) == [0]
    with pytest.raises(ValueError, match="one"):
        book.settle()
