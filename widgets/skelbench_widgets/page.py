"""The player as a piece of a page: a still picture, a data block and no script; the page inlines the module once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, TypedDict, Unpack

import numpy as np
import numpy.typing as npt

from skelbench.skeleton import SkeletonSequence
from skelbench_widgets.payload import as_spans, checked_seen, checked_values, clip_description, pack_text, placed
from skelbench_widgets.strip import contact_strip, describe, still_words, values_table

__all__ = ["Looks", "PlayerContent", "player_assets", "player_html", "render_page_piece"]

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, eq=False)
class PlayerContent:
    """What one player shows, checked: a placed clip, its values and seen frames, and the words about them."""

    sequence: SkeletonSequence
    values: npt.NDArray[np.float32] | None  # (T or 1, P or 1, J)
    seen: npt.NDArray[np.bool_] | None  # (T)
    spans: tuple[Mapping[str, Any], ...] = ()  # {start, end, text}, seconds
    title: str = ""
    unit: str = "nat"


class Looks(TypedDict, total=False):
    """How a player on a page looks."""

    height_px: int  # of the drawing, CSS pixels; 420 unless given
    unit: str  # of the values; "nat" unless given


def player_assets() -> dict[str, str]:
    """The module and the style sheet; a page inlines them once and calls `mount(element, data)` or `mountAll()`."""
    return {name: (_FOLDER / name).read_text(encoding="utf-8") for name in ("player.js", "player.css")}


def player_html(
    sequence: SkeletonSequence,
    values: npt.ArrayLike | None = None,
    seen: npt.ArrayLike | None = None,
    spans: Sequence[Mapping[str, Any]] = (),
    title: str = "",
    **looks: Unpack[Looks],
) -> str:
    """A `<div data-skel="player">` with the clip's data and a still picture of it, without any script.

    Args:
        sequence: the clip; one that did not go through `place_in_view` is placed first.
        values: (T P J) or (J,), positive "towards"; NaN where nothing was seen.
        seen: (T) the frames the model looked at.
        spans: stretches of time to mark, each {"start": s, "end": s, "text": words}.
        title: the line above the picture.
        **looks: `height_px` of the drawing (420 CSS pixels) and `unit` of the values ("nat").

    Raises:
        SkeletonError: values, seen or spans do not fit the clip.
    """
    clip = placed(sequence)
    mask = checked_seen(clip, seen)
    checked, unit = checked_values(clip, values, mask), looks.get("unit", "nat")
    content = PlayerContent(clip, checked, mask, tuple(as_spans(spans)), title, unit)
    return render_page_piece(content, looks.get("height_px", 420))


def render_page_piece(content: PlayerContent, height_px: int, state: Mapping[str, Any] | None = None) -> str:
    """The piece itself; `state` (frame, turn_deg, ...) is what the player starts from."""
    clip, values, seen, unit = content.sequence, content.values, content.seen, content.unit
    data = {
        **clip_description(clip),
        "positions": pack_text(clip.positions, quantise=True),
        "values": pack_text(values),
        "seen": pack_text(seen),
        "spans": list(content.spans),
        "title": content.title,
        "unit": unit,
        "alt": describe(clip, values, seen, unit),
        "height_px": height_px,
        **({"state": dict(state)} if state else {}),
    }
    title = f"<p class='skel-title'><strong>{escape(content.title)}</strong></p>" if content.title else ""
    return (
        '<div data-skel="player">'
        f"<div class='skel-static'>{title}{contact_strip(clip, values, seen, unit)}"
        f"{still_words(clip, values, seen, unit, content.spans)}</div>"
        f"{values_table(clip, values, unit)}"
        f'<script type="application/json">{_script_safe(data)}</script>'
        "</div>"
    )


def _script_safe(data: Mapping[str, Any]) -> str:
    """JSON that cannot end its script block, whatever the names inside it say."""
    text = json.dumps(data, separators=(",", ":"), sort_keys=True, allow_nan=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text
