import json


def test_the_answer_its_joints_and_its_reasons_alone_on_stdout(run, tiny_folder, project):
    wave = project / "data" / "samples" / "wave.skeleton"
    code, out, _ = run("explain", wave, "--model", tiny_folder, "--why", "wave", "--not", "clap", "--json")
    content = json.loads(out)
    assert code == 0
    assert content["attributions"][1]["target"] == "wave, not clap"
    assert {"answer", "evidence", "rationale", "rejected"} <= content.keys()


def test_one_frame_is_refused_in_one_sentence(run, tiny_folder, tmp_path):
    import numpy as np

    path = tmp_path / "still.npy"
    np.save(path, np.random.default_rng(0).normal(size=(1, 22, 3)))
    code, out, err = run("explain", path, "--model", tiny_folder)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "at least 2 frames" in err


def test_an_unknown_label_is_named(run, tiny_folder, project):
    wave = project / "data" / "samples" / "wave.skeleton"
    code, _, err = run("explain", wave, "--model", tiny_folder, "--why", "wvae")
    assert code == 2
    assert "'wvae' is not among the choices" in err


def test_a_text_of_ones_own_is_checked(run, tiny_folder, project, tmp_path):
    wave = project / "data" / "samples" / "wave.skeleton"
    text = tmp_path / "reasons.txt"
    text.write_text("The person jumps. The moon is full.")
    code, out, _ = run("explain", wave, "--model", tiny_folder, "--check-reasons", text, "--json")
    checked = json.loads(out)["checked_reasons"]
    assert code == 0 and checked["author"] == "model"
    assert [step["verdict"] for step in checked["steps"]] == ["contradicted", None]
    code, _, err = run("explain", wave, "--model", tiny_folder, "--check-reasons", tmp_path / "none.txt")
    assert code == 2 and "no file" in err
