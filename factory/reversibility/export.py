"""A commune's export: one BagIt bag that holds its site, its sources, and what made the one from
the other; the same commune at the same date gives the same bytes.

    data/LISEZMOI.md      what a new provider does with it
    data/site/            the site as it is served
    data/sources/         the files as they were published, and the register
    data/a-part/          files that were changed since, or that no longer load
    data/inventaire/      the site as data: pages, menus, contacts, acts, media, events
    data/wordpress/, data/hugo/    the site in the two forms that most successors take up
    data/registres/       the commune's register of processing, where its convention has one
    data/usine/           the theme, the factory's version and lock, its licence, its settings
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from factory import __version__
from factory.archive import manifest as manifests
from factory.archive.manifest import Manifest
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.build.lock import locked, under_way
from factory.ground.problems import Problem, UsageError
from factory.proof.proof import whole
from factory.reversibility import hostile, origin, readme, refusals
from factory.reversibility.archive import pack
from factory.reversibility.bag import TAGS, Bag, begun, sums_of
from factory.reversibility.described import described
from factory.reversibility.describing import Described
from factory.reversibility.entries import names_fault
from factory.reversibility.progress import Progress, Step, Told, silent
from factory.reversibility.published import Sorted, sort
from factory.reversibility.standing import fault
from factory.tenants.folder import Tenant

SOURCES, SITE, APART = "sources", "site", "a-part"
Papers = Callable[[datetime], Mapping[str, bytes]]
"""What other rooms add to an export, as of a moment: path → bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An export, whole. `a_part` and `ecartes` say what could not be carried among the sources."""

    commune: str
    chemin: Path
    generation: int
    moment: str
    empreinte: str
    """One digest for the whole site."""
    sac: str
    """One digest for the whole bag: of its list of lists, `tagmanifest-sha256.txt`."""
    fichiers: int
    octets: int
    pages: int
    repris: int
    """Files that an interrupted export had left whole."""
    a_part: tuple[str, ...] = ()
    ecartes: tuple[str, ...] = ()


def export(
    campaign: Campaign,
    tenant: Tenant,
    to: Path,
    *,
    with_theme: bool = True,
    papers: Papers = lambda _: {},
    told: Told = silent,
) -> Exported | Problem:
    """Write the commune's export in the new folder `to`, or the new file `to` if it ends in .zip.

    What is exported is what is online. A problem where it cannot be done now: nothing is online,
    the search's index is still to follow, a build is under way, a file has a name that no bag may
    carry. An interrupted export is taken up where it stopped when it is asked for again. `papers`
    of the site's moment go in with the rest; `told` is told how far it has come. Raises UsageError
    where `to` exists.
    """
    to = to.absolute()
    if to.is_file() or (to.is_dir() and any(to.iterdir())):
        raise UsageError(refusals.occupied(to))
    with begun(to.with_name(f".{to.name}.partiel")) as bag:
        if bag is None:
            return refusals.under_way(to)
        described = _taken(campaign, tenant, bag, told)
        if isinstance(described, Problem):
            return described
        manifest, sorted_files, said, number = described
        added = papers(datetime.fromisoformat(manifest.moment))
        done = _filled(campaign, tenant, bag, manifest, sorted_files, said, added, with_theme)
        _placed(bag, to, f"{said.domaine}-{manifest.moment[:10]}", told)
    return replace(done, generation=number, chemin=to)


def _taken(
    campaign: Campaign, tenant: Tenant, bag: Bag, told: Told
) -> tuple[Manifest, Sorted, Described, int] | Problem:
    """Copy what is online while no build may change it; what it is, or why it cannot leave."""
    layout = Layout(tenant.output)
    with locked(layout) as free:
        if not free:
            return under_way(tenant.slug)
        if (stopped := fault(tenant, layout)) is not None:
            return stopped
        online = manifests.read(layout.manifest(layout.online()))
        assert online is not None
        manifest = lasting(online)
        try:
            files = sort(tenant, manifest, campaign.settings.limites.octets_fichier)
        except LookupError as missing:
            return refusals.lost(tenant, str(missing))
        if files.misnamed:
            return refusals.name(tenant, hostile.unprintable(files.misnamed[0]))
        if (unfit := names_fault(_paths(manifest, files))) is not None:
            return refusals.name(tenant, unfit)
        if (lost := _carried(bag, layout, manifest, files, told)) is not None:
            return refusals.lost(tenant, lost)
        told(Progress(etape=Step.INVENTORY))
        said = described(campaign, tenant, manifest, bag, SOURCES, SITE)
        if said.problems:
            return refusals.not_described(tenant, said.problems)
    return manifest, files, said, online.numero


def lasting(manifest: Manifest) -> Manifest:
    """The manifest without what passes: files kept for a day, lines that the register has, and
    the generation's number, which is the factory's own count."""
    files = {path: output for path, output in manifest.fichiers.items() if not output.reste}
    return replace(
        manifest, numero=1, fichiers=files, lignes={}, moment=manifest.rebuilt_at, relu=""
    )


def _paths(manifest: Manifest, files: Sorted) -> Iterator[str]:
    """What will be in the bag under a name that is not the factory's own."""
    yield from (f"{SOURCES}/{kept.path}" for kept in files.sources)
    yield from (f"{APART}/{kept.path}" for kept in files.apart)
    yield from (f"{SITE}/{path}" for path in manifest.fichiers)


def _carried(bag: Bag, layout: Layout, manifest: Manifest, files: Sorted, told: Told) -> str | None:
    """Copy the sources and the site; the path of bytes that are no longer what they should be."""
    kept_files = [(SOURCES, kept) for kept in files.sources]
    kept_files += [(APART, kept) for kept in files.apart]
    total = len(kept_files) + len(manifest.fichiers)
    for done, (place, kept) in enumerate(kept_files):
        told(Progress(etape=Step.FILES, fait=done, total=total))
        if not bag.copy(f"{place}/{kept.path}", kept.real, kept.digest):
            return kept.path
    for done, (path, output) in enumerate(manifest.fichiers.items(), len(kept_files)):
        told(Progress(etape=Step.FILES, fait=done, total=total))
        blob = layout.store.path(output.blob)
        real = blob if blob.is_file() else layout.public / path
        if not real.is_file() or not bag.copy(f"{SITE}/{path}", real, output.blob):
            return path
    told(Progress(etape=Step.FILES, fait=total, total=total))
    return None


def _filled(
    campaign: Campaign,
    tenant: Tenant,
    bag: Bag,
    manifest: Manifest,
    files: Sorted,
    said: Described,
    papers: Mapping[str, bytes],
    with_theme: bool,
) -> Exported:
    """Add what made the site and what says it all; the bag is then whole."""
    for path, data in (*origin.parts(campaign.settings, manifest, with_theme), *papers.items()):
        bag.add(path, data)
    if with_theme:
        for path, real in origin.theme_files(campaign.settings.theme):
            bag.copy(path, real)
    left = tuple(kept.path for kept in files.apart)
    facts = readme.Facts(
        nom=said.nom,
        domaine=said.domaine,
        licence=said.licence,
        moment=manifest.moment,
        pages=said.pages,
        with_theme=with_theme,
        a_part=left,
        ecartes=files.left,
        metropole=campaign.settings.metropole.nom,
        par_git=tenant.slug in campaign.settings.depots.git,
        fichiers=frozenset(bag.files),
    )
    bag.add("LISEZMOI.md", readme.text(facts).encode())
    octets = sum(bag.path(path).stat().st_size for path in bag.files)
    bag.finish(_labels(campaign.settings.metropole.nom, said, manifest))
    return Exported(
        commune=tenant.slug,
        chemin=bag.root,
        generation=manifest.numero,
        moment=manifest.moment,
        empreinte=whole(manifest),
        sac=sums_of(bag.root / TAGS)[0],
        fichiers=len(bag.files),
        octets=octets,
        pages=said.pages,
        repris=bag.kept,
        a_part=left,
        ecartes=files.left,
    )


def _labels(metropole: str, said: Described, manifest: Manifest) -> tuple[tuple[str, str], ...]:
    """What bag-info.txt says (RFC 8493, 2.2.2)."""
    return (
        ("Source-Organization", metropole),
        ("External-Description", f"Site de la commune : {said.nom}"),
        ("External-Identifier", said.domaine),
        ("Bagging-Date", manifest.moment[:10]),
        ("Bag-Software-Agent", f"usine {__version__}"),
    )


def _placed(bag: Bag, to: Path, name: str, told: Told) -> None:
    """Put the whole bag under the name that was asked for."""
    if to.suffix == ".zip":
        pack(bag.root, to, name, told)
        shutil.rmtree(bag.root)
        return
    if to.is_dir():
        to.rmdir()
    os.rename(bag.root, to)
