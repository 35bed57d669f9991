"""A commune brought back from its bag, in any factory: the same site, or the list of what differs.

The pages that go online are those that this factory makes from the bag's sources, never the bag's
own: what another wrote in `site/` is compared, and not served.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from factory.archive import destructions, erasures
from factory.archive import manifest as manifests
from factory.archive.erasures import Ledger
from factory.archive.manifest import Manifest
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.ground.confined.children import ChildDied, Limits, Task
from factory.ground.files import sync
from factory.ground.problems import Problem, Severity, UsageError, error
from factory.proof import compare
from factory.proof.difference import Difference
from factory.proof.proof import causes, rebuilt
from factory.reversibility import hostile, opening, origin
from factory.reversibility.export import APART, SITE, SOURCES
from factory.reversibility.opening import Bounds
from factory.tenants import commune, convention
from factory.tenants.folder import Tenant, communes, slug_fault, tenant

_OWN = re.compile(
    r"(commune\.yaml|convention\.yaml|(contenu|medias)/.+"
    r"|registre/((actes|adresses|retenus)\.jsonl|pieces/[0-9a-f]{64}))"
)
"""What a commune's folder is made of. The rest of a bag's sources is not carried over."""


_MOST = {
    f"{SOURCES}/{commune.FILE}": 1 << 20,
    f"{SOURCES}/{convention.FILE}": 1 << 20,
    origin.MANIFEST: 1 << 27,
}
"""Bytes at most of the files that are read outside any confined child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of an import. With problems, nothing was written."""

    commune: str
    fichiers: int = 0
    pages: int = 0
    moment: str = ""
    non_repris: tuple[str, ...] = ()
    """Files of the bag that have no place here, each with its reason."""
    differences: tuple[Difference, ...] = ()
    causes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def identical(self) -> bool:
        return not self.problems and not self.differences


def bring(campaign: Campaign, bag: Path, slug: str) -> Imported:
    """Restore the bag `bag`, a folder or a zip file, as the new commune `slug`.

    The bag is checked, its sources are built here as of its moment, and the commune is put in
    place whole. Raises UsageError where `slug` cannot be a new commune's name, where there is no
    `bag`, or where the ledger of erasures was touched.
    """
    new = tenant(campaign.settings, slug)
    if (fault := slug_fault(slug) or _taken(new)) is not None:
        raise UsageError(fault)
    if not bag.exists():
        raise UsageError(hostile.absent(str(bag)))
    destructions.refuse(campaign.settings.memoire, slug)
    ledger = erasures.read(campaign.settings.memoire)
    for folder in (campaign.settings.sortie, campaign.settings.communes):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".import-", dir=campaign.settings.sortie) as scratch:
        root = Path(scratch) / "sac"
        root.mkdir()
        opened = _opened(campaign, bag, root)
        if opened.problems:
            return Imported(commune=slug, problems=opened.problems)
        expected = _expected(root)
        if isinstance(expected, Problem):
            return Imported(commune=slug, problems=(expected,))
        sources = root / "data" / SOURCES
        left = tuple(_sifted(root))
        saved = datetime.fromisoformat(expected.moment)
        left += tuple(_replayed(ledger, slug, root, saved))
        if (fault := _host_fault(campaign, slug, sources)) is not None:
            return Imported(commune=slug, problems=(fault,))
        arrived = _arrived(campaign, new, expected, root)
        return replace(arrived, fichiers=opened.fichiers, non_repris=left)


def _arrived(campaign: Campaign, new: Tenant, expected: Manifest, root: Path) -> Imported:
    """Build the sources, compare, and put the commune in its place."""
    staged = replace(new, folder=root / "data" / SOURCES)
    with rebuilt(campaign, staged, expected, campaign.settings.sortie) as again:
        if again.manifest is None:
            errors = [p for p in again.report.problems if p.severity is Severity.ERREUR]
            return Imported(commune=new.slug, problems=tuple(errors))
        found = (
            *compare.tree(expected, root / "data" / SITE),
            *compare.sources(expected, again.manifest),
            *compare.site(expected, again.manifest),
            *compare.addresses(expected, again.manifest),
        )
        _settle(new, again.layout, root)
    return Imported(
        commune=new.slug,
        pages=sum(1 for output in again.manifest.fichiers.values() if output.gabarit),
        moment=expected.moment,
        differences=found,
        causes=(*causes(campaign, expected), *origin.other_versions(root)) if found else (),
    )


def _settle(new: Tenant, layout: Layout, root: Path) -> None:
    """The site, then the folder: a commune is there once its folder is."""
    # Named as what `usine new` writes: destruction knows it as this commune's.
    staged = new.folder.with_name(f".{new.slug}-import")
    shutil.rmtree(staged, ignore_errors=True)
    shutil.copytree(root / "data" / SOURCES, staged)
    if (root / "data" / APART).is_dir():
        shutil.copytree(root / "data" / APART, staged, dirs_exist_ok=True)
    layout.state.unlink(missing_ok=True)
    layout.root.rename(new.output)
    try:
        staged.rename(new.folder)
    except OSError:
        shutil.rmtree(new.output)
        raise
    sync(new.folder)


def _opened(campaign: Campaign, bag: Path, into: Path) -> opening.Opened:
    limits = campaign.settings.limites
    bounds = Bounds(octets=4 * limits.octets, octets_fichier=4 * limits.octets_fichier)
    task = Task(
        name=bag.name,
        work=partial(opening.open_bag, bag.absolute(), into, bounds),
        read=(bag.absolute(),),
        write=(into,),
        limits=Limits(
            seconds=limits.secondes, memory=limits.memoire, file=bounds.octets_fichier + 1
        ),
    )
    ((_, outcome),) = campaign.carry([task])
    if isinstance(outcome, ChildDied):
        return opening.Opened(problems=(hostile.unreadable(outcome.message.rstrip(".")),))
    return opening.from_bytes(outcome)


def _expected(root: Path) -> Manifest | Problem:
    """What the bag says was online."""
    for path, most in _MOST.items():
        real = root / "data" / path
        if real.is_file() and real.stat().st_size > most:
            return hostile.swollen(f"data/{path}", real.stat().st_size, most)
    if not (root / "data" / SOURCES / "commune.yaml").is_file():
        return hostile.not_an_export("« data/sources/commune.yaml » manque")
    found = manifests.read(root / "data" / origin.MANIFEST)
    if found is None:
        return hostile.not_an_export("la liste de ses pages ne se lit pas")
    try:
        moment = datetime.fromisoformat(found.rebuilt_at)
    except ValueError:
        return hostile.not_an_export("sa date ne se lit pas")
    if moment.tzinfo is None:
        return hostile.not_an_export("sa date n’a pas de fuseau horaire")
    return found


def _sifted(root: Path) -> Iterator[str]:
    """Remove what is no commune's, and say so."""
    for name in (SOURCES, APART):
        folder = root / "data" / name
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder).as_posix()
            if path.is_file() and not _OWN.fullmatch(inside):
                path.unlink()
                yield f"{name}/{inside} : ce fichier n’a pas de place dans une commune"


def _replayed(ledger: Ledger, slug: str, root: Path, saved: datetime) -> Iterator[str]:
    """Remove what was erased since, under whatever name this commune had here; say so."""
    sources, apart = root / "data" / SOURCES, root / "data" / APART
    for name in ledger.names(slug, commune.insee(sources)):
        for folder, shown in ((sources, ""), (apart, f"{APART}/")):
            for path in erasures.replay(ledger, name, folder, saved):
                yield f"{shown}{path} : effacé depuis, à la demande de la commune"


def _host_fault(campaign: Campaign, slug: str, sources: Path) -> Problem | None:
    """A host of another commune's: what a bag says must take nobody's visitors."""
    hosts = _hosts(sources)
    others: Mapping[str, frozenset[str]] = {
        one.slug: _hosts(one.folder) for one in _others(campaign)
    }
    for other, theirs in others.items():
        for host in sorted(hosts & theirs):
            return error(
                "import-domaine-pris",
                f"Le domaine « {host} » est déjà celui de « {other} ».",
                "Un domaine n’a qu’une commune : retirez-le de la convention de l’autre, ou "
                "n’importez pas cet export ici.",
                file=slug,
            )
    return None


def _others(campaign: Campaign) -> tuple[Tenant, ...]:
    try:
        return communes(campaign.settings).tenants
    except UsageError:  # the first commune of a new factory
        return ()


def _hosts(folder: Path) -> frozenset[str]:
    """Every host that a commune may answer to: its convention's, and the one its pages name."""
    found: set[str] = set()
    if (folder / convention.FILE).is_file():
        agreed = convention.read((folder / convention.FILE).read_bytes(), convention.FILE).value
        found.update(agreed.domaines if agreed else ())
    if (folder / commune.FILE).is_file():
        named = commune.read((folder / commune.FILE).read_bytes()).value
        found.update({named.domaine} if named else ())
    return frozenset(found)


def _taken(new: Tenant) -> Problem | None:
    if not new.folder.exists() and not new.output.exists():
        return None
    return error(
        "commune-existante",
        f"La commune « {new.slug} » existe déjà : rien n’a été écrit.",
        "Choisissez un autre nom de dossier avec « --as ».",
        file=new.slug,
    )
