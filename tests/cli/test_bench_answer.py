import json


def test_seconds_of_one_clip_of_a_reason_and_of_many_are_printed(run, tiny_folder):
    words = ["--model", tiny_folder, "--clips", 2, "--tokens", 3, "--repeats", 1, "--threads", 1, "--json"]
    code, out, err = run("bench", "answer", *words)
    assert code == 0, err
    found = json.loads(out)
    assert found["choices"] == 3
    assert 0 < found["one_s"] < found["one_with_reason_s"]
    assert found["many_s"] > 0
    assert 0 < found["one_processor_s"] < found["one_with_reason_processor_s"]
