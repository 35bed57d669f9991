"""Cards: what listings, the home page and the feed show of a document."""

from collections.abc import Iterable
from datetime import date

from factory.content.document import Document
from factory.content.models import Acte, Avis, Elu, Evenement, Fiche, Publication, Seance
from factory.ground.moment import closing, opening
from factory.site import contacts, pictures
from factory.site.links import download
from factory.site.plan import Plan
from factory.site.views import Card, Contact, FileLink, When

_SUMMARY = 180
_ON = frozenset({"Ouvert", "En ce moment", "À venir"})


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
    state = status(plan, document)
    return Card(
        id=document.path,
        url=plan.addresses.urls[document.path],
        type=meta.type,
        titre=meta.titre,
        resume=summary(document),
        langue=plan.language(document),
        date=debut or _date(document),
        fin=fin or (meta.fin if isinstance(meta, Evenement) and debut is None else None),
        recurrence=recurrence,
        etiquette=_label(document),
        lieu=_place(plan, document),
        statut=state,
        en_cours=state in _ON,
        image=pictures.of_document(plan, document),
        contact=_contact(plan, document),
        document=_document(plan, document),
        delegations=meta.delegations if isinstance(meta, Elu) else (),
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
    if isinstance(meta, Publication) and current(plan, document):
        return "En ce moment"
    if isinstance(meta, Seance) and not plan.clock.reached(closing(meta.date)):
        return "À venir"
    if isinstance(meta, Acte):
        return act_state(plan, document)
    return ""


def act_state(plan: Plan, document: Document) -> str:
    """Whether an act still stands as it was taken: « Retiré », « Abrogé »… else nothing."""
    meta = document.meta
    registered = plan.snapshot.act(document.path)
    if registered is not None and registered.retrait is not None:
        return "Retiré"
    if document.path in plan.acts.repealed_by:
        return "Abrogé"
    end = meta.effet.au if isinstance(meta, Acte) and meta.effet else None
    if end is not None and plan.clock.reached(closing(end)):
        return "N’a plus d’effet"
    return "Modifié" if document.path in plan.acts.changed_by else ""


def current(plan: Plan, document: Document) -> bool:
    """Whether a publication's period runs at this moment. One without both ends has none."""
    meta = document.meta
    period = meta.periode if isinstance(meta, Publication) else None
    if period is None or period.du is None or period.au is None:
        return False
    began, ended = plan.clock.reached(opening(period.du)), plan.clock.reached(closing(period.au))
    return began and not ended


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
        return _capital(meta.nature)
    if isinstance(meta, Seance):
        return _capital(meta.assemblee)
    return str(getattr(meta, "categorie", ""))


def _capital(text: str) -> str:
    """The first letter as a capital, the others as they are: « CCAS » stays so."""
    return text[:1].upper() + text[1:]


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
    """The file that a card may offer at once: an act's own, a publication's first, and of a
    sitting what tells most of it (minutes, else the list of deliberations, else the agenda)."""
    meta = document.meta
    target, title = meta.fichier if isinstance(meta, Acte) else "", ""
    if isinstance(meta, Publication) and meta.documents:
        target = meta.documents[0].fichier
    if isinstance(meta, Seance):
        target, title = _tells_most(meta)
    found = plan.snapshot.lookup.find(target, document.path) if target else None
    if found is None or found.path not in plan.snapshot.files:
        return None
    return download(plan, found.path, title)


def _tells_most(sitting: Seance) -> tuple[str, str]:
    for piece, title in (
        (sitting.pv, "Procès-verbal"),
        (sitting.liste_deliberations, "Liste des délibérations"),
        (sitting.ordre_du_jour, "Ordre du jour"),
    ):
        if piece is not None:
            return piece.fichier, title
    return "", ""
