"""Made motions beside recorded ones as a report shows them: distributions, what is furthest apart, what was learned."""

from __future__ import annotations

import html

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from skelbench.datasets import SHARED_LABELS
from skelbench.evaluation import MOTION_UNITS, compare_statistics
from skelbench.paths import results_folder, shown_path
from skelbench.records import read_json
from skelbench.report.facts import show_table
from skelbench.report.markup import Figure, Markup
from skelbench.report.recorder import ReportRecorder
from skelbench.report.theme import OKABE_ITO

__all__ = [
    "cumulative_grid",
    "distance_bars",
    "quartile_table",
    "show_actions",
    "show_comparison",
    "show_curve",
    "show_distributions",
    "show_transfer",
]

_COLUMNS = 3
_DASHES = ("solid", "dash", "dot", "dashdot")  # sets differ by more than colour
_NAMES = {"choreography": "made"}
_SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
_HOW = "skelbench bench choreography --data FOLDER --split dev --save"
_HOW_CURVE = "skelbench bench choreography --data FOLDER --curve --save"


def _shown(name: str) -> str:
    return _NAMES.get(name, name)


def _known(values: pd.Series[float]) -> npt.NDArray[np.float64]:
    return np.sort(values.dropna().to_numpy(float))


def cumulative_grid(statistics: pd.DataFrame) -> go.Figure:
    """A panel for each statistic: the share of clips at or below a value, a line for each set."""
    rows = -(-len(MOTION_UNITS) // _COLUMNS)
    figure = make_subplots(rows, _COLUMNS, shared_yaxes=True, vertical_spacing=0.09, horizontal_spacing=0.04)
    for number, (name, table) in enumerate(statistics.groupby("set", sort=False)):
        line = {"color": OKABE_ITO[number % len(OKABE_ITO)], "dash": _DASHES[number % len(_DASHES)], "width": 2}
        for place, (statistic, unit) in enumerate(MOTION_UNITS.items()):
            values = _known(table[statistic])
            curve = go.Scatter(
                x=values, y=np.arange(1, len(values) + 1) / max(len(values), 1), mode="lines", line=line,
                line_shape="hv", name=_shown(str(name)), legendgroup=str(name), showlegend=place == 0,
                hovertemplate=f"%{{y:.0%}} of clips: at most %{{x:.3g}} {unit}<extra>{_shown(str(name))}</extra>",
            )  # fmt: skip
            row, column = place // _COLUMNS + 1, place % _COLUMNS + 1
            figure.add_trace(curve, row=row, col=column)
            figure.update_xaxes(title=f"{statistic}, {unit}", rangemode="tozero", row=row, col=column)
    figure.update_yaxes(range=[0, 1], tickformat=".0%")
    return figure.update_layout(height=210 * rows, legend={"y": 1.02})


def quartile_table(statistics: pd.DataFrame) -> pd.DataFrame:
    """Each statistic of each set: clips, quartiles, and the 5th and 95th percentile."""
    rows = []
    for statistic, unit in MOTION_UNITS.items():
        for name, table in statistics.groupby("set", sort=False):
            values = _known(table[statistic])
            found = np.quantile(values, _SHARES) if len(values) else np.full(len(_SHARES), np.nan)
            shares = {f"{share:.0%}": float(value) for share, value in zip(_SHARES, found, strict=True)}
            rows.append(
                {"statistic": statistic, "unit": unit, "set": _shown(str(name)), "clips": len(values), **shares}
            )
    return pd.DataFrame(rows)


def show_distributions(recorder: ReportRecorder, statistics: pd.DataFrame) -> Figure:
    """The distributions of every set, with every quartile recorded."""
    table = quartile_table(statistics)
    for row in table.to_dict("records"):
        for share in ("25%", "50%", "75%"):
            if row["clips"]:
                recorder.number(f"{row['set']}: {row['statistic']}, {share}", row[share], row["unit"])
    middles = [f"{row['statistic']} {row['50%']:.3g} {row['unit']}" for row in table.to_dict("records")[:3]]
    alt = (
        f"Cumulative distributions of {len(MOTION_UNITS)} statistics over {len(statistics)} clips of "
        f"{statistics['set'].nunique()} sets; the first medians: {', '.join(middles)}."
    )
    return recorder.figure("distributions", cumulative_grid(statistics), alt=alt, table=table)


def show_actions(recorder: ReportRecorder, statistics: pd.DataFrame, statistic: str) -> Figure:
    """One statistic of every action: median, quartiles, least and largest of its made clips, largest median first."""
    made = statistics[statistics["set"] == "choreography"].dropna(subset=[statistic])
    table = made.groupby("label")[statistic].describe()[["count", "min", "25%", "50%", "75%", "max"]]
    table = table.sort_values("50%", kind="stable")
    unit = MOTION_UNITS[statistic]
    boxes = go.Box(
        y=table.index.tolist(), lowerfence=table["min"].tolist(), q1=table["25%"].tolist(),
        median=table["50%"].tolist(), q3=table["75%"].tolist(), upperfence=table["max"].tolist(),
        orientation="h", marker_color=OKABE_ITO[0], showlegend=False,
    )  # fmt: skip
    figure = go.Figure(boxes).update_xaxes(title=f"{statistic}, {unit}", rangemode="tozero")
    figure.update_yaxes(showgrid=False).update_layout(height=24 * len(table) + 90)
    alt = (
        f"{statistic.capitalize()} of {len(table)} actions: median from {table['50%'].iloc[0]:.3g} {unit} "
        f"({table.index[0]}) to {table['50%'].iloc[-1]:.3g} {unit} ({table.index[-1]})."
    )
    return recorder.figure(f"actions: {statistic}", figure, alt=alt, table=table[::-1].reset_index())


def distance_bars(comparison: pd.DataFrame, most: int = 16) -> go.Figure:
    """The largest distances between made and recorded distributions, the largest on top."""
    top = comparison.head(most)[::-1]
    names = list(dict.fromkeys([*SHARED_LABELS, *comparison["set"]]))  # the colours of the distributions' lines
    labels = [f"{row['label']} ({row['set']}): {row['statistic']}" for row in top.to_dict("records")]
    colours = [OKABE_ITO[1 + names.index(name) % (len(OKABE_ITO) - 1)] for name in top["set"]]
    bars = go.Bar(
        x=top["distance"].tolist(), y=labels, orientation="h", marker_color=colours, showlegend=False,
        hovertemplate="%{y}: %{x:.2f}<extra></extra>",
    )  # fmt: skip
    figure = go.Figure(bars).update_xaxes(title="Kolmogorov-Smirnov distance", range=[0, 1])
    return figure.update_yaxes(showgrid=False).update_layout(height=24 * len(top) + 90)


def show_comparison(recorder: ReportRecorder, statistics: pd.DataFrame) -> Figure | Markup:
    """What is furthest apart between made and recorded clips of a label; a sentence where no recordings were given."""
    is_made = statistics["set"] == "choreography"
    if is_made.all():
        told = (
            "No recordings were given, so nothing stands beside the made motions; the parameter recordings names them."
        )
        return Markup(f"<p>{told}</p>", told)
    comparison = compare_statistics(statistics[is_made], statistics[~is_made])
    for row in comparison.head(10).to_dict("records"):
        recorder.number(f"{row['set']}, {row['label']}: {row['statistic']}, distance", row["distance"])
    for name, distances in comparison.groupby("set")["distance"]:
        recorder.number(f"{name}: median distance", float(distances.median()))
    first = comparison.iloc[0]
    alt = (
        f"Of {len(comparison)} comparisons the furthest apart is {first['statistic']} of {first['label']} "
        f"({first['set']}): distance {first['distance']:.2f}, median {first['made_median']:.3g} made and "
        f"{first['recorded_median']:.3g} recorded."
    )
    table = comparison.rename(columns=lambda column: str(column).replace("_", " "))
    return recorder.figure("distances", distance_bars(comparison), alt=alt, table=table, caption=alt)


def show_curve(recorder: ReportRecorder) -> Markup:
    """What the joint network reads where its training motions lack one kind of variation, from the kept file."""
    path = results_folder() / "choreography_curve.json"
    if not path.is_file():
        told = f"No learning curve lies in {shown_path(path)}; this makes it, in minutes, from recordings of yours: "
        return Markup(f"<p>{html.escape(told)}<code>{_HOW_CURVE}</code></p>", told + _HOW_CURVE)
    kept = read_json(recorder.input("learning curve", path))
    rows, whole = [], kept["points"]["nothing"]
    for what, point in kept["points"].items():
        row: dict[str, object] = {"trained without": what}
        for name, found in point.items():
            recorder.number(f"without {what}: {name}", found["accuracy"])
            row |= {name: found["accuracy"], f"{name}, lost": whole[name]["accuracy"] - found["accuracy"]}
        rows.append(row)
    settings = kept["settings"]
    caption = (
        f"one seed, {settings['recipe']['networks']} network a row, {settings['clips_an_action']} clips an action "
        f"(fewer in the last rows), generator version {settings['generator']}; judged on split {settings['split']}"
    )
    return show_table(pd.DataFrame(rows), caption)


def show_transfer(recorder: ReportRecorder) -> Markup:
    """How well a joint network that saw made motions alone reads recordings, from the file that the bench keeps."""
    path = results_folder() / "choreography.json"
    if not path.is_file():
        told = f"No transfer table lies in {shown_path(path)}; this makes it, in minutes, from recordings of yours: "
        return Markup(f"<p>{html.escape(told)}<code>{_HOW}</code></p>", told + _HOW)
    kept = read_json(recorder.input("transfer table", path))
    rows = []
    for name in (name for name in SHARED_LABELS if name in kept):
        found = kept[name]
        recorder.number(f"transfer to {name}: accuracy", found["accuracy"])
        worst = "; ".join(f"{true} as {read} ({count:.1f})" for true, read, count in found["confusions"][:3])
        lower, upper = found["interval"]
        rows.append(
            {
                "read": name, "clips": found["clips"], "accuracy": found["accuracy"], "95 %, lower": lower,
                "95 %, upper": upper, "seeds": ", ".join(f"{one:.3f}" for one in found["by_seed"]),
                "most confused (clips a seed)": worst,
            }
        )  # fmt: skip
    settings = kept["settings"]
    caption = (
        f"trained on choreography alone, {settings['clips_an_action']} clips an action, generator version "
        f"{settings['generator']}; judged on split {settings['split']}; commit {kept['commit']}"
    )
    return show_table(pd.DataFrame(rows), caption)
