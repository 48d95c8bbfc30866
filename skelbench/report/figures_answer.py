"""What was read: every choice with its probability; and how strange the motion is, beside the limit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from skelbench.records import Answer
from skelbench.report.theme import GREY, OKABE_ITO

__all__ = [
    "answer_bars",
    "answer_table",
    "answer_words",
    "probabilities_of",
    "strangeness_line",
    "strangeness_words",
]

_PX_PER_CHOICE = 24


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
    """The bars in a sentence."""
    shares = probabilities_of(answer)
    nearest = ", ".join(f"{choice} {shares[choice]:.0%}" for choice in (answer.best, answer.runner_up))
    return f"Probabilities of {len(shares)} choices: {nearest}, the others less."


def answer_bars(answer: Answer, most: int = 16) -> go.Figure:
    """A bar for each of the best choices; all grey where the motion was rejected."""
    shares, ranked = probabilities_of(answer), [choice for choice, _ in answer.ranked()][:most]
    rejected = answer.rejection is not None and answer.rejection.rejected
    values = [shares[choice] for choice in ranked]
    figure = go.Figure(
        go.Bar(
            x=values, y=ranked, orientation="h", text=[f"{value:.1%}" for value in values], textposition="outside",
            marker_color=[GREY if rejected or place else OKABE_ITO[0] for place in range(len(ranked))],
            cliponaxis=False, hovertemplate="%{y}: %{x:.2%}<extra></extra>", showlegend=False,
        )
    )  # fmt: skip
    figure.update_xaxes(range=[0, 1.15], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1], title="probability")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure.update_layout(height=_PX_PER_CHOICE * len(ranked) + 70)


def strangeness_words(answer: Answer) -> str:
    """The line in a sentence."""
    if answer.rejection is None:
        return "This model has no calibrated rejection: how strange the motion is was not judged."
    score, limit = answer.rejection.score, answer.rejection.threshold
    if answer.rejection.rejected and score <= limit:
        return (
            f"No choice is said to fit: {answer.rejection.reason}. (Strangeness {score:.2f}; the limit is {limit:.2f}.)"
        )
    told = "above it: no choice is said to fit" if answer.rejection.rejected else "below it: the motion is familiar"
    return f"Strangeness {score:.2f}; the limit is {limit:.2f}. The motion lies {told}."


def strangeness_line(answer: Answer) -> go.Figure:
    """How strange the motion is (a diamond), beside the limit right of which motions are rejected (shaded)."""
    rejection = answer.rejection
    if rejection is None:
        return go.Figure(layout={"height": 80})
    low, high = sorted((rejection.score, rejection.threshold))
    room = max(0.4 * (high - low), 1.0)
    figure = go.Figure(
        go.Scatter(
            x=[rejection.score], y=[0], mode="markers+text", text=["this motion"], textposition="top center",
            marker={"symbol": "diamond", "size": 14, "color": OKABE_ITO[5 if rejection.rejected else 0]},
            cliponaxis=False, hovertemplate="strangeness %{x:.2f}<extra></extra>", showlegend=False,
        )
    )  # fmt: skip
    figure.add_vrect(
        x0=rejection.threshold, x1=high + room, fillcolor=GREY, opacity=0.18, line_width=0,
        annotation={"text": "rejected", "font_size": 12}, annotation_position="bottom right",
    )  # fmt: skip
    figure.add_vline(x=rejection.threshold, line={"color": GREY, "width": 2, "dash": "dash"})
    figure.update_xaxes(range=[low - room, high + room], title="strangeness", zeroline=False)
    figure.update_yaxes(visible=False, range=[-1, 1.4])
    return figure.update_layout(height=130)
