"""The player in a notebook: an anywidget whose traits are set and read from a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import numpy.typing as npt
import traitlets as t

from skelbench.skeleton import SkeletonSequence
from skelbench_widgets.page import PlayerContent, render_page_piece
from skelbench_widgets.payload import as_spans, checked_seen, checked_values, clip_description, pack_buffer, placed
from skelbench_widgets.strip import describe

__all__ = ["Player"]

_FOLDER = Path(__file__).parent
_SHOWN_STATE = ("frame", "speed", "loop", "follow", "turn_deg", "tilt_deg", "zoom", "colour", "joint", "person")


def _to_wire(value: Any, _: Any) -> Any:
    return pack_buffer(value)


class Player(anywidget.AnyWidget):
    """Plays a clip; joints coloured by `values`, frames the model did not look at hatched.

    Every trait can be set from a cell and follows what is done with the mouse or the keys: `frame`, `playing`,
    `speed`, `loop`, `follow`, `turn_deg`, `tilt_deg`, `zoom`, `colour` ("frame" or "clip", the sum over the clip),
    `joint` and `person` (the chosen joint), and `values`, `seen`, `spans`, `unit`.

    Raises:
        SkeletonError: values, seen or spans do not fit the clip.
    """

    _esm = _FOLDER / "player.js"
    _css = _FOLDER / "player.css"

    clip = t.Dict().tag(sync=True)
    values = t.Any(None, allow_none=True).tag(sync=True, to_json=_to_wire)
    seen = t.Any(None, allow_none=True).tag(sync=True, to_json=_to_wire)
    spans: t.List[dict[str, Any]] = t.List().tag(sync=True)
    title = t.Unicode().tag(sync=True)
    unit = t.Unicode("nat").tag(sync=True)
    height_px = t.Int(420).tag(sync=True)

    frame = t.Int(0, min=0).tag(sync=True)
    playing = t.Bool(False).tag(sync=True)
    speed = t.Float(1.0, min=0.05, max=16.0).tag(sync=True)
    loop = t.Bool(True).tag(sync=True)
    follow = t.Bool(False).tag(sync=True)
    turn_deg = t.Float(0.0).tag(sync=True)
    tilt_deg = t.Float(0.0, min=-85.0, max=85.0).tag(sync=True)
    zoom = t.Float(1.0, min=0.2, max=12.0).tag(sync=True)
    colour = t.Enum(("frame", "clip"), "frame").tag(sync=True)
    joint = t.Unicode("").tag(sync=True)
    person = t.Int(0, min=0).tag(sync=True)

    def __init__(
        self,
        sequence: SkeletonSequence,
        values: npt.ArrayLike | None = None,
        seen: npt.ArrayLike | None = None,
        spans: Sequence[Mapping[str, Any]] = (),
        **traits: Any,
    ) -> None:
        self.sequence = placed(sequence)
        mask = checked_seen(self.sequence, seen)
        checked = checked_values(self.sequence, values, mask)
        traits.setdefault("colour", self._usual_colour(checked, mask))
        clip = {**clip_description(self.sequence), "positions": pack_buffer(self.sequence.positions)}
        clip["alt"] = describe(self.sequence, checked, mask, traits.get("unit", "nat"))
        super().__init__(clip=clip, seen=mask, values=checked, spans=as_spans(spans), **traits)

    @property
    def time(self) -> float:
        """Seconds of the frame shown."""
        return float(self.sequence.times[self.frame])

    def to_html(self) -> str:
        """The static twin as a piece of a page: what is shown now, playable where the page inlines the module."""
        content = PlayerContent(self.sequence, self.values, self.seen, tuple(self.spans), self.title, self.unit)
        return render_page_piece(content, self.height_px, {name: getattr(self, name) for name in _SHOWN_STATE})

    def __repr__(self) -> str:
        people = "1 person" if self.sequence.people == 1 else f"{self.sequence.people} people"
        name = f"{self.title}, " if self.title else ""
        return f"Player({name}{self.sequence.frames} frames, {people}, {len(self.sequence.topology.joints)} joints)"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        return {**data, "text/plain": repr(self), "text/html": self.to_html()}, metadata

    def _usual_colour(self, values: npt.NDArray[np.float32] | None, seen: npt.NDArray[np.bool_] | None) -> str:
        """A map over few of the frames flickers while it plays: then the whole clip's sum is shown first."""
        if values is None or values.shape[0] == 1:
            return "frame"
        looked = np.isfinite(values).any((1, 2)) if seen is None else seen
        return "clip" if 2 * int(looked.sum()) < looked.size else "frame"

    @t.validate("frame")
    def _check_frame(self, proposal: Any) -> int:
        frame = int(proposal["value"])
        if frame >= self.sequence.frames:
            raise t.TraitError(f"Expected a frame from 0 to {self.sequence.frames - 1}, found {frame}")
        return frame

    @t.validate("person")
    def _check_person(self, proposal: Any) -> int:
        person = int(proposal["value"])
        if person >= self.sequence.people:
            raise t.TraitError(f"Expected a person from 0 to {self.sequence.people - 1}, found {person}")
        return person

    @t.validate("joint")
    def _check_joint(self, proposal: Any) -> str:
        joint = str(proposal["value"])
        if joint and joint not in self.sequence.topology.joint_index:
            raise t.TraitError(f"Expected one of {', '.join(self.sequence.topology.joints)}, found '{joint}'")
        return joint

    @t.validate("values")
    def _check_values(self, proposal: Any) -> npt.NDArray[np.float32] | None:
        return checked_values(self.sequence, proposal["value"], self.seen)

    @t.validate("seen")
    def _check_seen(self, proposal: Any) -> npt.NDArray[np.bool_] | None:
        return checked_seen(self.sequence, proposal["value"])

    @t.validate("spans")
    def _check_spans(self, proposal: Any) -> list[dict[str, Any]]:
        return as_spans(proposal["value"])
