"""Derive: from one picture all its derivatives, as blobs, or the fault that forbids them."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from PIL import Image

from factory.archive.store import Store
from factory.ground.digests import digest
from factory.ground.problems import Problem, error
from factory.media.encode import encode, encode_moving
from factory.media.picture import FORMATS, Refused, unreadable
from factory.media.pixels import moving, still
from factory.media.recipes import Recipe
from factory.media.signatures import HEAD, recognise
from factory.media.svg import drawing

_BOX = Image.Resampling.BOX


class Derived(Struct, frozen=True, kw_only=True, tag="image"):
    """A derivative that was made: its blob's name (SHA-256) and size in bytes."""

    recipe: Recipe
    digest: str
    size: int


class Fault(Struct, frozen=True, kw_only=True, tag="defaut"):
    """A derivative that cannot be made from those bytes, and why."""

    recipe: Recipe
    problem: Problem
    durable: bool = True
    """Whether the same bytes would fail again: if not, the fault must not be cached."""


Outcome = Derived | Fault


def derive(
    source: Path, wanted: Sequence[Recipe], into: Path, *, name: str = "", expected: str = ""
) -> tuple[Outcome, ...]:
    """Each recipe's blob in the store `into`, or its fault, in the order of `wanted`.

    The picture is decoded once. `name` is the file's in problems; `expected` is the SHA-256 that
    the source must still have. Meant for a confined child: hostile bytes are decoded here.
    """
    try:
        data = source.read_bytes()
        if expected and digest(data) != expected:
            raise Refused(_changed(name))
        store = Store(into)
        return tuple(
            Derived(recipe=recipe, digest=store.put(blob), size=len(blob))
            for recipe, blob in zip(wanted, _blobs(data, wanted, source, name), strict=True)
        )
    except Refused as refusal:
        return faults(wanted, refusal.problem, durable=refusal.problem.code != "fichier-modifie")
    except FileNotFoundError:
        return faults(wanted, _changed(name), durable=False)
    except MemoryError:
        return faults(wanted, too_heavy(name))


def faults(
    wanted: Sequence[Recipe], problem: Problem, *, durable: bool = True
) -> tuple[Outcome, ...]:
    """The same fault for each recipe."""
    return tuple(Fault(recipe=recipe, problem=problem, durable=durable) for recipe in wanted)


def too_heavy(name: str) -> Problem:
    """What a picture that its child died of is told."""
    return error(
        "image-trop-lourde",
        "Cette image demande trop de mémoire ou de temps : elle n’est pas publiée.",
        "Ouvrez-la dans un logiciel de photos, réduisez-la à 4000 pixels de large,"
        " enregistrez-la en JPEG et remplacez le fichier.",
        file=name,
    )


def _blobs(data: bytes, wanted: Sequence[Recipe], source: Path, name: str) -> Iterator[bytes]:
    form = recognise(data[:HEAD])
    if form == "SVG":
        drawn = drawing(source, name)
        if isinstance(drawn, Problem):
            raise Refused(drawn)
        return iter([drawn.clean] * len(wanted))
    if form not in FORMATS or not wanted:
        raise Refused(unreadable(name))
    make = _moving if wanted[0].anime else _still
    return make(data, form, wanted, name)


def _still(data: bytes, form: str, wanted: Sequence[Recipe], name: str) -> Iterator[bytes]:
    largest = max(wanted, key=lambda recipe: recipe.largeur)
    size = (largest.largeur, largest.hauteur)
    images = {size: still(io.BytesIO(data), form, size, name)}
    for recipe in wanted:
        size = (recipe.largeur, recipe.hauteur)
        if size not in images:
            images[size] = _smaller(images, size)
        yield _encoded(images[size], recipe, name)


def _smaller(images: dict[tuple[int, int], Image.Image], size: tuple[int, int]) -> Image.Image:
    """Reduced from the largest: from a smaller one would be quicker, and blur."""
    return images[max(images)].resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encoded(image: Image.Image, recipe: Recipe, name: str) -> bytes:
    opaque = recipe.format == "jpeg" and image.mode != "RGB"
    try:
        return encode(image.convert("RGB") if opaque else image, recipe)
    except (OSError, ValueError) as failure:  # an encoder's own bounds
        raise Refused(unreadable(name)) from failure


def _moving(data: bytes, form: str, wanted: Sequence[Recipe], name: str) -> Iterator[bytes]:
    largest = max(wanted, key=lambda recipe: recipe.largeur)
    whole = (largest.largeur, largest.hauteur)
    frames, times, loops = moving(io.BytesIO(data), form, whole, name)
    for recipe in wanted:
        size = (recipe.largeur, recipe.hauteur)
        sized = frames if size == whole else [frame.resize(size, _BOX) for frame in frames]
        yield encode_moving(sized, times, loops, recipe)


def _changed(name: str) -> Problem:
    return error(
        "fichier-modifie",
        "Ce fichier a changé pendant la publication.",
        "Il sera repris à la prochaine publication : vous n’avez rien à faire.",
        file=name,
    )
