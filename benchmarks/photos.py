"""Pictures, cold: both tools make AVIF, WebP and JPEG at the same three widths."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from benchmarks.against_hugo import turns
from benchmarks.contents import generate
from benchmarks.measure import Cost
from benchmarks.report import Row, seconds
from benchmarks.size import Size
from benchmarks.tools import Hugo, Usine, files

WIDTH, HEIGHT = 4000, 3000


def rows(usine: Usine, hugo: Hugo, size: Size) -> Iterator[Row]:
    commune = generate(usine.communes, 1, 10)
    gallery = commune.folder / "contenu" / "mairie" / "galerie"
    gallery.mkdir()
    names = [f"photo-{number}.jpg" for number in range(1, size.photos + 1)]
    for number, name in enumerate(names):
        photo(gallery / name, number)
    shown = "\n\n".join(f"![Vue du village, {name}]({name})" for name in names)
    (gallery / "index.md").write_text(f"---\ntitle: La galerie\n---\n\n{shown}\n", "utf-8")
    hugo.prepare([commune])

    def ours() -> Cost:
        usine.forget()
        return usine.build()

    def theirs() -> Cost:
        hugo.forget()
        return hugo.build([commune])

    mine, hers = turns(size.turns, ours, theirs)
    made = files(usine.output / commune.slug / "public", (".avif", ".webp", ".jpg"))
    other = files(hugo.output, (".avif", ".webp", ".jpg"))
    ratio = mine.wall / hers.wall
    yield Row(
        what=f"{size.photos} photos of 12 Mpx, cold ({made} derivatives; Hugo {other} files)",
        goal="≤ 0.5 × Hugo",
        usine=seconds(mine.wall),
        hugo=seconds(hers.wall),
        ratio=ratio,
        met=ratio <= 0.5,
    )
    each = mine.cpu / size.photos
    yield Row(
        what="processor time for one of them, the commune's build included",
        goal="≤ 1 CPU-s",
        usine=f"{each:.2f} CPU-s",
        hugo=f"{hers.cpu / size.photos:.2f} CPU-s",
        met=each <= 1,
    )


def photo(target: Path, number: int) -> None:
    """A 12 Mpx JPEG that compresses as a photograph does: large shapes, and grain."""
    size = (WIDTH, HEIGHT)
    relief = Image.effect_noise((WIDTH // 8, HEIGHT // 8), 60).resize(size)
    sky = Image.linear_gradient("L").resize(size).rotate(90 * (number % 4), expand=False)
    sun = Image.radial_gradient("L").resize(size)
    bands = (
        Image.blend(relief, sky, 0.6),
        Image.blend(relief, sun, 0.5),
        Image.blend(sky, sun, 0.5),
    )
    grain = Image.effect_noise(size, 12)
    Image.blend(Image.merge("RGB", bands), Image.merge("RGB", (grain,) * 3), 0.12).save(
        target, quality=90
    )
