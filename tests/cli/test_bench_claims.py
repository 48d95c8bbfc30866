import json

from skelbench.cli.bench_claims import claims

CLIPS = "choreography:seed=6,clips=12,texts=yes,split=held_out"


def test_figures_stand_alone_on_stdout_and_are_saved(capsys, tmp_path):
    claims(rationales=16, clips=CLIPS, seed=0, save=tmp_path / "claims.json", json=True)
    figures = json.loads(capsys.readouterr().out)
    assert figures["clips_name"] == CLIPS and figures["rationales"] == 16
    assert set(figures["planted"]) == {"all", "side", "order", "part", "number", "person"}
    assert json.loads((tmp_path / "claims.json").read_text())["seed"] == 0


def test_people_read_shares_with_intervals(capsys):
    claims(rationales=8, clips=CLIPS, seed=0, save=None, json=False)
    told = capsys.readouterr().out
    assert "true, all" in told and "planted, side" in told and " to " in told
