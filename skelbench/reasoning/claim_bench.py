"""How well claims are read and checked: true ones must hold, planted errors must be contradicted."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from skelbench.choreography.wording import sentence
from skelbench.datasets import ClipSet
from skelbench.evaluation.intervals import wilson_interval
from skelbench.reasoning.check import Checked, check_claims
from skelbench.reasoning.claim import Claim
from skelbench.reasoning.clip_facts import facts_of
from skelbench.reasoning.parse import Parsed, parse_claims
from skelbench.reasoning.planted import KINDS, planted_sentences, planted_truths
from skelbench.reasoning.told import tell_reasons
from skelbench.records import Verdict
from skelbench.skeleton import SkeletonSequence

__all__ = ["ClaimFigures", "claim_figures", "frozen_shapes"]

_STANDING = 0.06  # metres
_PAIRS = 6  # clips of two people in which errors about the person are planted
_TABLE = Path(__file__).with_name("paraphrases.toml")


@cache
def frozen_shapes() -> dict[str, Any]:
    """The frozen sentences with their claims: `defaults` and `shape`."""
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


@dataclass
class ClaimFigures:
    """Counts of verdicts about true claims and about planted errors."""

    told: Counter[str] = field(default_factory=Counter)  # verdicts about the claims of told reasons
    paraphrased: Counter[str] = field(default_factory=Counter)  # ... of frozen sentences; "not read" is one
    planted: dict[str, Counter[str]] = field(default_factory=lambda: {kind: Counter() for kind in KINDS})
    sentences: Counter[str] = field(default_factory=Counter)  # read, unparsed
    rationales: int = 0
    faults: list[str] = field(default_factory=list)  # each wrong verdict in words

    def to_json(self) -> dict[str, Any]:
        """Shares with 95 % intervals (Wilson), by source and by kind of error."""
        every = self.told + self.paraphrased
        return {
            "rationales": self.rationales,
            "true_claims": {name: _shares(counts) for name, counts in
                            (("all", every), ("told", self.told), ("paraphrased", self.paraphrased))},
            "planted": {kind: _caught(counts) for kind, counts in
                        (("all", sum(self.planted.values(), Counter())), *self.planted.items())},
            "sentences": dict(self.sentences), "faults": self.faults,
        }  # fmt: skip


def claim_figures(
    clips: ClipSet, rationales: int = 400, seed: int = 0, progress: Callable[[int], object] = lambda done: None
) -> ClaimFigures:
    """Half told out of the clips' truths, half frozen sentences filled with facts of clips; errors planted in each.

    The first person of a clip is the one its truth speaks of.
    """
    figures = ClaimFigures()
    facts: list[tuple[SkeletonSequence, Mapping[str, Any]]] = []
    for index in range(len(clips)):
        sequence = clips[index].sequence
        facts.append((sequence, facts_of(sequence)))
        if figures.rationales < rationales // 2:
            _told(figures, sequence, seed + index)
            progress(figures.rationales)
    for wanted in _sentences(facts, rationales - rationales // 2, seed):
        _paraphrased(figures, *wanted)
        progress(figures.rationales)
    for shape in frozen_shapes()["shape"]:
        if shape["needs"] in ("pair reach", "pair actor"):
            _person_errors(figures, shape, facts)
    return figures


def _person_errors(
    figures: ClaimFigures, shape: Mapping[str, Any], facts: list[tuple[SkeletonSequence, Mapping[str, Any]]]
) -> None:
    """Clips of two people are few: errors about the person are planted in every sentence of several of them."""
    able = [(sequence, found[shape["needs"]]) for sequence, found in facts if shape["needs"] in found]
    for sequence, slots in able[:_PAIRS]:
        for frozen in shape["sentences"]:
            lie = planted_sentences(shape["needs"], frozen["text"], slots).get("person")
            if lie is not None:
                true = parse_claims(sentence(frozen["text"].format(**slots)))
                _judge(figures, "person", sequence, true, sentence(lie))


def _told(figures: ClaimFigures, sequence: SkeletonSequence, seed: int) -> None:
    truth = sequence.truth
    assert truth is not None
    figures.rationales += 1
    text = tell_reasons(truth, truth.label, np.random.default_rng(seed))
    parsed = parse_claims(text)
    figures.sentences.update(read=len(parsed.sentences) - len(parsed.unparsed), unparsed=len(parsed.unparsed))
    for checked in check_claims(sequence, parsed.claims, 0):
        _count(figures, figures.told, checked, text)
    for kind, wrong in planted_truths(truth).items():
        if kind == "part" and not _stands(sequence):
            continue
        lie = tell_reasons(wrong, truth.label, np.random.default_rng(seed))
        if lie != text:
            _judge(figures, kind, sequence, parsed, lie)


def _sentences(
    facts: list[tuple[SkeletonSequence, Mapping[str, Any]]], wanted: int, seed: int
) -> list[tuple[SkeletonSequence, str, Mapping[str, Any], Mapping[str, str]]]:
    """Up to `wanted` frozen sentences, each with a clip that has the facts it needs: shape by shape in turn."""
    generator = np.random.default_rng(seed)
    shapes = frozen_shapes()["shape"]
    turns = max(len(shape["sentences"]) for shape in shapes)
    chosen = []
    for turn in range(turns):
        for shape in shapes:
            able = [(sequence, found[shape["needs"]]) for sequence, found in facts if shape["needs"] in found]
            if turn >= len(shape["sentences"]) or not able:
                continue
            sequence, slots = able[int(generator.integers(len(able)))]
            chosen.append((sequence, shape["needs"], shape["sentences"][turn], slots))
    return chosen[:wanted]


def _paraphrased(
    figures: ClaimFigures, sequence: SkeletonSequence, need: str, frozen: Mapping[str, Any], slots: Mapping[str, str]
) -> None:
    figures.rationales += 1
    text = sentence(frozen["text"].format(**slots))
    parsed = parse_claims(text)
    figures.sentences.update(read=len(parsed.sentences) - len(parsed.unparsed), unparsed=len(parsed.unparsed))
    checked = check_claims(sequence, parsed.claims, 0)
    wanted = [Claim.read(claim.format(**slots)) for claim in frozen["claims"]]
    for claim in wanted:
        found = _found(claim, wanted, checked)
        if found is None:
            figures.paraphrased["not read"] += 1
            figures.faults.append(f"not read: {claim} in '{text}'")
        else:
            _count(figures, figures.paraphrased, found, text)
    for kind, lie in planted_sentences(need, frozen["text"], slots).items():
        if kind == "part" and not _stands(sequence):
            continue
        _judge(figures, kind, sequence, parsed, sentence(lie))


def _stands(sequence: SkeletonSequence) -> bool:
    """Whether both ankles keep their place in the file's own positions: only then is what feet are said to do false."""
    rows = [row for side in ("left", "right") for row in sequence.topology.rows_of(f"{side}_ankle")]
    ankles = sequence.positions[:, 0, rows]
    return bool(np.all(np.quantile(ankles, 0.95, axis=0) - np.quantile(ankles, 0.05, axis=0) < _STANDING))


def _found(claim: Claim, wanted: list[Claim], checked: tuple[Checked, ...]) -> Checked | None:
    """The checked claim that says what an annotated one says."""

    def said(one: Claim, among: list[Claim]) -> str:
        return f"{among[one.first]} {one.action} {among[one.second]}" if one.is_order else str(one)

    claims = [one.claim for one in checked]
    return next((one for one in checked if said(one.claim, claims) == said(claim, wanted)), None)


def _count(figures: ClaimFigures, counts: Counter[str], checked: Checked, text: str) -> None:
    counts[checked.verdict.value] += 1
    if checked.verdict is Verdict.CONTRADICTED:
        measured = "; ".join(f"{one.quantity} {one.value:.2f} {one.unit}" for one in checked.evidence)
        figures.faults.append(f"true but contradicted: {checked.claim} ({measured}) in '{text}'")


def _judge(figures: ClaimFigures, kind: str, sequence: SkeletonSequence, true: Parsed, lie: str) -> None:
    """Count a planted error by the worst verdict about what it claims and the true text does not."""
    parsed = parse_claims(lie)
    known = {str(claim) for claim in true.claims if not claim.is_order}
    known |= {_order_said(claim, true) for claim in true.claims if claim.is_order}
    fresh = [
        one.verdict for one in check_claims(sequence, parsed.claims, 0)
        if (_order_said(one.claim, parsed) if one.claim.is_order else str(one.claim)) not in known
    ]  # fmt: skip
    verdict = "not read"
    for worst in (Verdict.CONTRADICTED, Verdict.UNCERTAIN, Verdict.NOT_MEASURABLE, Verdict.HOLDS):
        if worst in fresh:
            verdict = worst.value
            break
    figures.planted[kind][verdict] += 1
    if verdict != Verdict.CONTRADICTED.value:
        figures.faults.append(f"planted {kind} {verdict}: '{lie}' ({sequence.label})")


def _order_said(claim: Claim, parsed: Parsed) -> str:
    return f"{parsed.claims[claim.first]} {claim.action} {parsed.claims[claim.second]}"


def _shares(counts: Counter[str]) -> dict[str, Any]:
    total = sum(counts.values())
    return {"claims": total, **{name: _share(counts[name], total) for name in
            ("holds", "contradicted", "uncertain", "not measurable", "not read")}}  # fmt: skip


def _caught(counts: Counter[str]) -> dict[str, Any]:
    total = sum(counts.values())
    return {"errors": total, "contradicted": _share(counts["contradicted"], total),
            "others": {name: n for name, n in counts.items() if name != "contradicted"}}  # fmt: skip


def _share(count: int, total: int) -> list[float]:
    """Share with its interval: [lower, share, upper]."""
    if not total:
        return [float("nan")] * 3
    interval = wilson_interval(count, total)
    return [round(interval.lower, 4), round(count / total, 4), round(interval.upper, 4)]
