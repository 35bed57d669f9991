"""Derivatives: their sizes, their colours, their silence about where a photo was taken."""

import io
import json
import os
import stat
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw

from factory.archive.store import Store
from factory.ground.digests import digest
from factory.media.derive import Derived, Fault, derive
from factory.media.examine import examine
from factory.media.facts import PictureFacts
from factory.media.recipes import REVISION, codecs, recipes

Write = Callable[[str, bytes], Path]


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def scene(size: tuple[int, int] = (800, 600), mode: str = "RGB") -> Image.Image:
    """Red at the top left, green at the top right, blue below: tells which way is up."""
    image = Image.new("RGB", size, "blue")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill="red")
    draw.rectangle((size[0] // 2, 0, size[0], size[1] // 2 - 1), fill="green")
    return image.convert(mode)


def made(path: Path, store: Path) -> dict[tuple[str, int], Image.Image]:
    """Every derivative of a file, opened, by format and width."""
    facts = examine(path, path.name).facts
    assert isinstance(facts, PictureFacts)
    outcomes = derive(path, recipes(facts), store, name=path.name)
    images: dict[tuple[str, int], Image.Image] = {}
    for outcome in outcomes:
        assert isinstance(outcome, Derived), outcome
        image = Image.open(Store(store).path(outcome.digest))
        image.load()
        assert image.size == (outcome.recipe.largeur, outcome.recipe.hauteur)
        images[outcome.recipe.format, outcome.recipe.largeur] = image
    return images


def fault(path: Path, store: Path) -> str:
    """The message of the fault that every derivative of the file has."""
    facts = examine(path, path.name).facts
    assert isinstance(facts, PictureFacts)
    outcomes = derive(path, recipes(facts), store, name=path.name)
    assert outcomes
    (told,) = {str(outcome.problem) for outcome in outcomes if isinstance(outcome, Fault)}
    return told


def is_near(image: Image.Image, at: tuple[float, float], colour: tuple[int, int, int]) -> bool:
    point = (int(image.width * at[0]), int(image.height * at[1]))
    found = image.convert("RGB").getpixel(point)
    assert isinstance(found, tuple)
    return all(abs(a - b) < 30 for a, b in zip(found, colour, strict=True))


RED, GREEN, BLUE = (255, 0, 0), (0, 128, 0), (0, 0, 255)


def assert_scene(image: Image.Image) -> None:
    assert is_near(image, (0.25, 0.25), RED)
    assert is_near(image, (0.75, 0.25), GREEN)
    assert is_near(image, (0.25, 0.75), BLUE)
    assert is_near(image, (0.75, 0.75), BLUE)


# -- what they hold -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "BMP", "TIFF", "GIF"])
def test_every_format_gives_its_derivatives(write: Write, tmp_path: Path, form: str) -> None:
    for image in made(write("a", saved(scene(), form)), tmp_path / "store").values():
        assert_scene(image)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_comes_out_upright(write: Write, tmp_path: Path, turn: int) -> None:
    undo = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[turn]  # fmt: skip
    image = scene() if undo is None else scene().transpose(undo)
    exif = Image.Exif()
    exif[0x0112] = turn
    for form in ("JPEG", "PNG", "TIFF"):
        for result in made(write("a", saved(image, form, exif=exif)), tmp_path / "store").values():
            assert result.width > result.height
            assert_scene(result)


def test_no_metadata_leaves_the_factory(write: Write, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "MARQUE-SECRETE"
    exif.get_ifd(0x8825)[2] = (43.0, 17.0, 47.0)
    options: dict[str, Any] = {"exif": exif, "comment": "COMMENTAIRE-SECRET", "xmp": b"XMP-SECRET"}
    path = write("photo.jpg", saved(scene(), "JPEG", **options))
    assert b"MARQUE-SECRETE" in path.read_bytes()
    for image in made(path, tmp_path / "store").values():
        assert not image.getexif()
        assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(image.info)
    for name in Store(tmp_path / "store").names():
        data = Store(tmp_path / "store").get(name)
        assert data is not None
        assert b"SECRET" not in data
        assert b"Exif" not in data


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "RGBA", "LA", "I;16", "YCbCr"])
def test_every_mode_comes_out_in_colours_that_browsers_show(
    write: Write, tmp_path: Path, mode: str
) -> None:
    if mode == "I;16":
        image = Image.new("I;16", (60, 40), 40_000)
    else:
        image = Image.new("RGB", (60, 40), (156, 156, 156)).convert(mode)
    form = "TIFF" if mode in ("CMYK", "YCbCr") else "PNG"
    for result in made(write("a", saved(image, form)), tmp_path / "store").values():
        assert result.mode in ("RGB", "RGBA")
        if mode != "1":
            assert is_near(result, (0.5, 0.5), (156, 156, 156))


def test_another_colour_space_is_turned_into_srgb(write: Write, tmp_path: Path) -> None:
    """A profile in which red and blue have changed places, so that nobody can miss it."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"tmp_"), (b"bXYZ", b"rXYZ"), (b"tmp_", b"bXYZ")):
        profile = profile.replace(old, new)
    profile = profile.replace("sRGB".encode("utf-16-be"), "autr".encode("utf-16-be"))
    red, green, blue = scene().split()
    swapped = Image.merge("RGB", (blue, green, red))
    for form in ("JPEG", "PNG", "TIFF", "WEBP"):
        path = write("a", saved(swapped, form, icc_profile=profile))
        for result in made(path, tmp_path / "store").values():
            assert_scene(result)


def test_a_profile_that_means_nothing_is_ignored(write: Write, tmp_path: Path) -> None:
    path = write("a.jpg", saved(scene(), "JPEG", icc_profile=b"pas un profil" * 20))
    for result in made(path, tmp_path / "store").values():
        assert_scene(result)


def test_a_moving_picture_goes_on_moving(write: Write, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (700, 300), colour) for colour in ("red", "green", "blue")]
    options: dict[str, Any] = {"append_images": frames[1:], "duration": [120, 120, 500], "loop": 0}
    path = write("a.gif", saved(frames[0], "GIF", save_all=True, **options))
    images = made(path, tmp_path / "store")
    assert sorted(images) == [("gif", 320), ("webp", 640)]
    for image in images.values():
        assert getattr(image, "n_frames", 1) == 3
        for index, colour in enumerate((RED, GREEN, BLUE)):
            image.seek(index)
            assert is_near(image, (0.5, 0.5), colour)


def test_an_endless_moving_picture_is_refused(write: Write, tmp_path: Path) -> None:
    frames = [Image.new("L", (640, 480), shade % 256) for shade in range(120)]
    options: dict[str, Any] = {"append_images": frames[1:], "duration": 40}
    path = write("film.gif", saved(frames[0], "GIF", save_all=True, **options))
    assert fault(path, tmp_path / "store") == (
        "film.gif: erreur [animation-trop-lourde] Cette image animée est trop longue ou trop"
        " grande.\n"
        "    → Raccourcissez-la, réduisez-la à 480 pixels de large, ou mettez une image fixe à sa"
        " place."
    )


# -- what they refuse -----------------------------------------------------------------------------


def test_a_photo_cut_short_is_refused(write: Write, tmp_path: Path) -> None:
    noise = Image.effect_noise((300, 200), 80).convert("RGB")
    for form in ("JPEG", "PNG", "WEBP"):
        data = saved(noise, form)
        told = fault(write("coupe.jpg", data[: len(data) * 2 // 3]), tmp_path / "store")
        assert told.startswith("coupe.jpg: erreur [image-illisible] Cette image est abîmée"), form
    assert not list(Store(tmp_path / "store").names())


def test_pixels_that_inflate_without_end_are_bounded(write: Write, tmp_path: Path) -> None:
    """A small header, and a stream of zeros a thousand times longer than it announces."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 100, 100, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(30_000_000)))
    path = write("bombe.png", b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b""))
    assert made(path, tmp_path / "store")


def test_a_file_that_changed_meanwhile_waits(write: Write, tmp_path: Path) -> None:
    path = write("a.png", saved(scene(), "PNG"))
    facts = examine(path, "a.png").facts
    assert isinstance(facts, PictureFacts)
    for before in ("0" * 64, digest(b"other")):
        (outcome, *_) = derive(path, recipes(facts), tmp_path / "s", name="a.png", expected=before)
        assert isinstance(outcome, Fault)
        assert not outcome.durable
        assert outcome.problem.message == "Ce fichier a changé pendant la publication."
    path.unlink()
    (outcome, *_) = derive(path, recipes(facts), tmp_path / "s", name="a.png")
    assert isinstance(outcome, Fault)


# -- how they are kept ----------------------------------------------------------------------------


def test_blobs_are_named_by_their_bytes_and_read_only(write: Write, tmp_path: Path) -> None:
    path = write("a.png", saved(scene(), "PNG"))
    facts = examine(path, "a.png").facts
    assert isinstance(facts, PictureFacts)
    first = derive(path, recipes(facts), tmp_path / "one")
    for outcome in first:
        assert isinstance(outcome, Derived)
        blob = tmp_path / "one" / outcome.digest[:2] / outcome.digest[2:]
        assert digest(blob.read_bytes()) == outcome.digest
        assert blob.stat().st_size == outcome.size
        assert stat.S_IMODE(os.stat(blob).st_mode) == 0o444
    assert derive(path, recipes(facts), tmp_path / "two") == first


def test_the_bytes_move_only_with_the_revision(write: Write, tmp_path: Path) -> None:
    """If this fails with the same codecs, raise REVISION and write the golden file anew."""
    golden = json.loads((Path(__file__).parent / "golden-derivatives.json").read_text())
    if golden["codecs"] != list(codecs()):
        pytest.skip("other codecs than those of the golden file: their versions are in the key")
    derivatives = {}
    clear = scene((700, 500)).convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    for name, image in (("photo", scene((1000, 700))), ("logo", clear)):
        path = write(name, saved(image, "PNG"))
        facts = examine(path, name).facts
        assert isinstance(facts, PictureFacts)
        for one in derive(path, recipes(facts), tmp_path / "store"):
            assert isinstance(one, Derived)
            derivatives[f"{name} {one.recipe.largeur} {one.recipe.format}"] = one.digest
    assert golden["revision"] == REVISION
    assert derivatives == golden["derivatives"]
