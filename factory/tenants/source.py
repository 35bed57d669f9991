"""A configuration file: from its bytes to its model, every problem told at once."""

from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from factory.ground.yaml import reading
from factory.ground.models.binding import Bound, bind
from factory.ground.problems import Problem, error, in_order

M = TypeVar("M", bound=BaseModel)


def read(model: type[M], data: bytes, *, file: str) -> Bound[M]:
    """The model that the YAML text of `data` describes; unknown keys are errors. Never raises."""
    text = _text(data, file)
    if isinstance(text, Problem):
        return Bound(value=None, problems=(text,))
    tree = reading.read(text, file=file, max_bytes=reading.CONFIGURATION_BYTES)
    bound = bind(model, tree, file=file, strict=True)
    return replace(bound, problems=in_order(tree.problems + bound.problems))


def _text(data: bytes, file: str) -> str | Problem:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:400].count(0) * 3 > len(data[:400]) > 3:
        return _badly_encoded("UTF-16", file, 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return _badly_encoded("Windows-1252", file, data.count(b"\n", 0, fault.start) + 1)


def _badly_encoded(guess: str, file: str, line: int) -> Problem:
    return error(
        "configuration-mal-encodee",
        f"Le fichier n’est pas enregistré en UTF-8 : il semble l’être en {guess}.",
        "Dans votre éditeur de texte, choisissez « Enregistrer sous… », puis l’encodage « UTF-8 ».",
        file=file,
        line=line,
    )
