"""From a drop into the commune's sources: whole files only, never past what is an agent's.

The copy is made by a confined child that reads this drop and writes this commune's `contenu/` and
`medias/`: no link and no name can lead it elsewhere. `commune.yaml` comes back to the parent.
"""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from factory.drops import receipt
from factory.drops.receipt import Receipt, Record
from factory.ground.confined.children import run
from factory.ground.confined.limits import Limits
from factory.ground.digests import digest
from factory.ground.files import replacing, write_whole
from factory.ground.french import sizes
from factory.ground.french.counts import counted
from factory.ground.problems import Problem, error, in_order, warning
from factory.ground.visible import visible
from factory.ground.written import Written, written
from factory.reception import sources
from factory.reception.sources import CONFIGURATION, ROOTS, Found, Stamp
from factory.tenants.drop import ANSWER, Drop
from factory.tenants.usine import Limites

QUIET = 2.0
"""Seconds without a change after which a small file is whole…"""
PACE = 2_000_000
"""…and one second more for as many bytes: a large file may pause on its way."""
LONGEST_QUIET = 20.0
LOST = 600.0
"""Seconds after which a file that nobody closed, as far as is known, is whole all the same."""
PATIENCE = 60.0
"""Seconds after which what is whole is taken, whatever is still on its way."""
_THE_METROPOLES = ("convention.yaml", "registre")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copied:
    """What the child did, as it tells its parent."""

    receipt: Receipt
    record: Record
    configuration: bytes | None = None


_FORM = Written[_Copied](_Copied)


def take(
    drop: Drop,
    folder: Path,
    limits: Limites,
    *,
    patient: bool,
    sending: frozenset[Path] = frozenset(),
    cut: frozenset[Path] = frozenset(),
) -> Receipt:
    """Take what changed in a drop since the last time into `folder`, the commune's sources.

    A file changed a moment ago, or known to be `sending`, is not whole. With `patient`, nothing is
    taken as long as there is one; without, it alone is left. One whose sending was `cut` is left
    until it changes: it was sent again, then. Raises ChildDied, ValueError
    where the drop's record cannot be read, OSError where the sources cannot be written.
    """
    known = receipt.read(drop)
    roots = [folder / root for root in ROOTS]
    for root in roots:
        root.mkdir(exist_ok=True)
    answer = run(
        partial(_copy, drop, folder, limits, known, _Watch(time.time(), sending, cut, patient)),
        read=[drop.site],
        write=roots,
        limits=Limits(
            seconds=limits.secondes, memory=limits.memoire, file=max(limits.octets_fichier, 1 << 26)
        ),
    )
    copied = _FORM.read(answer)
    if copied.receipt.waiting and patient:
        return copied.receipt
    found = replace(copied.receipt, fresh=copied.record.problems != known.problems)
    if copied.configuration is not None and _configure(folder, copied.configuration):
        found = replace(found, taken=(CONFIGURATION, *found.taken))
    if copied.record != known:
        receipt.write(drop, copied.record)
    return found


def _configure(folder: Path, data: bytes) -> bool:
    """Put commune.yaml in place; False where it is there already."""
    target = folder / CONFIGURATION
    if target.is_file() and target.read_bytes() == data:
        return False
    write_whole(target, data)
    return True


@dataclass(frozen=True, slots=True)
class _Watch:
    """What is known of the files that may still be on their way."""

    now: float
    sending: frozenset[Path]
    cut: frozenset[Path]
    patient: bool

    def rest(self, one: Found) -> float:
        """Seconds until this file may be believed whole. A date to come is no date."""
        size, modified, changed, _ = one.stamp
        age = self.now - max(modified, changed) / 1e9
        if one.real in self.sending and age < LOST:
            return QUIET
        quiet = min(QUIET + size / PACE, LONGEST_QUIET)
        return quiet - age if 0 <= age < quiet else 0.0

    def broken_off(self, found: dict[str, Found], known: Record) -> dict[str, Stamp]:
        """The files that were not received whole, and have not been sent again since."""
        return {
            path: one.stamp
            for path, one in found.items()
            if one.real in self.cut or known.cut.get(path) == one.stamp
        }


def _copy(drop: Drop, folder: Path, limits: Limites, known: Record, watch: _Watch) -> bytes:
    problems = list(_strangers(drop.site))
    found: dict[str, Found] = {}
    linked = tuple(f"{root}/" for root in ROOTS if (drop.site / root).is_symlink())
    for one in sorted(sources.walk(drop.site, problems), key=lambda one: str(one.real)):
        if one.path.startswith(linked):
            continue
        if one.path in found:
            problems.append(sources.twins(one.path))
        else:
            found[one.path] = one
    cut = watch.broken_off(found, known)
    excess = _excess(found, limits) or _vanished(found, known)
    if excess:
        return _answer((), (), (*problems, excess), known.files, cut)
    problems += [_cut(path, stamp[0], path in known.files) for path, stamp in cut.items()]
    whole = {path: one for path, one in found.items() if path not in cut}
    young = {path: rest for path, one in whole.items() if (rest := watch.rest(one)) > 0}
    if young and watch.patient:
        waiting = Receipt(waiting=max(young.values()))
        return written(_Copied(receipt=waiting, record=known))
    withdrawn = _withdraw(folder, known, found)
    files: dict[str, Stamp] = {p: s for p, s in known.files.items() if p in found}
    taken: list[str] = []
    configuration: bytes | None = None
    for path, one in sorted(whole.items()):
        if path in young or known.files.get(path) == one.stamp:
            continue
        if one.stamp[0] > limits.octets_fichier:
            problems.append(sources.too_large(one, limits.octets_fichier))
            continue
        try:
            if path == CONFIGURATION:
                configuration, new = _whole(one), False
            else:
                new = _take(one, folder / path)
        except OSError as fault:
            problems.append(sources.unreadable(path, fault))
            continue
        if new:
            taken.append(path)
        files[path] = one.stamp
    rest = max(young.values(), default=0.0)
    return _answer(taken, withdrawn, problems, files, cut, configuration, rest)


def _answer(
    taken: Iterable[str],
    withdrawn: Iterable[str],
    problems: Iterable[Problem],
    files: dict[str, Stamp],
    cut: dict[str, Stamp],
    configuration: bytes | None = None,
    waiting: float = 0.0,
) -> bytes:
    told = in_order(problems)
    made = Receipt(waiting=waiting, taken=tuple(taken), withdrawn=tuple(withdrawn), problems=told)
    record = Record(files=dict(sorted(files.items())), cut=dict(sorted(cut.items())), problems=told)
    return written(_Copied(receipt=made, record=record, configuration=configuration))


def _take(one: Found, target: Path) -> bool:
    """Copy a file; False where the sources have these very bytes."""
    data = _whole(one)
    with suppress(OSError):
        if target.stat().st_size == len(data) and digest(target.read_bytes()) == digest(data):
            return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as file:
        file.write(data)
    return True


def _whole(one: Found) -> bytes:
    """The bytes of a file that is the one that was found, link or not."""
    handle = os.open(one.real, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with open(handle, "rb") as file:
        data = file.read(one.stamp[0] + 1)
        if sources.stamp_of(os.fstat(handle)) != one.stamp:
            raise BlockingIOError(None, "il change en ce moment même")
    return data


def _withdraw(folder: Path, known: Record, found: dict[str, Found]) -> list[str]:
    """Remove what came from the drop and is there no more; commune.yaml is never withdrawn."""
    gone = sorted(path for path in known.files if path not in found and path != CONFIGURATION)
    withdrawn = []
    for path in gone:
        with suppress(FileNotFoundError, NotADirectoryError):
            (folder / path).unlink()
            withdrawn.append(path)
        for parent in (folder / path).parents:
            if parent in (folder / root for root in ROOTS):
                break
            with suppress(OSError):  # not empty
                parent.rmdir()
    return withdrawn


def _strangers(site: Path) -> Iterator[Problem]:
    """What the drop holds beside a commune's own files: none of it is taken."""
    for entry in sorted(os.scandir(site), key=lambda entry: entry.name):
        name = visible(os.fsencode(entry.name).decode("utf-8", "replace"))
        if name in (CONFIGURATION, ANSWER, *ROOTS) or sources.is_scratch(name):
            continue
        if name in _THE_METROPOLES:
            yield error(
                "fichier-de-la-metropole",
                f"« {name} » est tenu par la Métropole : ce qui est déposé sous ce nom n’est pas "
                "repris.",
                "Retirez-le de votre dépôt. Pour une modification, demandez-la à l’assistance.",
                file=name,
            )
        else:
            yield warning(
                "fichier-hors-du-site",
                f"« {name} » n’est pas à sa place : il n’est pas repris.",
                "Les pages vont dans « contenu », les images et les documents partagés dans "
                "« medias ».",
                file=name,
            )


def _excess(found: dict[str, Found], limits: Limites) -> Problem | None:
    size = sum(one.stamp[0] for one in found.values())
    most = limits.fichiers
    if size <= limits.octets and len(found) <= most:
        return None
    return error(
        "depot-trop-volumineux",
        f"Le dépôt contient {len(found)} fichiers, {size / 1e6:.0f} Mo en tout ; les limites sont "
        f"de {most} fichiers et {limits.octets / 1e6:.0f} Mo. Rien n’est repris.",
        "Retirez les fichiers les plus lourds, ou demandez à la Métropole de relever « limites ».",
    )


def _cut(path: str, received: int, before: bool) -> Problem:
    stays = " La version d’avant reste en ligne." if before else ""
    return error(
        "fichier-coupe",
        "Ce fichier n’est pas arrivé en entier : la connexion a été coupée pendant l’envoi, après "
        f"{sizes.short(received)}. Il n’est pas repris.{stays}",
        "Envoyez-le de nouveau, jusqu’au bout.",
        file=path,
    )


def _vanished(found: dict[str, Found], known: Record) -> Problem | None:
    if found or not known.files:
        return None
    return error(
        "depot-vide",
        f"Le dépôt est vide, où l’on comptait {counted(len(known.files), 'fichier')} : "
        "cela ressemble à un accident, rien n’est retiré.",
        "Remettez vos fichiers dans le dépôt. Pour fermer le site, écrivez à l’assistance.",
    )
