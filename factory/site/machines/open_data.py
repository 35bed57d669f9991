"""The directory and the opening hours as open data, in forms that others already read.

`/horaires.json`: OpenStreetMap's `opening_hours` and schema.org's specifications, side by side.
`/annuaire.csv`: UTF-8, comma, a header (RFC 4180).
"""

from collections.abc import Iterable
from typing import Any

from pydantic_core import to_json

from factory.content.document import Document
from factory.content.models import Fiche
from factory.ground import hours
from factory.ground.hours import Horaires
from factory.ground.tables import csv_text
from factory.site.machines import graph, places
from factory.site.outputs import Page
from factory.site.plan import Plan
from factory.site.sections import page_order
from factory.site.views import FileView, Link

HOURS, DIRECTORY = "horaires.json", "annuaire.csv"
VERSION = 1
_COLUMNS = (
    "nom", "categorie", "adresse", "code_postal", "ville", "latitude", "longitude", "telephone",
    "courriel", "site", "opening_hours", "fauteuil_roulant", "page",
)  # fmt: skip


def files(plan: Plan) -> list[Page]:
    """The files that have something to say."""
    entries = [d for d in sorted(plan.of_type("fiche"), key=page_order) if d.meta.indexer]
    made = []
    if found := _hours(plan, entries):
        made.append(_file(HOURS, found))
    if entries:
        made.append(_file(DIRECTORY, _directory(plan, entries)))
    return made


def links(pages: Iterable[Page]) -> tuple[Link, ...]:
    """What the directory's page offers to take away."""
    titles = {DIRECTORY: "L’annuaire (CSV)", HOURS: "Les horaires (JSON)"}
    return tuple(
        Link(texte=titles[page.path], url=f"/{page.path}") for page in pages if page.path in titles
    )


def _file(path: str, text: str) -> Page:
    return Page(path=path, template=path, view=FileView(texte=text))


def _hours(plan: Plan, entries: Iterable[Document]) -> str:
    """Each place that has hours, the town hall first; empty where none has."""
    town = plan.snapshot.commune
    found = []
    if town.horaires is not None:
        found.append(
            {
                "nom": f"Mairie de {town.nom}",
                "page": f"{plan.base}/",
                "adresse": town.adresse.en_lignes if town.adresse else (),
                "telephone": town.telephone,
                "courriel": town.courriel,
                **_both(plan, town.horaires),
            }
        )
    for document in entries:
        meta = document.meta
        assert isinstance(meta, Fiche)
        if (kept := places.hours_of(meta)) is not None:
            found.append(
                {
                    "nom": meta.titre,
                    "page": plan.base + plan.addresses.urls[document.path],
                    "adresse": meta.adresse,
                    "position": meta.position,
                    "telephone": meta.telephone,
                    "courriel": meta.courriel,
                    **_both(plan, kept),
                }
            )
    if not found:
        return ""
    whole = {
        "version": VERSION,
        "commune": town.nom,
        "code_insee": town.code_insee,
        "licence": town.mentions.licence,
        "lieux": [graph.given(place) for place in found],
    }
    return to_json(graph.given(whole), indent=1).decode() + "\n"


def _both(plan: Plan, horaires: Horaires) -> dict[str, Any]:
    return {
        "opening_hours": hours.osm(horaires),
        **places.opened(plan.clock, horaires),
        "note": horaires.note,
    }


def _directory(plan: Plan, entries: Iterable[Document]) -> str:
    rows: list[tuple[object, ...]] = [_COLUMNS]
    for document in entries:
        meta = document.meta
        assert isinstance(meta, Fiche)
        kept = places.hours_of(meta)
        address = places.postal(meta.adresse)
        wheelchair = meta.accessibilite.fauteuil if meta.accessibilite else None
        rows.append(
            (
                meta.titre,
                meta.categorie,
                address.get("streetAddress", ""),
                address.get("postalCode", ""),
                address.get("addressLocality", ""),
                *(meta.position or ("", "")),
                meta.telephone,
                meta.courriel,
                meta.site,
                hours.osm(kept) if kept else "",
                {True: "oui", False: "non"}.get(wheelchair, "") if wheelchair is not None else "",
                plan.base + plan.addresses.urls[document.path],
            )
        )
    return csv_text(rows)
