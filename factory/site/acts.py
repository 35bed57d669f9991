"""The register of acts, as pages show it (CGCT, articles L2131-1 and R2131-1)."""

from datetime import date, datetime

from factory.archive.acts import Decision, RegisteredAct
from factory.content.document import Document
from factory.content.models import Acte
from factory.content.models.nomenclature import matter
from factory.ground.moment import months_after
from factory.ground.slugs import slug
from factory.reception.withdrawal import MONTHS
from factory.site import views
from factory.site.cards import act_state, cards
from factory.site.links import download
from factory.site.menu import breadcrumbs
from factory.site.plan import Plan
from factory.site.publicity import publicity
from factory.site.views import Card, FileLink, Link
from factory.site.words import FOLDERS

_VOTES = (
    ("pour", "Pour"),
    ("contre", "Contre"),
    ("abstention", "Abstentions"),
    ("non_participation", "Ne prennent pas part au vote"),
    ("presents", "Présents"),
    ("votants", "Votants"),
    ("effectif", "Membres en exercice"),
)


def details(plan: Plan, document: Document, meta: Acte) -> views.ActeDetails:
    """What an act's page shows. The date it came online is the register's, never the build's."""
    registered = plan.snapshot.act(document.path)
    sitting = plan.acts.sittings.get(document.path)
    file = _file(plan, document, meta.fichier, "")
    annexes = (_file(plan, document, a.fichier, a.titre) for a in meta.annexes)
    votes = meta.votes
    return views.ActeDetails(
        nature=meta.nature,
        portee=meta.portee or "",
        numero=meta.numero,
        objet=meta.objet,
        matiere=f"{meta.matiere} {matter(meta.matiere)}".strip(),
        date_acte=meta.date_acte,
        seance=_link(plan, sitting) if sitting else None,
        auteurs=authors(meta),
        fichier=file,
        empreinte=_digest(plan, document, meta.fichier),
        annexes=tuple(annexe for annexe in annexes if annexe is not None),
        prefecture_id=meta.prefecture.id if meta.prefecture else "",
        prefecture_recu_le=meta.prefecture.recu_le if meta.prefecture else None,
        votes=tuple(
            (label, getattr(votes, key))
            for key, label in _VOTES
            if votes is not None and getattr(votes, key) is not None
        ),
        effet_du=meta.effet.du if meta.effet else None,
        effet_au=meta.effet.au if meta.effet else None,
        lieux=tuple(Link(texte=place, url=street_url(plan, place)) for place in meta.lieux),
        modifie=_named(plan, document, meta.modifie),
        abroge=_named(plan, document, meta.abroge),
        modifie_par=_links(plan, plan.acts.changed_by.get(document.path, ())),
        abroge_par=_links(plan, plan.acts.repealed_by.get(document.path, ())),
        mis_en_ligne=datetime.fromisoformat(registered.moment) if registered else None,
        minimum=minimum(registered) if registered else None,
        remplacements=tuple(
            (d.motif, datetime.fromisoformat(d.moment))
            for d in (registered.decisions if registered else ())
            if d.evenement == "remplacement"
        ),
        retrait=_withdrawal(registered.retrait if registered else None),
        etat=act_state(plan, document),
        preuve=statement_url(plan, document) if registered else "",
        mode=publicity(plan).mode,
    )


def of_sitting(plan: Plan, sitting: Document) -> tuple[Card, ...]:
    """The acts of a sitting, by number."""
    return cards(plan, plan.acts.gathered.get(sitting.path, ()))


def authors(meta: Acte) -> tuple[str, ...]:
    """« Prénom Nom, qualité » (R2131-1)."""
    return tuple(f"{a.prenom} {a.nom}, {a.qualite}" for a in meta.auteurs)


def minimum(registered: RegisteredAct) -> date:
    """The last day of the two months for which an act must stay online (R2131-1)."""
    return months_after(datetime.fromisoformat(registered.moment), MONTHS).date()


def register_url(plan: Plan) -> str:
    """Where the register's pages are."""
    section = plan.sections.get(Acte.DOSSIER)
    return section.url if section is not None else f"/{Acte.DOSSIER}/"


def trail(plan: Plan, last: str = "") -> tuple[Link, ...]:
    """The way from the home page to the register; `last` is a page's own URL, left out."""
    if Acte.DOSSIER in plan.sections:
        return breadcrumbs(plan, Acte.DOSSIER, last=last)
    url = register_url(plan)
    own = () if url == last else (Link(texte=FOLDERS[Acte.DOSSIER], url=url),)
    return (Link(texte="Accueil", url="/"), *own)


def statement_url(plan: Plan, document: Document) -> str:
    return f"{plan.addresses.urls[document.path]}publication/"


def street(place: str) -> str:
    """« Rue des Calfats, numéro 40 bis » is rue des Calfats."""
    return place.partition(",")[0].strip()


def street_url(plan: Plan, place: str) -> str:
    return f"{register_url(plan)}rue/{slug(street(place))}/"


def _withdrawal(decision: Decision | None) -> tuple[str, str, datetime] | None:
    if decision is None:
        return None
    return decision.motif, decision.decide_par, datetime.fromisoformat(decision.moment)


def _named(plan: Plan, act: Document, wanted: tuple[str, ...]) -> tuple[Link, ...]:
    """Links to the acts named by file or number; one that is not online is kept as text."""
    found = ((name, plan.acts.named.get((act.path, name))) for name in wanted)
    return tuple(
        _link(plan, target) if target else Link(texte=name, url="") for name, target in found
    )


def _links(plan: Plan, acts: tuple[Document, ...]) -> tuple[Link, ...]:
    return tuple(_link(plan, act) for act in acts)


def _link(plan: Plan, document: Document) -> Link:
    return Link(texte=document.meta.titre, url=plan.addresses.urls[document.path])


def _file(plan: Plan, document: Document, target: str, title: str) -> FileLink | None:
    found = plan.snapshot.lookup.find(target, document.path) if target else None
    if found is None or found.path not in plan.snapshot.files:
        return None
    return download(plan, found.path, title)


def _digest(plan: Plan, document: Document, target: str) -> str:
    found = plan.snapshot.lookup.find(target, document.path) if target else None
    file = plan.snapshot.files.get(found.path) if found else None
    return file.digest if file else ""
