"""What a file says, whatever its form: compressed, archived, PDF, SQLite, or plain text.

For a confined child: bytes are hostile. What is in a picture's pixels is not read.
"""

import gzip
import io
import logging
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

MOST = 64 << 20
"""Bytes of one file that are read, and of what it holds once it is unpacked."""
_DEEPEST = 3
_NARROW = re.compile(rb"[\x20-\x7e\x80-\xff]{6,}")
_WIDE = re.compile(rb"(?:[\x20-\xff][\0\x03\x20]){4,}")
"""Latin letters in UTF-16, accents and typographic marks among them: as Windows writes titles."""
_MEMBERS = 2000


class Unread(Exception):
    """A file, or a part of it, that could not be read to its end."""


def texts(path: Path) -> Iterator[str]:
    """Every text that a file holds. Raises `Unread` where it is not read whole, `OSError`."""
    if path.stat().st_size > MOST:
        raise Unread("trop grand")
    data = path.read_bytes()
    if path.suffix == ".br":
        data = _brotli(data)
    if data.startswith(b"SQLite format 3\0"):
        yield from _rows(path)
    yield from _texts(data, 0)


def opened(suffix: str, data: bytes) -> bytes | None:
    """What compressed bytes are a form of; None where they are none. Raises `Unread`."""
    return _brotli(data) if suffix == ".br" else _unpacked(data)


def _texts(data: bytes, depth: int) -> Iterator[str]:
    if depth < _DEEPEST and (inner := _unpacked(data)) is not None:
        yield from _texts(inner, depth + 1)
    elif depth < _DEEPEST and data.startswith(b"PK\x03\x04"):
        yield from _members(data, depth)
    elif data.startswith(b"%PDF-"):
        yield _plain(data)
        yield from _pdf(data)
    elif b"\0" in data[:4096]:
        yield from _runs(data)
    else:
        yield _plain(data)


def _runs(data: bytes) -> Iterator[str]:
    """The words in a picture or another file of bytes: its titles, in whatever text they are."""
    yield _plain(b"\n".join(_NARROW.findall(data)))
    yield b"".join(run + b"\n\0" for run in _WIDE.findall(data)).decode("utf-16-le", "ignore")


def _plain(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", "ignore") + "\n" + data.decode("cp1252", "ignore")


def _unpacked(data: bytes) -> bytes | None:
    if data.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            return _bounded(file.read(MOST + 1))
    if data[:1] == b"\x78" and len(data) > 2 and int.from_bytes(data[:2]) % 31 == 0:
        try:
            return _bounded(zlib.decompressobj().decompress(data, MOST + 1))
        except zlib.error:
            return None
    return None


def _brotli(data: bytes) -> bytes:
    import brotli

    opened = brotli.Decompressor()
    found = b"".join(
        opened.process(data[start : start + 65536]) for start in range(0, len(data), 65536)
    )
    return _bounded(found)


def _members(data: bytes, depth: int) -> Iterator[str]:
    """Of an archive, or of an office document, which is one: its names and its files."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        infos = packed.infolist()
        if len(infos) > _MEMBERS or sum(info.file_size for info in infos) > MOST:
            raise Unread("archive trop grande")
        for info in infos:
            yield info.filename
            with packed.open(info) as member:
                yield from _texts(_bounded(member.read(MOST + 1)), depth + 1)


def _pdf(data: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unread("PDF chiffré")
    yield "\n".join(str(value) for value in (reader.metadata or {}).values())
    for page in reader.pages:
        yield page.extract_text()


def _rows(path: Path) -> Iterator[str]:
    """Each value of a SQLite file: a long one is cut over its pages."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for table in [str(name).replace('"', '""') for (name,) in named]:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    if isinstance(value, bytes):
                        yield _plain(value)
                    elif isinstance(value, str):
                        yield value
    finally:
        connection.close()


def _bounded(data: bytes) -> bytes:
    if len(data) > MOST:
        raise Unread("trop grand une fois décompressé")
    return data
