import json


def test_without_recordings_it_prints_speed_alone(run):
    code, out, _ = run("bench", "choreography", "--json")
    assert code == 0
    assert set(json.loads(out)) == {"clips_per_second"}


def test_an_unknown_split_is_refused(run):
    code, _, err = run("bench", "choreography", "--split", "train")
    assert code == 2
    assert "dev or test" in err
