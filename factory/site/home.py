"""The home page of a town hall."""

from itertools import islice

from factory.content.document import Document
from factory.content.models import Actualite, Elu, Evenement, Publication
from factory.ground.problems import warning
from factory.site import agenda, pictures, profiles
from factory.site.bodies import body
from factory.site.cards import card, cards, chronological, current
from factory.site.links import is_elsewhere
from factory.site.listings import coming, event_card
from factory.site.machines import places
from factory.site.menu import page_link
from factory.site.outputs import Page
from factory.site.plan import Plan
from factory.site.sections import protocol
from factory.site.views import Chrome, HomeView, Html, Link, Picture, Shortcut
from factory.tenants.commune import Acces

_NEWS, _EVENTS, _PUBLICATIONS, _ELECTED = 4, 3, 2, 5


def home(plan: Plan, chrome: Chrome) -> Page:
    """Always made, from `accueil.md` where there is one."""
    commune = plan.snapshot.commune
    path = plan.addresses.owners.get("/", "")
    own = plan.document(path) if path else None
    news = sorted(plan.of_type("actualite"), key=chronological, reverse=True)
    first = [d for d in news if isinstance(d.meta, Actualite) and d.meta.une] or news
    featured = first[:1]
    others = [d for d in news if d not in featured][:_NEWS]
    events = islice(agenda.next_of_each(coming(plan, plan.of_type("evenement"))), _EVENTS)
    elected = sorted(plan.of_type("elu"), key=protocol)
    shortcuts = _shortcuts(plan)
    view = HomeView(
        chrome=chrome,
        url="/",
        titre=commune.accueil.titre or (own.meta.titre if own else commune.intitule),
        resume=commune.accueil.texte or (own.meta.resume if own else ""),
        langue=own.meta.langue if own else "",
        image=_picture(plan, own),
        donnees=places.home(plan, _logo(chrome)),
        indexer=own.meta.indexer if own else True,
        corps=body(plan, own) if own else Html(""),
        acces_rapides=shortcuts,
        rubriques=() if shortcuts else _ways_in(chrome),
        profils=profiles.links(plan),
        une=cards(plan, featured),
        actualites=cards(plan, others),
        agenda=tuple(event_card(plan, one) for one in events),
        publications=cards(plan, _papers(plan)[:_PUBLICATIONS]),
        elus=tuple(card(plan, document) for document in elected[:_ELECTED]),
        liste_actualites=_all(plan, Actualite.DOSSIER),
        liste_agenda=_all(plan, Evenement.DOSSIER),
        liste_elus=_all(plan, Elu.DOSSIER),
    )
    return Page(path="index.html", template="accueil.html", view=view, source=path)


def _all(plan: Plan, folder: str) -> str:
    """Where that folder's listing is; empty where its documents stand in other folders."""
    section = plan.sections.get(folder)
    return section.url if section is not None else ""


def _logo(chrome: Chrome) -> str:
    found = chrome.vignette or (chrome.blason.src if chrome.blason else "")
    return chrome.domaine + found if found else ""


def _picture(plan: Plan, own: Document | None) -> Picture | None:
    image = plan.snapshot.commune.accueil.image
    if image is not None:
        path = pictures.path_of(plan, "commune.yaml", image.fichier)
        return pictures.at(plan, path, image.alt or "") if path else None
    return pictures.of_document(plan, own) if own else None


def _papers(plan: Plan) -> list[Document]:
    """What one reads these days: of each category, the publication whose period runs, the
    shortest period first (this month's menus, then the season's bulletin); then the latest."""
    latest = sorted(plan.of_type("publication"), key=chronological, reverse=True)
    running = sorted((d for d in latest if current(plan, d)), key=_length)
    kept: dict[str, Document] = {}
    for document in (*running, *latest):
        kept.setdefault(getattr(document.meta, "categorie", "") or document.path, document)
    return list(kept.values())


def _length(document: Document) -> int:
    """How many days the period of a publication lasts; one without an end comes last."""
    period = document.meta.periode if isinstance(document.meta, Publication) else None
    if period is None or period.du is None or period.au is None:
        return 1_000_000
    return (period.au - period.du).days


def _ways_in(chrome: Chrome) -> tuple[Link, ...]:
    """Without shortcuts a site is entered by its menu; a heading, by what is under it."""
    items = (one for item in chrome.menu for one in ((item,) if item.url else item.enfants))
    return tuple(Link(texte=item.texte, url=item.url) for item in items if item.url)


def _shortcuts(plan: Plan) -> tuple[Shortcut, ...]:
    links = []
    for shortcut in plan.snapshot.commune.acces_rapides:
        if is_elsewhere(shortcut.lien):
            links.append(_shortcut(shortcut, shortcut.lien))
            continue
        link = page_link(plan, shortcut.lien, shortcut.titre)
        if link is not None:
            links.append(_shortcut(shortcut, link.url))
            continue
        plan.problems.append(
            warning(
                "acces-rapide-introuvable",
                f"L’accès rapide « {shortcut.titre} » mène à « {shortcut.lien} », "
                "qui n’est pas en ligne.",
                "Corrigez le chemin, compté depuis le dossier « contenu/ », ou retirez-le.",
                file="commune.yaml",
            )
        )
    return tuple(links)


def _shortcut(shortcut: Acces, url: str) -> Shortcut:
    return Shortcut(texte=shortcut.titre, url=url, icone=shortcut.icone)
