"""The Métropole's desk: every convention of the factory, read, with what is common to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from factory.convention import common, contradictions, operations
from factory.convention.common import Commun
from factory.ground.problems import Problem, UsageError, error, holds_back
from factory.tenants import commune as communes_file
from factory.tenants import convention as conventions
from factory.tenants import folder, source
from factory.tenants.commune import Commune
from factory.tenants.convention import Convention
from factory.tenants.settings import Settings
from factory.tenants.usine import Tarif

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A commune and its convention; `convention` is None where its file is absent or broken."""

    slug: str
    nom: str
    convention: Convention | None
    problems: tuple[Problem, ...] = ()
    commune: Commune | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All the parties, sorted by slug, and what they share."""

    parties: tuple[Party, ...]
    commun: Commun
    tarif: Tarif
    settings: Settings

    @property
    def ledger(self) -> Path:
        return self.settings.convention / common.LEDGER

    @property
    def requests(self) -> Path:
        return self.settings.convention / common.REQUESTS

    def party(self, slug: str) -> Party:
        """Raises KeyError where no commune has that slug."""
        for party in self.parties:
            if party.slug == slug:
                return party
        raise KeyError(slug)

    def agreed(self, slug: str) -> str:
        """The slug itself. Raises UsageError where its convention is absent or broken."""
        party = self.party(slug)
        if party.convention is None:
            raise UsageError(*(party.problems or (_absent(slug),)))
        return slug


def open_desk(settings: Settings, day: date, only: Sequence[str] = ()) -> Desk:
    """The conventions as they are written today; `day` is the one their offices are checked for.

    Raises UsageError where a shared file is broken, or where `only` names no commune.
    """
    shared = _shared(Commun, settings.convention / common.FILE, settings.racine)
    tarif = _shared(Tarif, settings.convention / common.TARIF, settings.racine) or settings.tarif
    commun = shared or Commun()
    return Desk(
        parties=tuple(
            _party(tenant, day, commun, tarif) for tenant in folder.communes(settings, only).tenants
        ),
        commun=commun,
        tarif=tarif,
        settings=settings,
    )


def _party(tenant: folder.Tenant, day: date, commun: Commun, tarif: Tarif) -> Party:
    known = _known(tenant.folder / communes_file.FILE)
    nom = known.nom if known else tenant.slug
    shown = f"{tenant.slug}/{conventions.FILE}"
    file = tenant.folder / conventions.FILE
    if not file.is_file():
        return Party(slug=tenant.slug, nom=nom, convention=None, commune=known)
    bound = conventions.read(file.read_bytes(), shown)
    bound = contradictions.check(bound, day, commun.lectures, tarif, shown)
    orders: tuple[Problem, ...] = ()
    if bound.value is not None:
        ordered = operations.unentitled(commun.operations, tenant.slug, bound.value, common.FILE)
        orders = tuple(ordered)
    return Party(
        slug=tenant.slug,
        nom=nom,
        convention=bound.value,
        problems=(*bound.problems, *orders),
        commune=known,
    )


def _known(file: Path) -> Commune | None:
    return communes_file.read(file.read_bytes()).value if file.is_file() else None


def _shared(model: type[M], file: Path, root: Path) -> M | None:
    """A shared file's value; None where it does not exist. Raises UsageError where it is broken."""
    if not file.is_file():
        return None
    shown = str(file.relative_to(root)) if file.is_relative_to(root) else str(file)
    bound = source.read(model, file.read_bytes(), file=shown)
    if bound.value is None or holds_back(bound.problems):
        raise UsageError(*bound.problems)
    return bound.value


def _absent(slug: str) -> Problem:
    return error(
        "convention-absente",
        f"La commune « {slug} » n’a pas de fichier {conventions.FILE} : elle n’a pas de bilan.",
        "Écrivez-le d’après celui d’une autre commune ; « usine schema » aide à le remplir.",
        file=f"{slug}/{conventions.FILE}",
    )
