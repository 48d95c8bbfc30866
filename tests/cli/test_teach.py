import json

CLIPS = "choreography:seed=2,clips=3,split=held_out,actions=wave"


def test_a_teacher_writes_a_line_a_clip_and_goes_on_where_it_stopped(run, model_server, tmp_path, monkeypatch):
    monkeypatch.setenv("SKELBENCH_BUILD", str(tmp_path / "build"))
    card = tmp_path / "server.toml"
    card.write_text(f'url = "{model_server.url}"\nmodel = "tiny"\nrenderer = "sticks"\nframes = 2\nsize = 32\n')
    model_server.say_text("The hand swings.\nLabel: wave")
    model_server.say_text("It is a wave.")
    model_server.say_text("The arm goes up.\nLabel: wave")
    words = ("teach", "--dataset", CLIPS, "--server", card, "-o", tmp_path / "taught.jsonl")
    code, out, err = run(*words, "--json")
    told = json.loads(out)
    assert code == 0, err
    assert (told["written"], told["found"], len(told["refused"]), told["server"]["requests"]) == (2, 0, 1, 3)
    lines = (tmp_path / "taught.jsonl").read_text().splitlines()
    assert len(lines) == 2 and json.loads(lines[0])["author"] == "teacher"
    code, out, err = run(*words)
    assert code == 0 and "0 texts written, 2 there before, 1 refused" in err  # the same reply again, from the cache


def test_a_folder_that_is_not_there_is_said(run, tmp_path):
    words = ("teach", "--dataset", CLIPS, "--server", "http://127.0.0.1:9/v1", "--model-name", "tiny")
    code, _, err = run(*words, "-o", tmp_path / "none" / "taught.jsonl")
    assert code == 2 and "found no folder" in err
