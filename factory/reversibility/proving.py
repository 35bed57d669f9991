"""The proof of an export: from the bag alone, the site that is online, byte for byte."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from factory.archive import manifest as manifests
from factory.archive.manifest import Manifest
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.ground.problems import Problem, UsageError
from factory.proof import compare, proof
from factory.proof.difference import Difference, Where
from factory.proof.proof import Proof, whole
from factory.reversibility import hostile, origin, verifying
from factory.reversibility.bag import PAYLOAD, TAGS
from factory.reversibility.export import SOURCES, Papers, export, lasting
from factory.tenants import settings as settings_file
from factory.tenants.folder import Tenant
from factory.theme.theme import Theme


def prove(
    campaign: Campaign,
    tenant: Tenant,
    backup: Mapping[str, str] | None = None,
    papers: Papers = lambda _: {},
) -> Proof | Problem:
    """Export the commune and judge the bag; a problem where it cannot be exported now.

    `papers` are those of its exports: the bag is the one that the commune is given. `backup`: what
    the last backup holds, path → SHA-256, where there is one; paths are those of the commune's
    folder.
    """
    campaign.settings.sortie.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".preuve-", dir=campaign.settings.sortie) as scratch:
        bag = Path(scratch) / "sac"
        done = export(campaign, tenant, bag, papers=papers)
        if isinstance(done, Problem):
            return done
        return judge(campaign, tenant, bag, done.generation, backup)


def judge(
    campaign: Campaign,
    tenant: Tenant,
    bag: Path,
    generation: int,
    backup: Mapping[str, str] | None = None,
) -> Proof | Problem:
    """Make the site again from the bag alone, and compare it with the generation online.

    The bag's own digests, the tree that is served and the store are read whole.
    """
    layout = Layout(tenant.output)
    live = manifests.read(layout.manifest(generation))
    expected = manifests.read(bag / PAYLOAD / origin.MANIFEST)
    if live is None or expected is None:
        return hostile.not_an_export("la liste de ses pages ne se lit pas")
    try:
        alone = _from_the_bag(campaign, bag)
    except UsageError as fault:
        return fault.problems[0]
    sources = replace(tenant, folder=bag / PAYLOAD / SOURCES)
    found = proof.prove(alone, sources, expected, inside=bag.parent)
    seen = (
        *verifying.differences(bag),
        *_carried(live, expected),
        *compare.tree(live, layout.generation(generation)),
        *compare.store(live, layout.store),
        *(_backed_up(expected, backup) if backup is not None else ()),
        *found.differences,
    )
    return replace(
        found,
        generation=generation,
        empreinte=whole(live),
        sac=compare.digest_of(bag / TAGS),
        differences=seen,
    )


def _from_the_bag(campaign: Campaign, bag: Path) -> Campaign:
    """The run's means, with the bag's settings and theme; the factory's theme if it has none."""
    path = bag / PAYLOAD / origin.SETTINGS
    theme = bag / PAYLOAD / origin.THEME
    read = settings_file.load(path, {}, path.parent)
    limits = read.limites.model_copy(
        update={
            "secondes": campaign.settings.limites.secondes,
            "memoire": campaign.settings.limites.memoire,
        }
    )
    settings = read.model_copy(update={"sortie": bag.parent / "refait", "limites": limits})
    return replace(
        campaign,
        settings=settings,
        theme=Theme.load(theme) if theme.is_dir() else campaign.theme,
    )


def _carried(live: Manifest, expected: Manifest) -> Iterator[Difference]:
    """What is online, against what the bag says was online."""
    one, other = (
        {path: output.blob for path, output in manifest.fichiers.items()}
        for manifest in (lasting(live), expected)
    )
    yield from compare.digests(Where.EXPORT, one, other)


def _backed_up(expected: Manifest, backup: Mapping[str, str]) -> Iterator[Difference]:
    """Each source that was published: the backup has its bytes, under its name or as a piece."""
    held = set(backup.values())
    missing = {path: "" for path, name in expected.sources.items() if name not in held}
    wanted = {path: expected.sources[path] for path in missing}
    yield from compare.digests(Where.BACKUP, wanted, missing)
