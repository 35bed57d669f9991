"""What the machine has, and what it lacks, for the factory to keep its promises."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factory.archive import registre as registers
from factory.build import owners
from factory.ground.confined import confinement, seccomp
from factory.ground.files import link_or_copy
from factory.ground.french.counts import counted
from factory.ground.problems import UsageError
from factory.ground.system import why
from factory.tenants import folder
from factory.tenants.settings import Settings
from factory.theme.theme import Theme

ENOUGH = 5_000_000_000
"""Bytes free below which the operator is warned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. `serious` findings break a promise; the others only weaken one."""

    good: bool
    text: str
    serious: bool = False

    def __str__(self) -> str:
        return f"{'ok ' if self.good else ('NON' if self.serious else '?  ')} {self.text}"


def examine(settings: Settings) -> Iterator[Finding]:
    """Each finding, in the order an operator would mend them."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(good=sys.version_info >= (3, 11), text=f"Python {version}", serious=True)
    yield _landlock()
    yield _seccomp()
    yield from _disk(settings)
    yield _theme(settings)
    yield from _communes(settings)
    yield _found("nginx", "le serveur web qui répond aux citoyens")
    yield _found("restic", "les sauvegardes")
    if settings.depots.dossier:
        yield from _drops(settings)


def _landlock() -> Finding:
    abi = confinement.available()
    if abi:
        return Finding(good=True, text=f"Landlock (version {abi}) : chaque commune est confinée")
    return Finding(
        good=False,
        text="Landlock manque à ce noyau : une commune malveillante pourrait lire ses voisines. "
        "Installez un noyau 5.13 ou plus récent.",
    )


def _seccomp() -> Finding:
    if seccomp.available():
        text = "seccomp : une commune ne change ni droits, ni propriétaires, ni dates de fichiers"
        return Finding(good=True, text=text)
    return Finding(
        good=False,
        text="seccomp manque à ce noyau ou à ce processeur : une commune malveillante pourrait "
        "changer les droits ou les dates de fichiers de l’usine. Prenez un noyau qui l’a "
        "(CONFIG_SECCOMP_FILTER), sur x86_64 ou aarch64.",
    )


def _disk(settings: Settings) -> Iterator[Finding]:
    try:
        settings.sortie.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".essai-", dir=settings.sortie) as trial:
            first, second = Path(trial) / "a", Path(trial) / "b"
            first.write_bytes(b"a")
            link_or_copy(first, second)
            linked = os.stat(second).st_nlink == 2
    except OSError as fault:
        yield Finding(
            good=False, text=f"{settings.sortie} : impossible d’écrire ({why(fault)})", serious=True
        )
        return
    text = f"{settings.sortie} : liens physiques"
    yield Finding(good=linked, text=text if linked else f"{text} refusés, les fichiers sont copiés")
    free = shutil.disk_usage(settings.sortie).free
    text = f"{free / 1e9:.0f} Go libres sur le disque"
    yield Finding(good=free >= ENOUGH, text=text, serious=True)


def _theme(settings: Settings) -> Finding:
    try:
        Theme.load(settings.theme).prepare()
    except UsageError as fault:
        return Finding(good=False, text=f"thème : {fault}", serious=True)
    return Finding(good=True, text=f"thème {settings.theme.name}")


def _communes(settings: Settings) -> Iterator[Finding]:
    try:
        listing = folder.communes(settings)
    except UsageError as fault:
        yield Finding(good=False, text=str(fault), serious=True)
        return
    for problem in listing.problems:
        yield Finding(good=False, text=str(problem), serious=True)
    altered = 0
    for tenant in listing.tenants:
        for problem in registers.read(tenant.folder / "registre").problems:
            altered += 1
            yield Finding(good=False, text=f"{tenant.slug} : {problem}", serious=True)
    if not altered:
        known = len(listing.tenants)
        whole = "registres intacts" if known > 1 else "registre intact"
        yield Finding(good=True, text=f"{counted(known, 'commune')}, {whole}")


def _drops(settings: Settings) -> Iterator[Finding]:
    """Where communes leave their files: on a server, then, where accounts keep things apart."""
    yield _found("sshd", "les dépôts des communes, par SFTP et par git")
    try:
        tenants = folder.communes(settings).tenants
    except UsageError:
        return
    mixed = [f"{one.slug} : {what}" for one in tenants for what in owners.shared(settings, one)]
    for text in mixed:
        remedy = "« deploy/installer.sh --droits » remet à chacun le sien."
        yield Finding(good=False, text=f"{text}. {remedy}")
    if not mixed:
        yield Finding(good=True, text="conventions, registres et dépôts : chacun son compte")


def _found(program: str, use: str) -> Finding:
    where = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    text = f"{program} ({use})" if where else f"{program} n’est pas installé : {use}"
    return Finding(good=where is not None, text=text)
