"""What is known about a motion because it was made to be so: the ground truth of a choreographed clip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from skelbench.errors import RecordError

__all__ = ["Deed", "Driving", "Mistake", "Phase", "Truth", "TruthQuestion", "truth_from_json"]


@dataclass(frozen=True)
class Driving:
    """A joint that moves for the label's sake, and whether it decides the label or accompanies it."""

    joint: str
    start_s: float
    end_s: float
    role: Literal["decides", "accompanies"]


@dataclass(frozen=True)
class Phase:
    """A named stretch of the motion."""

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Deed:
    """One thing a part of the body was told to do: to go somewhere, to turn, to swing, to step or to jump."""

    part: str  # "left_hand", "right_foot", "head", "trunk", "hips", "feet" (a walk), "body" (a jump, a fall)
    kind: str  # "to", "swing", "walk", "jump", or a turn such as "bend"
    # Of a swing of trunk or head, which turn: pitch (forward and back), roll (to the sides), twist (about the upright).
    where: str  # of "to": the place in words; of "swing": sideways, vertical, forth; of a turn to a side: left, right
    start_s: float
    end_s: float
    amount: float  # of change, in `unit`; 0 for another place
    unit: Literal["m", "deg", ""]
    count: int = 0  # cycles of a swing, steps of a walk; 0 where the clip cuts them off


@dataclass(frozen=True)
class Mistake:
    """A planted fault: what, where, when, how much."""

    kind: str
    joint: str
    phase: str
    value: float
    unit: str


@dataclass(frozen=True)
class TruthQuestion:
    """A question whose answer follows from the generator's own commands."""

    text: str
    choices: tuple[str, ...]
    answer: str
    kind: str


@dataclass(frozen=True)
class Truth:
    """Everything the generator commanded; it never comes from measuring the result."""

    label: str
    synonyms: tuple[str, ...] = ()
    driving: tuple[Driving, ...] = ()
    phases: tuple[Phase, ...] = ()
    repetitions: tuple[tuple[float, float], ...] = ()  # (start_s, end_s) of each
    mistakes: tuple[Mistake, ...] = ()
    descriptions: Mapping[str, Any] = field(default_factory=dict)  # whole, groups (6), interactions (15)
    questions: tuple[TruthQuestion, ...] = ()
    deeds: tuple[Deed, ...] = ()  # of the first person, in order of time; told with the descriptions

    def joints(self, role: str = "decides") -> tuple[str, ...]:
        """Names of the driving joints of one role, each once, in order of first appearance."""
        return tuple(dict.fromkeys(d.joint for d in self.driving if d.role == role))


def truth_from_json(content: Mapping[str, Any], where: str) -> Truth:
    """A Truth from its JSON form.

    Raises:
        RecordError: a field is missing, unknown or of the wrong kind; `where` is named in the sentence.
    """
    try:
        return Truth(
            label=str(content["label"]),
            synonyms=tuple(content.get("synonyms", ())),
            driving=tuple(Driving(**item) for item in content.get("driving", ())),
            phases=tuple(Phase(**item) for item in content.get("phases", ())),
            repetitions=tuple((float(a), float(b)) for a, b in content.get("repetitions", ())),
            mistakes=tuple(Mistake(**item) for item in content.get("mistakes", ())),
            descriptions=dict(content.get("descriptions", {})),
            questions=tuple(
                TruthQuestion(**{**item, "choices": tuple(item["choices"])}) for item in content.get("questions", ())
            ),
            deeds=tuple(Deed(**item) for item in content.get("deeds", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(f"Expected the truth of a motion in {where}, but {error!r}") from error
