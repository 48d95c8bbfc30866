"""Colours everybody can tell apart, and the plotly theme of every figure."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from skelbench.records import Verdict

__all__ = ["GREY", "OKABE_ITO", "PARTED", "SEQUENTIAL", "SIGNED", "VERDICT_MARKS", "use_theme"]

# Okabe & Ito 2008, https://jfly.uni-koeln.de/color/ (yellow left out: too light on white).
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
GREY = "#8a929e"
SEQUENTIAL = "cividis"
SIGNED = "PuOr_r"  # orange: towards the target; purple: away from it
PARTED = MappingProxyType(
    {
        "torso": "#7a828e", "neck": "#CC79A7", "left_arm": "#0072B2", "right_arm": "#E69F00",
        "left_leg": "#56B4E9", "right_leg": "#D55E00",
    }
)  # fmt: skip

# A verdict's sign and style name: never by colour alone.
VERDICT_MARKS = MappingProxyType(
    {
        Verdict.HOLDS: ("✓", "holds"),
        Verdict.CONTRADICTED: ("✗", "contradicted"),
        Verdict.UNCERTAIN: ("?", "uncertain"),
        Verdict.NOT_MEASURABLE: ("–", "unmeasured"),
    }
)

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif"


def _template() -> go.layout.Template:
    axis: dict[str, Any] = {
        "gridcolor": "rgba(138,146,158,0.25)", "zerolinecolor": "rgba(138,146,158,0.6)", "automargin": True,
        "title": {"font": {"size": 13}, "standoff": 8},
    }  # fmt: skip
    return go.layout.Template(
        layout={
            "font": {"family": _FONT, "size": 13, "color": "#3c4653"},
            "colorway": list(OKABE_ITO), "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 8, "r": 8, "t": 16, "b": 44}, "xaxis": axis, "yaxis": axis,
            "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0.0},
            "hoverlabel": {"font": {"family": _FONT}}, "bargap": 0.35,
        }
    )  # fmt: skip


pio.templates["skelbench"] = _template()


def use_theme() -> None:
    """Make the theme the default of every plotly figure from here on."""
    pio.templates.default = "skelbench"
