"""Values as JSON, for a digest or to be read back: dataclasses of text, numbers, dates and tuples.

`msgspec` writes them without asking each object what it is, and reads them back into their types.
A decoder costs a little to build, so each is built when it is first asked for.
"""

from functools import cached_property
from typing import Any, Generic, TypeVar

import msgspec
from pydantic import BaseModel

T = TypeVar("T")


def written(value: Any) -> bytes:
    """The value's JSON, fields in their declared order. Sets have no order: don't pass one."""
    return _ENCODER.encode(value)


class Written(Generic[T]):
    """The JSON form of one type, and the way back."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[T]:
        return msgspec.json.Decoder(self._kind)

    def read(self, data: bytes | str) -> T:
        """The value. Raises ValueError if it is not that."""
        return self._decoder.decode(data)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump()
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


_ENCODER = msgspec.json.Encoder(enc_hook=_plain)
