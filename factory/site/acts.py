"""The register of acts, as pages show it (CGCT, articles L2131-1 and R2131-1)."""

from datetime import datetime

from factory.content.document import Document
from factory.content.models import Acte, Seance
from factory.ground.dates import parse_instant
from factory.ground.refusal import Refus
from factory.site import views
from factory.site.cards import cards
from factory.site.links import download
from factory.site.plan import Plan
from factory.site.views import Card, FileLink, Link
from factory.site.words import collation

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
    sitting = _sitting(plan, document, meta.seance)
    file = _file(plan, document, meta.fichier, "")
    annexes = (_file(plan, document, a.fichier, a.titre) for a in meta.annexes)
    votes = meta.votes
    return views.ActeDetails(
        nature=meta.nature,
        portee=meta.portee or "",
        numero=meta.numero,
        objet=meta.objet,
        matiere=meta.matiere,
        date_acte=meta.date_acte,
        seance=_link(plan, sitting) if sitting else None,
        auteurs=tuple(f"{a.prenom} {a.nom}, {a.qualite}" for a in meta.auteurs),
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
        lieux=meta.lieux,
        modifie=_acts(plan, document, meta.modifie),
        abroge=_acts(plan, document, meta.abroge),
        modifie_par=_named_by(plan, document, "modifie"),
        abroge_par=_named_by(plan, document, "abroge"),
        mis_en_ligne=datetime.fromisoformat(registered.moment) if registered else None,
    )


def of_sitting(plan: Plan, sitting: Document) -> tuple[Card, ...]:
    """The acts of a sitting, by number."""
    acts = [
        act
        for act in plan.of_type("acte")
        if isinstance(act.meta, Acte)
        and act.meta.seance
        and _sitting(plan, act, act.meta.seance) is sitting
    ]
    acts.sort(key=lambda act: (collation(getattr(act.meta, "numero", "")), act.path))
    return cards(plan, acts)


def _sitting(plan: Plan, act: Document, wanted: str) -> Document | None:
    """The sitting meant by a file, an address or a day."""
    if not wanted:
        return None
    found = plan.snapshot.lookup.find(wanted, act.path)
    if found is not None and plan.online(found.path):
        document = plan.document(found.path)
        return document if isinstance(document.meta, Seance) else None
    owner = plan.addresses.owners.get("/" + wanted.strip("/") + "/")
    if owner is not None and isinstance(plan.document(owner).meta, Seance):
        return plan.document(owner)
    try:
        day = parse_instant(wanted).isoformat()[:10]
    except Refus:
        return None
    sittings = plan.of_type("seance")
    same = [s for s in sittings if s.meta.date and s.meta.date.isoformat()[:10] == day]
    return same[0] if len(same) == 1 else None


def _acts(plan: Plan, act: Document, wanted: tuple[str, ...]) -> tuple[Link, ...]:
    """Links to the acts named by file or number; a number that is not online is kept as text."""
    links = []
    for name in wanted:
        target = _act_named(plan, act, name)
        links.append(_link(plan, target) if target else Link(texte=name, url=""))
    return tuple(links)


def _act_named(plan: Plan, act: Document, name: str) -> Document | None:
    found = plan.snapshot.lookup.find(name, act.path)
    if found is not None and plan.online(found.path):
        return plan.document(found.path)
    same = [a for a in plan.of_type("acte") if getattr(a.meta, "numero", "") == name]
    return same[0] if len(same) == 1 else None


def _named_by(plan: Plan, act: Document, key: str) -> tuple[Link, ...]:
    """The acts that say they change or repeal this one."""
    others = (
        other
        for other in plan.of_type("acte")
        for name in getattr(other.meta, key)
        if _act_named(plan, other, name) is act
    )
    return tuple(_link(plan, other) for other in others)


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
