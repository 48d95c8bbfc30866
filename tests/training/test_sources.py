import pytest

from skelbench.errors import ParameterError
from skelbench.training.sources import few_shots, load_sources, parse_paths

MADE = "choreography:seed={},clips={},actions=wave+clap"


def test_one_source_is_itself():
    assert load_sources(MADE.format(1, 4)).name == MADE.format(1, 4)


def test_sources_are_interleaved_evenly_and_open_their_own_clips():
    both = load_sources(f"{MADE.format(1, 2)} + {MADE.format(2, 4)}")
    assert [entry.subject.split("-")[1] for entry in both.entries] == ["2", "1", "2", "2", "1", "2"]
    alone = load_sources(MADE.format(2, 4))
    assert both[2].id == alone[1].id
    assert (both[2].sequence.positions == alone[1].sequence.positions).all()
    assert both.content_hash != alone.content_hash


def test_a_few_of_each_label_are_taken():
    few = load_sources(MADE.format(1, 20), shots=2)
    assert few.labels == ("wave", "clap", "wave", "clap")
    with pytest.raises(ParameterError, match="found none in"):
        few_shots(few[:0], 3)


def test_paths_are_written_name_by_name(tmp_path):
    assert parse_paths([f"nw_ucla={tmp_path}"]) == {"nw_ucla": tmp_path}
    with pytest.raises(ParameterError, match="Expected --data NAME=PATH"):
        parse_paths(["nw_ucla"])
    with pytest.raises(ParameterError, match="given twice"):
        parse_paths(["a=b", "a=c"])


def test_a_recorded_set_needs_its_folder():
    with pytest.raises(ParameterError, match="needs the path of a folder"):
        load_sources("nw_ucla:split=dev")
