"""`skelbench bench formats`: how long readers take, on an hour of motion, on large text, and on recordings."""

from __future__ import annotations

import struct
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from skelbench.cli.app import print_json
from skelbench.errors import FormatError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from skelbench.skeleton import SkeletonSequence

__all__ = ["c3d_bytes", "formats"]

_RATE = 120.0  # frames per second
_BLOCK = 512  # bytes of C3D


def formats(
    data: Path | None = typer.Option(None, help="A folder of recordings: nw_ucla/all_sqe and ntu_skeleton are timed."),
    minutes: float = typer.Option(60.0, min=0.01, help="Of 25 joints at 120 Hz, in an archive and in C3D."),
    megabytes: float = typer.Option(50.0, min=0.01, max=100.0, help="Of text: TRC, and AlphaPose JSON of 20 people."),
    repeats: int = typer.Option(5, min=1, help="Readings of each; the least counts."),
    seed: int = typer.Option(0, help="Of the made motion."),
    json: bool = typer.Option(False, "--json", help="Machine-readable output alone on stdout."),
) -> None:
    """Time readers on one core, in processor seconds, and the memory they take above what is there."""
    from skelbench.render.measure import machine

    with tempfile.TemporaryDirectory() as folder:
        made = _made_files(Path(folder), minutes, megabytes, seed)
        cases = [_timed(name, [path], repeats) for name, path in made.items()]
    if data is not None:
        cases += [_timed(name, paths, repeats) for name, paths in _recordings(data).items()]
    if json:
        print_json({"seed": seed, "repeats": repeats, "minutes": minutes, **machine(), "cases": cases})
        return
    print(f"{'what':<34} {'files':>5} {'MB':>7} {'s':>7} {'MB/s':>7} {'peak MB':>8}")
    for case in cases:
        print(f"{case['name']:<34} {case['files']:>5} {case['megabytes']:>7.1f} {case['seconds']:>7.3f} "
              f"{case['megabytes_per_second']:>7.1f} {case['peak_mb']:>8.0f}")  # fmt: skip


def _made_files(folder: Path, minutes: float, megabytes: float, seed: int) -> dict[str, Path]:
    """What is timed -> a file of somebody who sways; noise of a millimetre so that no number repeats."""
    import numpy as np

    from skelbench.formats import write
    from skelbench.skeleton import KINECT_V2, SkeletonSequence
    from skelbench.skeleton.rest import canonical_pose

    rng = np.random.default_rng(seed)
    pose = canonical_pose(KINECT_V2)
    assert pose is not None

    def moving(frames: int) -> SkeletonSequence:
        times = np.arange(frames) / _RATE
        sway = 0.1 * np.sin(2 * np.pi * 0.5 * times)[:, None, None, None]
        noise = rng.normal(0, 1e-3, (frames, 1, len(pose), 3))
        return SkeletonSequence(KINECT_V2, (pose[None, None] + sway + noise).astype(np.float32), times)

    hour = moving(round(minutes * 60 * _RATE))
    word = f"{minutes:g} min, 25 joints, 120 Hz: "
    made = {f"{word}{kind}": folder / f"hour.{suffix}" for kind, suffix in (("archive", "npz"), ("C3D", "c3d"))}
    archive, c3d = made.values()
    write(hour, archive, "archive")
    c3d.write_bytes(c3d_bytes(hour.positions[:, 0] * np.float32(1000), KINECT_V2.joints))
    row = 940  # bytes of a frame as TRC
    write(moving(max(2, round(megabytes * 1e6 / row))), folder / "text.trc", "trc")
    (folder / "crowd.json").write_text(_crowd(rng, megabytes))
    return made | {"TRC, 25 markers": folder / "text.trc", "AlphaPose, 20 people": folder / "crowd.json"}


def _crowd(rng: np.random.Generator, megabytes: float) -> str:
    """AlphaPose results of 20 people who stand side by side."""
    import json

    import numpy as np

    size = 1070  # bytes of a person
    places = rng.uniform((0, 0), (60, 200), (20, 17, 2)) + np.arange(20)[:, None, None] * (90, 0)
    items = []
    for frame in range(max(2, round(megabytes * 1e6 / size / 20))):
        for person in places + rng.normal(0, 1, places.shape):
            points = np.concatenate([person, rng.uniform(0.5, 1, (17, 1))], axis=1)
            items.append({"image_id": f"{frame}.jpg", "category_id": 1, "keypoints": points.ravel().tolist()})
    return json.dumps(items)


def c3d_bytes(points: npt.NDArray[np.float32], labels: Sequence[str], rate: float = _RATE) -> bytes:
    """A C3D file of floats in mm, y up, no analog samples; `points` (T M 3), none missing.

    https://www.c3d.org/HTML/default.htm, the header and the parameter section.
    """
    import numpy as np

    frames, markers, _ = points.shape
    width = max(map(len, labels))
    parameters = {
        "USED": (2, [], struct.pack("<H", markers)), "SCALE": (4, [], struct.pack("<f", -1.0)),
        "RATE": (4, [], struct.pack("<f", rate)), "DATA_START": (2, [], struct.pack("<H", 10)),
        "FRAMES": (2, [], struct.pack("<H", min(frames, 65535))),
        "LONG_FRAMES": (4, [], struct.pack("<f", frames)),
        "UNITS": (-1, [2], b"mm"), "X_SCREEN": (-1, [2], b"+X"), "Y_SCREEN": (-1, [2], b"+Y"),
        "LABELS": (-1, [width, markers], "".join(label.ljust(width) for label in labels).encode("ascii")),
    }  # fmt: skip
    section = bytes([1, 80, 8, 84]) + struct.pack("bb", 5, -1) + b"POINT" + struct.pack("<H", 3) + b"\0"
    for name, (kind, shape, content) in parameters.items():
        body = struct.pack("bB", kind, len(shape)) + bytes(shape) + content + b"\0"
        section += struct.pack("bb", len(name), 1) + name.encode() + struct.pack("<H", len(body) + 2) + body
    header = struct.pack("<BB5Hf2Hf", 2, 80, markers, 0, 1, min(frames, 65535), 10, -1.0, 10, 0, rate)
    numbers = np.concatenate([points, np.zeros((frames, markers, 1), np.float32)], axis=-1)
    return header.ljust(_BLOCK, b"\0") + section.ljust(8 * _BLOCK, b"\0") + numbers.astype("<f4").tobytes()


def _recordings(data: Path) -> dict[str, list[Path]]:
    found = {
        "NW-UCLA": sorted((data / "nw_ucla" / "all_sqe").glob("*.json")),
        "NTU RGB+D": sorted((data / "ntu_skeleton").glob("*.skeleton")),
    }
    if not any(found.values()):
        raise FormatError(f"Expected nw_ucla/all_sqe/*.json or ntu_skeleton/*.skeleton in {data}, found neither")
    return {name: paths for name, paths in found.items() if paths}


def _timed(name: str, paths: Sequence[Path], repeats: int) -> dict[str, Any]:
    """The least processor time of `repeats` readings, and the memory of one more."""
    from skelbench.formats import read

    def read_all() -> None:
        for path in paths:
            read(path)

    seconds = min(_processor_seconds(read_all) for _ in range(repeats))
    tracemalloc.start()
    read(max(paths, key=lambda path: path.stat().st_size))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    megabytes = sum(path.stat().st_size for path in paths) / 1e6
    return {
        "name": name, "files": len(paths), "megabytes": round(megabytes, 3), "seconds": round(seconds, 4),
        "megabytes_per_second": round(megabytes / seconds, 2), "peak_mb": round(peak / 1e6, 1),
    }  # fmt: skip


def _processor_seconds(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
