"""Erasure: bytes withdrawn for privacy leave the store and every generation that holds them.

The register keeps their digest, so nothing publishes them again. A page made from them has a
digest of its own that nobody noted: a generation made before the withdrawal, in which the act had
its page, goes whole.
"""

import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from factory.archive import erasures
from factory.archive import manifest as manifests
from factory.archive import registre as registers
from factory.archive.erasures import Ledger
from factory.archive.manifest import Manifest
from factory.archive.registre import Lines, Registre
from factory.build import generation
from factory.build.layout import Layout
from factory.ground.problems import UsageError
from factory.tenants.folder import Tenant


def erases(lines: Lines) -> bool:
    """Whether lines for the register withdraw bytes for privacy."""
    return any(line.get("efface") for line in lines.get("actes", ()))


def carry_out(memory: Path, tenant: Tenant, layout: Layout, moment: datetime) -> None:
    """Remove what the register says is erased, and write it down for those who restore.

    Where that cannot be written now, the next backup does it, or says that it cannot.
    """
    registre = registers.read(tenant.folder / "registre")
    if not registre.effacees:
        return
    # Imported where it serves: a factory at rest answers without it.
    from factory.tenants.commune import insee

    with suppress(OSError, UsageError):
        erasures.note(
            memory, tenant.slug, moment, contents=registre.effacees, insee=insee(tenant.folder)
        )
    erase(layout, registre)


def erase(layout: Layout, registre: Registre) -> int:
    """Remove them, but from the generation online, which was made without them.

    How many generations went. May be asked again: what a run that died left is then removed.
    """
    if not registre.effacees:
        return 0
    stale = _stale(layout, lambda manifest: holds(manifest, registre))
    left = [name for name in registre.effacees if layout.store.path(name).exists()]
    if stale or left:
        _remove(layout, stale, left)
    return len(stale)


def forget(layout: Layout, is_stale: Callable[[Manifest], bool]) -> int:
    """Remove every generation but the one online of which that is true, and all that waits to be
    used again. How many generations went.

    What no other generation needs leaves the store. May be asked again.
    """
    stale = _stale(layout, is_stale)
    _remove(layout, stale, ())
    return len(stale)


def _stale(layout: Layout, is_stale: Callable[[Manifest], bool]) -> list[int]:
    """One whose manifest does not read may hold anything."""
    numbers = layout.numbers() | set(manifests.numbers(layout.manifests))
    found = {number: manifests.read(layout.manifest(number)) for number in numbers}
    found.pop(layout.online(), None)
    return sorted(n for n, manifest in found.items() if manifest is None or is_stale(manifest))


def _remove(layout: Layout, stale: Iterable[int], names: Iterable[str]) -> None:
    with generation.writing(layout):
        for number in stale:
            layout.manifest(number).unlink(missing_ok=True)
            shutil.rmtree(layout.generation(number), ignore_errors=True)
        for name in names:
            layout.store.discard(name)
        shutil.rmtree(layout.spare, ignore_errors=True)
        shutil.rmtree(layout.waiting, ignore_errors=True)
        generation.sweep(layout)


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


def noted(manifest: Manifest, ledger: Ledger, commune: str) -> bool:
    """Whether a generation was made from something that the ledger says was erased since."""
    made = datetime.fromisoformat(manifest.moment)
    return any(ledger.holds(commune, path, name, made) for path, name in manifest.sources.items())


def went(layout: Layout, registre: Registre, number: int) -> bool:
    """Whether a generation was public before an erasure, and is no longer there."""
    public = [when for n, when in generation.publications(layout) if n == number]
    if not public or layout.manifest(number).exists():
        return False
    return any(public[-1] < datetime.fromisoformat(when) for when in registre.effacees.values())
