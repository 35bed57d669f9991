"""Open data: the commune's deliberations in the national form (SCDL « délibérations » 2.1.5).

https://schema.data.gouv.fr/scdl/deliberations/ : seventeen columns, UTF-8, commas.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from factory.content.document import Document
from factory.content.models import Acte
from factory.content.models.nomenclature import matter
from factory.ground.problems import notice
from factory.ground.tables import csv_text
from factory.site.links import download
from factory.site.outputs import Page, file_of
from factory.site.plan import Plan
from factory.site.views import FileLink, FileView
from factory.site.where import where

COLUMNS = (
    "COLL_NOM", "COLL_SIRET", "DELIB_ID", "DELIB_DATE", "DELIB_MATIERE_CODE",
    "DELIB_MATIERE_NOM", "DELIB_OBJET", "BUDGET_ANNEE", "BUDGET_NOM", "PREF_ID", "PREF_DATE",
    "VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE", "VOTE_ABSTENTION", "DELIB_URL",
)  # fmt: skip
_NATURES = ("délibération", "budget")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    page: Page
    link: FileLink


def table(plan: Plan, base: str) -> Table | None:
    """The file, and the link to it; None without a SIRET or without a deliberation that fits."""
    found = [act for act in plan.of_type("acte") if _is_deliberation(act)]
    if not found:
        return None
    if not plan.snapshot.commune.siret:
        plan.problems.append(
            notice(
                "deliberations-sans-siret",
                "Le fichier de données ouvertes des délibérations n’est pas publié : il demande le "
                "numéro SIRET de la commune.",
                "Dans commune.yaml, ajoutez « siret: » avec les quatorze chiffres.",
                file="commune.yaml",
            )
        )
        return None
    rows = [row for act in found for row in _rows(plan, act)]
    if not rows:
        return None
    rows.sort(key=lambda row: (row[3], row[2]))
    url = f"{base}deliberations.csv"
    text = csv_text((COLUMNS, *rows))
    return Table(
        page=Page(path=file_of(url), template="deliberations.csv", view=FileView(texte=text)),
        link=FileLink(
            titre="Délibérations, données ouvertes", url=url, format="CSV", poids=len(text.encode())
        ),
    )


def _is_deliberation(act: Document) -> bool:
    return isinstance(act.meta, Acte) and act.meta.nature in _NATURES


def _rows(plan: Plan, act: Document) -> Iterator[tuple[str, ...]]:
    """The act's row, unless something that the schema requires is missing."""
    meta = act.meta
    assert isinstance(meta, Acte)
    registered = plan.snapshot.act(act.path)
    if registered is not None and registered.retrait is not None:
        return
    subject = meta.objet or meta.titre
    required = {"numero": meta.numero, "date_acte": meta.date_acte, "matiere": meta.matiere}
    missing = [key for key, value in required.items() if not value]
    if missing or meta.date_acte is None:
        keys = ", ".join(f"« {key} »" for key in missing)
        plan.problems.append(
            notice(
                "deliberation-hors-donnees-ouvertes",
                f"Cette délibération n’est pas dans le fichier de données ouvertes : il manque "
                f"{keys}.",
                f"Ajoutez {keys} à l’en-tête.",
                **where(act),
            )
        )
        return
    commune = plan.snapshot.commune
    code = ".".join(meta.matiere.split(".")[:2])
    received = meta.prefecture.recu_le if meta.prefecture else None
    yield (
        commune.intitule, (commune.siret or "").replace(" ", ""), meta.numero,
        meta.date_acte.isoformat(), code, matter(code), subject,
        *_budget(meta),
        meta.prefecture.id if meta.prefecture else "",
        received.isoformat() if received is not None else "",
        *_votes(meta), _url(plan, act, meta),
    )  # fmt: skip


def _budget(meta: Acte) -> tuple[str, str]:
    """Both or neither: the year that a budget is of, and its name."""
    year = meta.effet.du if meta.effet else None
    if meta.nature != "budget" or year is None:
        return "", ""
    return str(year.year), meta.objet or meta.titre


def _votes(meta: Acte) -> tuple[str, str, str, str, str]:
    """All five counts where they agree, as the schema's checks ask; otherwise none."""
    votes = meta.votes
    none = ("", "", "", "", "")
    if votes is None or votes.effectif is None or votes.pour is None:
        return none
    against, neither = votes.contre or 0, votes.abstention or 0
    cast = votes.pour + against + neither
    if votes.effectif < cast:
        return none
    return str(votes.effectif), str(cast), str(votes.pour), str(against), str(neither)


def _url(plan: Plan, act: Document, meta: Acte) -> str:
    found = plan.snapshot.lookup.find(meta.fichier, act.path) if meta.fichier else None
    file = download(plan, found.path) if found and found.path in plan.snapshot.files else None
    return plan.base + (file.url if file else plan.addresses.urls[act.path])
