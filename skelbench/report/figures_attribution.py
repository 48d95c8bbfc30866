"""Which joints moved the score, and when: the map over time, and the joints' sums with their doubts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from skelbench.records import Attribution
from skelbench.report.markup import words
from skelbench.report.theme import GREY, PARTED, SIGNED

__all__ = [
    "attribution_caption",
    "attribution_map",
    "attribution_words",
    "joint_bars",
    "joint_table",
    "joint_totals",
    "parts_table",
]

FloatArray = npt.NDArray[np.float64]

_ROW_PX = 17
# A colour bar above the map: beside it, it would take a third of a narrow page.
_BAR = {"orientation": "h", "thickness": 9, "outlinewidth": 0, "len": 0.6, "x": 0.5, "xanchor": "center", "y": 1.0,
        "yanchor": "bottom", "tickfont": {"size": 11}}  # fmt: skip
_UNSEEN_FILL = "rgba(138,146,158,0.10)"


def joint_totals(attribution: Attribution) -> pd.DataFrame:
    """A row for every joint of every person somebody looked at: person, joint, part, sum and spread in nats.

    The spread is the standard deviation over samplings, summed over frames in quadrature; NaN where there was one only.
    """
    joints, scores = attribution.axis("joint"), _ordered(attribution, attribution.scores)
    spread = None if attribution.spread is None else _ordered(attribution, attribution.spread)
    rows = []
    for person in range(scores.shape[1]):
        if not np.isfinite(scores[:, person]).any():
            continue
        for place, joint in enumerate(joints.labels):
            doubt = np.nan if spread is None else float(np.sqrt(np.nansum(spread[:, person, place] ** 2)))
            part = joints.groups[place] if joints.groups else ""
            rows.append((person, joint, part, float(np.nansum(scores[:, person, place])), doubt))
    return pd.DataFrame(rows, columns=["person", "joint", "part", "nat", "spread"])


def _ordered(attribution: Attribution, values: FloatArray) -> FloatArray:
    """Scores as (T P J), whatever order the axes have."""
    names = [axis.name for axis in attribution.axes]
    return np.asarray(np.transpose(values, [names.index(name) for name in ("time", "person", "joint")]), dtype=float)


def _by_part(totals: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order the parts are drawn in, joints of no part last."""
    order = {part: place for place, part in enumerate(PARTED)}
    return totals.sort_values(["person", "part"], key=lambda c: c.map(order).fillna(9) if c.name == "part" else c,
                              kind="stable")  # fmt: skip


def _row_names(totals: pd.DataFrame) -> list[str]:
    several = totals["person"].nunique() > 1
    pairs = zip(totals["joint"], totals["person"], strict=True)
    return [f"{words(joint)}, person {person + 1}" if several else words(joint) for joint, person in pairs]


def attribution_map(attribution: Attribution) -> go.Figure:
    """Joints by part over time; orange towards the target, purple away; frames the model did not see are hatched."""
    totals = _by_part(joint_totals(attribution))
    scores, joints = _ordered(attribution, attribution.scores), attribution.axis("joint").labels
    rows = np.stack([
        scores[:, person, joints.index(joint)] for person, joint in zip(totals["person"], totals["joint"], strict=True)
    ])  # fmt: skip
    rows = np.where(attribution.seen[None, :], rows, np.nan)
    names, limit = _row_names(totals), float(np.nanmax(np.abs(rows), initial=0.0)) or 1.0
    figure = go.Figure(
        go.Heatmap(
            z=rows, x=_edges(attribution.times), y=np.arange(len(names)), zmin=-limit, zmax=limit, colorscale=SIGNED,
            text=[[name] * rows.shape[1] for name in names], hoverongaps=False,
            hovertemplate="%{text}<br>%{x:.2f} s: %{z:+.3f} nat<extra></extra>",
            colorbar={"tickvals": [-limit, 0, limit], "ticktext": _bar_words(limit), **_BAR},
        )
    )  # fmt: skip
    _hatch_unseen(figure, attribution, len(names))
    _rule_between_parts(figure, totals)
    figure.update_yaxes(
        tickvals=np.arange(len(names)), ticktext=names, range=[len(names) - 0.5, -0.5], showgrid=False, zeroline=False,
        tickfont={"size": 11},
    )  # fmt: skip
    ends = _edges(attribution.times)[[0, -1]].tolist()
    figure.update_xaxes(title="seconds", showgrid=False, zeroline=False, range=ends)
    return figure.update_layout(height=_ROW_PX * len(names) + 95, bargap=0)


def _bar_words(limit: float) -> list[str]:
    return [f"−{limit:.2g} nat", "0", f"+{limit:.2g} nat"]


def _edges(times: FloatArray) -> FloatArray:
    """Cell edges half-way between frames."""
    if len(times) < 2:
        return np.array([times[0] - 0.5, times[0] + 0.5])
    middle = (times[1:] + times[:-1]) / 2
    edges: FloatArray = np.r_[times[0] - (middle[0] - times[0]), middle, times[-1] + (times[-1] - middle[-1])]
    return edges


def _hatch_unseen(figure: go.Figure, attribution: Attribution, rows: int) -> None:
    """One hatched bar for every run of frames the model did not look at."""
    edges, unseen = _edges(attribution.times), np.r_[False, ~attribution.seen, False]
    starts = np.flatnonzero(~unseen[:-1] & unseen[1:])
    stops = np.flatnonzero(unseen[:-1] & ~unseen[1:])
    if not len(starts):
        return
    figure.add_bar(
        x=(edges[starts] + edges[stops]) / 2, width=edges[stops] - edges[starts], y=np.full(len(starts), rows),
        base=np.full(len(starts), -0.5), name="not seen by the model", hoverinfo="skip", showlegend=False,
        marker={"color": _UNSEEN_FILL, "line_width": 0,
                "pattern": {"shape": "/", "size": 6, "solidity": 0.25, "fgcolor": GREY, "bgcolor": _UNSEEN_FILL}},
    )  # fmt: skip


def _rule_between_parts(figure: go.Figure, totals: pd.DataFrame) -> None:
    keys = list(zip(totals["person"], totals["part"], strict=True))
    for row in range(1, len(keys)):
        if keys[row] != keys[row - 1]:
            figure.add_hline(y=row - 0.5, line={"color": GREY, "width": 1})


def joint_bars(attribution: Attribution, most: int = 12) -> go.Figure:
    """The joints with the largest sums, spread over samplings as a line; coloured by part."""
    totals = joint_totals(attribution)
    top = totals.loc[totals["nat"].abs().sort_values(ascending=False, kind="stable").index[:most]]
    top = top.sort_values("nat", ascending=False, kind="stable").assign(row=lambda t: _row_names(t))
    order = top["row"].tolist()
    figure = go.Figure()
    for part, colour in (*PARTED.items(), ("", GREY)):
        rows = top[top["part"] == part]
        if rows.empty:
            continue
        figure.add_bar(
            x=rows["nat"], y=rows["row"], orientation="h", name=words(part) or "no part", marker_color=colour,
            error_x={"array": rows["spread"].fillna(0.0), "color": GREY, "thickness": 1.5},
            hovertemplate="%{y}: %{x:+.3f} nat<extra></extra>",
        )  # fmt: skip
    figure.update_yaxes(categoryorder="array", categoryarray=order[::-1], showgrid=False)
    figure.update_xaxes(title="nat, over all frames seen", zeroline=True)
    return figure.update_layout(height=24 * len(order) + 110, barmode="overlay")


def joint_table(attribution: Attribution) -> pd.DataFrame:
    """The twin of the bars, every joint, highest first."""
    totals = joint_totals(attribution).sort_values("nat", ascending=False, kind="stable")
    columns = {
        "joint": _row_names(totals), "part": [words(part) for part in totals["part"]], "nat": totals["nat"],
        "spread over samplings, nat": totals["spread"],
    }  # fmt: skip
    return pd.DataFrame(columns).reset_index(drop=True)


def parts_table(attribution: Attribution) -> pd.DataFrame:
    """The twin of the map, by part: sum over all frames, and over each third of the clip."""
    scores, joints = _ordered(attribution, attribution.scores), attribution.axis("joint")
    thirds = np.array_split(np.arange(len(attribution.times)), 3)
    rows = []
    for part in dict.fromkeys(group for group in joints.groups if group):
        chosen = [place for place, group in enumerate(joints.groups) if group == part]
        mine = np.nansum(scores[:, :, chosen], axis=(1, 2))
        rows.append((words(part), mine.sum(), *(mine[third].sum() for third in thirds)))
    return pd.DataFrame(rows, columns=["part", "whole clip, nat", "first third", "second third", "last third"])


def attribution_words(attribution: Attribution) -> str:
    """The map in two sentences."""
    top = ", ".join(f"{words(joint)} {attribution.by_joint()[joint]:+.2f}" for joint in attribution.top_joints(3))
    frames = f"{int(attribution.seen.sum())} of {len(attribution.times)} frames were seen"
    return f"Attribution of '{attribution.target}' to joints over time, in nats: most by {top}. {frames}."


def attribution_caption(attribution: Attribution) -> str:
    """What a map of joints is never shown without: method, baseline, completeness gap, controls."""
    method = f"{attribution.method[:1].upper()}{attribution.method[1:]}"
    text = f"{method} from the {attribution.baseline}, completeness gap {attribution.relative_gap:.1%}."
    if attribution.controls:
        others = "; ".join(f"{words(c.name)}: {c.control_drop:.2f}" for c in attribution.controls)
        text += f" Removing its top joints lowers the score by {attribution.controls[0].own_drop:.2f} nat ({others})."
    else:
        text += " No controls were run."
    hatched = "" if attribution.seen.all() else " Hatched: frames the model did not see."
    return f"{text} Orange: towards '{attribution.target}'; purple: away from it.{hatched}"
