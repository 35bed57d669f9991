"""The draft certificate of an act's publication: a paper that the mayor may sign.

It says what the page « …/publication/ » says, from the same view, and nothing that the register
does not hold. Its file bears the date of the register's last event about the act, not the day's:
asked for twice, it has the same bytes.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from factory.audit.sources import Desk
from factory.content.document import Document
from factory.ground import paper
from factory.ground.clock import Clock
from factory.ground.confined import children
from factory.ground.confined.children import ChildDied
from factory.ground.problems import Problem, UsageError, error
from factory.site import site, statement
from factory.site.chrome import chrome
from factory.site.media import Media
from factory.site.plan import Plan
from factory.site.sections import sections
from factory.site.views import StatementView
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings
from factory.theme import dates

_NOT_ONLINE = ("affichage", "papier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate: its PDF, and what it says."""

    pdf: bytes
    said: dict[str, Any]


def certificate(settings: Settings, tenant: Tenant, asked: str, moment: datetime) -> Certificate:
    """The certificate of the act `asked`: its address, its number or its file.

    Raises UsageError where there is no such act, where the register does not hold it as it is
    today, or where its publication on the site proves nothing.
    """
    limits = settings.limites
    work = partial(_read, tenant.folder, limits.octets_fichier, settings, moment, asked)
    bounds = children.Limits(seconds=limits.secondes, memory=limits.memoire)
    try:
        answer = json.loads(children.run(work, read=(tenant.folder,), limits=bounds))
    except ChildDied as death:
        raise UsageError(_died(death)) from None
    if "refus" in answer:
        raise UsageError(*(Problem(**one) for one in answer["refus"]))
    source = (files("factory.audit") / "certificate.typ").read_text("utf-8")
    last = datetime.fromisoformat(answer.pop("dernier"))
    return Certificate(pdf=paper.pdf(source, answer, last), said=answer)


def _read(folder: Path, largest: int, settings: Settings, moment: datetime, asked: str) -> bytes:
    """A child's work: what the certificate says, or why there is none, as JSON."""
    try:
        found = _said(_found(Desk(folder, largest, moment), settings, asked))
    except UsageError as refused:
        found = {"refus": [problem.as_json() for problem in refused.problems]}
    return json.dumps(found, ensure_ascii=False).encode()


def _found(desk: Desk, settings: Settings, asked: str) -> StatementView:
    snapshot = desk.snapshot
    if snapshot is None:
        raise UsageError(_unreadable())
    where = site.addresses(snapshot)
    plan = Plan(
        snapshot=snapshot,
        addresses=where,
        sections=sections(snapshot.documents, where),
        media=Media(),
        clock=Clock(desk.moment),
        metropole=settings.metropole,
        palette="",
    )
    document = _named(plan, asked)
    registered = desk.registre.actes.get(document.path)
    if registered is None or registered != snapshot.act(document.path):
        raise UsageError(_not_yet(document))
    view = statement.view(plan, chrome(plan, ""), document)
    if view.retire:
        raise UsageError(_withdrawn(document, view))
    if view.publicite.mode in _NOT_ONLINE:
        raise UsageError(_elsewhere(view))
    return view


def _named(plan: Plan, asked: str) -> Document:
    """The one act of that address, that number or that file."""
    wanted = asked.strip()
    url = "/" + wanted.removeprefix(plan.base).removesuffix("publication/").strip("/") + "/"
    found = [
        document
        for document in plan.of_type("acte")
        if url == plan.addresses.urls[document.path]
        or wanted in (document.path, getattr(document.meta, "numero", ""))
    ]
    if len(found) != 1:
        raise UsageError(_unknown(asked, [plan.addresses.urls[one.path] for one in found]))
    return found[0]


def _said(view: StatementView) -> dict[str, Any]:
    last = view.evenements[-1]
    replaced = last if last.nature == "remplacement" else None
    return {
        "commune": view.commune,
        "fictive": view.chrome.fictive,
        "maire": view.maire,
        "qualite": view.qualite,
        "nature": view.nature,
        "numero": view.numero,
        "objet": view.objet,
        "date_acte": dates.day(view.date_acte) if view.date_acte else "",
        "auteurs": view.auteurs,
        "mis_en_ligne": dates.moment(view.evenements[0].moment),
        "adresse": view.adresse,
        "minimum": dates.day(view.minimum),
        "remplace_le": dates.moment(replaced.moment) if replaced else "",
        "motif": replaced.motif if replaced else "",
        "fichiers": [{"nom": file.nom, "empreinte": file.empreinte} for file in view.fichiers],
        "dernier": last.moment.isoformat(),
    }


def _unreadable() -> Problem:
    return error(
        "commune-non-lue",
        "La configuration de cette commune (commune.yaml) ne peut pas être lue : rien ne peut être "
        "certifié.",
        "Lancez « usine check » pour savoir ce qui est à corriger.",
        file="commune.yaml",
    )


def _unknown(asked: str, several: Sequence[str]) -> Problem:
    if several:
        return error(
            "acte-a-preciser",
            f"Plusieurs actes en ligne portent le numéro « {asked} ».",
            f"Donnez l’adresse de celui que vous voulez : {', '.join(several)}.",
        )
    return error(
        "acte-introuvable",
        f"Aucun acte en ligne n’a pour adresse, numéro ou fichier « {asked} ».",
        "Donnez son adresse telle que le navigateur la montre, par exemple /actes/2026-012/, ou "
        "son numéro.",
    )


def _not_yet(document: Document) -> Problem:
    return error(
        "acte-pas-au-registre",
        f"L’acte « {document.meta.titre} » n’est pas au registre tel qu’il est dans vos fichiers : "
        "rien ne peut être certifié de sa mise en ligne.",
        "Publiez d’abord la commune (« usine build ») : le registre date l’acte à ce moment-là.",
        file=document.path,
    )


def _withdrawn(document: Document, view: StatementView) -> Problem:
    day = dates.day(view.evenements[-1].moment)
    return error(
        "publication-retiree",
        f"L’acte « {document.meta.titre} » a été retiré du site le {day} : il n’y a plus de "
        "publication à certifier.",
        f"La page {view.url} garde ce que le registre en sait.",
        file=document.path,
    )


def _elsewhere(view: StatementView) -> Problem:
    how = "par affichage" if view.publicite.mode == "affichage" else "sur papier"
    return error(
        "publicite-hors-du-site",
        f"Cette commune publie ses actes {how} : leur mise en ligne est une information, et ce "
        "certificat dirait autre chose.",
        "Certifiez l’affichage ou la publication sur papier, ou corrigez « publicite_actes » dans "
        "commune.yaml.",
        file="commune.yaml",
    )


def _died(death: ChildDied) -> Problem:
    return error(
        "certificat-interrompu",
        f"La lecture de cette commune a été interrompue : {death.message}",
        "Relancez la commande ; si cela se répète, voyez le journal avec la Métropole.",
    )
