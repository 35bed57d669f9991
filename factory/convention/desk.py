"""The Métropole's desk: every convention of the factory, read, with what is common to them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from factory.convention import common, contradictions, former, operations
from factory.convention.common import Commun
from factory.ground.dates import plain
from factory.ground.problems import Problem, Severity, UsageError, error, holds_back, warning
from factory.ground.refusal import Refus
from factory.reception.sources import unreadable
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
    """A commune and its convention; `convention` is None where its file is absent or broken.

    `gone`: its folder is no more, and this is what the accounts keep of it (former.py). `former`:
    the conventions that it had before, each ended and destroyed; it has come back since.
    """

    slug: str
    nom: str
    convention: Convention | None
    problems: tuple[Problem, ...] = ()
    commune: Commune | None = None
    gone: bool = False
    former: tuple[Convention, ...] = ()

    @property
    def conventions(self) -> tuple[Convention, ...]:
        """All that it has had, one after the other."""
        return (*self.former, *([self.convention] if self.convention else []))

    @property
    def to_mend(self) -> tuple[Problem, ...]:
        """What is broken or contradictory; what is only good to know is left out."""
        return tuple(one for one in self.problems if one.severity is not Severity.INFORMATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All the parties, sorted by slug, and what they share."""

    parties: tuple[Party, ...]
    commun: Commun
    tarif: Tarif
    settings: Settings
    problems: tuple[Problem, ...] = ()

    @property
    def ledger(self) -> Path:
        return self.settings.convention / common.LEDGER

    @property
    def requests(self) -> Path:
        return self.settings.convention / common.REQUESTS

    @property
    def evolutions(self) -> Path:
        return self.settings.convention / common.EVOLUTIONS

    @property
    def fictive(self) -> bool:
        """Whether one of the conventions is a demonstration: a paper of all says so."""
        return any(one.convention is not None and one.convention.fictive for one in self.parties)

    @property
    def unread(self) -> tuple[Problem, ...]:
        """What is wrong in each convention.yaml that cannot be read."""
        broken = (one for one in self.parties if one.convention is None)
        return tuple(problem for one in broken for problem in one.problems)

    def party(self, slug: str) -> Party:
        """Raises KeyError where no commune has that slug."""
        for party in self.parties:
            if party.slug == slug:
                return party
        raise KeyError(slug)

    def named(self, text: str) -> str:
        """The slug of the commune that a text names; empty: the Métropole. Raises Refus."""
        if plain(text) in ("", "metropole"):
            return ""
        for party in self.parties:
            if plain(text) in (party.slug, plain(party.nom)):
                return party.slug
        raise Refus(
            "commune-inconnue",
            f"« {text} » n’est ni le nom ni le dossier d’une commune",
            "Écrivez l’un ou l’autre ; rien, ou « métropole », pour la Métropole.",
        )

    def assigned(self, text: str) -> str:
        """Whom an expense is for: a slug, an operation's number, « metropole »; empty: all.

        Raises Refus.
        """
        for operation in self.commun.operations:
            if plain(text) == plain(operation.numero):
                return operation.numero
        try:
            return self.named(text) or plain(text)
        except Refus:
            raise Refus(
                "affectation-inconnue",
                f"l’affectation « {text} » n’est ni une commune ni une opération de {common.FILE}",
                "Écrivez le nom d’une commune, le numéro d’une opération, « métropole », ou rien "
                "si la dépense est partagée par tous.",
            ) from None

    def agreed(self, slug: str) -> str:
        """The slug itself. Raises UsageError where its convention is absent or broken."""
        party = self.party(slug)
        if party.convention is None:
            raise UsageError(*(party.problems or (_absent(slug),)))
        return slug


def open_desk(
    settings: Settings, day: date, only: Sequence[str] = (), *, gone: bool = False
) -> Desk:
    """The conventions as they are written today; `day` is the one their offices are checked for.

    `only` names a commune that has left where it may (`gone`). Raises UsageError where a shared
    file is broken, or where `only` names no commune.
    """
    shared = _shared(Commun, settings.convention / common.FILE, settings.racine)
    tarif = _shared(Tarif, settings.convention / common.TARIF, settings.racine) or settings.tarif
    commun = shared or Commun()
    left = former.communes(settings)
    away = [slug for slug in only if gone and slug in left and not _lives(settings, slug)]
    here = [slug for slug in only if slug not in away]
    tenants = folder.communes(settings, here).tenants if here or not only else ()
    found = {
        tenant.slug: _party(tenant, day, commun, tarif, left.get(tenant.slug, ()))
        for tenant in tenants
    }
    for slug, kept in left.items():
        if slug not in found and (slug in away or not only):
            found[slug] = Party(
                slug=slug, nom=kept[-1].nom, convention=kept[-1], gone=True, former=kept[:-1]
            )
    return Desk(
        parties=tuple(found[slug] for slug in sorted(found)),
        commun=commun,
        tarif=tarif,
        settings=settings,
        problems=() if only else tuple(_strangers(commun, found)),
    )


def _strangers(commun: Commun, known: Collection[str]) -> Iterator[Problem]:
    """A part of an operation that nobody would pay: its commune is not one of the factory's."""
    for operation in commun.operations:
        for one in operation.communes:
            if one.commune not in known:
                yield warning(
                    "participation-sans-commune",
                    f"L’opération {operation.numero} compte une part de « {one.commune} », qui "
                    "n’est le dossier d’aucune commune : personne ne la paierait.",
                    "Écrivez sous « commune » le nom du dossier de la commune (article 4.3).",
                    file=common.FILE,
                )


def _lives(settings: Settings, slug: str) -> bool:
    return (settings.communes / slug).is_dir()


def _party(
    tenant: folder.Tenant, day: date, commun: Commun, tarif: Tarif, left: tuple[Convention, ...]
) -> Party:
    known = _known(tenant.folder / communes_file.FILE)
    nom = known.nom if known else tenant.slug
    shown = f"{tenant.slug}/{conventions.FILE}"
    absent = Party(slug=tenant.slug, nom=nom, convention=None, commune=known, former=left)
    try:
        data = (tenant.folder / conventions.FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return absent
    except OSError as fault:  # one commune's file never stops what is asked of all
        return replace(absent, problems=(unreadable(shown, fault),))
    bound = conventions.read(data, shown)
    bound = contradictions.check(bound, day, commun.lectures, tarif, shown)
    orders: tuple[Problem, ...] = ()
    if bound.value is not None:
        begun = bound.value.dates.signature if left else None
        ordered = operations.unentitled(
            commun.operations, tenant.slug, bound.value, common.FILE, begun
        )
        orders = tuple(ordered)
    return Party(
        slug=tenant.slug,
        nom=nom,
        convention=bound.value,
        problems=(*bound.problems, *orders),
        commune=known,
        former=left,
    )


def _known(file: Path) -> Commune | None:
    """None where it does not read: the build says why."""
    try:
        return communes_file.read(file.read_bytes()).value
    except OSError:
        return None


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
        f"La commune « {slug} » n’a pas de fichier {conventions.FILE} : elle n’a ni sommes "
        "dues, ni bilan, ni papiers.",
        "Écrivez-le d’après celui d’une autre commune ; « usine schema » aide à le remplir.",
        file=f"{slug}/{conventions.FILE}",
    )
