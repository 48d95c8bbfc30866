import pytest

from skelbench.datasets import judged_clips
from skelbench.errors import ParameterError


@pytest.fixture
def ucla(tmp_path):
    """A folder with the file names of NW-UCLA; nothing of it is ever opened."""
    (tmp_path / "all_sqe").mkdir()
    for action in ("a01", "a02", "a05"):
        for subject in ("s01", "s05", "s06", "s08"):
            for view in ("v01", "v03"):
                content = f'{{"skeletons": [[[{action[1:]}, {subject[1:]}, {view[1:]}]]]}}'
                (tmp_path / "all_sqe" / f"{action}_{subject}_e00_{view}.json").write_text(content)
    return tmp_path


@pytest.fixture(autouse=True)
def _no_repeats(monkeypatch):
    monkeypatch.setattr("skelbench.datasets.recorded.motion_hash", lambda path, _: path.name)


def subjects(judged):
    return sorted({entry.subject for entry in judged.clips.entries})


def test_without_a_word_the_development_people_judge_among_all_labels(ucla):
    found = judged_clips("nw_ucla", ucla)
    assert subjects(found) == ["s01"] and len(found.labels) == 10 and not found.opened_test
    assert (found.split, found.protocol, found.unseen) == ("dev", "unseen", ())


def test_who_tests_is_said(ucla):
    assert judged_clips("nw_ucla", ucla, "test").opened_test
    assert judged_clips("nw_ucla", ucla, "all").opened_test
    assert not judged_clips("sbu_kinect", _sbu(ucla), "all").opened_test


def _sbu(folder):
    place = folder / "s01s02" / "01" / "001"
    place.mkdir(parents=True)
    (place / "skeleton_pos.txt").write_text("")
    return folder


def test_a_model_trained_on_other_people_chooses_on_one_and_is_tested_on_four(ucla):
    assert subjects(judged_clips("nw_ucla", ucla, "dev", "subject")) == ["s06"]
    assert subjects(judged_clips("nw_ucla", ucla, "test", "subject")) == ["s08"]


def test_a_model_trained_on_other_views_is_tested_on_the_third(ucla):
    found = judged_clips("nw_ucla", ucla, "test", "cross_view")
    assert {entry.view for entry in found.clips.entries} == {"v03"}
    with pytest.raises(ParameterError, match="no split 'dev'; it has: test, all"):
        judged_clips("nw_ucla", ucla, "dev", "cross_view")


def test_open_vocabulary_judges_new_labels_alone_or_both_kinds_among_all(ucla):
    plain = judged_clips("nw_ucla", ucla, "test", "open_8_2")
    assert plain.labels == plain.unseen == ("pick up with two hands", "sit down")
    assert set(plain.clips.labels) == set(plain.unseen) and not plain.generalised
    both = judged_clips("nw_ucla", ucla, "test", "open_8_2", generalised=True)
    assert set(both.clips.labels) == {"pick up with one hand", *plain.unseen} and len(both.labels) == 10
    assert both.generalised and {entry.view for entry in both.clips.entries} == {"v03"}


def test_the_published_splits_of_ntu_have_as_many_new_labels_as_their_names_say(tmp_path):
    (tmp_path / "S001C001P003R001A011.skeleton").write_text("")
    (tmp_path / "S001C001P003R001A001.skeleton").write_text("")
    for protocol, count in {"open_55_5": 5, "open_48_12": 12, "open_40_20": 20, "open_30_30": 30}.items():
        found = judged_clips("ntu_60", tmp_path, "test", protocol, generalised=True)
        assert (len(found.unseen), len(found.labels)) == (count, 60)
    assert judged_clips("ntu_60", tmp_path, "test", "open_55_5").unseen == (
        "reading", "writing", "put on hat/cap", "jump up", "touch someone's pocket"
    )  # fmt: skip


def test_made_sets_leave_split_and_choices_to_others():
    found = judged_clips("choreography:clips=3,split=held_out")
    assert (len(found.clips), found.labels, found.opened_test) == (3, (), False)
    with pytest.raises(ParameterError, match="no protocols"):
        judged_clips("choreography:clips=3", split="dev")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tset", "unseen", False), "Did you mean 'test'"),
        (("test", "subjct", False), "Did you mean 'subject'"),
        (("test", "subject", True), "generalised"),
    ],
)
def test_what_is_misspelt_or_makes_no_sense_is_refused(ucla, words, said):
    with pytest.raises(ParameterError, match=said):
        judged_clips("nw_ucla", ucla, *words)
