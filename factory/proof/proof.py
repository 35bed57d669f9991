"""The proof: a commune's site made again from its sources alone, and compared with what is online.

A backup is good, and an export complete, if and only if what they hold gives the same bytes
(DESIGN §2). Nothing is published or registered here.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from factory.archive import manifest as manifests
from factory.archive.manifest import Manifest
from factory.archive.store import Store
from factory.build import publish
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.build.report import Report
from factory.ground.digests import digest_of
from factory.ground.problems import Problem, Severity
from factory.proof import compare
from factory.proof.difference import Difference
from factory.tenants.folder import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What one proof found. It holds where nothing differs."""

    commune: str
    generation: int
    moment: str
    """The moment of the generation that was made again."""
    moteur: str
    """The digest of the engine that made it again."""
    theme: str
    empreinte: str
    """One digest for the whole site: of each path with its SHA-256."""
    fichiers: int
    """How many files were made again and compared."""
    octets: int
    sources: int
    sac: str = ""
    """The digest of the export that was proven; empty where the proof is of another thing."""
    differences: tuple[Difference, ...] = ()
    causes: tuple[str, ...] = ()
    """What may explain the differences, in French: another engine, another theme…"""
    problemes: tuple[Problem, ...] = ()
    """The errors of the rebuild, where it gave no site."""

    @property
    def holds(self) -> bool:
        return not self.differences and not self.problemes


def prove(
    campaign: Campaign,
    tenant: Tenant,
    expected: Manifest,
    *,
    tree: Path | None = None,
    store: Store | None = None,
    inside: Path | None = None,
) -> Proof:
    """Make the site of `tenant.folder` again, as of `expected`'s moment, and name what differs.

    The folder holds the sources: contenu, medias, registre, commune.yaml. The settings and theme
    are the campaign's; `expected` says what was online. `tree`, a folder that is served, and
    `store` are read whole and compared too. The empty folder of the rebuild is made in `inside`
    (the factory's output where it is not given) and removed. A child confined to the sources and
    that folder does the work.
    """
    with rebuilt(campaign, tenant, expected, inside or campaign.settings.sortie) as again:
        made, report = again.manifest, again.report
    differences = tuple(_differences(expected, made, tree, store))
    errors = (p for p in report.problems if p.severity is Severity.ERREUR)
    return Proof(
        commune=tenant.slug,
        generation=expected.numero,
        moment=expected.moment,
        moteur=campaign.engine,
        theme=campaign.theme.digest,
        empreinte=whole(expected),
        fichiers=len(made.fichiers) if made else 0,
        octets=sum(output.taille for output in made.fichiers.values()) if made else 0,
        sources=len(made.sources) if made else 0,
        differences=differences,
        causes=tuple(causes(campaign, expected)) if differences or made is None else (),
        problemes=() if made else tuple(errors),
    )


def whole(manifest: Manifest) -> str:
    """One digest for a whole site, what earlier generations left for a day apart."""
    own = [(path, o.blob) for path, o in sorted(manifest.fichiers.items()) if not o.reste]
    return digest_of(own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A site made again, while the block lasts. `manifest` is None where its sources give none."""

    layout: Layout
    manifest: Manifest | None
    report: Report


@contextmanager
def rebuilt(
    campaign: Campaign, tenant: Tenant, expected: Manifest, inside: Path
) -> Iterator[Rebuilt]:
    """The site of `tenant.folder` as of `expected`'s moment, in an empty folder below `inside`."""
    again = replace(
        campaign,
        moment=datetime.fromisoformat(expected.rebuilt_at),
        register=False,
        drafts=False,
        index=True,
    )
    inside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".preuve-", dir=inside) as scratch:
        moved = replace(tenant, output=Path(scratch) / tenant.slug)
        (report,) = publish.build(again, [moved])
        layout = Layout(moved.output)
        made = manifests.read(layout.manifest(layout.online()))
        yield Rebuilt(layout=layout, manifest=made, report=report)


def _differences(
    expected: Manifest, made: Manifest | None, tree: Path | None, store: Store | None
) -> Iterator[Difference]:
    if tree is not None:
        yield from compare.tree(expected, tree)
    if store is not None:
        yield from compare.store(expected, store)
    if made is not None:
        yield from compare.sources(expected, made)
        yield from compare.site(expected, made)
        yield from compare.addresses(expected, made)


def causes(campaign: Campaign, expected: Manifest) -> Iterable[str]:
    """What may explain that a site made again is not the one that is expected, in French."""
    if campaign.engine != expected.moteur:
        yield (
            "l’usine n’est pas celle qui avait fait ce site : son programme, Python ou une de ses "
            "bibliothèques a changé de version"
        )
    if campaign.theme.digest != expected.theme:
        yield "le thème n’est pas celui qui avait fait ce site"
    if not expected.complet:
        yield "l’index de la recherche de ce site n’était pas encore fait"
