"""Pieces of a page a notebook cell can show: markup, and figures with their text and table twin."""

from __future__ import annotations

import hashlib
import html
import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

__all__ = ["Figure", "Markup", "badge", "figure_digest", "plain_number", "plot_markup", "table_markup", "words"]

PLOTLY_TYPE = "application/vnd.plotly.v1+json"


@dataclass(frozen=True)
class Markup:
    """Trusted HTML and the words it stands for; a cell that ends in one shows it."""

    html: str
    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/html": self.html, "text/plain": self.text}

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True, eq=False)
class Figure:
    """A plotly figure, what it shows in words, and its table twin: live in JupyterLab, alive and offline in a page."""

    name: str
    figure: Any
    alt: str
    table: pd.DataFrame | None = None
    caption: str = ""

    @property
    def html(self) -> str:
        """The figure as a page carries it: data without a script, the words, and the table folded below."""
        caption = f"<figcaption>{html.escape(self.caption)}</figcaption>" if self.caption else ""
        return (
            f'<figure class="skel-figure" id="figure-{html.escape(self.name)}">'
            f"{plot_markup(self.figure.to_json(), self.alt)}{caption}{self._table()}</figure>"
        )

    def _table(self) -> str:
        if self.table is None:
            return ""
        return f'<details class="twin"><summary>The same as a table</summary>{table_markup(self.table)}</details>'

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        live = json.loads(self.figure.to_json())
        return {"text/html": self.html, PLOTLY_TYPE: live, "text/plain": self.alt}

    def __repr__(self) -> str:
        return self.alt


def plot_markup(figure_json: str, alt: str) -> str:
    """The place where a page draws a plot, with the plot's data inside."""
    data = figure_json.replace("<", "\\u003c")
    return (
        f'<div class="skel-plot" data-skel="plot" role="img" aria-label="{html.escape(alt)}">'
        f'<script type="application/json">{data}</script></div>'
    )


def table_markup(table: pd.DataFrame, caption: str = "") -> str:
    """A table that scrolls sideways where the page is narrow; numbers with four significant digits."""
    named = table.reset_index() if table.index.name else table
    head = "".join(f'<th scope="col">{html.escape(str(column))}</th>' for column in named.columns)
    rows = "".join(
        "<tr>" + "".join(_cell(value) for value in row) + "</tr>" for row in named.itertuples(index=False, name=None)
    )
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{html.escape(caption or "table")}">'
        f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cell(value: Any) -> str:
    if isinstance(value, Markup):
        return f"<td>{value.html}</td>"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<td class="number">{plain_number(value)}</td>'
    return f"<td>{html.escape(str(value))}</td>"


def plain_number(value: float | int) -> str:
    """A number as a table shows it: whole numbers whole, others with four significant digits, a dash for none.

    >>> plain_number(0.123456), plain_number(12), plain_number(float("nan"))
    ('0.1235', '12', '–')
    """
    if value != value:
        return "–"
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.4g}".replace("-", "−", 1) if value < 0 else f"{value:.4g}"


def badge(text: str, style: str, mark: str = "") -> str:
    """A small label; its sign and its word say what its colour says."""
    sign = f'<span aria-hidden="true">{html.escape(mark)}</span> ' if mark else ""
    return f'<span class="badge badge-{style}">{sign}{html.escape(text)}</span>'


def words(name: str) -> str:
    """A joint's or part's name as people write it: `left_wrist` is left wrist."""
    return name.replace("_", " ")


def figure_digest(figure: Any) -> str:
    """SHA-256 of a figure's data and layout, without the theme."""
    content = json.loads(figure.to_json())
    content.get("layout", {}).pop("template", None)
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
