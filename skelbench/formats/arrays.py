"""NumPy files from anybody: shapes checked before memory is taken, objects (pickles) never opened."""

from __future__ import annotations

import io
import math
import os
import tokenize
import warnings
import zipfile
import zlib
from collections.abc import Collection
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from skelbench.formats.recording import LARGEST_FILE, Recording

__all__ = ["NPY_MAGIC", "ZIP_MAGIC", "npy_shape", "npz_names", "npz_shape", "read_npy", "read_npz", "read_npz_row"]

NPY_MAGIC = b"\x93NUMPY"
ZIP_MAGIC = b"PK\x03\x04"
_MOST_ARRAYS = 1000
_MOST_DIRECTORY = 1_000_000  # bytes that the list of an archive's files may take
_MOST_HEADER = 20_000  # bytes of an npy header; NumPy itself refuses longer ones
_ZIP_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError)
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


def read_npy(recording: Recording, content: bytes, name: str = "", kinds: str = "fiub") -> npt.NDArray[np.generic]:
    """The array of numbers in an npy file; `kinds` "fiubSU" lets text pass too.

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
    if dtype.kind not in kinds or dtype.itemsize == 0:
        raise recording.error(f"Expected {what} of numbers, found type {dtype}")
    expected, found = math.prod(shape) * dtype.itemsize, len(content) - file.tell()
    if any(length < 0 for length in shape) or expected != found:
        raise recording.error(f"Expected {expected} bytes of numbers for shape {shape} in {what}, found {found}")
    numbers = np.frombuffer(file.read(), dtype=dtype)
    return numbers.reshape(shape, order="F" if first_fastest else "C")


def read_npz(
    recording: Recording, names: Collection[str] | None = None, kinds: str = "fiub"
) -> dict[str, npt.NDArray[np.generic]]:
    """Name -> array of an npz file, only those in `names` if given; what unpacks to more than is allowed is refused.

    Raises:
        FormatError: the archive is broken, too large unpacked, or holds something other than arrays of numbers.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(recording.content)) as archive:
            entries = [entry for entry in _arrays_in(archive) if names is None or _stem(entry) in names]
            size = sum(entry.file_size for entry in entries)
            if len(entries) > _MOST_ARRAYS or size > LARGEST_FILE:
                raise recording.error(f"Expected at most {LARGEST_FILE:,} bytes unpacked, found {size:,}")
            packed = {_stem(entry): _unpacked(archive, entry) for entry in entries}
    except _ZIP_BROKEN as error:
        raise recording.error(f"Expected an npz archive, but {error}") from error
    if not packed:
        wanted = "" if names is None else f" ({', '.join(sorted(names))})"
        raise recording.error(f"Expected arrays in an npz archive{wanted}, found none")
    return {name: read_npy(recording, content, name, kinds) for name, content in packed.items()}


def _arrays_in(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [entry for entry in archive.infolist() if entry.filename.endswith(".npy")]


def _stem(entry: zipfile.ZipInfo) -> str:
    return entry.filename.removesuffix(".npy")


class _Sparing(io.FileIO):
    """A file that never gives more than `_MOST_DIRECTORY` bytes at once, however long an archive says its list is."""

    def read(self, size: int | None = -1, /) -> bytes:
        left = os.fstat(self.fileno()).st_size - self.tell()
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted > _MOST_DIRECTORY:
            raise ValueError("its list of files is too long")
        return super().read(max(wanted, 0)) or b""


def npz_names(recording: Recording) -> tuple[str, ...]:
    """Names of the arrays in an npz file, by the list at its end; none where it is no archive."""
    if recording.is_folder or not recording.head.startswith(ZIP_MAGIC):
        return ()
    try:
        with _Sparing(recording.path, "rb") as file, zipfile.ZipFile(file) as archive:
            return tuple(_stem(entry) for entry in _arrays_in(archive))
    except _ZIP_BROKEN:
        return ()


def npz_shape(recording: Recording, name: str) -> tuple[int, ...]:
    """The shape of one array of an npz file, however large, without reading its numbers.

    Raises:
        FormatError: the archive is broken or has no such array.
    """
    return _located(recording, name)[0]


def read_npz_row(recording: Recording, name: str, row: int) -> npt.NDArray[np.generic]:
    """One row (first index) of an array in an npz file that may be larger than memory; it must not be compressed.

    Raises:
        FormatError: the archive is broken or compressed, the array holds no numbers, or there is no such row.
    """
    shape, dtype, start = _located(recording, name)
    width = math.prod(shape[1:]) * dtype.itemsize
    if not 0 <= row < shape[0] or not 0 < width <= LARGEST_FILE:
        raise recording.error(f"Expected a row of '{name}' below {shape[0]}, found {row}")
    try:
        with recording.path.open("rb") as file:
            file.seek(start + row * width)
            content = file.read(width)
    except OSError as error:
        raise recording.error(f"Expected a readable file, but {error.strerror}") from error
    if len(content) != width:
        raise recording.error(f"Expected {width} bytes for row {row} of '{name}', found {len(content)}")
    return np.frombuffer(content, dtype=dtype).reshape(shape[1:])


def _located(recording: Recording, name: str) -> tuple[tuple[int, ...], np.dtype[np.generic], int]:
    """Shape, type and place in the file of an array's numbers, row by row."""
    try:
        with _Sparing(recording.path, "rb") as file, zipfile.ZipFile(file) as archive:
            entry = next((one for one in _arrays_in(archive) if _stem(one) == name), None)
            if entry is None or entry.compress_type != zipfile.ZIP_STORED:
                raise ValueError(f"it holds no array '{name}' that is stored without compression")
            start = _place_of(file, entry)
            file.seek(start)
            header = io.BytesIO(file.read(_MOST_HEADER))
            shape, first_fastest, dtype = _header(header)
    except _ZIP_BROKEN as error:
        raise recording.error(f"Expected an npz archive, but {error}") from error
    if dtype.kind not in "fiub" or first_fastest or not shape or min(shape) < 1:
        raise recording.error(f"Expected rows of numbers in '{name}', found type {dtype} and shape {shape}")
    return shape, dtype, start + header.tell()


def _place_of(file: BinaryIO | _Sparing, entry: zipfile.ZipInfo) -> int:
    """Where an entry's bytes begin: behind a local header of 30 bytes, its name and its extra field."""
    file.seek(entry.header_offset)
    local = file.read(30)
    if len(local) != 30 or not local.startswith(ZIP_MAGIC):
        raise ValueError(f"'{entry.filename}' is not where the archive says")
    return entry.header_offset + 30 + int.from_bytes(local[26:28], "little") + int.from_bytes(local[28:30], "little")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise ValueError(f"'{entry.filename}' unpacks to another size than it states")
    return content
