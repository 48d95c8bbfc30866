"""Measured facts and ordered reasons, as a page shows them: value, error, limits, verdict, source, author."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from skelbench.evidence import limits_in_words, value_in_words
from skelbench.records import Evidence, Rationale, Step, Verdict
from skelbench.report.markup import Markup, badge, plain_number, words
from skelbench.report.verdict import verdict_badge

__all__ = ["evidence_table", "rationale_steps", "spans_of"]

_AUTHORS = {
    "measured": "measured by skelbench on the recording",
    "teacher": "written by a teacher",
    "model": "the model's own words",
}


def _row(item: Evidence) -> str:
    joints = ", ".join(words(joint) for joint in item.joints)
    limited = item.lower is not None or item.upper is not None
    claimed = limited or item.verdict is Verdict.NOT_MEASURABLE
    value = value_in_words(item) if item.value == item.value else "–"
    origin = html.escape(f"{joints}; {item.formula}; {item.source}")
    cells = (
        f'<th scope="row">{html.escape(item.quantity)}<span class="quiet">{origin}</span></th>',
        f"<td>{html.escape(value)}</td>",
        f"<td>{html.escape(limits_in_words(item)) if limited else '–'}</td>",
        f"<td>{verdict_badge(item.verdict if claimed else None)}</td>",
        f'<td class="number">{item.start_s:.2f} to {item.end_s:.2f} s</td>',
    )
    return f"<tr>{''.join(cells)}</tr>"


def evidence_table(evidence: Sequence[Evidence], caption: str = "Measured on the recording") -> Markup:
    """A row for each measurement."""
    if not evidence:
        return Markup("<p>Nothing could be measured on this recording.</p>", "Nothing could be measured.")
    heads = ("what, of which joints, by which formula", "value and one standard error", "asked", "verdict", "when")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    markup = (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{html.escape(caption)}"><table class="evidence">'
        f"<caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(_row(item) for item in evidence)}</tbody></table></div>"
    )
    sentences = (f"{item.quantity}: {plain_number(item.value)} {item.unit} ({item.verdict.value})" for item in evidence)
    return Markup(markup, "; ".join(sentences))


def rationale_steps(rationale: Rationale | None) -> Markup:
    """The reasons in order, each with its span, joints and verdict; the author stands above them."""
    if rationale is None:
        return Markup("<p>No reasons: nothing is explained where no choice fits.</p>", "No reasons.")
    author = badge(f"author: {_AUTHORS[rationale.author]}", "author")
    whole = f" {verdict_badge(rationale.verdict)}" if rationale.verdict else ""
    note = f"<p>{html.escape(rationale.note)}</p>" if rationale.note else ""
    steps = "".join(_step(step) for step in rationale.steps)
    markup = (
        f'<div class="reasons"><p>{author}</p><p>About <strong>{html.escape(rationale.about)}</strong>{whole}</p>{note}'
        f'<ol class="steps">{steps}</ol></div>'
    )
    return Markup(markup, " ".join(step.sentence for step in rationale.steps))


def _step(step: Step) -> str:
    joints = ", ".join(words(joint) for joint in step.joints)
    span = f"{step.start_s:.2f} to {step.end_s:.2f} s"
    shown = f"{verdict_badge(step.verdict)} " if step.verdict else ""
    return f'<li><p>{html.escape(step.sentence)}</p><p class="quiet">{shown}{span} · {html.escape(joints)}</p></li>'


def spans_of(rationale: Rationale | None) -> list[dict[str, Any]]:
    """The steps' stretches of time as a player marks them: {"start", "end", "text"}; none without reasons."""
    return [
        {"start": step.start_s, "end": step.end_s, "text": f"{number}. {_short(step)}"}
        for number, step in enumerate(rationale.steps if rationale else (), start=1)
    ]


def _short(step: Step) -> str:
    told = step.evidence[0].quantity if step.evidence else step.sentence
    return f"{told}: {step.verdict.value}" if step.verdict else told
