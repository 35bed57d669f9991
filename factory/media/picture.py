"""Pictures by their headers: format, size once upright, transparency, movement. Nothing decoded."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageFile
from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from factory.ground.problems import Problem, error
from factory.media.facts import PictureFacts
from factory.media.webp import Header, read_header

MOST_PIXELS = 40_000_000
"""More than this is never decoded (DESIGN, section 7)."""
MOST_JPEG_PIXELS = 250_000_000
"""A JPEG is decoded at a half, a quarter or an eighth of its size: phones take 50 to 200 Mpx."""
MOST_PROGRESSIVE_PIXELS = 64_000_000
"""A progressive JPEG is held whole in memory, whatever the size asked for."""

_PLUGINS: dict[str, type[ImageFile.ImageFile]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "WebP": WebPImageFile,
    "AVIF": AvifImageFile,
    "GIF": GifImageFile,
    "BMP": BmpImageFile,
    "TIFF": TiffImageFile,
}
FORMATS = frozenset(_PLUGINS)

# What it finds strange in a file is of no use to anyone here: the problems say what matters.
warnings.filterwarnings("ignore", module=r"PIL\.")
logging.getLogger("PIL").setLevel(logging.CRITICAL)

_ORIENTATION = 0x0112
_MOVING = ("GIF", "PNG", "AVIF")
_TURNED = (5, 6, 7, 8)


class Refused(Exception):
    """A picture that will not be shown; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@contextmanager
def opened(file: BinaryIO, form: str, name: str) -> Iterator[ImageFile.ImageFile]:
    """The picture, its header read and its size accepted, not yet decoded.

    The reader is chosen by `form`, never by what the library would guess. What fails here, or in
    the block, is Refused: hostile bytes fail in many ways, and at any moment.
    """
    if form == "WebP":  # its reader reserves the whole canvas: measure first
        _webp(file, name)
    try:
        image = _PLUGINS[form](file)
        _accept(*image.size, _most(image), name)
        yield image
    except (Refused, MemoryError):
        raise
    except Exception as failure:
        raise Refused(unreadable(name)) from failure


def picture_facts(path: Path, form: str, name: str) -> PictureFacts:
    """The facts of a picture whose first bytes say that it is a `form`. Raises Refused."""
    with path.open("rb") as file:
        if form == "WebP":
            header = _webp(file, name)
            size, turn = (header.width, header.height), _turn(header.exif)
            alpha, moving = header.alpha, header.animated
        else:
            with opened(file, form, name) as image:
                size, turn, alpha = image.size, orientation(image), has_alpha(image)
                moving = form in _MOVING and bool(getattr(image, "is_animated", False))
    width, height = size[::-1] if turn in _TURNED else size
    return PictureFacts(format=form, largeur=width, hauteur=height, alpha=alpha, anime=moving)


def orientation(image: Image.Image) -> int:
    """How the photo must be turned, as EXIF counts (1: as it is); what the header says of it.

    Metadata that cannot be read turns nothing. A TIFF is already upright when Pillow opens it.
    """
    return 1 if isinstance(image, TiffImageFile) else _turn(image.info.get("exif", b""))


def _turn(data: bytes) -> int:
    exif = Image.Exif()  # not image.getexif(), which decodes a PNG to look behind its pixels
    try:
        exif.load(data)
        value = exif.get(_ORIENTATION, 1)
    except Exception:  # the EXIF reader raises whatever the bytes make it raise
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info


def unreadable(name: str) -> Problem:
    return error(
        "image-illisible",
        "Cette image est abîmée ou incomplète : elle ne peut pas être lue.",
        "Reprenez le fichier d’origine, ou ouvrez-le dans un logiciel de photos et"
        " enregistrez-le de nouveau en JPEG, puis remplacez-le ici.",
        file=name,
    )


def too_large(width: int, height: int, name: str) -> Problem:
    millions = round(width * height / 1e6)
    return error(
        "image-trop-grande",
        f"Cette image est trop grande : {width} × {height} pixels ({millions} millions).",
        "Réduisez-la à 4000 pixels de large dans un logiciel de photos, puis remplacez le fichier.",
        file=name,
    )


def _most(image: Image.Image) -> int:
    if not isinstance(image, JpegImageFile):
        return MOST_PIXELS
    return MOST_PROGRESSIVE_PIXELS if image.info.get("progressive") else MOST_JPEG_PIXELS


def _accept(width: int, height: int, most: int, name: str) -> None:
    if width < 1 or height < 1:
        raise Refused(unreadable(name))
    if width * height > most:
        raise Refused(too_large(width, height, name))


def _webp(file: BinaryIO, name: str) -> Header:
    header = read_header(file)
    file.seek(0)
    if header is None:
        raise Refused(unreadable(name))
    _accept(header.width, header.height, MOST_PIXELS, name)
    return header
