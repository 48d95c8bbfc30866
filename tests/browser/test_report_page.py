"""A report's page, opened offline: its player lives, although the notebook ran without one."""

from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from skelbench_widgets import Player

from skelbench.records import ReportRecord
from skelbench.report.page import render_page

pytestmark = pytest.mark.browser


def report_with(*players: Player) -> str:
    """A finished notebook that showed these players, as the report's template makes it a page."""
    cells = [nbformat.v4.new_markdown_cell("# A wave\n\nWhat was read, and where.")]
    for player in players:
        bundle, _ = player._repr_mimebundle_()
        bundle.pop("application/vnd.jupyter.widget-view+json")  # no widget state is kept in a report
        cells.append(nbformat.v4.new_code_cell("player", outputs=[nbformat.v4.new_output("display_data", bundle)]))
    record = ReportRecord("finished", "tour", (), {}, {}, {}, (), (), ())
    return render_page(nbformat.v4.new_notebook(cells=cells), record.sealed(), "tour")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_players_of_a_report_live_offline(visit: Callable[..., Any], clip, values, seen, scheme):
    page = report_with(Player(clip, values, seen, title="first"), Player(clip, title="second"))
    shown = visit(page, color_scheme=scheme)
    assert page.count("class Painter") == 1  # the module is there once
    assert shown.page.locator(".skel-player").count() == 2
    assert shown.player.get_attribute("data-theme") == scheme
    shown.stage.focus()
    shown.page.keyboard.press("Space")
    shown.page.wait_for_function("document.querySelector('.skel-player').dataset.frame > 2")
    assert shown.page.locator(".skel-player").nth(1).get_attribute("data-frame") == "0"
    assert shown.colours() > 60
    assert shown.other_requests == [] and shown.complaints == []


def test_a_report_fits_a_telephone(visit: Callable[..., Any], clip, values, seen):
    shown = visit(report_with(Player(clip, values, seen, title="wave")), width=360)
    shown.settle()
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert shown.page.locator(".skel-player").bounding_box()["width"] <= 360
