"""What a document is to machines: a node of schema.org for each type that has one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from factory.content.document import Document
from factory.content.models import Actualite, Alerte, Demarche, Evenement, Fiche, Meta, Seance
from factory.ground import recurrence
from factory.site import views
from factory.site.cards import summary
from factory.site.machines import graph, places
from factory.site.machines.graph import Node
from factory.site.plan import Plan
from factory.site.views import FileLink, Link, Picture, When

_STATUS = {"annulé": "EventCancelled", "reporté": "EventPostponed"}
_UNTOLD = ("BYSETPOS", "BYYEARDAY", "BYWEEKNO")
"""Parts of a rule for which schema.org's Schedule has no word."""
_EVERY = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}
_MIME = {"PDF": "application/pdf", "ODT": "application/vnd.oasis.opendocument.text"}


def of_document(
    plan: Plan, document: Document, details: views.Details, picture: Picture | None
) -> str:
    """The nodes of a document's page; none for one that asks not to be indexed."""
    make = _MAKERS.get(type(details))
    if make is None or not document.meta.indexer:
        return ""
    url = plan.base + plan.addresses.urls[document.path]
    common = {
        "name": document.meta.titre,
        "url": url,
        "image": plan.base + picture.src if picture else "",
    }
    return graph.text((make(plan, document.meta, details, common, summary(document)),))


def _news(
    plan: Plan, meta: Actualite, details: views.ActualiteDetails, common: Node, told: str
) -> Node:
    return {
        "@type": "NewsArticle",
        "headline": common["name"],
        "url": common["url"],
        "image": common["image"],
        "articleSection": details.categorie,
        "datePublished": graph.instant(meta.date),
        "dateModified": graph.instant(meta.maj),
        "author": _commune(plan),
        "publisher": {"@id": f"{plan.base}/#commune"},
    }


def _event(
    plan: Plan, meta: Evenement, details: views.EvenementDetails, common: Node, told: str
) -> Node:
    """The next date of an event that recurs, and the rule it recurs by."""
    first = details.occurrences[0] if details.occurrences else None
    free = details.tarif.casefold().startswith(("gratuit", "entrée libre", "entrée gratuite"))
    full = details.statut == "complet"
    organiser = details.organisateur.nom if details.organisateur else ""
    return {
        "@type": "Event",
        **common,
        "description": told,
        "startDate": graph.instant(first.debut if first else details.debut),
        "endDate": graph.instant(first.fin if first else details.fin),
        "eventStatus": f"https://schema.org/{_STATUS.get(details.statut, 'EventScheduled')}",
        "eventSchedule": _schedule(meta) if meta.recurrence else "",
        "location": places.venue(plan, details.lieu) or _town(plan),
        "organizer": {"@type": "Organization", "name": organiser} if organiser else _commune(plan),
        "isAccessibleForFree": True if free else None,
        "offers": {"@type": "Offer", "availability": "https://schema.org/SoldOut"} if full else "",
    }


def _schedule(meta: Evenement) -> Node | str:
    """https://schema.org/Schedule; empty where it has no word for the rule."""
    rule = recurrence.parse(meta.recurrence or "")
    if any(rule.numbers_of(name) for name in _UNTOLD):
        return ""
    days = [f"{rank or ''}{recurrence.DAYS[day]}" for rank, day in rule.days]
    return graph.given(
        {
            "@type": "Schedule",
            "startDate": _day(meta.debut),
            "endDate": _day(rule.until) if rule.until else "",
            "startTime": _hour(meta.debut),
            "endTime": _hour(meta.fin) if meta.fin else "",
            "scheduleTimezone": "Europe/Paris",
            "repeatFrequency": f"P{rule.interval}{_EVERY[rule.freq]}",
            "repeatCount": rule.count or None,
            "byDay": days,
            "byMonth": rule.numbers_of("BYMONTH"),
            "byMonthDay": rule.numbers_of("BYMONTHDAY"),
            "exceptDate": [day.isoformat() for day in meta.sauf],
        }
    )


def _sitting(
    plan: Plan, meta: Seance, details: views.SeanceDetails, common: Node, told: str
) -> Node:
    """The sittings of a council are public (CGCT L2121-18)."""
    return {
        "@type": "Event",
        **common,
        "startDate": graph.instant(details.date),
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": details.lieu} if details.lieu else _town(plan),
        "organizer": _commune(plan),
        "isAccessibleForFree": True,
    }


def _act(plan: Plan, meta: Meta, details: views.ActeDetails, common: Node, told: str) -> Node:
    """An act: `datePublished` is the day of the register, from which appeal periods run."""
    return {
        "@type": "Legislation",
        **common,
        "legislationIdentifier": details.numero,
        "legislationType": details.nature,
        "legislationDate": graph.instant(details.date_acte),
        "datePublished": graph.instant(details.mis_en_ligne),
        "legislationPassedBy": _commune(plan),
        "legislationJurisdiction": plan.snapshot.commune.nom,
        "temporalCoverage": graph.stretch(details.effet_du, details.effet_au),
        "legislationChanges": _acts(plan, details.modifie),
        "legislationRepeals": _acts(plan, details.abroge),
        "encoding": _encoding(plan, details.fichier, details.empreinte),
    }


def _acts(plan: Plan, links: tuple[Link, ...]) -> list[Node]:
    return [
        graph.given(
            {
                "@type": "Legislation",
                "name": link.texte,
                "url": plan.base + link.url if link.url else "",
            }
        )
        for link in links
    ]


def _encoding(plan: Plan, file: FileLink | None, digest: str) -> Node | str:
    if file is None:
        return ""
    return graph.given(
        {
            "@type": "LegislationObject",
            "contentUrl": plan.base + file.url,
            "encodingFormat": _MIME.get(file.format, file.format),
            "contentSize": f"{file.poids} B",
            "sha256": digest,
        }
    )


def _alert(plan: Plan, meta: Alerte, details: views.AlerteDetails, common: Node, told: str) -> Node:
    return {
        "@type": "SpecialAnnouncement",
        **common,
        "text": told,
        "datePosted": graph.instant(details.debut),
        "expires": graph.instant(details.fin),
        "spatialCoverage": _town(plan),
        "publisher": _commune(plan),
    }


def _procedure(
    plan: Plan, meta: Demarche, details: views.DemarcheDetails, common: Node, told: str
) -> Node:
    return {
        "@type": "GovernmentService",
        **common,
        "description": told,
        "areaServed": _town(plan),
        "serviceOperator": _commune(plan),
    }


def _entry(plan: Plan, meta: Fiche, details: views.FicheDetails, common: Node, told: str) -> Node:
    return places.entry(plan, meta, details, {**common, "description": told})


def _commune(plan: Plan) -> Node:
    return graph.commune(plan.base, plan.snapshot.commune.intitule)


def _town(plan: Plan) -> Node:
    return {"@type": "City", "name": plan.snapshot.commune.nom}


def _day(when: When) -> str:
    return (when.date() if isinstance(when, datetime) else when).isoformat()


def _hour(when: When) -> str:
    return f"{when:%H:%M}" if isinstance(when, datetime) else ""


_MAKERS: dict[type[Any], Callable[[Plan, Any, Any, Node, str], Node]] = {
    views.ActualiteDetails: _news,
    views.EvenementDetails: _event,
    views.SeanceDetails: _sitting,
    views.ActeDetails: _act,
    views.AlerteDetails: _alert,
    views.DemarcheDetails: _procedure,
    views.FicheDetails: _entry,
}
