"""Digests of bytes and of values: what every key, blob name and proof is made of."""

import hashlib
from typing import Any

from factory.ground.written import written


def digest(data: bytes) -> str:
    """SHA-256 of `data`, in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of(value: Any) -> str:
    """SHA-256 of a value's canonical JSON.

    `value` is made of strings, numbers, dates, tuples, dataclasses and pydantic models. Dataclass
    fields come in their declared order; a mapping's order is its own, so build it sorted. Sets
    have no order and must not be passed.
    """
    return digest(written(value))
