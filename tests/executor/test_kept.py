import pytest

from skelbench.errors import RecordError
from skelbench.executor import KeptResults


def test_results_are_found_by_content_and_key(tmp_path):
    kept = KeptResults(tmp_path, "work 1", content_of=lambda item: item["id"], decode=tuple)
    kept.keep({"id": "a", "heavy": 1}, (1, 2.5))
    assert kept.find({"id": "a", "heavy": 2}) == (1, 2.5)
    assert kept.find({"id": "b"}) is None
    assert KeptResults(tmp_path, "work 2", content_of=lambda item: item["id"]).find({"id": "a"}) is None


def test_a_float_comes_back_to_the_last_bit(tmp_path):
    kept = KeptResults(tmp_path, "work")
    for number in (0.1, 1 / 3, 5e-324):
        kept.keep(number, number)
        assert kept.find(number) == number


def test_a_damaged_file_is_named(tmp_path):
    kept = KeptResults(tmp_path, "work")
    kept.keep("a", 1)
    (path,) = tmp_path.rglob("*.json")
    path.write_text("[]")
    with pytest.raises(RecordError, match="delete the file"):
        kept.find("a")
