"""WebP's header (RFC 9649). The library's own reader reserves the whole canvas to tell its size."""

from dataclasses import dataclass
from typing import BinaryIO

_CHUNK = 8
_HEAD = 12
_MOST_CHUNKS = 10_000
_MOST_EXIF = 1 << 20
_ALPHA, _EXIF, _ANIMATION = 0x10, 0x08, 0x02


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    width: int
    height: int
    alpha: bool = False
    animated: bool = False
    exif: bytes = b""


def read_header(file: BinaryIO) -> Header | None:
    """What the first chunk says, and the EXIF chunk where it announces one; None if damaged."""
    file.seek(_HEAD)
    name, size = _chunk(file)
    data = file.read(min(size, 10))
    if len(data) < 10:
        return None if name != b"VP8L" or len(data) < 5 else _lossless(data)
    if name == b"VP8X":
        flags = data[0]
        return Header(
            width=1 + int.from_bytes(data[4:7], "little"),
            height=1 + int.from_bytes(data[7:10], "little"),
            alpha=bool(flags & _ALPHA),
            animated=bool(flags & _ANIMATION),
            exif=_exif(file) if flags & _EXIF else b"",
        )
    if name == b"VP8L":
        return _lossless(data)
    if name == b"VP8 ":
        return Header(
            width=int.from_bytes(data[6:8], "little") & 0x3FFF,
            height=int.from_bytes(data[8:10], "little") & 0x3FFF,
        )
    return None


def _lossless(data: bytes) -> Header:
    bits = int.from_bytes(data[1:5], "little")
    return Header(
        width=1 + (bits & 0x3FFF), height=1 + (bits >> 14 & 0x3FFF), alpha=bool(bits >> 28 & 1)
    )


def _exif(file: BinaryIO) -> bytes:
    file.seek(_HEAD)
    for _ in range(_MOST_CHUNKS):
        name, size = _chunk(file)
        if not name:
            break
        if name == b"EXIF":
            return file.read(min(size, _MOST_EXIF))
        file.seek(size + size % 2, 1)
    return b""


def _chunk(file: BinaryIO) -> tuple[bytes, int]:
    head = file.read(_CHUNK)
    return (head[:4], int.from_bytes(head[4:], "little")) if len(head) == _CHUNK else (b"", 0)
