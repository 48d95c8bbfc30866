"""The figures of an evaluation as a page for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["print_figures"]

_NARROWEST = 110  # columns that the tables need
_TABLES = {
    "robustness": ("Disturbed", ("kind", "level", "accuracy", "change", "same_answer", "invalid")),
    "reliance": ("What the answers go by", ("kind", "accuracy", "change", "same_answer", "followed", "followed_of")),
    "formats": ("The same motions in other formats", ("kind", "accuracy", "change", "same_answer", "invalid")),
    "questions": (
        "Questions",
        ("format", "kind", "questions", "accuracy", "chance", "by_words", "by_text"),
    ),
    "by_people": ("People", ("people", "clips", "accuracy")),
    "confused_pairs": ("Most confused", ("label", "answer", "clips", "share")),
}


def print_figures(figures: Mapping[str, Any]) -> None:
    """Accuracy first, with what it was measured on; then every table there is."""
    from rich.console import Console

    console = Console(highlight=False, width=max(_NARROWEST, Console().width))
    low, high = figures["interval"]
    console.print(
        f"[bold]{_share(figures['accuracy'])}[/bold] read rightly (95 %: {_share(low)} to {_share(high)}, over "
        f"{figures['interval_over']}); macro {_share(figures['macro_accuracy'])}; chance {_share(figures['chance'])}, "
        f"always the most frequent label {_share(figures['majority'])}"
    )
    kept = figures["known_kept"]
    console.print(
        f"{figures['clips']} clips of {figures['dataset']}, {len(figures['choices'])} choices, {figures['invalid']} "
        f"without an answer; rejection keeps {_share(kept.estimate)} of the known",
        markup=False,
    )
    for sentence in _sentences(figures):
        console.print(sentence, markup=False)
    for name, (title, columns) in _TABLES.items():
        if figures.get(name):
            console.print(_table(title, columns, figures[name]))


def _sentences(figures: Mapping[str, Any]) -> Iterator[str]:
    for name in ("setting", "open_vocabulary_kind", "test_split"):
        if figures.get(name):
            yield f"{name.replace('_', ' ')}: {figures[name]}"
    yield from (f"note: {note}" for note in figures["notes"])
    if figures["calibration"]:
        told = figures["calibration"]
        yield (
            f"calibration: expected error {_share(told['expected_calibration_error'])}, Brier {told['brier']:.3f}, "
            f"log loss {told['log_loss']:.3f} nat; these clips would like a temperature of {figures['temperature']:.2f}"
        )
    for name in ("open_vocabulary", "compared", "server"):
        for key, value in (figures.get(name) or {}).items():
            yield f"  {name.replace('_', ' ')}, {key.replace('_', ' ')}: {_cell(key, value)}"


def _table(title: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Any:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for column in columns:
        words = column in ("kind", "level", "label", "answer", "format")
        table.add_column(column.replace("_", " "), justify="left" if words else "right")
    for row in rows:
        table.add_row(*(_cell(column, row.get(column), row) for column in columns))
    return table


def _cell(column: str, value: Any, row: Mapping[str, Any] | None = None) -> str:
    if isinstance(value, list | tuple):
        return " to ".join(_cell(column, item) for item in value)
    if not isinstance(value, float):
        return "" if value is None else str(value)
    if value != value:
        return "–"
    if column.endswith("_p"):
        return f"{value:.4f}"
    row = row or {}
    bounds = {"accuracy": ("lower", "upper"), "change": ("change_lower", "change_upper")}.get(column, ("", ""))
    signed = f"{100 * value:+.1f}" if column == "change" else _share(value)
    return f"{signed} ({100 * row[bounds[0]]:.1f} to {100 * row[bounds[1]]:.1f})" if bounds[0] in row else signed


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"
