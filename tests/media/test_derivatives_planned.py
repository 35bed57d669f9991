"""Which derivatives a picture has, and what they are called."""

from typing import Any

from factory.media.facts import PictureFacts
from factory.media.recipes import Recipe, filename, recipes


def plan(**facts: Any) -> list[tuple[str, int, int]]:
    given: dict[str, Any] = {"format": "JPEG", **facts}
    return [(one.format, one.largeur, one.hauteur) for one in recipes(PictureFacts(**given))]


def test_a_photo_has_three_widths_in_three_formats() -> None:
    assert plan(largeur=4032, hauteur=3024) == [
        ("avif", 480, 360), ("avif", 960, 720), ("avif", 1600, 1200),
        ("webp", 480, 360), ("webp", 960, 720), ("webp", 1600, 1200),
        ("jpeg", 480, 360), ("jpeg", 960, 720), ("jpeg", 1600, 1200),
    ]  # fmt: skip


def test_no_picture_is_enlarged() -> None:
    assert {width for _, width, _ in plan(largeur=300, hauteur=200)} == {300}
    assert {width for _, width, _ in plan(largeur=1200, hauteur=800)} == {480, 960, 1200}
    assert {width for _, width, _ in plan(largeur=1000, hauteur=800)} == {480, 1000}
    assert plan(largeur=1, hauteur=65_000)[0] == ("avif", 1, 16_000)


def test_transparency_falls_back_to_png_and_movement_to_gif() -> None:
    assert plan(largeur=2000, hauteur=1000, alpha=True)[-2:] == [
        ("png", 480, 240), ("png", 960, 480)
    ]  # fmt: skip
    assert plan(format="GIF", largeur=800, hauteur=600, anime=True) == [
        ("webp", 640, 480), ("gif", 320, 240)
    ]  # fmt: skip
    assert plan(format="SVG", largeur=120, hauteur=140) == [("svg", 120, 140)]


def test_the_key_covers_the_source_and_the_recipe() -> None:
    one, other = recipes(PictureFacts(format="JPEG", largeur=900, hauteur=600))[:2]
    assert one.key("a") == one.key("a")
    assert len({one.key("a"), one.key("b"), other.key("a")}) == 3
    raised = Recipe(**{**{f: getattr(one, f) for f in one.__slots__}, "revision": 99})
    assert raised.key("a") != one.key("a")


def test_file_names_are_readable_and_never_the_same_for_other_bytes() -> None:
    recipe = Recipe(format="jpeg", largeur=480, hauteur=360)
    key = recipe.key("0" * 64)
    assert filename("Place de l’Église (été)", recipe, key) == (
        f"place-de-l-eglise-ete-480.{key[:12]}.jpg"
    )
    drawing = Recipe(format="svg", largeur=10, hauteur=10)
    assert filename("???", drawing, "f" * 64) == "image.ffffffffffff.svg"
