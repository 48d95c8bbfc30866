import json

import skelbench.cli.verify as command

TINY = "notebooks/03_tiny.ipynb"


def test_each_verdict_is_told_and_the_exit_code_says_whether_all_hold(tiny_reports, tmp_path):
    tiny_reports("report", "tiny")
    done = tiny_reports("verify", "tiny", "--no-rerun")
    assert done.exit_code == 0 and "record intact        holds" in done.stdout and "not asked" in done.stdout
    (tmp_path / TINY).write_text((tmp_path / TINY).read_text().replace("Tiny", "Other"))
    done = tiny_reports("verify", "tiny", "--no-rerun")
    assert done.exit_code == 1 and f"{TINY} has changed" in done.stdout
    told = json.loads(tiny_reports("verify", "tiny", "--no-rerun", "--json").stdout)
    assert told["holds"] is False and told["verdicts"][2]["holds"] is None
    assert command.verify.__doc__
