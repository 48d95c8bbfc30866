"""A report's page in a real browser without a network: alive, whole, readable in both themes and at 400 pixels."""

from __future__ import annotations

from itertools import pairwise

import nbformat
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from skelbench_widgets import Player

from skelbench.choreography import choreograph
from skelbench.records import Answer, Question, Rejection, ReportRecord
from skelbench.report import answer_bars, answer_words, frames_strip, show_table, start_report, verdict_box
from skelbench.report.page import render_page

pytestmark = pytest.mark.browser

LONG = "a label of many words that would not fit on one line of a telephone"


@pytest.fixture(scope="module")
def page() -> str:
    question = Question("?", ("wave", LONG, "bow"))
    answer = Answer(
        question, {"wave": -0.1, LONG: -2.0, "bow": -5.0}, rejection=Rejection(True, 2.0, 1.0, "", 0.9, 0.8)
    )
    recorder = start_report()
    wide = pd.DataFrame(np.zeros((2, 16)), columns=[f"column {number}" for number in range(16)])
    heat = go.Figure(go.Heatmap(z=np.eye(3)))
    pieces = [
        verdict_box(answer), recorder.figure("answer", answer_bars(answer), alt=answer_words(answer), table=wide),
        recorder.figure("heat", heat, alt="three on the diagonal"), Player(choreograph("wave", 1)),
        frames_strip(np.zeros((8, 3, 24, 24)), np.arange(8.0), "frames"), show_table(wide, "wide"),
    ]  # fmt: skip
    cells = [nbformat.v4.new_markdown_cell("# Title\n\n## Part\n\n[elsewhere](other.html)")]
    for piece in pieces:
        bundle = piece._repr_mimebundle_()
        cell = nbformat.v4.new_code_cell("show(piece)")
        cell.outputs = [nbformat.v4.new_output("execute_result", data=bundle[0] if type(bundle) is tuple else bundle)]
        cells.append(cell)
    hardware = {"system": "Linux", "machine": "m", "cores": 2}
    record = ReportRecord("finished", "07_x.ipynb", (), {"seed": 0}, {"python": "3"}, hardware, (), (), ())
    return render_page(nbformat.v4.new_notebook(cells=cells), record, "x")


def opened(visit, page, **settings):
    seen = visit(page, **settings)
    seen.page.wait_for_selector("html[data-ready]", state="attached")
    seen.page.wait_for_selector(".main-svg")
    return seen


def test_a_page_asks_nothing_of_any_network_and_complains_of_nothing(visit, page):
    seen = opened(visit, page)
    assert seen.other_requests == [] and seen.complaints == []
    assert seen.page.locator("figure .main-svg").count() >= 2 and len(page) < 9_000_000


def test_the_player_of_a_page_plays_when_its_key_is_pressed(visit, page):
    seen = opened(visit, page)
    assert seen.page.locator(".skel-player").count() == 1, "a module starts its players once"
    before = seen.state()["frame"]
    seen.player.focus()
    seen.page.keyboard.press("ArrowRight")
    assert seen.state()["frame"] == before + 1


def test_a_page_is_readable_at_400_pixels(visit, page):
    seen = opened(visit, page, width=400)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 400


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground_in_both_themes(visit, page, scheme):
    seen = opened(visit, page, color_scheme=scheme)
    weak = seen.page.evaluate(CONTRAST)
    assert weak == []


def test_code_is_hidden_until_it_is_asked_for(visit, page):
    seen = opened(visit, page)
    assert not seen.page.locator(".code").first.is_visible()
    seen.page.get_by_label("Show code").check()
    assert seen.page.locator(".code").first.is_visible()


def test_headings_come_in_order_and_every_picture_has_words(visit, page):
    seen = opened(visit, page)
    levels = seen.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    silent = "[...document.querySelectorAll('img,[role=img]')].filter(e => !(e.alt || e.getAttribute('aria-label')))"
    assert seen.page.evaluate(f"{silent}.length") == 0


# Every element with text of its own: its colour against the first ground below it that is not clear.
CONTRAST = """() => {
  const parts = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
  const linear = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parts(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const e of document.querySelectorAll("main *, header *, footer *")) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || e.closest("svg, canvas, script, style, .skel-player") || !e.checkVisibility()) continue;
    const [a, b] = [light(parts(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) weak.push(e.className + ": " + e.textContent.trim().slice(0, 30));
  }
  return weak;
}"""
