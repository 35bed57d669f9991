"""The home page of a town hall."""

from itertools import islice

from factory.content.document import Document
from factory.content.models import Actualite
from factory.ground.problems import warning
from factory.site import agenda, pictures
from factory.site.bodies import body
from factory.site.cards import card, cards, chronological
from factory.site.links import is_elsewhere
from factory.site.listings import coming, event_card
from factory.site.machines import places
from factory.site.menu import page_link
from factory.site.outputs import Page
from factory.site.plan import Plan
from factory.site.sections import page_order
from factory.site.views import Chrome, HomeView, Html, Link, Picture

_NEWS, _FEATURED, _EVENTS, _PUBLICATIONS, _ELECTED = 6, 2, 6, 3, 4


def home(plan: Plan, chrome: Chrome) -> Page:
    """Always made, from `accueil.md` where there is one."""
    commune = plan.snapshot.commune
    path = plan.addresses.owners.get("/", "")
    own = plan.document(path) if path else None
    news = sorted(plan.of_type("actualite"), key=chronological, reverse=True)
    featured = [d for d in news if isinstance(d.meta, Actualite) and d.meta.une][:_FEATURED]
    others = [d for d in news if d not in featured][:_NEWS]
    events = islice(agenda.next_of_each(coming(plan, plan.of_type("evenement"))), _EVENTS)
    papers = sorted(plan.of_type("publication"), key=chronological, reverse=True)
    elected = sorted(plan.of_type("elu"), key=page_order)
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
        acces_rapides=_shortcuts(plan) or _ways_in(chrome, own),
        une=cards(plan, featured),
        actualites=cards(plan, others),
        agenda=tuple(event_card(plan, one) for one in events),
        publications=cards(plan, papers[:_PUBLICATIONS]),
        elus=tuple(card(plan, document) for document in elected[:_ELECTED]),
    )
    return Page(path="index.html", template="accueil.html", view=view, source=path)


def _logo(chrome: Chrome) -> str:
    return chrome.domaine + chrome.blason.src if chrome.blason else ""


def _picture(plan: Plan, own: Document | None) -> Picture | None:
    image = plan.snapshot.commune.accueil.image
    if image is not None:
        path = pictures.path_of(plan, "commune.yaml", image.fichier)
        return pictures.at(plan, path, image.alt or "") if path else None
    return pictures.of_document(plan, own) if own else None


def _ways_in(chrome: Chrome, own: Document | None) -> tuple[Link, ...]:
    """A site that has no home page of its own is entered by its menu."""
    if own is not None:
        return ()
    return tuple(Link(texte=item.texte, url=item.url) for item in chrome.menu if item.url)


def _shortcuts(plan: Plan) -> tuple[Link, ...]:
    links = []
    for shortcut in plan.snapshot.commune.acces_rapides:
        if is_elsewhere(shortcut.lien):
            links.append(Link(texte=shortcut.titre, url=shortcut.lien))
            continue
        link = page_link(plan, shortcut.lien, shortcut.titre)
        if link is not None:
            links.append(link)
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
