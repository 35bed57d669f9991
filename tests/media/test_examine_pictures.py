"""Pictures examined by their headers: size once upright, truth over names, refusals with a word."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from factory.media.examine import examine
from factory.media.facts import PictureFacts, from_bytes, to_bytes
from factory.media.signatures import recognise
from factory.media.webp import read_header

Write = Callable[[str, bytes], Path]


def picture(form: str, mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (64, 48), 90).save(out, form, **options)
    return out.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose header says anything, over a handful of bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def told(path: Path) -> str:
    """The one problem of a file, as an agent reads it."""
    (problem,) = examine(path, path.name).problems
    return str(problem)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("JPEG", "JPEG"),
        ("PNG", "PNG"),
        ("WEBP", "WebP"),
        ("AVIF", "AVIF"),
        ("GIF", "GIF"),
        ("BMP", "BMP"),
        ("TIFF", "TIFF"),
    ],
)
def test_every_format_by_its_bytes(write: Write, form: str, shown: str) -> None:
    examined = examine(write(f"image.{form.lower()}", picture(form)), f"image.{form.lower()}")
    assert examined.facts == PictureFacts(format=shown, largeur=64, hauteur=48)
    assert examined.problems == ()
    assert examined.kind == "image"


def test_the_content_is_believed_not_the_name(write: Write) -> None:
    path = write("photo.png", picture("JPEG"))
    examined = examine(path, "medias/photo.png")
    assert examined.facts == PictureFacts(format="JPEG", largeur=64, hauteur=48)
    assert [str(problem) for problem in examined.problems] == [
        "medias/photo.png: information [extension-trompeuse] Le nom de ce fichier finit par"
        " « .png », mais c’est un fichier JPEG.\n"
        "    → Il est publié pour ce qu’il est. Pour faire disparaître ce message, renommez-le en"
        " « .jpg », là où il est cité aussi."
    ]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_the_size_is_that_of_the_photo_once_upright(write: Write, form: str, turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    facts = examine(write("photo", picture(form, exif=exif)), "photo.jpg").facts
    assert isinstance(facts, PictureFacts)
    expected = (48, 64) if turn >= 5 else (64, 48)
    assert (facts.largeur, facts.hauteur) == expected


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize(
    "exif", [b"", b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0II"]
)
def test_senseless_metadata_turn_nothing(write: Write, exif: bytes) -> None:
    facts = examine(write("photo.jpg", picture("JPEG", exif=exif)), "photo.jpg").facts
    assert facts == PictureFacts(format="JPEG", largeur=64, hauteur=48)


def test_transparency_and_movement_are_seen(write: Write) -> None:
    frames = [Image.new("L", (8, 8), shade) for shade in (0, 120, 240)]
    for form in ("GIF", "WEBP", "PNG"):
        out = io.BytesIO()
        frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=80)
        facts = examine(write("moving", out.getvalue()), "moving.gif").facts
        assert isinstance(facts, PictureFacts)
        assert facts.anime, form
    for form in ("PNG", "WEBP", "AVIF"):
        facts = examine(write("clear", picture(form, mode="RGBA")), "clear.png").facts
        assert isinstance(facts, PictureFacts)
        assert facts.alpha, form


def test_a_moving_picture_is_worth_a_word(write: Write) -> None:
    frames = [Image.new("L", (8, 8), shade) for shade in (0, 240)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert told(write("fete.gif", out.getvalue())) == (
        "fete.gif: information [image-animee] Cette image bouge sans que le lecteur puisse"
        " l’arrêter : certains en sont gênés.\n"
        "    → Préférez une image fixe, ou une animation de moins de cinq secondes, jouée une fois."
    )


def test_a_bomb_is_refused_by_its_header(write: Write) -> None:
    assert told(write("bombe.png", png_of_size(30_000, 30_000))) == (
        "bombe.png: erreur [image-trop-grande] Cette image est trop grande : 30000 × 30000 pixels"
        " (900 millions).\n"
        "    → Réduisez-la à 4000 pixels de large dans un logiciel de photos, puis remplacez le"
        " fichier."
    )
    webp = bytearray(
        picture("WEBP", mode="RGBA", lossless=True, exif=b"Exif\0\0II*\0\x08\0\0\0\0\0")
    )
    assert webp[12:16] == b"VP8X"
    webp[24:30] = b"\xfe\x3f\x00\xfe\x3f\x00"
    assert "[image-trop-grande]" in told(write("bombe.webp", bytes(webp)))


def test_a_phones_photo_of_108_million_pixels_is_accepted(write: Write) -> None:
    data = bytearray(picture("JPEG"))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", 9000, 12000)
    examined = examine(write("telephone.jpg", bytes(data)), "telephone.jpg")
    assert examined.facts == PictureFacts(format="JPEG", largeur=12000, hauteur=9000)


def test_a_huge_progressive_photo_is_not(write: Write) -> None:
    data = bytearray(picture("JPEG", progressive=True))
    frame = data.index(b"\xff\xc2")
    data[frame + 5 : frame + 9] = struct.pack(">HH", 9000, 12000)
    assert "[image-trop-grande]" in told(write("telephone.jpg", bytes(data)))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_cut_header_is_refused(write: Write) -> None:
    assert told(write("coupe.jpg", picture("JPEG")[:40])) == (
        "coupe.jpg: erreur [image-illisible] Cette image est abîmée ou incomplète : elle ne peut"
        " pas être lue.\n"
        "    → Reprenez le fichier d’origine, ou ouvrez-le dans un logiciel de photos et"
        " enregistrez-le de nouveau en JPEG, puis remplacez-le ici."
    )
    for form in ("PNG", "WEBP", "AVIF", "GIF", "BMP", "TIFF"):
        examined = examine(write("coupe", picture(form)[:20]), "coupe.png")
        assert examined.facts is None, form
        assert examined.problems, form


def test_an_empty_file_is_named(write: Write) -> None:
    assert told(write("vide.jpg", b"")) == (
        "vide.jpg: erreur [fichier-vide] Ce fichier est vide.\n"
        "    → Copiez-le de nouveau : l’envoi a sans doute été interrompu."
    )


def test_a_phones_heic_says_how_to_get_a_jpeg(write: Write) -> None:
    heic = struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic"
    assert told(write("IMG_0042.jpg", heic)) == (
        "IMG_0042.jpg: erreur [image-heic] Cette photo est au format HEIC, que les navigateurs ne"
        " savent pas montrer.\n"
        "    → Exportez-la en JPEG : sur iPhone, Réglages › Appareil photo › Formats › « Le plus"
        " compatible », ou envoyez-la-vous par courriel ; sur un ordinateur, ouvrez-la et"
        " choisissez « Exporter… », puis JPEG."
    )


def test_other_pictures_are_refused_by_name(write: Write) -> None:
    assert told(write("plan.psd", b"8BPS" + bytes(40))) == (
        "plan.psd: erreur [image-non-prise-en-charge] Ce format d’image n’est pas pris en charge.\n"
        "    → Ouvrez l’image dans un logiciel de dessin ou de photos, enregistrez-la en PNG ou en"
        " JPEG, puis remplacez le fichier."
    )


def test_facts_come_back_from_the_cache_as_they_were(write: Write) -> None:
    for name, data in (("photo.png", picture("JPEG")), ("vide.pdf", b""), ("a.txt", b"bonjour")):
        examined = examine(write(name, data), name)
        assert from_bytes(to_bytes(examined)) == examined
    with pytest.raises(ValueError, match="JSON"):
        from_bytes(b"pickle")


STARTS = [b"", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8X", b"\0\0\0\x20ftyp", b"GIF89a"]


@given(st.binary(max_size=200), st.sampled_from(STARTS))
def test_no_bytes_break_the_reading_of_signatures(rest: bytes, start: bytes) -> None:
    assert isinstance(recognise(start + rest), str)
    read_header(io.BytesIO(start + rest))
