"""Tables of what a model still reads when clips are disturbed, and what it goes by: every row paired with the plain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd

from skelbench.errors import ParameterError
from skelbench.evaluation.answer_store import AnswerStore
from skelbench.evaluation.comparison import compare_evaluations
from skelbench.evaluation.counting import Evaluation
from skelbench.evaluation.disturbances import (
    add_noise,
    as_picture,
    drop_frames,
    drop_joints,
    reduce_joints,
    turn_view,
)
from skelbench.evaluation.evaluate import LabelledClip, evaluate_batches
from skelbench.evaluation.headline import accuracy_interval
from skelbench.evaluation.motion_controls import (
    REVERSES,
    freeze_motion,
    reverse_time,
    shuffle_frames,
    with_motion_of,
)
from skelbench.evaluation.reader import Reader
from skelbench.skeleton import KINECT_V1, SMPL_22, SkeletonSequence, retarget
from skelbench.skeleton.human import BODY_25, COCO_17

__all__ = [
    "Disturbance", "StressSettings", "cross_format_tables", "disturbances", "formats_of", "reliance_table",
    "robustness_table",
]  # fmt: skip

Disturb = Callable[[SkeletonSequence], SkeletonSequence]
Progress = Callable[[str], object]


@dataclass(frozen=True)
class Disturbance:
    """One row of a robustness table."""

    kind: str  # "joints left out", ...
    level: str  # "10 %", ...
    disturb: Disturb


@dataclass(frozen=True)
class StressSettings:
    """How a table is made: seed of all draws, kept answers, and who hears of the rows."""

    seed: int = 0
    store: AnswerStore | None = None
    progress: Progress = field(default=lambda what: None)


@dataclass(frozen=True)
class _Clip:
    id: str
    sequence: SkeletonSequence
    label: str | None
    subject: str | None


class _Clips(list[_Clip]):
    """Clips opened once, with the performances of the set they came from."""

    performances: Sequence[str] | None = None

    def changed(self, sequences: Sequence[SkeletonSequence]) -> _Clips:
        """The same clips with other motions."""
        pairs = zip(self, sequences, strict=True)
        other = _Clips(_Clip(clip.id, sequence, clip.label, clip.subject) for clip, sequence in pairs)
        other.performances = self.performances
        return other


def _opened(clips: Sequence[LabelledClip]) -> _Clips:
    kept = _Clips(_Clip(clip.id, clip.sequence, clip.label, clip.subject) for clip in clips)
    kept.performances = getattr(clips, "performances", None)
    return kept


def disturbances(seed: int = 0) -> tuple[Disturbance, ...]:
    """The rows of the published stress tests (arXiv 2603.18003, rebuttal T3, T4, T14), frames and views besides."""
    joints = [
        ("joints left out", f"{share:.0%}", partial(drop_joints, share=share, seed=seed))
        for share in (0.1, 0.2, 0.3, 0.5)
    ]
    noise = [("noise", f"{sigma} cm", partial(add_noise, sigma_cm=sigma, seed=seed)) for sigma in (2, 5, 10)]
    frames = [
        ("frames left out", f"{share:.0%}", partial(drop_frames, share=share, seed=seed)) for share in (0.25, 0.5, 0.75)
    ]
    aside = [("seen from aside", f"{angle}°", partial(turn_view, azimuth_deg=angle)) for angle in (45, 90, 180)]
    above = [("seen from above", f"{angle}°", partial(turn_view, elevation_deg=angle)) for angle in (15, 30)]
    fewer = [("fewer joints", f"{count}", partial(reduce_joints, joints=count)) for count in (20, 17, 13)]
    return tuple(Disturbance(*row) for row in [*joints, *noise, *frames, *aside, *above, *fewer])


def robustness_table(
    reader: Reader,
    clips: Sequence[LabelledClip],
    rows: Sequence[Disturbance] | None = None,
    settings: StressSettings | None = None,
) -> pd.DataFrame:
    """Accuracy under every disturbance, beside the undisturbed clips in the first row.

    Columns: kind, level, clips, accuracy, lower, upper (95 %), change (in accuracy, paired), change_lower,
    change_upper, same_answer (share of clips), invalid.
    """
    settings, opened = settings or StressSettings(), _opened(clips)
    plain = _read(reader, opened, settings, "as recorded")
    table = [_row("as recorded", "", plain, plain)]
    for row in disturbances(settings.seed) if rows is None else rows:
        changed = opened.changed([row.disturb(clip.sequence) for clip in opened])
        table.append(_row(row.kind, row.level, plain, _read(reader, changed, settings, f"{row.kind} {row.level}")))
    return pd.DataFrame(table)


def reliance_table(
    reader: Reader, clips: Sequence[LabelledClip], settings: StressSettings | None = None
) -> pd.DataFrame:
    """What the answers go by: motion held, shuffled, reversed, and another label's motion on the same body.

    A reader of motion loses where the motion is gone and follows it where it is another's; a reader of poses does
    neither. Columns as in `robustness_table` (`level` is empty), and `followed`: the share of clips that are read as
    what the motion now shows, over `followed_of` clips for which that is known: the label played backwards
    (`REVERSES`), or the donor's label.
    """
    settings, opened = settings or StressSettings(), _opened(clips)
    plain = _read(reader, opened, settings, "as recorded")
    table = [{**_row("as recorded", "", plain, plain), **_followed(plain, None)}]
    donors = _donors(opened, settings.seed)
    given = [donor.label for donor in donors]
    pairs = list(zip([clip.sequence for clip in opened], [donor.sequence for donor in donors], strict=True))
    for kind, sequences, shown in (
        ("motion frozen", [freeze_motion(own) for own, _ in pairs], None),
        ("frames shuffled", [shuffle_frames(own, settings.seed) for own, _ in pairs], None),
        ("time reversed", [reverse_time(own) for own, _ in pairs], [REVERSES.get(c.label or "") for c in opened]),
        ("another's motion", [with_motion_of(own, donor) for own, donor in pairs], given),
        ("another's motion, own poses", [with_motion_of(own, donor, "own") for own, donor in pairs], given),
    ):
        found = _read(reader, opened.changed(sequences), settings, kind)
        table.append({**_row(kind, "", plain, found), **_followed(found, shown)})
    return pd.DataFrame(table)


def _donors(clips: _Clips, seed: int) -> list[_Clip]:
    """For every clip one of another label with as many people, drawn; of any number of people where there is none.

    Raises:
        ParameterError: all clips have one label.
    """
    rng = np.random.default_rng(seed)
    found = []
    for clip in clips:
        others = [other for other in clips if other.label != clip.label]
        if not others:
            raise ParameterError(
                f"Expected clips of at least two labels to exchange motions, found '{clip.label}' alone"
            )
        alike = [other for other in others if other.sequence.people == clip.sequence.people] or others
        found.append(alike[int(rng.integers(len(alike)))])
    return found


def _followed(found: Evaluation, shown: Sequence[str | None] | None) -> dict[str, object]:
    told = [
        (answer, label)
        for answer, label in zip(found.table["answer"], shown or [], strict=bool(shown))
        if label in found.choices
    ]
    share = float(np.mean([answer == label for answer, label in told])) if told else float("nan")
    return {"followed": share, "followed_of": len(told)}


def formats_of(clips: Sequence[LabelledClip]) -> dict[str, Sequence[LabelledClip]]:
    """The same motions written in other formats: fewer, other and more joints, and as pixels without depth."""
    opened = _opened(clips)
    writers: dict[str, Disturb] = {
        "as recorded": lambda sequence: sequence,
        "kinect_v1": partial(retarget, topology=KINECT_V1),
        "smpl_22": partial(retarget, topology=SMPL_22),
        "coco_17": partial(retarget, topology=COCO_17),
        "coco_17, 2-D": lambda sequence: as_picture(retarget(sequence, COCO_17)),
        "body_25, 2-D": lambda sequence: as_picture(retarget(sequence, BODY_25)),
        "13 joints": partial(reduce_joints, joints=13),
    }
    return {name: opened.changed([write(clip.sequence) for clip in opened]) for name, write in writers.items()}


def cross_format_tables(
    reader: Reader, formats: Mapping[str, Sequence[LabelledClip]], settings: StressSettings | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Accuracy in every format, paired with the first one, and the matrix of how often two formats get one answer.

    `formats` are the same clips in the same order, written differently (`formats_of`, or choreography of one seed on
    several topologies).

    Raises:
        ParameterError: two formats hold other clips.
    """
    settings = settings or StressSettings()
    read = {name: _read(reader, _named(clips), settings, name) for name, clips in formats.items()}
    first = next(iter(read.values()))
    table = pd.DataFrame([_row(name, "", first, found) for name, found in read.items()])
    same = [[compare_evaluations(a, b).agreement for b in read.values()] for a in read.values()]
    return table, pd.DataFrame(same, index=list(read), columns=list(read))


def _named(clips: Sequence[LabelledClip]) -> _Clips:
    """The clips by their place, so that those of several formats are pairs whatever their sets call them."""
    opened = _opened(clips)
    named = _Clips(_Clip(str(place), clip.sequence, clip.label, clip.subject) for place, clip in enumerate(opened))
    named.performances = opened.performances if isinstance(clips, _Clips) else None
    return named


def _read(reader: Reader, clips: _Clips, settings: StressSettings, what: str) -> Evaluation:
    settings.progress(what)
    store = settings.store if reader.key else None
    return evaluate_batches(reader, clips, store=store)


def _row(kind: str, level: str, plain: Evaluation, found: Evaluation) -> dict[str, object]:
    accuracy = accuracy_interval(found)[0]
    pair = compare_evaluations(found, plain)
    return {
        "kind": kind, "level": level, "clips": accuracy.count, "accuracy": accuracy.estimate, "lower": accuracy.lower,
        "upper": accuracy.upper, "change": pair.difference.estimate, "change_lower": pair.difference.lower,
        "change_upper": pair.difference.upper, "same_answer": pair.agreement, "invalid": found.invalid,
    }  # fmt: skip
