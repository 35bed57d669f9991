"""What a 12-megapixel photo costs, and what each encoder's settings give.

    python -m benchmarks.pictures [PHOTO.jpg]

Without a photo of your own, one is made of noise at every scale, which has a photo's spectrum but
is harder to encode. Figures and the choice they led to: docs/decisions/images.md.
"""

import io
import math
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageStat

from factory.media.derive import Derived, derive
from factory.media.examine import examine
from factory.media.facts import PictureFacts
from factory.media.pixels import still
from factory.media.recipes import WIDTHS, recipes

SIZE = (4032, 3024)
EXAMINED = 200

SETTINGS: tuple[tuple[str, dict[str, Any]], ...] = (
    *(("AVIF", {"quality": 55, "speed": speed, "max_threads": 1}) for speed in (6, 8, 9, 10)),
    *(("AVIF", {"quality": quality, "speed": 9, "max_threads": 1}) for quality in (50, 60)),
    *(("WEBP", {"quality": 74, "method": method}) for method in (0, 2, 4)),
    ("WEBP", {"quality": 80, "method": 2}),
    ("JPEG", {"quality": 76}),
    ("JPEG", {"quality": 76, "optimize": True, "progressive": True}),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else synthetic(Path(folder) / "photo.jpg")
        facts = examine(path, path.name).facts
        if not isinstance(facts, PictureFacts):
            sys.exit(f"{path} is not a picture")
        print(f"{path.name}: {facts.largeur} x {facts.hauteur}, {path.stat().st_size >> 10} KiB")
        seconds = cpu(lambda: [examine(path, path.name) for _ in range(EXAMINED)])
        print(f"size from the header: {1000 * seconds / EXAMINED:.2f} ms")
        whole_set(path, facts, Path(folder) / "store")
        settings(path, facts)


def whole_set(path: Path, facts: PictureFacts, store: Path) -> None:
    """One photo, all its derivatives, as the factory makes them."""
    made: list[Any] = []
    seconds = cpu(lambda: made.extend(derive(path, recipes(facts), store)))
    print(f"the whole set: {seconds:.2f} CPU-s")
    for one in made:
        if isinstance(one, Derived):
            print(f"  {one.recipe.format:5} {one.recipe.largeur:5} {one.size / 1024:8.1f} KiB")


def settings(path: Path, facts: PictureFacts) -> None:
    """Each setting over the three widths: time, weight, and likeness at the middle one."""
    images = list(reduced(path, facts))
    print(f"{'setting':55} {'CPU-s':>6} {'KiB':>8} {'PSNR dB':>8}")
    for form, options in SETTINGS:
        blobs: list[bytes] = []
        encode_all = partial(encode, images, form, options, blobs)
        seconds = cpu(encode_all)
        weight = sum(map(len, blobs)) / 1024
        likeness = psnr(images[1], Image.open(io.BytesIO(blobs[1])).convert("RGB"))
        print(f"{form + ' ' + str(options):55} {seconds:6.2f} {weight:8.1f} {likeness:8.1f}")


def reduced(path: Path, facts: PictureFacts) -> Iterator[Image.Image]:
    for width in WIDTHS:
        size = (width, round(facts.hauteur * width / facts.largeur))
        with path.open("rb") as file:
            yield still(file, facts.format, size, path.name)


def encode(
    images: list[Image.Image], form: str, options: dict[str, Any], into: list[bytes]
) -> None:
    into.extend(saved(image, form, options) for image in images)


def saved(image: Image.Image, form: str, options: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def psnr(one: Image.Image, other: Image.Image) -> float:
    squares = ImageStat.Stat(ImageChops.difference(one, other)).sum2
    error = sum(squares) / (3 * one.width * one.height)
    return 10 * math.log10(255**2 / error) if error else math.inf


def cpu(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def synthetic(path: Path) -> Path:
    """A picture with detail at every scale, the same at each run."""
    source = random.Random(2026)
    image = Image.new("RGB", SIZE, "grey")
    for step in range(2, 12):
        size = (SIZE[0] >> (12 - step), SIZE[1] >> (12 - step))
        noise = Image.frombytes("RGB", size, source.randbytes(size[0] * size[1] * 3))
        image = Image.blend(image, noise.resize(SIZE, Image.Resampling.BICUBIC), 0.22)
    image.save(path, "JPEG", quality=92)
    return path


if __name__ == "__main__":
    main()
