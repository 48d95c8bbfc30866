"""Which labels were taken for which: the matrix of counts, and a pair's joints."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from skelbench.report.markup import words
from skelbench.report.theme import OKABE_ITO, SEQUENTIAL

__all__ = ["confusion_matrix", "confusion_words", "difference_bars"]


def confusion_matrix(counts: pd.DataFrame) -> go.Figure:
    """True labels in rows, what was read in columns; shade is the share of the row, the number is the count."""
    values = counts.to_numpy(dtype=float)
    sums = values.sum(1, keepdims=True)
    share = np.divide(values, sums, out=np.zeros_like(values), where=sums > 0)
    text = [[str(int(value)) if value else "" for value in row] for row in values]
    figure = go.Figure(
        go.Heatmap(
            z=share, x=[str(name) for name in counts.columns], y=[str(name) for name in counts.index], zmin=0, zmax=1,
            colorscale=SEQUENTIAL, text=text, texttemplate="%{text}", textfont={"size": 11}, xgap=1, ygap=1,
            customdata=values, hovertemplate="%{y} read as %{x}: %{customdata:.0f} (%{z:.0%})<extra></extra>",
            showscale=False,
        )
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False, title="true label", tickfont={"size": 11})
    figure.update_xaxes(showgrid=False, tickangle=-50, title="read as", tickfont={"size": 11})
    return figure.update_layout(height=22 * len(counts.index) + 170)


def confusion_words(counts: pd.DataFrame) -> str:
    """The matrix in a sentence."""
    total = int(counts.to_numpy().sum())
    right = sum(int(counts.loc[label, label]) for label in counts.index if label in counts.columns)
    return f"Confusion matrix of {total} clips: {right} on the diagonal, {total - right} beside it."


def difference_bars(difference: pd.Series[float], read_as: str, label: str, most: int = 10) -> go.Figure:
    """Joints whose mean attribution speaks for the wrong reading (right) or for the true label (left)."""
    top = difference.loc[difference.abs().sort_values(ascending=False, kind="stable").index[:most]]
    top = top.sort_values()
    figure = go.Figure(
        go.Bar(
            x=top.to_numpy(), y=[words(str(joint)) for joint in top.index], orientation="h", showlegend=False,
            marker_color=[OKABE_ITO[1] if value > 0 else "#7b5ea7" for value in top],
            hovertemplate="%{y}: %{x:+.3f} nat<extra></extra>",
        )
    )  # fmt: skip
    figure.update_yaxes(showgrid=False)
    figure.update_xaxes(title=f"nat: away from '{read_as}', towards '{label}'  ←  →  towards '{read_as}'")
    return figure.update_layout(height=24 * len(top) + 70)
