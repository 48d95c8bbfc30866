"""What a model still reads when clips are disturbed, what it goes by, and whether its probabilities are true."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from skelbench.evaluation import Calibration
from skelbench.report.theme import GREY, OKABE_ITO

__all__ = [
    "calibration_words", "reliability_diagram", "reliance_bars", "reliance_words", "robustness_curves",
    "robustness_words",
]  # fmt: skip

_COLUMNS = 3  # of small pictures
_PLAIN = "as recorded"


def robustness_curves(table: pd.DataFrame) -> go.Figure:
    """A small picture for each kind of disturbance: accuracy with its 95 % interval, level by level.

    `table` is that of `robustness_table`. The dotted line is what the undisturbed clips get.
    """
    plain = table.iloc[0]
    kinds = list(dict.fromkeys(table["kind"].iloc[1:]))
    rows = -(-len(kinds) // _COLUMNS)
    figure = make_subplots(rows, _COLUMNS, shared_yaxes=True, subplot_titles=kinds, vertical_spacing=0.5 / max(rows, 1))
    for place, kind in enumerate(kinds):
        own = pd.concat([table.iloc[:1], table[table["kind"] == kind]])
        where = {"row": place // _COLUMNS + 1, "col": place % _COLUMNS + 1}
        figure.add_trace(
            go.Scatter(
                x=["plain", *own["level"].iloc[1:]], y=own["accuracy"], mode="lines+markers", showlegend=False,
                line={"color": OKABE_ITO[0]}, error_y=_bars(own),
                customdata=own[["change", "change_lower", "change_upper"]],
                hovertemplate=f"{kind} %{{x}}: %{{y:.1%}}, change %{{customdata[0]:+.1%}} "
                              "(%{customdata[1]:+.1%} to %{customdata[2]:+.1%})<extra></extra>",
            ), **where,
        )  # fmt: skip
        figure.add_hline(y=plain["accuracy"], line={"color": GREY, "dash": "dot", "width": 1}, **where)
    figure.update_yaxes(range=[0, 1], tickformat=".0%")
    figure.update_annotations(font={"size": 13})
    return figure.update_layout(height=210 * rows + 30, margin={"t": 36})


def robustness_words(table: pd.DataFrame) -> str:
    """The curves in sentences: where it starts, and what costs most."""
    plain, rest = table.iloc[0], table.iloc[1:]
    worst = rest.iloc[int(rest["change"].to_numpy().argmin())]
    sure = rest[rest["change_upper"] < 0]
    span = f"{100 * worst['change_lower']:+.1f} to {100 * worst['change_upper']:+.1f}"
    return (
        f"Of the undisturbed clips {plain['accuracy']:.1%} are read rightly. {worst['kind']} {worst['level']} costs "
        f"most: {100 * worst['change']:+.1f} points ({span}). "
        f"{len(sure)} of {len(rest)} disturbances cost more than chance explains."
    )


def reliance_bars(table: pd.DataFrame) -> go.Figure:
    """Accuracy with the motion as recorded, taken away and exchanged; a diamond where answers follow the new motion.

    `table` is that of `reliance_table`.
    """
    figure = go.Figure(
        go.Bar(
            x=table["accuracy"], y=table["kind"], orientation="h", name="read as its own label",
            marker_color=[GREY, *[OKABE_ITO[0]] * (len(table) - 1)], error_x=_bars(table),
            customdata=table[["change", "change_lower", "change_upper"]],
            hovertemplate="%{y}: %{x:.1%}, change %{customdata[0]:+.1%} (%{customdata[1]:+.1%} to "
                          "%{customdata[2]:+.1%})<extra></extra>",
        )
    )  # fmt: skip
    told = table[table["followed"].notna()]
    figure.add_scatter(
        x=told["followed"], y=told["kind"], mode="markers", name="read as what the motion now shows",
        marker={"symbol": "diamond", "size": 12, "color": OKABE_ITO[1], "line": {"width": 1, "color": "#3c4653"}},
        customdata=told[["followed_of"]], hovertemplate="%{y}: %{x:.1%} of %{customdata[0]} clips<extra></extra>",
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(range=[0, 1], tickformat=".0%", title="share of clips")
    return figure.update_layout(height=44 * len(table) + 90)


def reliance_words(table: pd.DataFrame) -> str:
    """What the comparison says, by the numbers and no other way."""
    rows = table.set_index("kind")
    plain, frozen = rows.loc[_PLAIN], rows.loc["motion frozen"]
    lost = f"Holding the motion still costs {100 * -frozen['change']:.1f} points of {100 * plain['accuracy']:.1f}"
    verdict = (
        "so motion is read" if frozen["change_upper"] < 0 else "which chance may explain: poses may be all that is read"
    )
    others = rows.loc["another's motion"]
    return (
        f"{lost} ({100 * -frozen['change_upper']:.1f} to {100 * -frozen['change_lower']:.1f}), {verdict}. With another "
        f"label's motion on the same body {others['followed']:.1%} of clips are read as that label, "
        f"{others['accuracy']:.1%} still as their own."
    )


def reliability_diagram(calibration: Calibration) -> go.Figure:
    """Accuracy of the answers that were given so much probability; on the diagonal, probabilities are true."""
    table = calibration.table
    middle, width = (table["lower"] + table["upper"]) / 2, table["upper"] - table["lower"]
    figure = go.Figure(
        go.Bar(
            x=middle, y=table["accuracy"], width=0.94 * width, marker_color=OKABE_ITO[0], name="right",
            customdata=table[["clips", "probability"]],
            hovertemplate="%{customdata[0]} clips with %{customdata[1]:.1%}: %{y:.1%} right<extra></extra>",
        )
    )  # fmt: skip
    figure.add_scatter(
        x=table["probability"], y=table["accuracy"], mode="markers", name="mean probability",
        marker={"symbol": "diamond", "size": 9, "color": OKABE_ITO[1]}, hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", line={"color": GREY, "dash": "dot"}, name="true", hoverinfo="skip"
    )
    figure.update_xaxes(range=[0, 1], tickformat=".0%", title="probability given to the answer")
    figure.update_yaxes(range=[0, 1], tickformat=".0%", title="answers that are right")
    return figure.update_layout(height=320)


def calibration_words(calibration: Calibration) -> str:
    """The diagram in a sentence."""
    gap = (calibration.table["probability"] - calibration.table["accuracy"]) * calibration.table["clips"]
    side = "too sure" if gap.sum() > 0 else "not sure enough"
    return (
        f"Probabilities miss the share of right answers by {calibration.expected_error:.1%} on average over "
        f"{calibration.clips} clips (expected calibration error); on the whole the model is {side}."
    )


def _bars(table: pd.DataFrame) -> dict[str, object]:
    return {
        "symmetric": False, "array": table["upper"] - table["accuracy"],
        "arrayminus": table["accuracy"] - table["lower"], "thickness": 1.5, "color": "#7a828e",
    }  # fmt: skip
