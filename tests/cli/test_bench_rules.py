import json

import pytest

from skelbench.cli.bench_rules import rules
from skelbench.errors import ParameterError
from skelbench.evaluation import RulesTable

CLIPS = "choreography:seed=90,clips=16,split=held_out"


def test_figures_stand_alone_on_stdout(capsys):
    rules(clips=CLIPS, path=None, table=None, json=True)
    figures = json.loads(capsys.readouterr().out)
    assert figures["clips_name"] == CLIPS and figures["clips"] == 16
    assert figures["contradicted_elsewhere"]["estimate"] > 0.9


def test_people_read_shares_and_weak_pairs(capsys):
    rules(clips=CLIPS, path=None, table=None, json=False)
    told = capsys.readouterr().out
    assert "contradicted on clips of other classes: 0.9" in told and "brush hair" in told


def test_a_table_of_ones_own_is_used_and_a_bad_one_refused(tmp_path, capsys):
    table = tmp_path / "mine.toml"
    table.write_text("[[rule]]\nlabel = 'wave'\n")
    with pytest.raises(ParameterError, match=r"mine\.toml"):
        rules(clips=CLIPS, path=None, table=table, json=False)
    assert RulesTable.__doc__
