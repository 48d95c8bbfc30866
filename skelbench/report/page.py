"""From a finished notebook and its record to one self-contained page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from nbconvert import HTMLExporter
from plotly.offline import get_plotlyjs
from traitlets.config import Config

from skelbench.records import ReportRecord, as_json
from skelbench.report.assets import PageModule, page_modules
from skelbench.report.markup import PLOTLY_TYPE, plain_number, plot_markup

__all__ = ["TEMPLATE_FOLDER", "embedded_record", "page_title", "render_page", "tolerance_words"]

TEMPLATE_FOLDER = Path(__file__).parent / "template"
_PRIORITY = ["text/html", PLOTLY_TYPE, "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/plain"]
_EMBEDDED = re.compile(r'<script type="application/json" id="skelbench-record">(.*?)</script>', re.DOTALL)


@lru_cache(maxsize=1)
def _exporter() -> Any:
    settings = Config()
    settings.NbConvertBase.display_data_priority = _PRIORITY
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        config=settings, template_name="report", extra_template_basedirs=[str(TEMPLATE_FOLDER)],
        exclude_anchor_links=True,
    )  # fmt: skip
    exporter.register_filter("plot", _plot)  # type: ignore[no-untyped-call]
    exporter.register_filter("plain_number", plain_number)  # type: ignore[no-untyped-call]
    exporter.register_filter("tolerance", tolerance_words)  # type: ignore[no-untyped-call]
    return exporter


def _plot(figure: Any) -> str:
    title = ((figure.get("layout") or {}).get("title") or {}).get("text")
    return plot_markup(json.dumps(figure), title or "A figure; the words around it say what it shows")


def tolerance_words(number: dict[str, Any]) -> str:
    """How far a number may differ, in words."""
    if number["kind"] == "exact":
        return "exactly the same"
    amount = f"{number['tolerance']:g}"
    allowed = f"± {amount} of its size" if number["kind"] == "relative" else f"± {amount} {number['unit']}".rstrip()
    return f"{allowed}: {number['reason']}" if number["reason"] else allowed


def page_title(notebook: Any) -> str:
    """The notebook's first top heading, or a plain title."""
    texts = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = (re.search(r"^#\s+(.+)$", text, re.MULTILINE) for text in texts)
    return next((match[1].strip() for match in found if match), "Report")


def render_page(notebook: Any, record: ReportRecord, report_id: str) -> str:
    """The page: the notebook's words and outputs, then what it stands on; nothing is fetched from anywhere.

    Args:
        notebook: the finished notebook, cleaned.
        record: its record, without the hashes of page and notebook; a copy is embedded for `verify`.
        report_id: the report's name and folder.
    """
    content = as_json(record)
    resources = {
        "skelbench": {
            "title": page_title(notebook), "id": report_id, "record": content,
            "style": (TEMPLATE_FOLDER / "page.css").read_text(encoding="utf-8"),
        }
    }  # fmt: skip
    body, _ = _exporter().from_notebook_node(notebook, resources=resources)
    modules = page_modules(body)
    styles = "".join(f"<style>{module.inline_style}</style>" for module in modules)
    page = str(body).replace("<!--skelbench-styles-->", styles, 1)
    return page.replace("<!--skelbench-scripts-->", _scripts(page, modules) + _embed(content), 1)


def _scripts(body: str, modules: Iterable[PageModule]) -> str:
    plotly = f"<script>{get_plotlyjs()}</script>" if 'data-skel="plot"' in body else ""
    page = (TEMPLATE_FOLDER / "page.js").read_text(encoding="utf-8")
    scripts = "".join(f'<script type="module">{module.inline_script}</script>' for module in modules)
    start = "<script>globalThis.skelMounts = {};</script>"
    return f'{start}{plotly}{scripts}<script type="module">{page}</script>'


def _embed(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="skelbench-record">{text}</script>'


def embedded_record(page: str) -> dict[str, Any] | None:
    """The copy of the record a page carries, or None where there is none."""
    found = _EMBEDDED.findall(page)
    if not found:
        return None
    content = json.loads(found[-1])
    return content if isinstance(content, dict) else None
