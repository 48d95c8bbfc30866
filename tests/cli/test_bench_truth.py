import json

from skelbench.cli.bench_truth import truth


def test_figures_stand_alone_on_stdout(capsys):
    truth(clips=8, questions=60, seed=3, json=True)
    figures = json.loads(capsys.readouterr().out)
    assert figures["agreement"]["angle"]["checks"] >= 8
    assert figures["guessing"]["what"]["chance"] == 0.25
    assert figures["clips_per_second"]["positions_and_truth"] > figures["clips_per_second"]["with_sensor_and_texts"] > 0


def test_people_read_a_line_for_each(capsys):
    truth(clips=4, questions=30, seed=3, json=False)
    told = capsys.readouterr().out
    assert "clips a second: positions and truth" in told and "agree with what is measured" in told
