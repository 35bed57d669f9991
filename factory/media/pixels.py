"""Pixels: a picture decoded, upright, in sRGB, no larger than asked for."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image, ImageCms, ImageFile, ImageOps

from factory.ground.problems import Problem, error
from factory.media.picture import (
    MOST_PIXELS,
    Refused,
    has_alpha,
    opened,
    orientation,
    too_large,
)

MOST_MOVING_PIXELS = 30_000_000
"""All frames of an animation together, once reduced."""
MOST_FRAMES = 600

_RESIZABLE = ("L", "RGB", "RGBA", "LA", "CMYK", "YCbCr")
_DEEP = ("I;16", "I;16B", "I;16L", "I;16N", "I")
_QUICK = 20
_ORDINARY = 100
"""Milliseconds: below the first, browsers show a frame for the second."""


def still(file: BinaryIO, form: str, size: tuple[int, int], name: str) -> Image.Image:
    """The picture in RGB or RGBA, at exactly `size` (once upright). Raises Refused."""
    with opened(file, form, name) as image:
        turn = orientation(image)
        width, height = size if turn < 5 else size[::-1]
        alpha = has_alpha(image)
        profile = image.info.get("icc_profile")
        image.draft(None, (width, height))
        if image.width * image.height > MOST_PIXELS:
            raise Refused(too_large(*image.size, name))
        image.load()
        reduced = _resizable(image, alpha).resize(
            (width, height), Image.Resampling.LANCZOS, reducing_gap=2.0
        )
        return _upright(_in_srgb(reduced, profile, alpha), turn)


def moving(
    file: BinaryIO, form: str, size: tuple[int, int], name: str
) -> tuple[list[Image.Image], list[int], int | None]:
    """An animation: its frames in RGBA at `size`, their milliseconds, and how often it loops.

    0 loops is without end, None says nothing of it. Raises Refused.
    """
    with opened(file, form, name) as image:
        frames: list[Image.Image] = []
        times: list[int] = []
        spent = 0
        for frame in _frames(image):
            spent += max(image.width * image.height // 8, size[0] * size[1])
            if spent > MOST_MOVING_PIXELS or len(frames) == MOST_FRAMES:
                raise Refused(_heavy(name))
            reduced = frame.convert("RGBA").resize(size, Image.Resampling.BOX, reducing_gap=2.0)
            frames.append(plain(reduced))
            told = frame.info.get("duration", _ORDINARY)
            times.append(round(told) if told >= _QUICK else _ORDINARY)
        return frames, times, image.info.get("loop")


def plain(image: Image.Image) -> Image.Image:
    """The same picture with nothing beside its pixels: no place, no author, no profile."""
    image.info.clear()
    return image


def _frames(image: ImageFile.ImageFile) -> Iterator[Image.Image]:
    index = 0
    while True:
        try:
            image.seek(index)
        except EOFError:
            return
        image.load()
        yield image
        index += 1


def _resizable(image: Image.Image, alpha: bool) -> Image.Image:
    """In a mode that can be reduced without loss of sense: no palette, no single bits."""
    if image.mode in _DEEP:
        # Sixteen bits a pixel: keep the upper eight.
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if alpha and image.mode != "RGBA":
        return image.convert("RGBA")
    return image if image.mode in _RESIZABLE else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None, alpha: bool) -> Image.Image:
    """Colours as every browser shows them. A profile that cannot be used is not."""
    mode = "RGBA" if alpha else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if not _is_srgb(source):
                turned = ImageCms.profileToProfile(image, source, _SRGB, outputMode=mode)
                image = turned or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return image if image.mode == mode else image.convert(mode)


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    return "srgb" in ImageCms.getProfileDescription(profile).lower()


def _upright(image: Image.Image, turn: int) -> Image.Image:
    plain(image)
    if turn == 1:
        return image
    exif = Image.Exif()
    exif[0x0112] = turn
    image.info["exif"] = exif.tobytes()
    return plain(ImageOps.exif_transpose(image))


def _heavy(name: str) -> Problem:
    return error(
        "animation-trop-lourde",
        "Cette image animée est trop longue ou trop grande.",
        "Raccourcissez-la, réduisez-la à 480 pixels de large, ou mettez une image fixe à sa place.",
        file=name,
    )


_SRGB = ImageCms.createProfile("sRGB")
