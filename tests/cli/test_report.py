import json

from skelbench.cli.report import cell_bar
from skelbench.errors import ParameterError, ReportError
from skelbench.records import ReportRecord


def test_the_command_ends_with_the_index_page(tiny_reports):
    done = tiny_reports("report", "tiny", "-p", "seed=3")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == "build/reports/index.html"


def test_a_failed_report_is_kept_and_the_exit_code_says_so(tiny_reports, tmp_path):
    done = tiny_reports("report", "tiny", "-p", "seed=9", "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)["reports"][0]
    assert (told["status"], told["failure"]) == ("failed", "Planted")
    assert ReportRecord.read(tmp_path / "build" / "reports" / told["id"] / "record.json").status == "failed"


def test_without_a_name_the_reports_and_their_parameters_are_listed(tiny_reports):
    done = tiny_reports("report")
    assert done.exit_code == 0 and "tiny" in done.stdout and "-p seed=0   of everything [0 to 9]" in done.stdout
    assert json.loads(tiny_reports("report", "--json").stdout)[0]["parameters"][0]["name"] == "seed"


def test_mistakes_are_named_before_anything_starts(tiny_reports, tmp_path):
    assert isinstance(tiny_reports("report", "tony").exception, ReportError)
    assert isinstance(tiny_reports("report", "tiny", "-p", "sede=1").exception, ParameterError)
    assert isinstance(tiny_reports("report", "tiny", "-p", "api_key=x").exception, ParameterError)
    assert isinstance(tiny_reports("report", "tiny", "--timeout", "0").exception, ParameterError)
    assert not (tmp_path / "build").exists()


def test_a_quiet_bar_still_takes_progress(capsys):
    with cell_bar("tiny", quiet=True) as progress:
        progress(1, 2)
    assert capsys.readouterr().err == ""
