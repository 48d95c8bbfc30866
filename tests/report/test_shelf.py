import pytest

from skelbench.errors import ReportError
from skelbench.records import ReportParameter, ReportRecord, write_json
from skelbench.report.shelf import find_report, list_reports, write_index


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.setenv("SKELBENCH_BUILD", str(tmp_path / "build"))
    monkeypatch.chdir(tmp_path)
    for name, number, status in (("tour", 1, "finished"), ("explain-12ab34cd", 7, "failed")):
        folder = tmp_path / "build" / "reports" / name
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(f"<h1 id='x'>The <em>{name}</em></h1>")
        notes = {"failure": "Cell 2 raised <Error>"} if status == "failed" else {}
        seed = (ReportParameter("seed", "int", 3),)
        source = f"0{number}_{name.split('-')[0]}.ipynb"
        record = ReportRecord(status, source, seed, {}, {}, {}, (), (), (), notes=notes)
        write_json(folder / "record.json", record.sealed())
    half = tmp_path / "build" / "reports" / ".tour-x1"
    half.mkdir()
    (half / "record.json").write_text("{")
    return tmp_path / "build" / "reports"


def test_reports_are_listed_in_the_order_of_their_notebooks_and_half_ones_are_not(shelf):
    assert [(entry.id, entry.title, entry.told) for entry in list_reports()] == [
        ("tour", "The tour", "seed 3"), ("explain-12ab34cd", "The explain-12ab34cd", "seed 3"),
    ]  # fmt: skip


def test_the_index_links_every_report_and_marks_a_failed_one(shelf):
    page = write_index().read_text()
    assert 'href="tour/index.html"' in page and page.count("badge-contradicted") == 2  # once in the style
    assert "Cell 2 raised &lt;Error&gt;" in page and "http" not in page


def test_an_empty_shelf_says_what_to_do(tmp_path):
    assert "skelbench report tour" in write_index(tmp_path).read_text()


def test_a_report_is_found_by_id_folder_or_any_of_its_files(shelf):
    names = ("tour", "build/reports/tour", "build/reports/tour/record.json", str(shelf / "tour" / "index.html"))
    assert {find_report(name) for name in names} == {shelf / "tour"}
    with pytest.raises(ReportError, match=r"Did you mean 'tour'"):
        find_report("tuor")
