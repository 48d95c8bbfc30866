"""Files packed with gzip, unpacked within limits: a small file that claims to be huge is refused."""

from __future__ import annotations

import zlib

from skelbench.formats.recording import Recording

__all__ = ["GZIP_MAGIC", "unpacked", "unpacked_head"]

GZIP_MAGIC = b"\x1f\x8b"
_GZIP = 16 + zlib.MAX_WBITS  # zlib's word for a gzip header


def unpacked_head(recording: Recording, size: int = 8192) -> bytes:
    """The first bytes of a file, unpacked if it is packed; nothing where it is broken."""
    head = recording.head
    if not head.startswith(GZIP_MAGIC):
        return head[:size]
    try:
        return zlib.decompressobj(_GZIP).decompress(head, size)
    except zlib.error:
        return b""


def unpacked(recording: Recording, content: bytes, largest: int) -> bytes:
    """All bytes of a file, unpacked if it is packed.

    Raises:
        FormatError: the packing is broken or ends too early, or more than `largest` bytes come out.
    """
    if not content.startswith(GZIP_MAGIC):
        return content
    stream = zlib.decompressobj(_GZIP)
    try:
        found = stream.decompress(content, largest + 1)
    except zlib.error as error:
        raise recording.error(f"Expected a gzip file, but {error}") from error
    if len(found) > largest:
        raise recording.error(f"Expected at most {largest:,} bytes once unpacked, found more; cut the recording")
    if not stream.eof:
        raise recording.error(f"Expected a whole gzip file, found one that breaks off after {len(content):,} bytes")
    return found
