"""A site's icons, square and in PNG: the commune's arms, or the first letter of its name.

Arms are opened in a confined child, like any picture of a commune's. A letter is drawn by
ourselves, from a text and two colours: nothing of it is hostile.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import PIL
from PIL import Image

from factory.archive.store import Store
from factory.ground.confined.children import ChildDied, Task
from factory.ground.digests import digest, digest_of
from factory.ground.problems import Problem
from factory.ground.written import Written, written
from factory.media.batches import LIMITS, Carrier
from factory.media.picture import FORMATS, Refused, unreadable
from factory.media.pixels import still
from factory.media.recipes import codecs
from factory.media.signatures import HEAD, recognise
from factory.media.svg import drawing

REVISION = 1
"""To be raised whenever this file gives other bytes for the same arms or letter."""

_FILLED = 0.96
_ON_WHITE = {"180": 0.84, "masque": 0.56}
"""Icons that systems crop or lay on black: how much of their side the arms take. A maskable one
keeps to the square within the safe zone, a circle of 80 % (W3C, Web Application Manifest)."""
_LETTER = 0.72
_SHADES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Icon:
    """One icon made: its blob's name (SHA-256) and size in bytes."""

    nom: str
    digest: str
    size: int


def arms_key(name: str) -> str:
    """What the icons drawn from a file depend on: its digest, this file, the codecs."""
    from resvg_py import __resvg_version__

    return digest_of(("blason", name, REVISION, codecs(), __resvg_version__))


def letter_key(letter: str, ground: str, ink: str) -> str:
    return digest_of(("lettre", letter, ground, ink, REVISION, PIL.__version__))


def from_arms(
    source: Path,
    expected: str,
    ratio: float,
    sizes: Mapping[str, int],
    *,
    into: Path,
    carry: Carrier,
) -> tuple[Icon, ...] | None:
    """The icons of the arms in `source`, of that width over height; none where they fail.

    None where the child died of it: it may not, another time.

    The picture's own derivation has already told of what is wrong with it.
    """
    into.mkdir(parents=True, exist_ok=True)

    def work() -> bytes:
        data = source.read_bytes()
        if digest(data) != expected:
            return b"[]"
        try:
            arms = _arms(data, source, ratio, max(sizes.values()))
        except Refused:
            return b"[]"
        made = {name: _laid(arms, side, _ON_WHITE.get(name)) for name, side in sizes.items()}
        return to_bytes(_kept({name: _png(icon) for name, icon in made.items()}, into))

    task = Task(name="icones", work=work, read=(source,), write=(into,), limits=LIMITS)
    for _, outcome in carry([task]):
        if not isinstance(outcome, ChildDied):
            return from_bytes(outcome)
    return None


def from_letter(
    letter: str, ground: str, ink: str, sizes: Mapping[str, int], into: Path
) -> tuple[Icon, ...]:
    """A letter in `ink` on `ground` (« #1f5f8b »), which fills the icon to its corners."""
    from PIL import ImageColor  # not needed where there are arms, nor where nothing is new

    ends = ImageColor.getrgb(ground)[:3], ImageColor.getrgb(ink)[:3]
    palette = [
        round(low + (high - low) * step / (_SHADES - 1))
        for step in range(_SHADES)
        for low, high in zip(*ends, strict=True)
    ]
    blobs = {side: _lettered(letter, side, palette) for side in set(sizes.values())}
    return _kept({name: blobs[side] for name, side in sizes.items()}, into)


def _lettered(letter: str, side: int, palette: list[int]) -> bytes:
    """Drawn anew at each size: a glyph is sharper so, and quicker made than reduced."""
    from PIL import ImageDraw, ImageFont

    font = ImageFont.load_default(side * _LETTER)  # Aileron, which Pillow carries
    left, top, right, bottom = font.getbbox(letter)
    mask = Image.new("L", (side, side))
    place = (side - left - right) / 2, (side - top - bottom) / 2
    ImageDraw.Draw(mask).text(place, letter, 255, font)
    shades = mask.point([value * _SHADES // 256 for value in range(256)])
    icon = Image.frombytes("P", mask.size, shades.tobytes())
    icon.putpalette(palette)
    return _png(icon)


def to_bytes(icons: tuple[Icon, ...]) -> bytes:
    """As kept in a cache."""
    return written(icons)


def from_bytes(data: bytes) -> tuple[Icon, ...]:
    """What `to_bytes` wrote; ValueError if it is not that."""
    return _ICONS.read(data)


def _arms(data: bytes, source: Path, ratio: float, side: int) -> Image.Image:
    """The arms at the largest size that stands in a square of that side."""
    width, height = (side, side / ratio) if ratio >= 1 else (side * ratio, side)
    size = max(1, round(width)), max(1, round(height))
    form = recognise(data[:HEAD])
    if form != "SVG":
        if form not in FORMATS:
            raise Refused(unreadable(source.name))
        return still(io.BytesIO(data), form, size, source.name).convert("RGBA")
    import resvg_py

    drawn = drawing(source, source.name)
    if isinstance(drawn, Problem):
        raise Refused(drawn)
    # Without the system's fonts: the same bytes on any machine.
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=drawn.clean.decode(), width=size[0], height=size[1], skip_system_fonts=True
        )
    except ValueError:
        raise Refused(unreadable(source.name)) from None
    return Image.open(io.BytesIO(png)).convert("RGBA")


def _laid(arms: Image.Image, side: int, on_white: float | None) -> Image.Image:
    """In the middle of a square: clear, or white where systems would show black."""
    part = side * (on_white or _FILLED) / max(arms.size)
    size = max(1, round(arms.width * part)), max(1, round(arms.height * part))
    small = arms.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    square = Image.new("RGBA", (side, side), "#ffffff" if on_white else "#ffffff00")
    square.alpha_composite(small, ((side - size[0]) // 2, (side - size[1]) // 2))
    return square.convert("RGB") if on_white else square


def _png(icon: Image.Image) -> bytes:
    out = io.BytesIO()
    few = {"bits": 4} if icon.mode == "P" else {}
    icon.save(out, "PNG", compress_level=6, **few)
    return out.getvalue()


def _kept(made: Mapping[str, bytes], into: Path) -> tuple[Icon, ...]:
    store = Store(into)
    return tuple(
        Icon(nom=name, digest=store.put(data), size=len(data)) for name, data in made.items()
    )


_ICONS: Written[tuple[Icon, ...]] = Written(tuple[Icon, ...])
