"""Colour and opacity: a learned look per Gaussian, changed by position and velocity, tinted by depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from skelbench.render.posing import Cloud

__all__ = [
    "PART_FEATURES", "Gate", "ModulatedBy", "Shade", "depth_ramp", "modulate", "new_appearance_head",
    "new_modulation_head", "told_of_motion",
]  # fmt: skip

Gate = Literal["motion", "learned", "none"]
ModulatedBy = Literal["both", "position", "velocity"]

HIDDEN = 64
DEPTH_SPAN = 1.0  # metres that the depth colour spans at least when it spans a clip

# Rows of rig.PART_ROWS (torso, neck, left arm, right arm, left leg, right leg, other): left -, right +; up +, down -.
PART_FEATURES = (
    (0.0, 0.0, 1.0),
    (0.0, 1.0, 1.0),
    (-1.0, 1.0, 0.0),
    (1.0, 1.0, 0.0),
    (-1.0, -1.0, 0.0),
    (1.0, -1.0, 0.0),
    (0.0, 0.0, -1.0),
)
# The colours a new renderer gives them: Okabe & Ito 2008, told apart by all common kinds of colour vision, on black.
PART_COLOURS = (
    (0.95, 0.90, 0.25),  # yellow
    (0.95, 0.95, 0.95),  # white
    (0.35, 0.70, 0.95),  # sky blue
    (0.90, 0.60, 0.05),  # orange
    (0.05, 0.62, 0.45),  # bluish green
    (0.80, 0.35, 0.60),  # reddish purple
    (0.60, 0.60, 0.60),
)
_OPACITY_LOGITS = (2.0, 1.5, 2.0)  # raw, added by modulation, its gate: an opacity of 0.8 at first


@dataclass(frozen=True, eq=False)
class Shade:
    """What a Gaussian looks like."""

    colour: Tensor  # (G 3) in [0, 1]
    opacity: Tensor  # (G) in [0, 1]


def new_appearance_head(generator: torch.Generator, one_colour: bool = False) -> nn.Sequential:
    """3 -> 64 -> 4. The first layer is random, the second solves for `PART_COLOURS` (least squares, least norm).

    With `one_colour` every part starts in the second of them, white.
    """
    first, last = nn.Linear(3, HIDDEN), nn.Linear(HIDDEN, 4)
    given = PART_COLOURS[1:2] * len(PART_COLOURS) if one_colour else PART_COLOURS
    colours = torch.logit(torch.tensor(given))
    wanted = torch.cat([colours, torch.full((len(colours), 1), _OPACITY_LOGITS[0])], dim=1)
    with torch.no_grad():
        first.weight.normal_(0, 1, generator=generator)
        first.bias.normal_(0, 0.5, generator=generator)
        hidden = torch.relu(first(torch.tensor(PART_FEATURES)))
        last.bias.copy_(wanted.mean(0))
        last.weight.copy_(torch.linalg.lstsq(hidden, wanted - wanted.mean(0), driver="gelsd").solution.T)
    return nn.Sequential(first, nn.ReLU(), last)


def new_modulation_head(generator: torch.Generator) -> nn.Sequential:
    """10 -> 64 -> 5: changes to red, green, blue and opacity, and a gate; almost nothing changes at first."""
    first, last = nn.Linear(10, HIDDEN), nn.Linear(HIDDEN, 5)
    with torch.no_grad():
        first.weight.normal_(0, 10**-0.5, generator=generator)
        first.bias.zero_()
        last.weight.normal_(0, 0.01, generator=generator)
        last.bias.copy_(torch.tensor([0.0, 0.0, 0.0, *_OPACITY_LOGITS[1:]]))
    return nn.Sequential(first, nn.ReLU(), last)


def told_of_motion(motion: Tensor, by: ModulatedBy) -> Tensor:
    """(G 6) positions and velocities, zero where the modulation is not told of them."""
    if by == "both":
        return motion
    kept = motion[:, :3] if by == "position" else motion[:, 3:]
    return torch.cat([kept, torch.zeros_like(kept)] if by == "position" else [torch.zeros_like(kept), kept], dim=1)


def modulate(raw: Tensor, change: Tensor | None, gate: Gate = "motion", saliency: Tensor | None = None) -> Shade:
    """Colour and opacity from the raw look (G 4) and the change (G 5); the opacity goes through two sigmoids.

    rgb = clamp(sigmoid(raw_rgb) + h_rgb, 0, 1), opacity = sigmoid(sigmoid(raw_a) + h_a) * gate. The gate tells what
    matters: "motion" sigmoid(h_gate) as published, "learned" sigmoid(saliency) of each Gaussian (G) whatever it does,
    "none" 1. Without modulation (no change) rgb = sigmoid(raw_rgb) and opacity = sigmoid(raw_a) * gate.
    """
    look = torch.sigmoid(raw)
    colour, opacity = look[:, :3], look[:, 3]
    if change is not None:
        colour = torch.clamp(colour + change[:, :3], 0, 1)
        opacity = torch.sigmoid(opacity + change[:, 3])
    if gate == "motion" and change is not None:
        opacity = opacity * torch.sigmoid(change[:, 4])
    if gate == "learned" and saliency is not None:
        opacity = opacity * torch.sigmoid(saliency)
    return Shade(colour, opacity)


def depth_ramp(cloud: Cloud, spans: Literal["person_frame", "clip"]) -> Tensor:
    """(G 3) near blue, middle green, far red: (d, 1 - 2|d - 1/2|, 1 - d) for d in [0, 1].

    "person_frame": d runs from the nearest to the farthest Gaussian of each person in each frame, as published.
    "clip": d runs over all that is drawn of the clip, at least `DEPTH_SPAN`, so that nothing is recoloured because
    something else moved.
    """
    which = 0 if spans == "person_frame" else 1
    groups = cloud.alike[which] if cloud.alike else (cloud.bodies, cloud.clips)[which]
    seen = cloud.visible > 0
    depth = torch.where(seen, cloud.points[:, 2], 1.0)
    nearest, farthest = _extreme(depth, seen, groups, "amin"), _extreme(depth, seen, groups, "amax")
    if spans == "person_frame":
        d = (depth - nearest) / (farthest - nearest + 1e-6)
    else:
        d = 0.5 + (depth - (nearest + farthest) / 2) / (farthest - nearest).clamp(min=DEPTH_SPAN)
    d = torch.where(seen, d, 0.5)
    return torch.stack([d, 1 - 2 * (d - 0.5).abs(), 1 - d], dim=1)


def _extreme(depth: Tensor, seen: Tensor, groups: Tensor | int, which: Literal["amin", "amax"]) -> Tensor:
    """For every Gaussian the nearest or farthest depth of what is seen of its group; ties share the gradient.

    Groups are numbered (G) or, where all are as large and lie one behind the other, their size: many Gaussians that
    write to one place wait for each other on a device.
    """
    beyond = 1e6 if which == "amin" else -1e6
    depth = torch.where(seen, depth, beyond)
    if isinstance(groups, int):
        each = depth.reshape(-1, max(groups, 1))
        found = each.amin(1, keepdim=True) if which == "amin" else each.amax(1, keepdim=True)
        return found.expand_as(each).reshape(-1)
    start = torch.full_like(depth, beyond)  # there are no more groups than Gaussians
    return start.scatter_reduce(0, groups, depth, which, include_self=False)[groups]
