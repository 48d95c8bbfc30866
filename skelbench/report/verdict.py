"""What stands first on a page: what was read, how sure, and, where no choice fits, that before anything else."""

from __future__ import annotations

import html

from skelbench.records import Answer, Attribution, Rationale, Verdict
from skelbench.report.figures_answer import probabilities_of
from skelbench.report.markup import Markup, badge, words
from skelbench.report.theme import VERDICT_MARKS

__all__ = ["NO_REASONS_OF_ITS_OWN", "verdict_badge", "verdict_box"]

NO_REASONS_OF_ITS_OWN = "This model gives no reasons of its own yet."
_WHERE_FROM = "The joints come from gradients of its score; the reasons on this page are measured on the recording."
_ONLY_MEASURED = "What follows is measured on the recording."


def verdict_badge(verdict: Verdict | None) -> str:
    """A verdict as a label; a plain observation has none."""
    if verdict is None:
        return badge("observation", "unmeasured", "·")
    mark, style = VERDICT_MARKS[verdict]
    return badge(verdict.value, style, mark)


def verdict_box(
    answer: Answer, attribution: Attribution | None = None, rationale: Rationale | None = None, label: str | None = None
) -> Markup:
    """The verdict: rejected first if it is so; else answer, probability, runner-up, deciding joints, the class rule.

    Args:
        answer: what the model read.
        attribution: of the answer; None where nothing is explained.
        rationale: the measured one, for the class rule's verdict.
        label: what the recording is labelled with, where that is known; shown beside the answer, never used for it.
    """
    rejected = answer.rejection is not None and answer.rejection.rejected
    title, lead = _rejected(answer, attribution) if rejected else _read(answer)
    facts = [*_sureness(answer), *_decided(answer, attribution), *_rule(rationale), *_label(label)]
    origin = f"{NO_REASONS_OF_ITS_OWN} {_ONLY_MEASURED if attribution is None else _WHERE_FROM}"
    items = "".join(f"<dt>{html.escape(name)}</dt><dd>{text}</dd>" for name, text in facts)
    markup = (
        f'<section class="verdict{" rejected" if rejected else ""}" aria-label="verdict">'
        f'<p class="verdict-title">{html.escape(title)}</p><p>{html.escape(lead)}</p><dl>{items}</dl>'
        f'<p class="quiet">{origin}</p></section>'
    )
    return Markup(markup, f"{title}. {lead}")


def _rejected(answer: Answer, attribution: Attribution | None) -> tuple[str, str]:
    rejection = answer.rejection
    assert rejection is not None
    asked = "none is explained" if attribution is None else f"'{attribution.target}' is explained because you asked"
    why = f"strangeness {rejection.score:.2f}, limit {rejection.threshold:.2f}"
    why = why if rejection.score > rejection.threshold else rejection.reason
    lead = (
        f"The motion is unlike everything the model was trained on ({why}). So no answer is given, and {asked}; "
        "what was measured stands below."
    )
    return "No choice fits this motion", lead


def _read(answer: Answer) -> tuple[str, str]:
    shares = probabilities_of(answer)
    best, second = answer.best, answer.runner_up
    sure = "sure" if shares[best] >= 0.9 else "fairly sure" if shares[best] >= 0.6 else "unsure"
    lead = f"The model is {sure}: {shares[best]:.0%}, then {second} with {shares[second]:.0%}."
    return f"The model reads: {best}", lead


def _sureness(answer: Answer) -> list[tuple[str, str]]:
    shares = probabilities_of(answer)
    rejection = answer.rejection
    asked = [("asked", f"{len(answer.question.choices)} choices")]
    if rejection is None:
        return [*asked, ("familiar?", "not judged: this model has no calibrated rejection")]
    known = f"this limit keeps {rejection.known_kept:.0%} of known motions and catches {rejection.unknown_caught:.0%}"
    if rejection.rejected:
        nearest = (
            f"{html.escape(answer.best)} ({shares[answer.best]:.0%} among the choices, which is not to be relied on)"
        )
        return [*asked, ("nearest choice", nearest), ("the limit", f"{known} of unknown ones")]
    familiar = f"strangeness {rejection.score:.2f}, limit {rejection.threshold:.2f}; {known} of unknown ones"
    return [*asked, ("lead", f"{answer.margin:.2f} nat over {html.escape(answer.runner_up)}"), ("familiar?", familiar)]


def _decided(answer: Answer, attribution: Attribution | None) -> list[tuple[str, str]]:
    if attribution is None:
        return []
    joints = ", ".join(html.escape(words(joint)) for joint in attribution.top_joints(3))
    beaten = all(control.own_drop > control.upper for control in attribution.controls)
    trust = (
        "" if not attribution.controls else "; they beat the controls" if beaten else "; they do not beat the controls"
    )
    what = "decided by" if attribution.target == answer.best else f"for {attribution.target}"
    return [(what, f"{joints} (completeness gap {attribution.relative_gap:.1%}{trust})")]


def _rule(rationale: Rationale | None) -> list[tuple[str, str]]:
    if rationale is None or rationale.verdict is None:
        return []
    return [("measured rule", f"{html.escape(rationale.about)} {verdict_badge(rationale.verdict)}")]


def _label(label: str | None) -> list[tuple[str, str]]:
    return [("labelled", f"{html.escape(label)} (the model was not told)")] if label else []
