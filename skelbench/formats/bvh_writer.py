"""A hierarchy with offsets and rotations that a clip of joint positions amounts to, as the text of a BVH file.

A joint's rotation G brings its children's rest offsets o_k onto where they are, d_k: it maximises
tr Gᵀ (Σ d_k o_kᵀ + ε s G_p), by the singular value decomposition (Kabsch 1976, https://doi.org/10.1107/S0567739476001873).
The term with the parent's rotation G_p settles the turn about a bone, which positions do not tell. A child that no
rotation brings to its place (a bone that stretches, siblings that move against each other) has position channels, so
that nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from skelbench.errors import FormatError
from skelbench.formats.human_names import END, hierarchy_topology
from skelbench.formats.saving import check_one_body, save_text
from skelbench.formats.units import UNITS, metres_of_body
from skelbench.skeleton import SkeletonSequence, Topology

__all__ = ["write_bvh"]

Floats = npt.NDArray[np.float64]
_RIGID = 1e-5  # metres that a child may be off the place its parent's rotation gives it
_PARENT = 1e-7  # ε: what the parent's rotation counts beside the bones
_TIMES = 0.01  # of a frame
_ORDER = "ZXY"


@dataclass(frozen=True)
class _Node:
    """A joint in the order of the file."""

    row: int
    parent: int  # row, -1 at the root
    depth: int


@dataclass(frozen=True)
class _Pose:
    """The motion in the terms of the format, by rows of joints."""

    offsets: Floats  # (J 3) at rest
    turns: Floats  # (T J 3 3) relative to the parent
    places: Floats  # (T J 3) relative to the parent, where it has position channels
    moves: npt.NDArray[np.bool_]  # (J) whether it has position channels


def write_bvh(sequence: SkeletonSequence, path: Path) -> None:
    """Write one person; positions are read back within 0.1 mm, joints in the order of the hierarchy.

    The unit, which the format does not say, is metres where the reader takes them for metres, else cm or mm. Nor does
    the format say what is up: the reader tells by the body. A joint named `<parent>_end` without children becomes an
    End Site. Times begin at 0; confidence, orientations and label have no place in the format.

    Raises:
        FormatError: several people, 2-D, gaps, uneven times, a size that tells no unit, bones that form no tree, or
            names with braces.
    """
    check_one_body(sequence, "a BVH file")
    if not sequence.valid.all():
        frame, _, joint = np.argwhere(~sequence.valid)[0]
        raise FormatError(
            f"Expected no gaps to write a BVH file, found {sequence.topology.joints[joint]} missing in frame {frame}; "
            "fill the gaps first, or write a card"
        )
    nodes = _nodes(sequence.topology)
    step = _frame_time(sequence)
    scale = UNITS[_unit(sequence, nodes)]
    pose = _pose(nodes, sequence.positions[:, 0].astype(np.float64))
    pose = replace(pose, offsets=pose.offsets / scale, places=pose.places / scale)
    lines = _hierarchy(sequence.topology, nodes, pose)
    lines += ["MOTION", f"Frames: {sequence.frames}", f"Frame Time: {step!r}"]
    lines += [" ".join(f"{value:.9g}" for value in row) for row in _channel_values(sequence.topology, nodes, pose)]
    save_text(path, "\n".join(lines) + "\n")


def _nodes(topology: Topology) -> list[_Node]:
    """All joints, parents first and depth first."""
    for name in topology.joints:
        if not name or name != name.strip() or any(mark in name for mark in "{}\n\r"):
            raise FormatError(f"Expected joint names without braces to write a BVH file, found {name!r}")
    children: dict[int, list[int]] = {row: [] for row in range(len(topology.joints))}
    for parent, child in topology.bone_rows:
        children[parent].append(child)
    below = [child for _, child in topology.bone_rows]
    roots = [row for row in children if row not in below]
    nodes: list[_Node] = []
    waiting = [_Node(row, -1, 0) for row in roots[:1]]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        waiting += [_Node(child, node.row, node.depth + 1) for child in reversed(children[node.row])]
        if len(nodes) > len(children):
            break
    if len(roots) != 1 or len(set(below)) != len(below) or len(nodes) != len(children):
        raise FormatError(
            f"Expected bones that form one tree to write a BVH file, found {len(roots)} roots and {len(below)} bones "
            f"for {len(children)} joints of {topology.name}; retarget first, or write a card"
        )
    return nodes


def _unit(sequence: SkeletonSequence, nodes: list[_Node]) -> str:
    """The first unit that the reader recognises by the size of this body."""
    rows = [node.row for node in nodes]
    parents = [rows.index(node.parent) if node.parent >= 0 else -1 for node in nodes]
    topology = hierarchy_topology("bvh", [sequence.topology.joints[row] for row in rows], parents)
    positions = sequence.positions[:, :, rows].astype(np.float64)
    for unit in ("m", "cm", "mm"):
        if np.allclose(metres_of_body(topology, positions / UNITS[unit])[0], positions, rtol=1e-9, atol=1e-9):
            return unit
    raise FormatError(
        "Expected a body of 5 cm to 5 m to write a BVH file, whose unit is read off its size; found "
        f"{float(np.ptp(positions, axis=2).max()):.3g} m; write a card"
    )


def _frame_time(sequence: SkeletonSequence) -> float:
    """Seconds from frame to frame."""
    if sequence.frames == 1:
        return 1 / 30  # nothing depends on it
    step = sequence.duration / (sequence.frames - 1)
    late = np.abs(sequence.times - sequence.times[0] - step * np.arange(sequence.frames))
    if (late > _TIMES * step).any():
        raise FormatError(
            f"Expected even times to write a BVH file, found frame {int(late.argmax())} "
            f"{late.max() * 1000:.3g} ms off; use resample(sequence, {sequence.fps:.4g})"
        )
    return step


def _pose(nodes: list[_Node], positions: Floats) -> _Pose:
    """Rest offsets, and each joint's rotation and place under its parent, from (T J 3) positions."""
    frames, joints, _ = positions.shape
    world = np.tile(np.eye(3), (frames, joints, 1, 1))
    pose = _Pose(np.zeros((joints, 3)), world.copy(), np.zeros_like(positions), np.zeros(joints, dtype=bool))
    reached = np.zeros_like(positions)  # where the file as it is written puts the joints
    children: dict[int, list[int]] = {node.row: [] for node in nodes}
    for node in nodes[1:]:
        children[node.parent].append(node.row)
    for node in nodes:
        row, parent = node.row, node.parent
        above = world[:, parent] if parent >= 0 else world[:, row]
        origin = reached[:, parent] if parent >= 0 else np.zeros((frames, 3))
        pose.places[:, row] = np.einsum("tji,tj->ti", above, positions[:, row] - origin)
        pose.moves[row] = parent < 0 or np.abs(pose.places[:, row] - pose.offsets[row]).max() > _RIGID
        local = pose.places[:, row] if pose.moves[row] else np.tile(pose.offsets[row], (frames, 1))
        reached[:, row] = origin + np.einsum("tij,tj->ti", above, local)
        if children[row]:
            below = positions[:, children[row]] - positions[:, row, None]
            pose.offsets[children[row]], turned = _rest_and_turns(below, above)
            pose.turns[:, row] = np.einsum("tji,tjk->tik", above, turned)
            world[:, row] = turned
        else:
            world[:, row] = above
    return pose


def _rest_and_turns(below: Floats, above: Floats) -> tuple[Floats, Floats]:
    """(K 3) rest offsets, the median of what the children's places (T K 3) have in common, and (T 3 3) rotations."""
    first = _turns(below[0], below, above)
    rest = np.median(np.einsum("tji,tkj->tki", first, below), axis=0)
    return rest, _turns(rest, below, above)


def _turns(rest: Floats, below: Floats, above: Floats) -> Floats:
    """(T 3 3) rotations that bring the (K 3) rest offsets nearest to (T K 3)."""
    size = max(float((rest**2).sum()), 1e-12)
    left, _, right = np.linalg.svd(np.einsum("tki,kj->tij", below, rest) + _PARENT * size * above)
    left[..., -1] *= np.linalg.det(left @ right)[:, None]
    turns: Floats = left @ right
    return turns


def _is_end_site(topology: Topology, nodes: list[_Node], place: int, pose: _Pose) -> bool:
    node = nodes[place]
    is_leaf = place + 1 == len(nodes) or nodes[place + 1].depth <= node.depth
    named = node.parent >= 0 and topology.joints[node.row] == f"{topology.joints[node.parent]}{END}"
    return is_leaf and named and not pose.moves[node.row]


def _hierarchy(topology: Topology, nodes: list[_Node], pose: _Pose) -> list[str]:
    lines = ["HIERARCHY"]
    opened = 0
    for place, node in enumerate(nodes):
        lines += ["\t" * depth + "}" for depth in range(opened - 1, node.depth - 1, -1)]
        opened = node.depth + 1
        indent = "\t" * node.depth
        ends = _is_end_site(topology, nodes, place, pose)
        head = "End Site" if ends else f"{'JOINT' if node.depth else 'ROOT'} {topology.joints[node.row]}"
        offset = " ".join(f"{value:.9g}" for value in pose.offsets[node.row])
        lines += [f"{indent}{head}", f"{indent}{{", f"{indent}\tOFFSET {offset}"]
        if not ends:
            kinds = [f"{axis}position" for axis in "XYZ" if pose.moves[node.row]]
            kinds += [f"{axis}rotation" for axis in _ORDER]
            lines.append(f"{indent}\tCHANNELS {len(kinds)} {' '.join(kinds)}")
    return lines + ["\t" * depth + "}" for depth in range(opened - 1, -1, -1)]


def _channel_values(topology: Topology, nodes: list[_Node], pose: _Pose) -> Floats:
    """(T, channels): lengths and degrees, in the order of the hierarchy."""
    columns = []
    for place, node in enumerate(nodes):
        if _is_end_site(topology, nodes, place, pose):
            continue
        if pose.moves[node.row]:
            columns.append(pose.places[:, node.row])
        columns.append(Rotation.from_matrix(pose.turns[:, node.row]).as_euler(_ORDER, degrees=True))
    return np.concatenate(columns, axis=1)
