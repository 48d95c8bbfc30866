import json

import pytest


def test_figures_come_with_interval_chance_and_majority(run, tiny_folder):
    clips = "choreography:seed=2,clips=6,split=held_out,actions=wave+clap"
    code, out, _ = run("evaluate", "--dataset", clips, "--model", tiny_folder, "--json")
    figures = json.loads(out)
    assert code == 0
    assert figures["clips"] == 6
    assert figures["interval"][0] <= figures["accuracy"] <= figures["interval"][1]
    assert figures["chance"] == pytest.approx(1 / 3)
    assert {"macro_accuracy", "majority", "invalid"} <= figures.keys()


def test_a_misspelt_option_of_a_set_is_suggested(run, tiny_folder):
    code, _, err = run("evaluate", "--dataset", "choreography:sed=2", "--model", tiny_folder)
    assert code == 2
    assert "seed" in err


def evaluated(run, *words):
    code, out, err = run("evaluate", *words, "--json")
    assert code == 0, err
    return json.loads(out)


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    """Two performances of two people seen by two cameras each, written in the format of NW-UCLA's own joints."""
    from skelbench.datasets import load

    monkeypatch.setenv("SKELBENCH_BUILD", str(tmp_path / "build"))
    folder = tmp_path / "ucla" / "all_sqe"
    folder.mkdir(parents=True)
    made = load("choreography:clips=8,topologies=kinect_v1,actions=throw+carry")
    names = [
        f"{action}_{subject}_e00_{view}"
        for action in ("a11", "a12")
        for subject in ("s01", "s04")
        for view in ("v01", "v02")
    ]
    for clip, name in zip(made, names, strict=True):
        frames = clip.sequence.positions[:, 0].tolist()
        (folder / f"{name}.json").write_text(json.dumps({"skeletons": frames}))
    return folder.parent


def test_a_recorded_set_is_judged_among_its_own_labels(run, tiny_folder, recorded):
    figures = evaluated(run, "--dataset", "nw_ucla", "--data", recorded, "--model", tiny_folder)
    assert (figures["clips"], figures["chance"], figures["split"]) == (4, 0.1, "dev")
    assert (figures["interval_over"], figures["test_split"]) == ("performances", None)


def test_a_run_that_opens_the_test_split_says_so(run, tiny_folder, recorded):
    words = ("--dataset", "nw_ucla", "--data", recorded, "--split", "test", "--model", tiny_folder)
    code, out, err = run("evaluate", *words, "--json")
    assert code == 0 and "docs/LOG.md" in err and "docs/LOG.md" in json.loads(out)["test_split"]


def test_an_interrupted_run_goes_on_and_ends_with_the_same_figures(run, tiny_folder, recorded, monkeypatch):
    from skelbench.models import SkeletonLLM

    words = ("--dataset", "nw_ucla", "--data", recorded, "--model", tiny_folder, "--batch", "2")
    whole = evaluated(run, *words, "--no-keep")
    ask, asked = SkeletonLLM.answer_all, []

    def interrupted(model, sequences, choices=None):
        asked.append(len(sequences))
        if len(asked) == 2:
            raise KeyboardInterrupt
        return ask(model, sequences, choices)

    monkeypatch.setattr(SkeletonLLM, "answer_all", interrupted)
    assert run("evaluate", *words)[0] == 130
    assert evaluated(run, *words) == whole
    assert asked == [2, 2, 2]  # the first batch was not asked for again
    assert evaluated(run, *words) == whole
    assert asked == [2, 2, 2]


def test_controls_disturbances_formats_and_another_model_stand_beside_it_on_request(
    run, tiny_folder, tmp_path, monkeypatch
):
    monkeypatch.setenv("SKELBENCH_BUILD", str(tmp_path))
    clips = "choreography:seed=2,clips=4,split=held_out,actions=wave+clap"
    words = ("--dataset", clips, "--model", tiny_folder)
    figures = evaluated(run, *words, "--robustness", "--reliance", "--formats", "--compare", tiny_folder)
    assert figures["robustness"][0]["kind"] == figures["reliance"][0]["kind"] == "as recorded"
    assert figures["formats"][0]["change"] == 0.0
    assert figures["compared"]["difference"] == 0.0 and figures["compared"]["mcnemar_p"] == 1.0
    code, out, _ = run("evaluate", *words, "--reliance")
    assert code == 0 and "motion frozen" in out and "read rightly" in out


def test_of_a_large_set_some_clips_are_spread_evenly(run, tiny_folder):
    clips = "choreography:seed=2,clips=9,split=held_out,actions=wave+clap+sit down,texts=no"
    figures = evaluated(run, "--dataset", clips, "--model", tiny_folder, "--clips", "5", "--no-keep")
    assert figures["clips"] == 5


def test_a_wording_that_is_none_is_refused(run, tiny_folder):
    code, _, err = run("evaluate", "--model", tiny_folder, "--wording", "mine")
    assert code == 2 and "model or own" in err


def test_questions_are_asked_of_choreography_alone(run, tiny_folder, recorded):
    clips = "choreography:seed=2,clips=2,split=held_out,actions=wave"
    figures = evaluated(run, "--dataset", clips, "--model", tiny_folder, "--no-keep", "--questions")
    rows = figures["questions"]
    assert {"as recorded", "coco_17, 2-D"} <= {row["format"] for row in rows}
    assert all(0 < row["chance"] < 1 and row["questions"] > 0 for row in rows)
    words = ("--dataset", "nw_ucla", "--data", recorded, "--model", tiny_folder, "--questions")
    code, _, err = run("evaluate", *words)
    assert code == 2 and "Only choreography" in err
