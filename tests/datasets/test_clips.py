import pytest

from skelbench.choreography import choreograph
from skelbench.datasets.clips import ClipSet, Entry


@pytest.fixture
def opened():
    return []


@pytest.fixture
def clips(opened):
    def make(entry):
        opened.append(entry.id)
        return choreograph(entry.label, 0)

    return ClipSet("test", tuple(Entry(f"{n}", ("wave", "bow")[n % 2], f"person {n}") for n in range(4)), make)


def test_labels_and_hashes_open_no_clip(clips, opened):
    assert clips.labels == ("wave", "bow", "wave", "bow")
    assert len(clips.content_hash) == 64
    assert opened == []


def test_a_clip_is_opened_when_it_is_asked_for_and_not_before(clips, opened):
    clip = clips[2]
    assert (clip.id, clip.label, clip.subject) == ("2", "wave", "person 2")
    assert clip.view == clip.sequence.meta["view"]
    assert opened == ["2"]


def test_a_slice_is_a_set(clips, opened):
    assert clips[1:3].ids == ("1", "2")
    assert [clip.id for clip in clips[-2:]] == ["2", "3"]
    assert clips[:2].content_hash != clips.content_hash
    assert opened == ["2", "3"]


def test_entries_can_be_chosen_without_opening_a_clip(clips, opened):
    assert clips.only(lambda entry: entry.label == "bow").ids == ("1", "3")
    assert opened == []


def test_there_is_no_clip_beyond_the_last(clips):
    with pytest.raises(IndexError):
        clips[4]
