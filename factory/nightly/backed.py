"""The last backup, for a proof to be held against it."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from factory.backup import drill
from factory.backup.contents import FICHE, PIECES
from factory.backup.restoring import Extracted, extract, read_fiche
from factory.backup.shelter import configured, shelter
from factory.build.layout import Layout
from factory.ground.problems import Problem
from factory.proof.compare import digest_of
from factory.proof.difference import Difference, Nature, Where
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings

_NONE_YET = frozenset({"depot-absent", "aucune-sauvegarde", "cle-absente"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Backed:
    """What the last backup holds."""

    held: Mapping[str, str] | None = None
    """Path → SHA-256; None where there is no backup of what is online."""
    differences: tuple[Difference, ...] = ()
    """Files that are not what the backup said when it was made."""
    problems: tuple[Problem, ...] = ()
    """Why it could not be read."""


def backed(settings: Settings, tenant: Tenant, *, whole: bool) -> Backed:
    """What the last backup holds, if it is one of what is online.

    `whole`: restored elsewhere and read again, byte for byte. Otherwise its own list is believed:
    the night has checks and drills that read it.
    """
    if not configured(settings):
        return Backed()
    place = shelter(settings)
    place.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="preuve-", dir=place.work) as scratch:
        into = Path(scratch) / tenant.slug
        found = extract(place, tenant.slug, into, include="" if whole else f"/{FICHE}")
        if not isinstance(found, Extracted):
            unread = tuple(one for one in found if one.code not in _NONE_YET)
            return Backed(problems=unread if whole else ())
        fiche = read_fiche(found.folder)
        if fiche is None or fiche.generation != Layout(tenant.output).online():
            return Backed()
        held = {path: name for path, (_, name) in fiche.fichiers.items()}
        held |= {f"{PIECES}/{name}": name for name in fiche.pieces}
        if not whole:
            return Backed(held=held)
        other = (*drill.unlike(found, fiche), *_pieces(found, fiche.pieces))
        sound = {
            path: name for path, name in held.items() if path not in {d.fichier for d in other}
        }
        return Backed(held=sound, differences=other)


def _pieces(found: Extracted, names: tuple[str, ...]) -> Iterator[Difference]:
    """The bytes that were online and that the folder no longer held, each under its digest."""
    for name in names:
        seen = digest_of(found.folder / PIECES / name)
        if seen != name:
            yield Difference(
                ou=Where.BACKUP,
                nature=Nature.ALTERE if seen else Nature.MANQUE,
                fichier=f"{PIECES}/{name}",
                attendu=name,
                trouve=seen,
            )
