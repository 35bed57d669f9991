"""A whole night of communes of unequal sizes, with pictures and backups: cold, still, edited.

Its figures are those of the command as operators run it: build, check, backup, a share read again,
a share proven, some restored, the morning page.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from benchmarks.contents import Commune, edit, generate
from benchmarks.measure import Cost, run
from benchmarks.report import Row, seconds
from benchmarks.tools import Usine
from factory.archive.history import History

SMALLEST, LARGEST = 20, 400
"""Pages of the smallest and of the largest commune; most are small, as communes are."""
PAGES_A_PICTURE = 15
WIDTH, HEIGHT = 1600, 1200


def rows(usine: Usine, number: int) -> Iterator[Row]:
    communes = [unequal(usine.communes, rank, number) for rank in range(number)]
    with (usine.work / "usine.yaml").open("a", encoding="utf-8") as settings:
        settings.write("sauvegardes: {depot: depots, cles: cles}\n")
    documents = sum(len(commune.documents) for commune in communes)
    pictures = sum(1 for _ in usine.communes.rglob("*.jpg"))
    what = f"a night of {number} unequal communes ({documents} documents, {pictures} pictures)"
    yield _row(usine, f"{what}, cold", _night(usine))
    yield _row(usine, "the same, nothing changed", _night(usine))
    for commune in communes:
        every = max(1, len(commune.documents) // 20)
        for document in commune.documents[10 : 10 + every]:
            edit(document, "cette nuit")
    yield _row(usine, "the same, 5 % of pages edited", _night(usine))


def unequal(communes: Path, rank: int, number: int) -> Commune:
    """Commune `rank` of `number`: each is larger than the one before by the same ratio."""
    share = rank / max(1, number - 1)
    pages = round(SMALLEST * (LARGEST / SMALLEST) ** share)
    commune = generate(communes, rank + 1, pages)
    shown: list[str] = []
    for picture in range(max(1, pages // PAGES_A_PICTURE)):
        target = commune.folder / "medias" / f"vue-{picture}.jpg"
        target.parent.mkdir(exist_ok=True)
        draw(target, rank * 100 + picture)
        shown.append(f"![Vue du village, {picture}](/medias/{target.name})")
    page = commune.folder / "contenu" / "galerie.md"
    page.write_text("---\ntitle: La galerie\n---\n\n" + "\n\n".join(shown) + "\n", "utf-8")
    return commune


def draw(target: Path, number: int) -> None:
    """A picture that compresses as a photograph does, and is no other's."""
    size = (WIDTH, HEIGHT)
    noise = Image.effect_noise((WIDTH // 8, HEIGHT // 8), 40).resize(size)
    sky = Image.linear_gradient("L").resize(size).rotate(90 * (number % 4))
    plain = Image.new("L", size, 40 + number % 170)
    bands = [Image.blend(noise, sky, 0.6), Image.blend(noise, plain, 0.5), sky]
    Image.merge("RGB", bands).save(target, quality=85)


def _night(usine: Usine) -> Cost:
    return run(usine.command("nightly"), env=usine.env, accepted=(0, 1))


def _row(usine: Usine, what: str, cost: Cost) -> Row:
    return Row(
        what=what,
        goal="",
        usine=f"{seconds(cost.wall)}, {cost.cpu:.0f} CPU-s, {cost.rss:.0f} MiB the largest "
        f"process, {_added(usine) / 1e6:.1f} MB backed up",
    )


def _added(usine: Usine) -> int:
    """Bytes that the last night added to the communes' repositories."""
    with History(usine.work / "memoire") as history:
        night = history.last_night()
        assert night is not None
        done: Sequence[int] = [
            backup.added for one in history.communes(night.start) for backup in one.backups
        ]
    return sum(done)
