import re

import nbformat
import pytest

from skelbench.errors import ReportError
from skelbench.records import ReportInput, ReportNumber, ReportRecord
from skelbench.report import assets
from skelbench.report.assets import PageModule, page_modules
from skelbench.report.page import embedded_record, page_title, render_page, tolerance_words


def record(**changes):
    fields = {
        "status": "finished", "notebook": "01_a.ipynb", "parameters": (), "seeds": {"seed": 1},
        "versions": {"python": "3"}, "hardware": {"system": "Linux", "machine": "m", "cores": 2},
        "inputs": (ReportInput("clip", "../elsewhere/private/clip.bvh", "ab" * 32),),
        "numbers": (ReportNumber("a<b", 0.5, "m", 0.05, "absolute", "shown with 1 decimals"),), "figures": (),
    }  # fmt: skip
    return ReportRecord(**{**fields, **changes})


def notebook(*cells):
    return nbformat.v4.new_notebook(cells=list(cells))


def code(source, **data):
    cell = nbformat.v4.new_code_cell(source)
    cell.outputs = [nbformat.v4.new_output("display_data", data=data, metadata={})] if data else []
    return cell


def test_a_page_holds_words_outputs_and_what_it_stands_on():
    page = render_page(
        notebook(nbformat.v4.new_markdown_cell("# Title & more\n\n## Part"), code("x = 1")), record(), "a"
    )
    assert "<title>Title &amp; more · skelbench</title>" in page
    assert re.findall(r"<h([1-6])", page) == ["1", "2", "2", "3", "3", "3", "3"]
    assert "skelbench verify a" in page and "a&lt;b" in page and "± 0.05 m: shown with 1 decimals" in page
    assert "private" not in page.split('id="skelbench-record"')[0], "a path outside the project shows its name only"


def test_plotly_is_inlined_only_where_there_is_a_plot():
    plain = render_page(notebook(code("x", **{"text/plain": "<4>"})), record(), "a")
    assert len(plain) < 60_000 and "&lt;4&gt;" in plain
    figure = {"data": [{"type": "bar", "y": [1]}], "layout": {"title": {"text": "One bar"}}}
    cells = (code("x", **{"application/vnd.plotly.v1+json": figure}) for _ in range(2))
    drawn = render_page(notebook(*cells), record(), "a")
    assert 4_000_000 < len(drawn) < 6_000_000 and drawn.count('aria-label="One bar"') == 2


def test_a_widget_shows_its_static_twin():
    data = {
        "application/vnd.jupyter.widget-view+json": {"model_id": "1"},
        "text/html": "<p>twin</p>",
        "text/plain": "w",
    }
    page = render_page(notebook(code("x", **data)), record(), "a")
    assert "<p>twin</p>" in page and "model_id" not in page


def test_a_failed_report_says_so_on_top():
    page = render_page(notebook(), record(status="failed", notes={"failure": "Cell 2 raised <E>"}), "a")
    assert "<title>Failed: " in page and "Cell 2 raised &lt;E&gt;" in page


def test_the_record_inside_a_page_comes_back_whatever_it_says():
    page = render_page(notebook(), record(notebook="</script>.ipynb"), "a")
    copy = embedded_record(page)
    assert copy is not None and copy["notebook"] == "</script>.ipynb" and copy["seeds"] == {"seed": 1}
    assert embedded_record("<html></html>") is None


def test_a_module_is_inlined_once_and_only_where_it_is_asked_for(monkeypatch):
    class Point:
        name = "player"

        @staticmethod
        def load():
            return lambda: {"player.js": "export function mount(e, d) {}", "player.css": ".p {}"}

    monkeypatch.setattr(assets, "entry_points", lambda group: [Point()])
    piece = '<div data-skel="player"></div>'
    page = render_page(notebook(*(code("x", **{"text/html": piece}) for _ in range(3))), record(), "a")
    assert page.count("export function mount") == 1 and page.count(".p {}") == 1
    assert page.count("globalThis.skelMounts['player'] = mount") == 1
    assert page_modules("<div></div>") == ()


def test_a_module_s_text_cannot_end_its_script():
    module = PageModule("x", 'const a = "</script>"; export function mount() {}', "a </style>")
    assert "</script" not in module.inline_script and "</style" not in module.inline_style


def test_an_entry_point_without_a_script_is_named(monkeypatch):
    class Point:
        name = "player"

        @staticmethod
        def load():
            return lambda: {"other.js": ""}

    monkeypatch.setattr(assets, "entry_points", lambda group: [Point()])
    with pytest.raises(ReportError, match=r"skelbench\.assets: player.*player\.js"):
        page_modules('<div data-skel="player">')


def test_titles_and_tolerances_in_words():
    assert page_title(notebook(nbformat.v4.new_markdown_cell("text\n\n# The title \n"))) == "The title"
    assert page_title(notebook()) == "Report"
    assert tolerance_words({"kind": "exact", "tolerance": 0, "unit": "", "reason": ""}) == "exactly the same"
    relative = {"kind": "relative", "tolerance": 1e-4, "unit": "m", "reason": ""}
    assert tolerance_words(relative) == "± 0.0001 of its size"
