"""The agenda as files that calendars read: one for an event, one for the whole agenda."""

from collections.abc import Iterable
from datetime import date, datetime, time

from factory.content.document import Document
from factory.content.models import Evenement
from factory.ground.moment import PARIS, opening
from factory.ground.slugs import slug
from factory.site import contacts
from factory.site.cards import summary
from factory.site.outputs import Page, file_of
from factory.site.plan import Plan
from factory.site.views import CalendarEvent, CalendarView, When

_NAME = "evenement.ics"
_WHOLE = "agenda.ics"
_SAID = {"annulé": "Annulé\u00a0: ", "reporté": "Reporté\u00a0: ", "complet": "Complet\u00a0: "}


def pages(plan: Plan) -> list[Page]:
    """A file for each event that is not over, and one for all of them; none without an agenda."""
    section = plan.sections.get(Evenement.DOSSIER)
    lasting = [document for document in plan.of_type("evenement") if lasts(plan, document)]
    if section is None or not lasting:
        return []
    made = [
        _page(file_url(plan, document), document.meta.titre, [event(plan, document)])
        for document in lasting
    ]
    title = f"Agenda, {plan.snapshot.commune.intitule[:1].lower()}"
    title += plan.snapshot.commune.intitule[1:]
    whole = _page(whole_url(plan), title, [event(plan, document) for document in lasting])
    return [*made, whole]


def whole_url(plan: Plan) -> str:
    """The address of the whole calendar; empty without one."""
    section = plan.sections.get(Evenement.DOSSIER)
    if section is None or not any(lasts(plan, d) for d in plan.of_type("evenement")):
        return ""
    return section.url + _WHOLE


def file_url(plan: Plan, document: Document) -> str:
    """The address of an event's file, beside its page."""
    return plan.addresses.urls[document.path] + _NAME


def lasts(plan: Plan, document: Document) -> bool:
    """Whether some date of an event is not over."""
    return bool(plan.dates[document.path])


def event(plan: Plan, document: Document) -> CalendarEvent:
    meta = document.meta
    assert isinstance(meta, Evenement)
    place = contacts.named(plan, document, meta.lieu, "lieu")
    url = plan.base + plan.addresses.urls[document.path]
    where = (place.nom, *place.adresse) if place else ()
    return CalendarEvent(
        id=f"{slug(plan.addresses.urls[document.path])}@{plan.snapshot.commune.domaine}",
        url=url,
        titre=_SAID.get(meta.statut, "") + meta.titre,
        resume=summary(document),
        debut=meta.debut,
        fin=meta.fin,
        recurrence=meta.recurrence or "",
        sauf=meta.sauf,
        lieu=", ".join(part for part in where if part),
        annule=meta.statut == "annulé",
        reporte=meta.statut == "reporté",
        maj=_instant(meta.maj or meta.publier_le or meta.date or meta.debut),
    )


def _page(url: str, title: str, events: Iterable[CalendarEvent]) -> Page:
    view = CalendarView(titre=title, evenements=tuple(events))
    return Page(path=file_of(url), template=_WHOLE, view=view)


def _instant(when: When) -> datetime:
    """An instant that the author's own dates give: never the clock's (DTSTAMP is in the file)."""
    if isinstance(when, datetime):
        return opening(when)
    assert isinstance(when, date)
    return datetime.combine(when, time(), PARIS)
