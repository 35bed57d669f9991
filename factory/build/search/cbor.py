"""The part of CBOR (RFC 8949) that Pagefind's files use: whole numbers, texts, lists."""

from typing import Any

_NUMBER, _TEXT, _LIST = 0, 3, 4
_SIZES = {24: 1, 25: 2, 26: 4, 27: 8}
"""Bytes that follow the first one, by its five low bits."""


def loads(data: bytes) -> Any:
    """Raises ValueError for anything else than one such value, whole."""
    value, end = _value(data, 0)
    if end != len(data):
        raise ValueError("more than one value")
    return value


def dumps(value: Any) -> bytes:
    """In the shortest form, which is Pagefind's too."""
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    if isinstance(value, list):
        return _head(_LIST, len(value)) + b"".join(dumps(item) for item in value)
    return _head(_NUMBER, value)


def _value(data: bytes, at: int) -> tuple[Any, int]:
    if at >= len(data):
        raise ValueError("cut short")
    kind, low = data[at] >> 5, data[at] & 31
    at += 1
    size = _SIZES.get(low, 0)
    if (low > 23 and not size) or at + size > len(data):
        raise ValueError("not a definite length")
    count = int.from_bytes(data[at : at + size]) if size else low
    at += size
    if kind == _NUMBER:
        return count, at
    if kind == _TEXT and at + count <= len(data):
        return data[at : at + count].decode(), at + count
    if kind != _LIST:
        raise ValueError(f"major type {kind}")
    items = []
    for _ in range(count):
        item, at = _value(data, at)
        items.append(item)
    return items, at


def _head(kind: int, count: int) -> bytes:
    if count < 24:
        return bytes([kind << 5 | count])
    for low, size in _SIZES.items():
        if count < 1 << 8 * size:
            return bytes([kind << 5 | low]) + count.to_bytes(size)
    raise ValueError("too large")
