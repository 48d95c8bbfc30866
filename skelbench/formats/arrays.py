"""NumPy files from anybody: shapes checked before memory is taken, objects (pickles) never opened."""

from __future__ import annotations

import io
import math
import tokenize
import warnings
import zipfile
import zlib

import numpy as np
import numpy.typing as npt

from skelbench.formats.recording import LARGEST_FILE, Recording

__all__ = ["NPY_MAGIC", "ZIP_MAGIC", "npy_shape", "read_npy", "read_npz"]

NPY_MAGIC = b"\x93NUMPY"
ZIP_MAGIC = b"PK\x03\x04"
_MOST_ARRAYS = 1000
_BROKEN_HEADER = (TypeError, SyntaxError, RecursionError, MemoryError, OverflowError, tokenize.TokenError)
_HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


def npy_shape(head: bytes) -> tuple[int, ...] | None:
    """The shape that the head of an npy file claims; nothing where it claims none."""
    try:
        return _header(io.BytesIO(head))[0]
    except ValueError:
        return None


def _header(file: io.BytesIO) -> tuple[tuple[int, ...], bool, np.dtype[np.generic]]:
    """Shape, whether the first index runs fastest, and type; the file then stands where the numbers begin."""
    version = np.lib.format.read_magic(file)
    if version not in _HEADERS:
        raise ValueError(f"npy version {version} is not known")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old spellings of types are read, not remarked on
            shape, first_fastest, dtype = _HEADERS[version](file)
    except _BROKEN_HEADER as error:
        raise ValueError(f"its header is no npy header ({type(error).__name__})") from error
    return shape, first_fastest, dtype


def read_npy(recording: Recording, content: bytes, name: str = "") -> npt.NDArray[np.generic]:
    """The array of numbers in an npy file.

    Raises:
        FormatError: it holds objects, fewer or more bytes than its header says, or no array at all.
    """
    what = f"array '{name}'" if name else "an npy file"
    try:
        file = io.BytesIO(content)
        shape, first_fastest, dtype = _header(file)
    except ValueError as error:
        raise recording.error(f"Expected {what} of numbers, but {error}") from error
    if dtype.hasobject:
        raise recording.error(
            f"Expected {what} of numbers, found Python objects, which could run code; they stay closed"
        )
    if dtype.kind not in "fiub":
        raise recording.error(f"Expected {what} of numbers, found type {dtype}")
    expected, found = math.prod(shape) * dtype.itemsize, len(content) - file.tell()
    if any(length < 0 for length in shape) or expected != found:
        raise recording.error(f"Expected {expected} bytes of numbers for shape {shape} in {what}, found {found}")
    numbers = np.frombuffer(file.read(), dtype=dtype)
    return numbers.reshape(shape, order="F" if first_fastest else "C")


def read_npz(recording: Recording) -> dict[str, npt.NDArray[np.generic]]:
    """Name -> array of an npz file; what unpacks to more than the largest file allowed is refused.

    Raises:
        FormatError: the archive is broken, too large unpacked, or holds something other than arrays of numbers.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(recording.content)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.endswith(".npy")]
            size = sum(entry.file_size for entry in entries)
            if len(entries) > _MOST_ARRAYS or size > LARGEST_FILE:
                raise recording.error(f"Expected at most {LARGEST_FILE:,} bytes unpacked, found {size:,}")
            packed = {entry.filename.removesuffix(".npy"): _unpacked(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        raise recording.error(f"Expected an npz archive, but {error}") from error
    if not packed:
        raise recording.error("Expected arrays in an npz archive, found none")
    return {name: read_npy(recording, content, name) for name, content in packed.items()}


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise ValueError(f"'{entry.filename}' unpacks to another size than it states")
    return content
