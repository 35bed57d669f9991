"""Erasure: bytes withdrawn for privacy leave the store and every generation that holds them.

The register keeps their digest, so nothing publishes them again. A page made from them has a
digest of its own that nobody noted: a generation made before the withdrawal, in which the act had
its page, goes whole.
"""

import shutil
from datetime import datetime

from factory.archive import manifest as manifests
from factory.archive.manifest import Manifest
from factory.archive.registre import Registre
from factory.build import generation
from factory.build.layout import Layout


def erase(layout: Layout, registre: Registre) -> int:
    """Remove them, but from the generation online, which was made without them.

    How many generations went. May be asked again: what a run that died left is then removed.
    """
    if not registre.effacees:
        return 0
    gone = 0
    for number in sorted(layout.numbers() | set(manifests.numbers(layout.manifests))):
        manifest = manifests.read(layout.manifest(number))
        if number == layout.online() or (manifest is not None and not holds(manifest, registre)):
            continue
        layout.manifest(number).unlink(missing_ok=True)
        shutil.rmtree(layout.generation(number), ignore_errors=True)
        gone += 1
    left = [name for name in registre.effacees if layout.store.path(name).exists()]
    for name in left:
        layout.store.discard(name)
    if gone or left:
        shutil.rmtree(layout.spare, ignore_errors=True)
        generation.sweep(layout)
    return gone


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
