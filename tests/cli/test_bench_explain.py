import json


def test_two_clips_give_every_figure(run, tiny_recipe, tmp_path):
    from skelbench.choreography import TRAINED
    from skelbench.training import build_model

    build_model(tiny_recipe, TRAINED).save_pretrained(tmp_path)
    words = ["--clips", 2, "--model", tmp_path, "--samplings", 1, "--steps", 8, "--threads", 1]
    code, out, _ = run("bench", "explain", *words, "--json")
    figures = json.loads(out)
    assert code == 0
    assert figures["clips"] == 2
    assert set(figures["controls"]) == {"random joints", "motion energy"}
