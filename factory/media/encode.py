"""Pixels to bytes: one setting a format, chosen by measure (docs/decisions/images.md)."""

import io
from collections.abc import Sequence

from PIL import Image

from factory.media.recipes import Recipe


def encode(image: Image.Image, recipe: Recipe) -> bytes:
    """The bytes of one still derivative. `image` has the recipe's size and no metadata."""
    out = io.BytesIO()
    if recipe.format == "avif":
        # One thread and a named codec: the bytes must not depend on the machine.
        image.save(out, "AVIF", quality=recipe.qualite, speed=9, max_threads=1, codec="aom")
    elif recipe.format == "webp":
        image.save(out, "WEBP", quality=recipe.qualite, method=2)
    elif recipe.format == "jpeg":
        image.save(out, "JPEG", quality=recipe.qualite, optimize=True, progressive=True)
    elif recipe.format == "png":
        image.save(out, "PNG", compress_level=6)
    else:
        raise AssertionError(recipe.format)
    return out.getvalue()


def encode_moving(
    frames: Sequence[Image.Image], times: Sequence[int], loops: int | None, recipe: Recipe
) -> bytes:
    """The bytes of an animation; `times` in milliseconds."""
    out = io.BytesIO()
    first, *others = frames
    if recipe.format == "webp":
        # A GIF that says nothing of loops is shown once; WebP says so with 1.
        first.save(
            out, "WEBP", save_all=True, append_images=others, duration=list(times),
            loop=1 if loops is None else loops, quality=recipe.qualite, method=2,
        )  # fmt: skip
    else:
        told = {} if loops is None else {"loop": loops}
        first.save(
            out, "GIF", save_all=True, append_images=others, duration=list(times), disposal=2,
            **told,
        )  # fmt: skip
    return out.getvalue()
