"""On what conditions a commune may be destroyed: each is found, or refused with its remedy.

The convention, art. 7 and 9 (its end), 11 (the data given back), 13-i (the commune's instruction);
Code du patrimoine, art. L212-2 (no public archive goes without the visa of the State).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from factory.archive import manifest as manifests
from factory.archive.destructions import Grounds, Piece
from factory.build.layout import Layout
from factory.convention.desk import Party, open_desk
from factory.convention.life import End, State, standing
from factory.destruction import refusals
from factory.ground.digests import digest
from factory.ground.problems import Problem
from factory.ground.written import Written
from factory.proof.proof import whole
from factory.reversibility import receipt
from factory.reversibility.receipt import Receipt
from factory.tenants.commune import Commune
from factory.tenants.convention import Convention
from factory.tenants.departure import Depart
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings

_RECEIPT: Written[Receipt] = Written(Receipt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known of a commune that is to be destroyed. `grounds` is None while one lacks."""

    nom: str
    hosts: tuple[str, ...]
    fictive: bool
    grounds: Grounds | None
    convention: Convention | None = None
    problems: tuple[Problem, ...] = ()


def examine(settings: Settings, tenant: Tenant, today: date) -> Case:
    """The commune's case as it stands today. Raises UsageError where what is shared is broken."""
    desk = open_desk(settings, today, (tenant.slug,))
    party = desk.party(tenant.slug)
    convention = party.convention
    hosts = _hosts(party.commune, convention)
    if convention is None:
        return Case(
            nom=party.nom, hosts=hosts, fictive=False, grounds=None,
            problems=(refusals.no_convention(tenant.slug),),
        )  # fmt: skip
    now = standing(convention, today, desk.commun.lectures)
    end = now.end if now.state is State.TERMINEE else None
    proven = _proven(settings.memoire, tenant)
    problems = tuple(_lacking(party, convention, end, now.end, proven, Layout(tenant.output)))
    grounds = None if problems else _grounds(convention.depart, end, proven)
    return Case(
        nom=party.nom,
        hosts=hosts,
        fictive=convention.fictive,
        grounds=grounds,
        convention=convention,
        problems=problems,
    )


def _lacking(
    party: Party,
    convention: Convention,
    end: End | None,
    known: End | None,
    proven: tuple[Path, Receipt] | None,
    layout: Layout,
) -> Iterator[Problem]:
    file = f"{party.slug}/convention.yaml"
    depart = convention.depart
    if end is None:
        yield refusals.in_force(party.nom, known, file)
    if depart.instruction is None:
        yield refusals.no_instruction(file)
    if proven is None:
        yield refusals.not_proven(party.slug)
    yield from _owed(depart, proven, layout, file)


def _owed(
    depart: Depart, proven: tuple[Path, Receipt] | None, layout: Layout, file: str
) -> Iterator[Problem]:
    """What the commune's choice asks for: a receipt, or the visa of the archives."""
    if depart.instruction is not None and depart.instruction.sort == "détruire":
        if depart.visa is None:
            yield refusals.no_visa(file)
        return
    if depart.recepisse is None:
        archived = depart.instruction is not None and depart.instruction.sort == "archiver"
        yield refusals.no_receipt(file, archived)
        return
    manifest = manifests.read(layout.manifest(layout.online()))
    since = date.fromisoformat(manifest.moment[:10]) if manifest else None
    if since is not None and depart.recepisse.date < since:
        yield refusals.old_receipt(file, depart.recepisse.date, since)
    stamp = depart.recepisse.empreinte
    if stamp and proven is not None:
        found = proven[1].preuve
        if stamp.lower() not in (found.empreinte, found.sac):
            yield refusals.other_export(file)


def _grounds(
    depart: Depart, end: End | None, proven: tuple[Path, Receipt] | None
) -> Grounds | None:
    told = depart.instruction
    if end is None or told is None or proven is None:
        return None
    path, found = proven
    return Grounds(
        fin=end.day,
        motif=end.why,
        article=end.article,
        instruction=Piece(date=told.date, reference=told.reference, objet=told.sort),
        recepisse=_piece(depart.recepisse.date, depart.recepisse.reference)
        if depart.recepisse
        else None,
        visa=_piece(depart.visa.date, depart.visa.reference, depart.visa.service)
        if depart.visa
        else None,
        preuve=found.moment,
        empreinte=found.preuve.empreinte,
        recu=digest(path.read_bytes()),
    )


def _piece(day: date, reference: str, about: str = "") -> Piece:
    return Piece(date=day, reference=reference, objet=about)


def _proven(memory: Path, tenant: Tenant) -> tuple[Path, Receipt] | None:
    """The last receipt that holds, if it is one of what is online now."""
    layout = Layout(tenant.output)
    live = manifests.read(layout.manifest(layout.online()))
    if live is None:
        return None
    digest_online = whole(live)
    for path in sorted((memory / receipt.FOLDER / tenant.slug).glob("*.json"), reverse=True):
        try:
            found = _RECEIPT.read(path.read_bytes())
        except (OSError, ValueError):
            continue
        if found.tient and found.preuve.empreinte == digest_online:
            return path, found
    return None


def _hosts(known: Commune | None, convention: Convention | None) -> tuple[str, ...]:
    own = (known.domaine,) if known else ()
    named = tuple(convention.domaines) if convention else ()
    return tuple(dict.fromkeys(own + named))
