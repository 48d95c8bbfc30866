from __future__ import annotations

import json
import time
from collections import Counter

import numpy as np
import pytest

from skelbench.datasets import load
from skelbench.errors import FormatError, ParameterError


def skeletons(seed):
    return np.random.default_rng(seed).normal(0, 0.3, (6, 20, 3)).round(4).tolist()


@pytest.fixture
def folder(tmp_path):
    """Four people, two actions, three views; view 3 of subject 4 repeats view 2."""
    (tmp_path / "all_sqe").mkdir()
    for s in (1, 4, 6, 7):
        for a in ("a05", "a12"):
            for v in (1, 2, 3):
                name = f"{a}_s{s:02d}_e00_v{v:02d}"
                seed = (s, int(a[1:]), 2 if s == 4 and v == 3 else v)
                content = {"file_name": name, "skeletons": skeletons(seed), "label": 1}
                (tmp_path / "all_sqe" / f"{name}.json").write_text(json.dumps(content))
    (tmp_path / "val_label.pkl").write_bytes(b"not read")
    return tmp_path


def test_labels_subjects_views_and_splits_are_known_without_reading_and_come_with_the_clip(folder):
    clips = load("nw_ucla", folder)
    assert Counter(clips.labels) == {"sit down": 11, "carry": 11} and clips.classes == ("carry", "sit down")
    clip = clips[0]
    assert (clip.id, clip.label, clip.subject, clip.view, clip.split) == (
        "a05_s01_e00_v01",
        "sit down",
        "s01",
        "v01",
        "dev",
    )
    assert clip.sequence.label == "sit down" and clip.sequence.subject == "s01" and clip.sequence.frames == 6


def test_a_repeated_motion_is_left_out_of_every_split_and_the_notes_say_so(folder):
    clips = load("nw_ucla:split=test", folder)
    assert "2 of 24 clips repeat" in clips.notes[0] and clips[:2].notes == clips.notes
    assert "a05_s04_e00_v02" in clips.ids and "a05_s04_e00_v03" not in clips.ids
    assert len(load("nw_ucla:split=test,duplicates=keep", folder)) == len(clips) + 2


def test_protocols_divide_the_set_as_the_card_says(folder):
    for written, subjects in (("split=dev", {"s01"}), ("split=test", {"s04", "s06", "s07"}),
                              ("protocol=by_subject,split=train", {"s01", "s04"}),
                              ("protocol=by_subject,split=choose", {"s06"}),
                              ("protocol=by_subject,split=test", {"s07"})):  # fmt: skip
        assert {entry.subject for entry in load(f"nw_ucla:{written}", folder).entries} == subjects
    assert {entry.view for entry in load("nw_ucla:protocol=cross_view,split=test", folder).entries} == {"v03"}


def test_whatever_the_file_name_says_can_be_asked_for(folder):
    clips = load("nw_ucla:subject=s01+s07,view=v02,label=carry", folder)
    assert clips.ids == ("a12_s01_e00_v02", "a12_s07_e00_v02")
    assert clips.name == "nw_ucla:subject=s01+s07,view=v02,label=carry"


def test_the_folder_itself_or_one_above_it_will_do(folder):
    assert load("nw_ucla", folder / "all_sqe").ids == load("nw_ucla", folder).ids


def test_a_changed_file_changes_the_content_hash(folder):
    before = load("nw_ucla", folder).content_hash
    path = folder / "all_sqe" / "a05_s01_e00_v01.json"
    path.write_text(path.read_text().replace("0", "1", 1))
    assert load("nw_ucla", folder).content_hash != before


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("splt=dev", r"no option 'splt'\. Did you mean 'split'"),
        ("split=development", r"'split' cannot be 'development'\..* Choices: all, dev, test"),
        ("protocol=by_subjects", r"no protocol 'by_subjects'\. Did you mean 'by_subject'"),
        ("duplicates=drop", "Choices: remove, keep"),
    ],
)
def test_a_wrong_option_is_met_with_what_is_right(folder, written, said):
    with pytest.raises(ParameterError, match=said):
        load(f"nw_ucla:{written}", folder)


def test_a_folder_without_the_set_is_met_with_where_to_ask(tmp_path):
    with pytest.raises(FormatError, match=r"Expected the files of nw_ucla .* found none; Ask for it"):
        load("nw_ucla", tmp_path)
    with pytest.raises(FormatError, match="Expected the folder of nw_ucla, found none"):
        load("nw_ucla", tmp_path / "lost")
    with pytest.raises(ParameterError, match="'nw_ucla' needs the path of a folder"):
        load("nw_ucla")


def test_no_clip_at_all_is_said_so(folder):
    with pytest.raises(FormatError, match=r"at least one clip of nw_ucla .* found none for"):
        load("nw_ucla:subject=s09", folder)


@pytest.fixture
def labelled(tmp_path):
    rows = [f"{30 + 4 * t} " + " ".join(f"{t + 1 + j / 100:.3f}" for j in range(60)) for t in range(10)]
    (tmp_path / "joints_s02_e01.txt").write_text("\n".join(rows))
    (tmp_path / "actionLabel.txt").write_text("s02_e01\nwalk: 30 42\nsitDown: 50 66\ncarry: NaN NaN\npush: 900 999\n")
    return tmp_path


def test_a_labelled_stretch_is_a_clip_whose_times_begin_with_zero(labelled):
    clips = load("utkinect", labelled)
    assert clips.ids == ("s02_e01_walk", "s02_e01_sitDown", "s02_e01_push") and clips.labels[1] == "sit down"
    clip = clips[1]
    np.testing.assert_allclose(clip.sequence.times, np.arange(5) * 4 / 60, atol=1e-9)
    assert clip.sequence.positions[0, 0, 0, 0] == 6 and clip.split == "dev"
    assert len({clips[:1].content_hash, clips[1:2].content_hash}) == 2


def test_a_stretch_without_a_frame_is_refused_when_it_is_asked_for(labelled):
    with pytest.raises(FormatError, match=r"Expected a frame between 15 s to 16\.65 s, where 'push' is labelled"):
        load("utkinect", labelled)[2]


def test_clips_that_a_list_of_the_set_leaves_out_are_left_out(tmp_path, make_ntu):
    for name in ("S001C002P001R001A009", "S001C001P003R001A009", "S018C001P001R001A061"):
        (tmp_path / f"{name}.skeleton").write_text(make_ntu)
    assert load("ntu_60", tmp_path).ids == ("S001C001P003R001A009", "S001C002P001R001A009")
    assert "still among these" in load("ntu_60", tmp_path).notes[0]
    (tmp_path / "NTU_RGBD_samples_with_missing_skeletons.txt").write_text("S001C001P003R001A009\n")
    clips = load("ntu_60", tmp_path)
    assert clips.ids == ("S001C002P001R001A009",) and "1 of 2 clips are left out" in clips.notes[0]
    assert (clips[0].label, clips[0].subject, clips[0].view, clips[0].split) == ("stand up", "001", "002", "train")
    assert load("ntu_120", tmp_path).labels[-1] == "put on headphone"


@pytest.fixture
def make_ntu():
    joints = "\n".join(f"{j / 10} {j / 20} 3 0 0 0 0 1 0 0 0 2" for j in range(25))
    return f"1\n1\n7 0 0 0 0 0 0 0 0 2\n25\n{joints}\n"


def test_published_protocols_keep_people_cameras_setups_and_unseen_labels_apart(tmp_path):
    for setup in (1, 2):
        for camera in (1, 2, 3):
            for person in (1, 3):  # 1 trains, 3 judges
                for action in (9, 11):  # 11 is unseen in 55/5
                    (tmp_path / f"S{setup:03d}C{camera:03d}P{person:03d}R001A{action:03d}.skeleton").touch()

    def kinds(written, trait):
        return {entry.traits[trait] for entry in load(written, tmp_path).entries}

    assert kinds("ntu_60:split=train", "subject") == {"001"} and kinds("ntu_60:split=test", "subject") == {"003"}
    assert kinds("ntu_60:protocol=cross_view,split=train", "view") == {"002", "003"}
    assert kinds("ntu_120:protocol=cross_setup,split=test", "setup") == {"001"}
    assert kinds("ntu_60:protocol=open_55_5,split=train", "action") == {"009"}
    judged = load("ntu_60:protocol=open_55_5,split=test", tmp_path)
    assert {entry.traits["action"] for entry in judged.entries} == {"011"}
    assert {entry.subject for entry in judged.entries} == {"003"}


def test_lists_that_come_with_a_set_make_its_splits(tmp_path):
    (tmp_path / "new_joints").mkdir()
    for name in ("000001", "M000001", "000002"):
        np.save(tmp_path / "new_joints" / f"{name}.npy", np.ones((3, 22, 3), np.float32))
    (tmp_path / "train.txt").write_text("000001\nM000001\n")
    clips = load("humanml3d:split=train", tmp_path)
    assert clips.ids == ("000001", "M000001") and clips.labels == ("", "") and clips[0].sequence.label is None
    with pytest.raises(FormatError, match=r"Expected test\.txt, which says what belongs to 'test'"):
        load("humanml3d:split=test", tmp_path)


@pytest.mark.realdata
def test_95_clips_of_nw_ucla_repeat_another_view_and_leave_1389(real_data):
    begun = time.process_time()
    clips = load("nw_ucla", real_data / "nw_ucla")
    assert time.process_time() - begun < 2
    assert len(clips) == 1389 and "95 of 1484" in clips.notes[0]
    everything = load("nw_ucla:duplicates=keep", real_data / "nw_ucla")
    lost = set(everything.ids) - set(clips.ids)
    assert {name[-3:] for name in lost} == {"v03"}
    assert Counter(entry.view for entry in everything.entries) == {"v01": 516, "v02": 504, "v03": 464}
    sizes = {split: len(load(f"nw_ucla:split={split}", real_data / "nw_ucla")) for split in ("dev", "test")}
    assert sizes == {"dev": 442, "test": 947}


@pytest.mark.realdata
def test_utkinect_has_199_clips_of_ten_actions_of_which_139_are_for_the_test(real_data):
    clips = load("utkinect", real_data / "utkinect")
    assert len(clips) == 199 and len(clips.classes) == 10
    assert Counter(clips.labels) == {label: 19 if label == "carry" else 20 for label in clips.classes}
    assert len(load("utkinect:split=test", real_data / "utkinect")) == 139
    first = load("utkinect:split=dev", real_data / "utkinect")[0]
    assert (first.label, first.subject, first.sequence.times[0]) == ("walk", "s01", 0) and first.sequence.frames == 44


@pytest.mark.realdata
def test_ui_prmd_is_ten_movements_of_ten_people_done_twice_ten_times(real_data):
    clips = load("ui_prmd", real_data / "ui_prmd")
    assert len(clips) == 2000 and set(Counter(clips.labels).values()) == {200}
    wrong = load("ui_prmd:execution=incorrect,subject=s03,label=deep squat", real_data / "ui_prmd")
    assert len(wrong) == 10 and wrong.ids[0] == "m01_s03_e01_incorrect"
    assert wrong[0].sequence.label == "deep squat" and wrong[0].split == "dev"
    apart = [load(f"ui_prmd:protocol=by_subject,split={split}", real_data / "ui_prmd") for split in ("train", "test")]
    assert not {entry.subject for entry in apart[0].entries} & {entry.subject for entry in apart[1].entries}


@pytest.mark.realdata
def test_sbu_is_282_clips_and_its_five_folds_judge_each_once(real_data):
    clips = load("sbu_kinect:split=dev", real_data / "sbu_kinect")
    expected = {"approaching": 42, "departing": 43, "kicking": 40, "pushing": 41, "shaking hands": 18, "hugging": 21,
                "exchanging": 39, "punching": 38}  # fmt: skip
    assert Counter(clips.labels) == expected and len(clips) == 282
    folds = [load(f"sbu_kinect:protocol=fold_{n},split=test", real_data / "sbu_kinect").ids for n in range(1, 6)]
    assert sorted(sum(folds, ())) == sorted(clips.ids)


@pytest.mark.realdata
def test_the_sample_of_humanml3d_belongs_to_a_split(real_data):
    (clip,) = load("humanml3d", real_data / "humanml3d_sample")
    assert clip.id == "012314" and clip.split in ("train", "val", "test") and clip.sequence.frames == 170


@pytest.mark.realdata
def test_the_ntu_samples_are_five_clips_of_which_one_shakes_hands(real_data):
    clips = load("ntu_60", real_data / "ntu_skeleton")
    assert sorted(clips.labels) == ["brush teeth", "reading", "rub two hands", "shaking hands", "take off shoe"]
    assert next(clip for clip in clips if clip.label == "shaking hands").sequence.people == 2
