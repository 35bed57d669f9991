"""What a search found, as an operator reads it: by place, by document, and what can be done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from factory.archive import manifest as manifests
from factory.archive import registre as registers
from factory.archive.manifest import Manifest
from factory.build.layout import Layout
from factory.erasure.search import Hit, Looked
from factory.erasure.wanted import published_versions
from factory.ground.french.counts import counted
from factory.tenants.folder import Tenant
from factory.tenants.places import OUTPUT, SOURCES

_SHARED = "pages d’ensemble (listes, plan du site, flux, recherche)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """A search, told. Paths are relative to the commune's folder, or as they are elsewhere."""

    lieux: dict[str, tuple[str, ...]]
    """Each place where something was found → one line for each document."""
    entiers: tuple[str, ...] = ()
    """Documents whose text of today has it."""
    anciens: tuple[str, ...] = ()
    """Documents of which only former versions have it."""
    actes: tuple[str, ...] = ()
    """Acts of the register, and what accompanies them."""
    nommes: tuple[str, ...] = ()
    """Those of which the name has it, and so the address."""


def findings(tenant: Tenant, looked: Looked) -> Findings:
    """The hits of a search by place and by document."""
    desk = _Desk(tenant)
    places = {place: tuple(desk.lines(place, looked.of(place))) for place in _places(looked)}
    today = {desk.within(hit) for hit in looked.of(SOURCES.name)}
    sources = {path for path in today if path.startswith(("contenu/", "medias/"))}
    former = desk.former(looked.hits) - sources
    acts = {path for path in sources | former if path in desk.acts}
    return Findings(
        lieux=places,
        entiers=tuple(sorted(sources - acts)),
        anciens=tuple(sorted(former - acts)),
        actes=tuple(sorted(acts)),
        nommes=tuple(desk.within(hit) for hit in looked.of(SOURCES.name) if hit.in_name),
    )


def _places(looked: Looked) -> Iterable[str]:
    return dict.fromkeys(hit.place for hit in looked.hits)


class _Desk:
    """What tells of which document a file was made."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        layout = Layout(tenant.output)
        self.online = layout.online()
        self.made: dict[int, Manifest] = {}
        for number in manifests.numbers(layout.manifests):
            if (found := manifests.read(layout.manifest(number))) is not None:
                self.made[number] = found
        registre = registers.read(tenant.folder / "registre")
        owned = (name for act in registre.actes.values() for name in act.pieces)
        self.acts = {*registre.actes, *owned}
        self.versions = {
            name: path
            for path, names in published_versions(
                tenant.folder / "registre", self.made.values()
            ).items()
            for name in names
        }

    def within(self, hit: Hit) -> str:
        for root in (self.tenant.folder, self.tenant.output):
            if hit.path.is_relative_to(root):
                return hit.path.relative_to(root).as_posix()
        return str(hit.path)

    def former(self, hits: Iterable[Hit]) -> set[str]:
        """The documents of which a version that was kept has it: a list made of it is no such."""
        names = (hit.path.parent.name + hit.path.name for hit in hits if hit.place == OUTPUT.name)
        kept = (hit.path.name for hit in hits if hit.place == SOURCES.name)
        return {self.versions[name] for name in (*names, *kept) if name in self.versions}

    def lines(self, place: str, hits: Iterable[Hit]) -> Iterator[str]:
        if place != OUTPUT.name:
            yield from sorted({self._shown(hit) for hit in hits})
            return
        numbers: dict[str, set[int]] = {}
        others: list[str] = []
        for hit in hits:
            of = list(self._of(hit))
            for number, source in of:
                numbers.setdefault(source, set()).add(number)
            within = self.within(hit)
            if not of and not within.startswith(("store/", "public/")):
                others.append(within)
        for source, where in sorted(numbers.items()):
            yield f"{_page_of(source)} : {self._when(where)}"
        yield from sorted(others)

    def _shown(self, hit: Hit) -> str:
        within = self.within(hit)
        piece = within.removeprefix("registre/pieces/")
        if piece in self.versions and piece != within:
            within = f"une version gardée de {self.versions[piece]}"
        return f"{within} (dans son nom)" if hit.in_name and not hit.in_text else within

    def _of(self, hit: Hit) -> Iterator[tuple[int, str]]:
        """The generation and the document of a file that is, or was, public."""
        parts = self.within(hit).split("/", 2)
        if parts[0] != "generations" or len(parts) < 3 or not parts[1].isdigit():
            return
        manifest = self.made.get(int(parts[1]))
        output = manifest.fichiers.get(parts[2]) if manifest else None
        if manifest is not None and output is not None and output.de:
            output = manifest.fichiers.get(output.de, output)
        yield int(parts[1]), output.source if output else ""

    def _when(self, where: set[int]) -> str:
        kept = len(where - {self.online})
        said = ["en ligne"] if self.online in where else []
        if kept:
            said.append(f"dans {counted(kept, 'génération')} d’avant")
        return ", ".join(said)


def _page_of(source: str) -> str:
    return f"page faite de {source}" if source else _SHARED


def unread(paths: Iterable[Path], root: Path) -> Iterator[str]:
    """The files that could not be read, from the factory's folder."""
    for path in paths:
        yield str(path.relative_to(root) if path.is_relative_to(root) else path)
