"""A comparison of readers as a report shows it: who wins and by how much, what each costs, how one of them learned."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from skelbench.errors import ReportError
from skelbench.paths import results_folder, shown_path
from skelbench.records import read_json
from skelbench.report.facts import show_table
from skelbench.report.markup import Figure, Markup
from skelbench.report.recorder import ReportRecorder, Tolerance
from skelbench.report.theme import OKABE_ITO

__all__ = [
    "contest_figure", "contest_words", "kept_contest", "learning_figure", "read_steps", "render_paths", "show_contest",
    "show_costs", "show_labels", "show_learning", "show_render_paths", "show_verdict",
]  # fmt: skip

_HOW = "skelbench train --grid GRID --data NAME=FOLDER --open-test --save"
_LOOKS = {  # a reader's kind: colour and sign, never by colour alone
    "pictures": (OKABE_ITO[0], "circle"), "coordinates": (OKABE_ITO[2], "square"),
    "joint_convolution": (OKABE_ITO[1], "diamond"), "graph": (OKABE_ITO[3], "triangle-up"),
}  # fmt: skip
_SMOOTH = 20  # steps a learning curve is averaged over
_MOST_PATHS = 12
_OTHER_MACHINE = Tolerance(0.15, "absolute", "a training rounds differently on another machine and goes its own way")

Table = Mapping[str, Any]


def kept_contest(recorder: ReportRecorder, name: str) -> Table | None:
    """The table of a grid, from `data/results` or from a file; None where nobody kept one of that grid yet.

    Raises:
        ReportError: the file named does not exist.
    """
    named = name.endswith(".json")
    path = Path(name) if named else results_folder() / f"comparison_{name}.json"
    return read_json(recorder.input("comparison", path)) if named or path.is_file() else None


def contest_words(table: Table) -> list[str]:
    """Who wins, who cannot be told from the winner, what pictures cost, and what is missing: a sentence each."""
    rows = {row["name"]: row for row in table["rows"]}
    best, told = table["rows"][0], []
    told.append(
        f"{best['name']} reads most: {best['accuracy']:.1%} of {table['clips']} clips "
        f"(95 %: {best['interval'][0]:.1%} to {best['interval'][1]:.1%}); chance is {1 / len(table['labels']):.1%}."
    )
    against = [pair for pair in table["pairs"] if pair["first"] == best["name"]]
    near = [pair["second"] for pair in against if pair["interval"][0] <= 0]
    if near:
        told.append(f"Not to be told from it on these clips: {', '.join(near)}.")
    pictures = [name for name, row in rows.items() if row["reader"] == "pictures"]
    joints = [name for name, row in rows.items() if row["reader"] in ("joint_convolution", "graph")]
    wanted = {*pictures[:1], *joints[:1]}
    pair = next((pair for pair in table["pairs"] if {pair["first"], pair["second"]} == wanted), None)
    if pair:
        ahead = "pictures" if pair["first"] == pictures[0] else "joints"
        told.append(
            f"The best of the pictures ({pictures[0]}) against the best of the joints ({joints[0]}): {ahead} are "
            f"{pair['difference']:.1%} ahead ({pair['interval'][0]:.1%} to {pair['interval'][1]:.1%})."
        )
    if table["missing"]:
        told.append(f"Not trained yet: {', '.join(table['missing'])}.")
    return told


def contest_figure(table: Table) -> go.Figure:
    """Accuracy of every row with its 95 % interval, the best on top; small marks are single seeds."""
    figure = go.Figure()
    for row in reversed(table["rows"]):
        colour, sign = _LOOKS.get(row["reader"], (OKABE_ITO[4], "x"))
        lower, upper = row["interval"]
        reach = {
            "array": [upper - row["accuracy"]],
            "arrayminus": [row["accuracy"] - lower],
            "thickness": 2,
            "width": 5,
        }
        hover = f"{row['accuracy']:.1%} ({lower:.1%} to {upper:.1%})<extra>{row['name']}</extra>"
        figure.add_trace(go.Scatter(
            x=[row["accuracy"]], y=[row["name"]], error_x=reach, mode="markers", hovertemplate=hover, showlegend=False,
            marker={"color": colour, "symbol": sign, "size": 11},
        ))  # fmt: skip
        seeds = list(row["by_seed"].values())
        figure.add_trace(go.Scatter(
            x=seeds, y=[row["name"]] * len(seeds), mode="markers", showlegend=False, hoverinfo="skip",
            marker={"color": colour, "symbol": f"{sign}-open", "size": 6},
        ))  # fmt: skip
    figure.add_vline(x=1 / len(table["labels"]), line_dash="dot", annotation_text="chance")
    figure.update_xaxes(title="test clips read rightly", range=[0, 1], tickformat=".0%")
    return figure.update_yaxes(showgrid=False).update_layout(height=44 * len(table["rows"]) + 110)


def _rows(table: Table) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"reader": row["name"], "accuracy": row["accuracy"], "95 %, lower": row["interval"][0],
             "95 %, upper": row["interval"][1], "macro": row["macro_accuracy"], "seeds": len(row["by_seed"])}
            for row in table["rows"]
        ]
    )  # fmt: skip


def show_contest(
    recorder: ReportRecorder, table: Table | None, name: str = "comparison", live: bool = False
) -> Figure | Markup:
    """The rows with their intervals; where there is no table, how to make one.

    With `live` the rows were trained just now, and may go another way on another machine.
    """
    if table is None:
        told = "No table of this comparison was kept. This makes one from recordings of yours, in hours on a CPU: "
        return Markup(f"<p>{html.escape(told)}<code>{_HOW}</code></p>", told + _HOW)
    for row in table["rows"]:
        recorder.number(f"{name}, {row['name']}: accuracy", row["accuracy"], "", _OTHER_MACHINE if live else None)
    alt = f"Accuracy of {len(table['rows'])} readers with intervals. {' '.join(contest_words(table))}"
    return recorder.figure(name, contest_figure(table), alt=alt, table=_rows(table), caption=_caption(table))


def _caption(table: Table) -> str:
    budget, machine = table["budget"], table["machine"]
    return (
        f"{table['title']}. Each reader saw {budget['clips']} clips drawn alike; settings tried with "
        f"{budget['selection_clips']} clips each; intervals over {table['performances']} performances; test opened "
        f"{max(day for row in table['rows'] for day in row['opened'])}; commit {table['commit']}; "
        f"{machine['machine']}, {'a GPU' if machine['cuda'] else 'no GPU'}, torch {table['versions']['torch']}"
    )


def show_verdict(table: Table | None) -> Markup:
    """Who wins, in plain sentences."""
    told = ["There is no verdict without a table."] if table is None else contest_words(table)
    items = "".join(f"<p>{html.escape(one)}</p>" for one in told[1:])
    title = f'<p class="verdict-title">{html.escape(told[0])}</p>'
    return Markup(f'<section class="verdict" aria-label="verdict">{title}{items}</section>', " ".join(told))


def show_costs(table: Table | None) -> Markup:
    """What every row cost and what was tried for it."""
    if table is None:
        return Markup("", "")
    rows = []
    for row in table["rows"]:
        tried = ", ".join(f"{rate}: {one['accuracy']:.3f}" for rate, one in row["tried"].items())
        rows.append({
            "reader": row["name"], "CPU s": round(row["cpu_seconds"]),
            "CPU s of trials": round(sum(one["cpu_seconds"] for one in row["tried"].values())),
            "parameters": row["parameters"], "trained": row["trained_parameters"],
            "tokens a clip": round(row["tokens"]), "learning rate": row["learning_rate"],
            "tried (accuracy where it was chosen)": tried, "learned before": row["pretrained"] or "nothing",
        })  # fmt: skip
    return show_table(pd.DataFrame(rows), "What each reader cost; tokens are those a language model reads")


def show_labels(table: Table | None) -> Markup:
    """How often every reader read each label."""
    if table is None:
        return Markup("", "")
    found = pd.DataFrame({row["name"]: row["by_label"] for row in table["rows"]})
    return show_table(found.reset_index(names="label"), "Share of test clips of each label that was read rightly")


def read_steps(folder: str | Path) -> pd.DataFrame:
    """The lines of a run folder's steps.jsonl, one row a step; also while it is written.

    Raises:
        ReportError: there are none.
    """
    path = Path(folder) / "steps.jsonl"
    if not path.is_file():
        raise ReportError(f"Expected a run folder with steps.jsonl, found none in {shown_path(Path(folder))}")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    if not lines:
        raise ReportError(f"Expected at least one step in {shown_path(path)}, found none")
    return pd.DataFrame(lines)


def learning_figure(steps: pd.DataFrame) -> go.Figure:
    """Loss and accuracy of the training batches, each step and its running mean, over clips seen."""
    figure = make_subplots(1, 2, horizontal_spacing=0.1)
    for column, (name, colour) in enumerate((("loss", OKABE_ITO[0]), ("accuracy", OKABE_ITO[1])), start=1):
        smooth = steps[name].astype(float).rolling(_SMOOTH, min_periods=1).mean()
        for values, width, opacity in ((steps[name], 1, 0.3), (smooth, 3, 1.0)):
            line = go.Scatter(
                x=steps["clips_seen"].tolist(), y=values.tolist(), mode="lines", opacity=opacity, showlegend=False,
                line={"color": colour, "width": width},
            )  # fmt: skip
            figure.add_trace(line, row=1, col=column)
        figure.update_xaxes(title="clips seen", row=1, col=column)
        figure.update_yaxes(title=f"{name} of a batch", rangemode="tozero", row=1, col=column)
    return figure.update_layout(height=300)


def show_learning(recorder: ReportRecorder, folder: str | Path) -> Figure:
    """How a training went, from its run folder.

    Raises:
        ReportError: the folder holds no steps.
    """
    steps = read_steps(folder)
    end = steps.tail(_SMOOTH)
    recorder.number("steps", len(steps))
    recorder.number("loss at the end", float(end["loss"].mean()), "nat", _loose(float(end["loss"].mean())))
    alt = (
        f"Over {int(steps['clips_seen'].iloc[-1])} clips the loss of a batch went from {steps['loss'].iloc[0]:.2f} to "
        f"{end['loss'].mean():.2f}, its accuracy from {steps['accuracy'].iloc[0]:.0%} to {end['accuracy'].mean():.0%}."
    )
    kept = steps[["step", "stage", "clips_seen", "loss", "accuracy", "learning_rate", "seconds"]]
    some = kept.iloc[:: max(1, len(kept) // 40)]
    return recorder.figure("learning", learning_figure(steps), alt=alt, table=some, caption=alt)


def _loose(value: float) -> Tolerance:
    return Tolerance(0.2 * abs(value) + 0.05, "absolute", _OTHER_MACHINE.reason)


def render_paths(steps: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Each render parameter's path: clips seen, value (or mean), and the band of one deviation where it is an array."""
    paths: dict[str, list[tuple[float, ...]]] = {}
    for seen, told in zip(steps["clips_seen"], steps["render"], strict=True):
        for name, value in (told or {}).items():
            mean, spread = (value, 0.0) if isinstance(value, int | float) else value[:2]
            paths.setdefault(name, []).append((seen, mean, mean - spread, mean + spread))
    return {name: pd.DataFrame(rows, columns=["clips seen", "value", "lower", "upper"]) for name, rows in paths.items()}


def show_render_paths(recorder: ReportRecorder, folder: str | Path) -> Figure | Markup:
    """Every render parameter's path through training; a sentence where the renderer has none.

    Raises:
        ReportError: the folder holds no steps.
    """
    paths = render_paths(read_steps(folder))
    if not paths:
        told = "This run has no render parameter: its renderer is fixed, or it reads no pictures."
        return Markup(f"<p>{told}</p>", told)
    shown = dict(list(paths.items())[:_MOST_PATHS])
    moved = {name: float(path["value"].iloc[-1] - path["value"].iloc[0]) for name, path in paths.items()}
    table = pd.DataFrame(
        [
            {"parameter": name, "first": path["value"].iloc[0], "last": path["value"].iloc[-1], "moved": moved[name]}
            for name, path in paths.items()
        ]
    )
    farthest = max(moved, key=lambda name: abs(moved[name]))
    alt = f"{len(paths)} render parameters; the mean of {farthest} moved farthest, by {moved[farthest]:+.3g}."
    return recorder.figure("render parameters", _paths_figure(shown), alt=alt, table=table, caption=alt)


def _paths_figure(paths: Mapping[str, pd.DataFrame]) -> go.Figure:
    columns = 3
    rows = -(-len(paths) // columns)
    figure = make_subplots(rows, columns, subplot_titles=list(paths), vertical_spacing=0.3 / rows)
    for place, path in enumerate(paths.values()):
        where = {"row": place // columns + 1, "col": place % columns + 1}
        seen = path["clips seen"].tolist()
        band = go.Scatter(
            x=seen + seen[::-1], y=path["upper"].tolist() + path["lower"].tolist()[::-1], fill="toself", opacity=0.2,
            line={"width": 0}, fillcolor=OKABE_ITO[4], hoverinfo="skip", showlegend=False,
        )  # fmt: skip
        line = go.Scatter(x=seen, y=path["value"].tolist(), mode="lines", showlegend=False, line_color=OKABE_ITO[0])
        figure.add_trace(band, **where).add_trace(line, **where)
    figure.update_annotations(font_size=12)
    return figure.update_layout(height=190 * rows + 40, margin_t=40)
