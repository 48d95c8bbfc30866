"""Is the map worth anything: what removing its joints costs, beside random joints and the joints that moved most."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from skelbench.records import Attribution
from skelbench.report.markup import words
from skelbench.report.theme import GREY, OKABE_ITO

__all__ = ["controls_figure", "controls_table", "controls_words"]


def controls_table(attribution: Attribution) -> pd.DataFrame:
    """A row for the attribution's own joints and one for every control: drop of the score, interval, draws."""
    columns = ["joints removed", "score falls by, nat", "lower", "upper", "draws"]
    if not attribution.controls:
        return pd.DataFrame(columns=columns)
    rows: list[tuple[str, float, float, float, int]] = []
    own = attribution.controls[0].own_drop
    rows.append(("top joints of the attribution", own, own, own, 1))
    for control in attribution.controls:
        rows.append((words(control.name), control.control_drop, control.lower, control.upper, control.draws))
    return pd.DataFrame(rows, columns=columns)


def controls_figure(attribution: Attribution) -> go.Figure:
    """A bar each, with the 95 % interval over draws: the map means something where its bar is the longest."""
    table = controls_table(attribution)
    drops = table["score falls by, nat"]
    figure = go.Figure(
        go.Bar(
            x=drops, y=table["joints removed"], orientation="h", showlegend=False,
            marker_color=[OKABE_ITO[0], *[GREY] * (len(table) - 1)],
            error_x={"symmetric": False, "array": table["upper"] - drops, "arrayminus": drops - table["lower"],
                     "thickness": 1.5},
            hovertemplate="%{y}: %{x:+.3f} nat<extra></extra>",
        )
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(title="nat lost when these joints are removed")
    return figure.update_layout(height=40 * len(table) + 70)


def controls_words(attribution: Attribution) -> str:
    """The comparison in a sentence, with the verdict the numbers give and no other."""
    if not attribution.controls:
        return "No controls were run: how far the map can be trusted is unknown."
    own = attribution.controls[0].own_drop
    parts, beaten = [], True
    for control in attribution.controls:
        beaten &= own > control.upper
        draws = f", 95 % of {control.draws} draws up to {control.upper:+.2f}" if control.draws > 1 else ""
        parts.append(f"{words(control.name)} {control.control_drop:+.2f}{draws}")
    verdict = "More than every control" if beaten else "Not more than every control: read the map with care"
    return f"Removing the attribution's top joints lowers the score by {own:+.2f} nat; {'; '.join(parts)}. {verdict}."
