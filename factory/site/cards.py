"""Cards: what listings, the home page and the feed show of a document."""

from collections.abc import Iterable
from datetime import date

from factory.content.document import Document
from factory.content.models import Acte, Avis, Elu, Evenement, Fiche, Publication, Seance
from factory.ground.moment import closing
from factory.site import contacts, pictures
from factory.site.links import download
from factory.site.plan import Plan
from factory.site.views import Card, Contact, FileLink, When

_SUMMARY = 180


def cards(plan: Plan, documents: Iterable[Document]) -> tuple[Card, ...]:
    return tuple(card(plan, document) for document in documents)


def card(
    plan: Plan,
    document: Document,
    debut: When | None = None,
    fin: When | None = None,
    recurrence: str = "",
) -> Card:
    """A document's card. `debut` and `fin` are one occurrence's, for an event that recurs."""
    meta = document.meta
    return Card(
        id=document.path,
        url=plan.addresses.urls[document.path],
        type=meta.type,
        titre=meta.titre,
        resume=summary(document),
        date=debut or _date(document),
        fin=fin or (meta.fin if isinstance(meta, Evenement) and debut is None else None),
        recurrence=recurrence,
        etiquette=_label(document),
        lieu=_place(plan, document),
        statut=status(plan, document),
        image=pictures.of_document(plan, document),
        contact=_contact(plan, document),
        document=_document(plan, document),
        brouillon=meta.brouillon,
    )


def summary(document: Document) -> str:
    """What the author wrote as `resume`, else the first words."""
    if document.meta.resume:
        return document.meta.resume
    text = document.body.texte
    if len(text) <= _SUMMARY:
        return text
    return text[:_SUMMARY].rsplit(" ", 1)[0].rstrip(" ,;:.–—") + "…"


def status(plan: Plan, document: Document) -> str:
    """The state worth a word: « Annulé », « Clos »… Empty for the ordinary one."""
    meta = document.meta
    if isinstance(meta, Evenement) and meta.statut != "confirmé":
        return meta.statut.capitalize()
    if isinstance(meta, Avis) and meta.date_limite is not None:
        return "Clos" if plan.clock.reached(closing(meta.date_limite)) else "Ouvert"
    return ""


def _date(document: Document) -> When | None:
    meta = document.meta
    if isinstance(meta, Evenement):
        return meta.debut
    if isinstance(meta, Acte):
        return meta.date_acte or meta.date
    if isinstance(meta, Avis):
        return meta.date_limite or meta.debut or meta.date
    if isinstance(meta, Publication) and meta.date is None and meta.periode:
        return meta.periode.du
    return meta.date


def chronological(document: Document) -> tuple[str, str]:
    """For sorting by date: documents without one come as the oldest; ties by path."""
    when = _date(document)
    return (_sortable(when), document.path)


def _sortable(when: date | None) -> str:
    return when.isoformat() if when is not None else ""


def _label(document: Document) -> str:
    meta = document.meta
    if isinstance(meta, Elu):
        return meta.fonction
    if isinstance(meta, Acte | Avis):
        return str(meta.nature).capitalize()
    if isinstance(meta, Seance):
        return meta.assemblee.capitalize()
    return str(getattr(meta, "categorie", ""))


def _place(plan: Plan, document: Document) -> str:
    meta = document.meta
    if isinstance(meta, Seance):
        return meta.lieu
    if not isinstance(meta, Evenement) or meta.lieu is None:
        return ""
    place = contacts.named(plan, document, meta.lieu, "lieu")
    return place.nom if place else ""


def _contact(plan: Plan, document: Document) -> Contact | None:
    return contacts.of_fiche(plan, document) if isinstance(document.meta, Fiche) else None


def _document(plan: Plan, document: Document) -> FileLink | None:
    """The file that a card may offer at once: an act's own, a publication's first."""
    meta = document.meta
    target = meta.fichier if isinstance(meta, Acte) else ""
    if isinstance(meta, Publication) and meta.documents:
        target = meta.documents[0].fichier
    found = plan.snapshot.lookup.find(target, document.path) if target else None
    return download(plan, found.path) if found and found.path in plan.snapshot.files else None
