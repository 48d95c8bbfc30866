import json
from dataclasses import dataclass

import pytest

from skelbench.errors import ModelError, RecordError, ServerError
from skelbench.executor import ThreadExecutor
from skelbench.reasoning import read_taught, write_taught
from skelbench.skeleton import SkeletonSequence


@dataclass(frozen=True)
class Clip:
    id: str
    sequence: SkeletonSequence
    label: str


@pytest.fixture
def clips(waving):
    return [Clip(f"c{number}", waving, label) for number, label in enumerate(("wave", "bow", "clap", "nod"))]


def lesson(sequence, label):
    return f"The arm goes up, so it is this.\nLabel: {label}"


def test_every_clip_gets_a_line_with_its_author_and_a_second_run_asks_nothing(clips, tmp_path):
    path = tmp_path / "taught.jsonl"
    *_, done = write_taught(lesson, "tiny at host", clips, path, ThreadExecutor(2))
    assert (done.written, done.found, done.refused) == (4, 0, ())
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["clip"] for line in lines] == ["c0", "c1", "c2", "c3"]
    assert lines[0]["author"] == "teacher" and lines[0]["teacher"] == "tiny at host"
    assert lines[1]["text"].endswith("Label: bow") and lines[1]["sequence"] == clips[1].sequence.content_hash
    *_, again = write_taught(lambda sequence, label: 1 / 0, "tiny at host", clips, path)
    assert (again.written, again.found) == (0, 4) and len(path.read_text().splitlines()) == 4
    *_, other = write_taught(lesson, "another at host", clips, path)
    assert other.written == 4


@pytest.mark.parametrize(
    "text", ["wave", "Label: wave", "An arm.\nLabel: bow", "Label: wave\nbecause of the arm", "An arm is waved."]
)
def test_a_text_that_does_not_end_in_the_true_label_is_refused(clips, tmp_path, text):
    path = tmp_path / "taught.jsonl"
    *_, done = write_taught(lambda sequence, label: text, "tiny", clips[:1], path)
    assert done.written == 0 and "last line 'Label: wave'" in done.refused[0][1]
    assert read_taught(path) == []


def test_a_clip_the_teacher_fails_on_is_told_and_asked_again_later(clips, tmp_path):
    path = tmp_path / "taught.jsonl"

    def half(sequence, label):
        if label == "bow":
            raise ModelError("cut off")
        return lesson(sequence, label)

    *_, done = write_taught(half, "tiny", clips, path)
    assert (done.written, done.refused) == (3, (("c1", "cut off"),))
    *_, done = write_taught(lesson, "tiny", clips, path)
    assert (done.written, done.found) == (1, 3)


def test_what_was_written_before_the_server_went_away_is_kept(clips, tmp_path):
    path, asked = tmp_path / "taught.jsonl", []

    def gone(sequence, label):
        asked.append(label)
        if len(asked) == 3:
            raise ServerError("nobody is there")
        return lesson(sequence, label)

    with pytest.raises(ServerError):
        list(write_taught(gone, "tiny", clips, path))
    assert [text.label for text in read_taught(path)] == ["wave", "bow"]
    *_, done = write_taught(lesson, "tiny", clips, path)
    assert (done.written, done.found) == (2, 2)


def test_a_line_that_was_never_finished_is_no_text_and_does_not_spoil_the_next(clips, tmp_path):
    path = tmp_path / "taught.jsonl"
    list(write_taught(lesson, "tiny", clips[:2], path))
    path.write_bytes(path.read_bytes()[:-10])
    assert [text.clip for text in read_taught(path)] == ["c0"]
    list(write_taught(lesson, "tiny", clips[:2], path))
    assert [text.clip for text in read_taught(path)] == ["c0", "c1"]


def test_a_line_that_is_no_text_is_named(tmp_path):
    path = tmp_path / "taught.jsonl"
    path.write_text('{"clip": "a"}\n')
    with pytest.raises(RecordError, match="line 1 of"):
        read_taught(path)
