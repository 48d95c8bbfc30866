import json
import sys

import pytest

from skelbench.cli import app as frame


@pytest.fixture
def run(monkeypatch, capsys):
    def run(*words):
        monkeypatch.setattr(sys, "argv", ["skelbench", "data", *words])
        with pytest.raises(SystemExit) as stopped:
            frame.main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return run


def test_list_names_the_sources(run):
    code, out, _ = run("list")
    assert code == 0 and "choreography" in out and "folder" in out
    names = [source["name"] for source in json.loads(run("list", "--json")[1])["sources"]]
    assert names == sorted(names) and {"choreography", "folder", "nw_ucla", "utkinect"} <= set(names)


def test_show_describes_a_source_and_counts_a_set(run):
    assert "Licence: Apache-2.0" in run("show", "choreography")[1]
    found = json.loads(run("show", "choreography:clips=32,split=held_out", "--json")[1])
    assert found["clips"] == 32 and found["labels"]["wave"] == 2
    assert found["card"]["name"] == "choreography"


def test_make_writes_clips_that_show_reads(run, tmp_path):
    made = json.loads(run("make", "choreography:clips=2,seed=3", str(tmp_path / "out"), "--json")[1])
    assert len(made["clips"]) == 2 and made["bytes"] > 10_000
    found = json.loads(run("show", "folder", "--path", str(tmp_path / "out"), "--json")[1])
    assert found["labels"] == {"drink water": 1, "brush hair": 1}


def test_make_writes_the_samples_where_it_is_told(run, tmp_path):
    code, _, err = run("make", "samples", str(tmp_path))
    assert code == 0 and "5 clips" in err
    assert (tmp_path / "wave.truth.json").exists()


def test_check_counts_what_is_there_and_ends_with_1_unless_all_is(run, tmp_path):
    code, out, _ = run("check", "utkinect", str(tmp_path), "--json")
    found = json.loads(out)
    assert code == 1 and not found["holds"] and found["expected"] == len(found["missing"]) == 22
    code, out, _ = run("check", "utkinect", str(tmp_path))
    assert code == 1 and "0 of 22 files are there, 22 are missing" in out and "... and 12 more" in out


def test_show_says_who_may_be_asked_and_which_protocols_there_are(run):
    out = run("show", "nw_ucla")[1]
    assert "Ask for it where" in out and "by_subject" in out and "(train, choose, test)" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("download", "nw_ucla", "somewhere"), "'nw_ucla' cannot be downloaded from here"),
        (("check", "nw_ulca", "somewhere"), "Did you mean 'nw_ucla'"),
        (("show", "choreografy"), "Did you mean 'choreography'"),
        (("make", "choreography:clips=1"), "Expected a folder to write the clips"),
        (("make", "folder", "somewhere"), "Only choreography and 'samples' can be made"),
        (("make", "choreography:clip=1", "somewhere"), "Did you mean 'clips'"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(run, words, said):
    code, out, err = run(*words)
    assert code == 2 and out == ""
    assert said in err and len(err.strip().splitlines()) == 1


def test_sheet_draws_every_clip_of_a_source(run, tmp_path):
    code, _, err = run("sheet", "choreography:clips=2", "--out", str(tmp_path / "new" / "sheet.png"))
    assert code == 0 and "2 clips" in err
    assert (tmp_path / "new" / "sheet.png").read_bytes().startswith(b"\x89PNG")
