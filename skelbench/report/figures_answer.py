"""What was read: every choice with its probability, and how strange the motion is beside the limit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from skelbench.records import Answer
from skelbench.report.theme import GREY, OKABE_ITO

__all__ = ["answer_bars", "answer_table", "answer_words"]

_HEIGHT_PER_CHOICE_PX, _HEIGHT_OF_STRANGENESS_PX = 24, 64


def probabilities_of(answer: Answer) -> dict[str, float]:
    """Choice -> probability: the calibrated ones, or a softmax of the scores where none were kept."""
    if answer.probabilities:
        return dict(answer.probabilities)
    scores = np.array([answer.scores[choice] for choice in answer.question.choices])
    shares = np.exp(scores - scores.max())
    return dict(zip(answer.question.choices, (shares / shares.sum()).tolist(), strict=True))


def answer_table(answer: Answer) -> pd.DataFrame:
    """Choices, best first: score in nats, probability."""
    shares = probabilities_of(answer)
    rows = [(choice, score, shares[choice]) for choice, score in answer.ranked()]
    return pd.DataFrame(rows, columns=["choice", f"score ({answer.normalisation}), nat", "probability"])


def answer_words(answer: Answer) -> str:
    """The figure in a sentence."""
    shares = probabilities_of(answer)
    nearest = ", ".join(f"{choice} {shares[choice]:.0%}" for choice in (answer.best, answer.runner_up))
    text = f"Probabilities of {len(shares)} choices: {nearest}"
    if answer.rejection is None:
        return f"{text}, the others less."
    verdict = "above" if answer.rejection.rejected else "below"
    return (
        f"{text}, the others less. Strangeness {answer.rejection.score:.2f} lies {verdict} the limit "
        f"{answer.rejection.threshold:.2f}{': no choice is said to fit' if answer.rejection.rejected else ''}."
    )


def answer_bars(answer: Answer, most: int = 16) -> go.Figure:
    """A bar for each of the best choices; grey where the motion was rejected, and its strangeness beside the limit."""
    shares, ranked = probabilities_of(answer), [choice for choice, _ in answer.ranked()][:most]
    rejected = answer.rejection is not None and answer.rejection.rejected
    colours = [GREY if rejected or place else OKABE_ITO[0] for place in range(len(ranked))]
    values = [shares[choice] for choice in ranked]
    figure = go.Figure(
        go.Bar(
            x=values, y=ranked, orientation="h", marker_color=colours, text=[f"{value:.1%}" for value in values],
            textposition="outside", cliponaxis=False, hovertemplate="%{y}: %{x:.2%}<extra></extra>", showlegend=False,
        )
    )  # fmt: skip
    height = _HEIGHT_PER_CHOICE_PX * len(ranked) + 50
    figure.update_xaxes(range=[0, 1.12], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1], title="probability")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    if answer.rejection is not None:
        height += _HEIGHT_OF_STRANGENESS_PX
        _add_strangeness(figure, answer, _HEIGHT_OF_STRANGENESS_PX / height)
    return figure.update_layout(height=height)


def _add_strangeness(figure: go.Figure, answer: Answer, share: float) -> None:
    """A line below the bars: the motion's strangeness as a diamond, the limit as a rule."""
    rejection = answer.rejection
    assert rejection is not None
    figure.update_layout(
        yaxis={"domain": [share + 0.16, 1.0]}, xaxis={"anchor": "y"},
        xaxis2={"anchor": "y2", "title": "strangeness (a motion to the right of the limit is rejected)"},
        yaxis2={"domain": [0.0, share], "range": [-1, 1], "showticklabels": False, "showgrid": False},
    )  # fmt: skip
    low, high = sorted((rejection.score, rejection.threshold))
    room = max(0.35 * (high - low), 1.0)
    figure.update_layout(xaxis2_range=[low - room, high + room])
    figure.add_scatter(
        x=[rejection.score], y=[0], xaxis="x2", yaxis="y2", mode="markers", showlegend=False,
        marker={"symbol": "diamond", "size": 13, "color": OKABE_ITO[5 if rejection.rejected else 0]},
        hovertemplate="this motion: %{x:.2f}<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=[rejection.threshold] * 2, y=[-1, 1], xaxis="x2", yaxis="y2", mode="lines+text", showlegend=False,
        line={"color": GREY, "dash": "dash", "width": 2}, text=["", "limit"], textposition="middle right",
        hovertemplate="limit: %{x:.2f}<extra></extra>",
    )  # fmt: skip
