"""Run alone by `caged`: the one table of pandas in an HDF5 file, printed as a line of JSON and its numbers.

A line: {"rows", "columns", "names": the pickled column names in base64} or {"error": a sentence}; then, where there is
no error, the index as 64-bit whole numbers and the values as 64-bit floats. Nothing of the project is imported.
"""

from __future__ import annotations

import base64
import codecs
import json
import sys
from typing import Any

import h5py
import numpy as np

__all__ = ["Unfit", "limits", "main", "table"]

_MOST_VALUES = 45_000_000  # 360 MB of 64-bit floats


class Unfit(Exception):
    """The file is no table that can be read here; the message is a sentence's second half."""


def limits(cpu_seconds: int, memory: int) -> None:
    """So much time and memory from here on, and no file to write (where the system knows such limits)."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime) + 1 + cpu_seconds
    for kind, most in ((resource.RLIMIT_CPU, cpu), (resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(kind, (most, most))


def _no_more_files() -> None:
    """From here on nothing else can be opened, whatever a link in the file points to."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def table(file: h5py.File) -> tuple[dict[str, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Description, index (T) and values (T columns) of the file's one table."""
    groups = [name for name in file if isinstance(file.get(name, getlink=True), h5py.HardLink)]
    found = [file[name] for name in groups[:20] if isinstance(file[name], h5py.Group) and _is_frame(file[name])]
    if len(found) != 1:
        raise Unfit(f"it holds {len(found)} tables of pandas (format='table')")
    (group,) = found
    data = group["table"]
    fields = data.dtype.names or ()
    if data.external is not None or data.is_virtual or data.ndim != 1 or set(fields) != {"index", "values_block_0"}:
        raise Unfit("its table has more than an index and one block of numbers")
    block = data.dtype["values_block_0"]
    width = int(np.prod(block.shape, dtype=np.int64)) if block.shape else 1
    if block.base.kind != "f" or data.dtype["index"].kind not in "iu" or width * data.shape[0] > _MOST_VALUES:
        raise Unfit(f"its table of {data.shape[0]} x {width} is too large or holds no numbers")
    rows = data[:]
    names = data.attrs.get("values_block_0_kind", group.attrs.get("non_index_axes"))
    if not isinstance(names, bytes):
        raise Unfit("its columns have no names")
    said = {"rows": int(data.shape[0]), "columns": width, "names": base64.b64encode(bytes(names)).decode()}
    values = np.ascontiguousarray(rows["values_block_0"], dtype=np.float64).reshape(len(rows), width)
    return said, rows["index"].astype(np.int64), values


def _is_frame(group: h5py.Group) -> bool:
    linked = "table" in group and isinstance(group.get("table", getlink=True), h5py.HardLink)
    return linked and isinstance(group["table"], h5py.Dataset) and group.attrs.get("pandas_type") == b"frame_table"


def main(words: list[str]) -> int:
    """Print the table of the file that is named behind the limits of time and memory."""
    cpu_seconds, memory, path = words
    limits(int(cpu_seconds), int(memory))
    out = sys.stdout.buffer
    codecs.lookup("ascii")  # h5py asks for it when no file can be opened any more
    try:
        with h5py.File(path, "r") as file:
            _no_more_files()
            said, index, values = table(file)
    except Unfit as error:
        out.write(json.dumps({"error": str(error)}).encode() + b"\n")
        return 0
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, AttributeError, MemoryError) as error:
        out.write(json.dumps({"error": f"it cannot be read ({type(error).__name__})"}).encode() + b"\n")
        return 0
    out.write(json.dumps(said).encode() + b"\n")
    out.write(index.tobytes())
    out.write(values.tobytes())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
