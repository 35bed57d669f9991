"""The search's index in a build: the one there is, one made ready, a new one, or the one before.

    build/<commune>/cache/recherche/<digest>.json   records whose index is still to be made
    build/<commune>/cache/recherche/<digest>.zip    that index, for the next build to publish

An index takes about two milliseconds a page. A save does not wait for it: it publishes its pages
with the index of before, and a generation that follows brings the new one (`Made.complete`).
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from msgspec import structs

from factory.archive.manifest import Manifest, Output
from factory.build import engine
from factory.build.layout import INDEXES, Layout
from factory.build.order import Order
from factory.build.search import pagefind
from factory.build.witness import Witness
from factory.ground.digests import digest, digest_of
from factory.ground.files import write_whole
from factory.ground.problems import Problem, notice, warning
from factory.ground.written import Written, written
from factory.site.outputs import Page
from factory.site.records import Record
from factory.site.views import SearchView

_WAITING: Written[tuple[str, tuple[Record, ...]]] = Written(tuple[str, tuple[Record, ...]])
_ONE_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What a build publishes for the search. `complete` says that it is the one of its pages."""

    url: str = ""
    """Its folder, « /_recherche/0123456789abcdef/ »; empty where there is no index."""
    kept: Mapping[str, Output] = field(default_factory=dict)
    """Its files as the last generation has them…"""
    made: Mapping[str, bytes] = field(default_factory=dict)
    """… or new ones, by path in the site."""
    complete: bool = True
    problems: tuple[Problem, ...] = ()

    def shown(self, pages: Iterable[Page]) -> list[Page]:
        """The pages, that of the search with its index."""
        return [
            replace(page, view=structs.replace(page.view, index=self.url))
            if isinstance(page.view, SearchView)
            else page
            for page in pages
        ]


def index(
    order: Order,
    layout: Layout,
    old: Manifest | None,
    witness: Witness,
    records: tuple[Record, ...],
    language: str,
) -> Index:
    """The index of these records, or another that serves until it is made."""
    if not records:
        return Index()
    if not engine.pagefind():
        return Index(problems=(_absent(),))
    language = language.partition("-")[0].lower()
    told = [digest_of(record) for record in records]
    name = digest_of((engine.pagefind(), _client(), language, told))[:16]
    folder = f"{INDEXES}{name}/"
    before = _before(old, witness)
    if before.url == "/" + folder:
        return before
    waiting = layout.waiting / f"{name}.json"
    try:
        files = None if order.clean else _ready(waiting.with_suffix(".zip"))
        if files is None and not order.index:
            _leave(waiting, language, records)
            return replace(before, complete=False)
        files = files or pagefind.index(records, language)
    except pagefind.Unavailable as reason:
        return replace(before, complete=False, problems=(_failed(reason),))
    for left in _left(layout):
        left.unlink(missing_ok=True)
    return Index(url="/" + folder, made={folder + path: data for path, data in files.items()})


def prepare(layout: Layout) -> bytes:
    """Make ready the index that waits, beside any build; why it could not be, or nothing."""
    for waiting in _left(layout):
        if waiting.suffix == ".json":
            try:
                language, records = _WAITING.read(waiting.read_bytes())
                files = pagefind.index(records, language)
            except (FileNotFoundError, ValueError):
                continue  # a build took it away, or a crash cut it short: the next writes its own
            except pagefind.Unavailable as reason:
                return str(reason).encode()
            write_whole(waiting.with_suffix(".zip"), _packed(files))
            waiting.unlink(missing_ok=True)
    return b""


def waits(layout: Layout) -> bool:
    """Whether a build left records for `prepare`."""
    return any(left.suffix == ".json" for left in _left(layout))


def _before(old: Manifest | None, witness: Witness) -> Index:
    """The index of the last generation, where it is whole."""
    files = old.fichiers if old else {}
    kept = {p: o for p, o in files.items() if p.startswith(INDEXES) and not o.reste}
    if not kept or not all(witness.sees(output) for output in kept.values()):
        return Index()
    folder = next(iter(kept)).removeprefix(INDEXES).partition("/")[0]
    return Index(url=f"/{INDEXES}{folder}/", kept=kept)


def _leave(waiting: Path, language: str, records: tuple[Record, ...]) -> None:
    if not waiting.exists():
        waiting.parent.mkdir(parents=True, exist_ok=True)
        for earlier in waiting.parent.iterdir():
            earlier.unlink(missing_ok=True)
        write_whole(waiting, written((language, records)))


def _left(layout: Layout) -> list[Path]:
    return sorted(layout.waiting.iterdir()) if layout.waiting.is_dir() else []


def _ready(path: Path) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
            return {name: packed.read(name) for name in sorted(packed.namelist())}
    except (OSError, zipfile.BadZipFile):
        return None


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Stored, not compressed: nearly all of it is already. Its sums tell a damaged file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, _ONE_TIME), content)
    return data.getvalue()


@cache
def _client() -> str:
    """Digest of the code that makes an index: another one may make other bytes."""
    here = Path(__file__).parent
    names = ("cbor.py", "pagefind.py", "steady.py")
    return digest_of([digest((here / name).read_bytes()) for name in names])


def _absent() -> Problem:
    return notice(
        "recherche-absente",
        "Pagefind n’est pas installé sur l’usine : la page de recherche montre le plan du site.",
        "Demandez à la Métropole d’installer le paquet « pagefind-bin » ; l’index se fera alors "
        "tout seul.",
    )


def _failed(reason: Exception) -> Problem:
    return warning(
        "recherche-non-indexee",
        f"L’index de la recherche n’a pas pu être fait ({reason}) : les pages sont publiées, la "
        "recherche reste celle d’avant.",
        "Relancez la construction ; si cela se répète, prévenez le support de la Métropole.",
    )
