"""Erasure: bytes withdrawn for privacy leave the store and every generation that holds them.

The register keeps their digest, so nothing publishes them again. A page made from them has a
digest of its own that nobody noted: a generation made before the withdrawal, in which the act had
its page, goes whole.
"""

import shutil
from datetime import datetime

from factory.archive import manifest as manifests
from factory.archive.manifest import Manifest
from factory.archive.registre import Lines, Registre
from factory.build import generation
from factory.build.layout import Layout


def erases(lines: Lines) -> bool:
    """Whether lines for the register withdraw bytes for privacy."""
    return any(line.get("efface") for line in lines.get("actes", ()))


def erase(layout: Layout, registre: Registre) -> int:
    """Remove them, but from the generation online, which was made without them.

    How many generations went. May be asked again: what a run that died left is then removed.
    """
    if not registre.effacees:
        return 0
    numbers = sorted(layout.numbers() | set(manifests.numbers(layout.manifests)))
    stale = [n for n in numbers if n != layout.online() and _is_stale(layout, n, registre)]
    left = [name for name in registre.effacees if layout.store.path(name).exists()]
    if not stale and not left:
        return 0
    with generation.writing(layout):
        for number in stale:
            layout.manifest(number).unlink(missing_ok=True)
            shutil.rmtree(layout.generation(number), ignore_errors=True)
        for name in left:
            layout.store.discard(name)
        shutil.rmtree(layout.spare, ignore_errors=True)
        shutil.rmtree(layout.waiting, ignore_errors=True)
        generation.sweep(layout)
    return len(stale)


def _is_stale(layout: Layout, number: int, registre: Registre) -> bool:
    """One whose manifest does not read may hold anything."""
    manifest = manifests.read(layout.manifest(number))
    return manifest is None or holds(manifest, registre)


def holds(manifest: Manifest, registre: Registre) -> bool:
    """Whether a generation holds something erased, as bytes or on a page made from them."""
    if not registre.effacees.keys().isdisjoint(manifest.blobs()):
        return True
    made = datetime.fromisoformat(manifest.moment)
    return any(
        act.fichier in manifest.sources and made < datetime.fromisoformat(decision.moment)
        for act in registre.actes.values()
        for decision in act.decisions
        if decision.efface
    )


def went(layout: Layout, registre: Registre, number: int) -> bool:
    """Whether a generation was public before an erasure, and is no longer there."""
    public = [when for n, when in generation.publications(layout) if n == number]
    if not public or layout.manifest(number).exists():
        return False
    return any(public[-1] < datetime.fromisoformat(when) for when in registre.effacees.values())
