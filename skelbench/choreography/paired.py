"""Paired clips: the same body, seed and view, and nothing changed but the limb or the detail that decides."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from skelbench.choreography.actions import ACTIONS
from skelbench.choreography.body import Split
from skelbench.choreography.choreograph import Maker, maker, reach_of
from skelbench.choreography.joints import driven_joints, select
from skelbench.choreography.performance import Performance, pose_people
from skelbench.choreography.script import Action, Style
from skelbench.choreography.timeline import Timeline
from skelbench.choreography.variation import Variation
from skelbench.errors import ParameterError
from skelbench.skeleton import KINECT_V2, SkeletonSequence, Topology

__all__ = ["PAIRS", "PairKind", "choreograph_pair", "pairable"]

PairKind = Literal["side", "detail", "walking"]
PAIRS: tuple[PairKind, ...] = ("side", "detail", "walking")
_ARMS = {"hand": ("hand", "elbow", "wrist"), "other": ("other", "other_elbow", "other_wrist")}
_OF_ARMS = frozenset(channel for channels in _ARMS.values() for channel in channels)
_WALKS = ("strolling", "normal", "brisk")  # ways of walking that leave both hands free


def pairable(kind: PairKind, styles: Literal["base", "all"] = "all") -> tuple[str, ...]:
    """Labels that clips of a kind of pair can have: those with a way that the arms alone decide."""
    return tuple(label for label, action in ACTIONS.items() if _ways(action, kind, styles))


def choreograph_pair(
    labels: tuple[str, str],
    seed: int,
    kind: PairKind = "detail",
    variation: Variation | None = None,
    topology: Topology = KINECT_V2,
    split: Split = "train",
) -> tuple[SkeletonSequence, SkeletonSequence]:
    """Two clips that are equal, bit by bit, but for the joints that `meta["changed"]` names.

    "side": one action, done by the other hand; both labels are the same. "detail": the arms do one action or the other,
    and all else is the first one's. "walking": the same walk, during which the arms do one action or the other.
    A plain or lifelike sensor sees both with the same eyes, but its faults depend on what it sees.

    Raises:
        ParameterError: a label cannot be part of such a pair, or the labels are the same ("side": are not).
    """
    wish = replace(variation or Variation(), whole=True, decoy=False)
    for label in labels:
        if label not in pairable(kind, wish.styles):
            known = ", ".join(pairable(kind, wish.styles))
            raise ParameterError(f"No pair of kind '{kind}' has the label '{label}'. Known: {known}.")
    if (labels[0] == labels[1]) != (kind == "side"):
        expected = "the same label twice" if kind == "side" else "two labels"
        raise ParameterError(f"Expected {expected} for a pair of kind '{kind}', found '{labels[0]}' and '{labels[1]}'")
    makers = tuple(_maker(label, seed, kind, wish, split) for label in labels)
    members = _side_pair(makers[0]) if kind == "side" else _detail_pair(makers, kind, seed)
    reach = max(reach_of(select(joints, topology)) for member in members for joints in pose_people(member))
    changed = _changed(members, topology)
    one, two = (
        _noted(made.film(member, topology, reach), {"pair": kind, "changed": changed})
        for made, member in zip(makers, members, strict=True)
    )
    if kind == "side":
        two = _noted(two, {"side": "left" if one.meta["side"] == "right" else "right"})
    return one, two


def _noted(clip: SkeletonSequence, notes: dict[str, str]) -> SkeletonSequence:
    return clip.changed(meta={**clip.meta, **notes})


def _ways(action: Action, kind: PairKind, styles: Literal["base", "all"]) -> tuple[Style, ...]:
    """The ways of one person that the arms alone decide; for "side" one arm, the other one doing nothing."""
    found = []
    for style in action.ways(styles):
        decides = set(style.decides or action.decides)
        told = _told(style)
        arms_only = decides <= _OF_ARMS and not style.partner and not told & {"walk", "jump"}
        one_arm = kind != "side" or not told & set(_ARMS["other"])
        if arms_only and decides & {"hand", "other"} and one_arm:
            found.append(style)
    return tuple(found)


def _told(style: Style) -> set[str]:
    """Channels a style says anything about, with "walk" and "jump"."""
    told = set(style.start)
    items = list(style.phases)
    while items:
        item = items.pop()
        items += getattr(item, "phases", ())
        told |= set(getattr(item, "moves", {})) | {swing.channel for swing in getattr(item, "swings", ())}
        told |= {"walk"} if getattr(item, "stride", None) else set()
        told |= {"jump"} if hasattr(item, "crouch") else set()
    return told


def _maker(label: str, seed: int, kind: PairKind, wish: Variation, split: Split) -> Maker:
    """The maker of a member, its style drawn among those that can be paired."""
    ways = _ways(ACTIONS[label], kind, wish.styles)
    draw = maker(label, seed, wish, split).rng("pair").uniform()
    return maker(label, seed, replace(wish, style=ways[int(draw * len(ways))].name), split)


def _side_pair(made: Maker) -> tuple[Performance, Performance]:
    """The performance, and the same with what the arms were told exchanged."""
    played = made.performance()
    swap = {a: b for one, two in zip(_ARMS["hand"], _ARMS["other"], strict=True) for a, b in ((one, two), (two, one))}
    first, style = played.timelines[0], played.style
    start = {swap.get(channel, channel): value for channel, value in first.start.items()}
    start = {channel: start[channel] for channel in first.start}
    commands = {swap.get(channel, channel): told for channel, told in first.commands.items()}
    swings = [replace(run, channel=swap.get(run.channel, run.channel)) for run in first.swings]
    timeline = replace(first, start=start, commands=commands, swings=swings)
    roles = [tuple(swap.get(name, name) for name in names) for names in (played.decides, played.accompanies)]
    how = style.how.replace("{side}", "{}").replace("{other}", "{side}").replace("{}", "{other}")
    other = replace(style, how=how, decides=roles[0], accompanies=roles[1])
    return played, replace(played, style=other, timelines=(timeline,))


def _detail_pair(makers: tuple[Maker, ...], kind: PairKind, seed: int) -> tuple[Performance, Performance]:
    """What the arms are told is each one's own; all else, and the clock, is the first one's or a walk's."""
    first = makers[0].performance()
    side: Literal["left", "right"] = "left" if first.side == 1 else "right"
    second = _same(makers[1], first, side).performance()
    frame = first
    if kind == "walking":
        rng = makers[0].rng("walk", False)
        style = _WALKS[int(rng.integers(len(_WALKS)))]
        walk = maker("walk", seed, replace(makers[0].variation, style=style, side=side), makers[0].split)
        frame = walk.performance()
        first, second = _while_walking(first), _while_walking(second)
    longest = max((first, second, frame), key=lambda played: played.timelines[0].end)
    one, two = (
        replace(played, timelines=(_with_arms(frame, played),), offset=longest.offset, times=longest.times)
        for played in (first, second)
    )
    return one, two


def _while_walking(played: Performance) -> Performance:
    how = f"{played.style.how} while walking".strip()
    return replace(played, style=replace(played.style, how=how, accompanies=(*played.accompanies, "walk")))


def _same(made: Maker, first: Performance, side: Literal["left", "right"]) -> Maker:
    """The maker of the second member: acting side and tempo as the first one's."""
    wish = replace(made.variation, side=side, tempo=float(np.clip(first.tempo, 0.3, 3.0)))
    return Maker(made.action, made.seed, made.split, wish)


def _with_arms(frame: Performance, played: Performance) -> Timeline:
    """The frame's timeline with the arms, the phases and the repetitions of another one."""
    base, own = frame.timelines[0], played.timelines[0]
    start = {channel: (own if channel in _OF_ARMS else base).start[channel] for channel in base.start}
    commands = {name: told for name, told in base.commands.items() if name not in _OF_ARMS}
    commands |= {name: told for name, told in own.commands.items() if name in _OF_ARMS}
    swings = [run for run in base.swings if run.channel not in _OF_ARMS]
    swings += [run for run in own.swings if run.channel in _OF_ARMS]
    return replace(
        base, start=start, commands=commands, swings=swings, phases=own.phases, repetitions=own.repetitions,
        end=max(base.end, own.end),
    )  # fmt: skip


def _changed(members: tuple[Performance, Performance], topology: Topology) -> str:
    """The joints below a channel that the two tell apart, in the topology's order."""
    one, two = (member.timelines[0] for member in members)
    differ = {channel for channel in _OF_ARMS if not _alike(one, two, channel)}
    side = "left" if members[0].side == 1 else "right"
    joints = {joint for arm, own in _ARMS.items() if differ & set(own) for joint in driven_joints(arm, side, topology)}
    return " ".join(joint for joint in topology.joints if joint in joints)


def _alike(one: Timeline, two: Timeline, channel: str) -> bool:
    told = [(line.start[channel], line.commands.get(channel), *_swings(line, channel)) for line in (one, two)]
    return len(told[0]) == len(told[1]) and all(a is b for a, b in zip(*told, strict=True))


def _swings(line: Timeline, channel: str) -> list[object]:
    return [run for run in line.swings if run.channel == channel]
