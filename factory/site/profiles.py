"""« Je suis… »: ways into a site by who the reader is.

A commune writes its own pages under `contenu/je-suis/`; the factory adds a listing for each
profile that some formality names under `public` and that no page of the commune is about.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from factory.content.document import Document
from factory.content.models import Demarche
from factory.site.cards import card
from factory.site.outputs import Page, file_of
from factory.site.plan import Plan
from factory.site.sections import page_order
from factory.site.views import Card, Chrome, Html, Link, ListView
from factory.site.words import collation

FOLDER = "je-suis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Someone a reader may be. `mots`: how the words of a title or of a `public` begin."""

    nom: str
    titre: str
    mots: tuple[str, ...]


PROFILES = (
    Profile(
        nom="nouvel-habitant",
        titre="Nouvel habitant",
        mots=("nouve habitant", "nouve arrivant", "emmenag", "arriv"),
    ),
    Profile(nom="parent", titre="Parent", mots=("parent", "famille", "futur parent")),
    Profile(nom="jeune", titre="Jeune", mots=("jeune", "etudiant", "collegien", "lyceen")),
    Profile(nom="senior", titre="Senior", mots=("senior", "retraite", "aine", "personnes agees")),
    Profile(
        nom="en-situation-de-handicap",
        titre="En situation de handicap",
        mots=("handicap",),
    ),
    Profile(nom="association", titre="Association", mots=("association", "benevole")),
    Profile(
        nom="entreprise",
        titre="Entreprise",
        mots=("entreprise", "commerc", "artisan", "professionnel", "restaurant", "cafe"),
    ),
)


def links(plan: Plan) -> tuple[Link, ...]:
    """The commune's own pages in its order, then the listings that the factory makes."""
    section = plan.sections.get(FOLDER)
    own = section.documents if section else ()
    made = [Link(texte=p.titre, url=url_of(p)) for p in PROFILES if made_for(plan, p)]
    return (
        *(Link(texte=plan.document(x).meta.titre, url=plan.addresses.urls[x]) for x in own),
        *made,
    )


def pages(plan: Plan, chrome: Chrome) -> list[Page]:
    """The listings of the profiles that no page of the commune is about."""
    return [
        Page(
            path=file_of(url_of(profile)),
            template="liste.html",
            view=ListView(
                chrome=chrome,
                url=url_of(profile),
                titre=f"Je suis… {profile.titre.lower()}",
                resume=f"Les démarches qui concernent ce profil : {profile.titre.lower()}.",
                fil=(Link(texte="Accueil", url="/"),),
                type="demarche",
                corps=Html(""),
                cartes=found,
            ),
        )
        for profile in PROFILES
        if (found := made_for(plan, profile))
    ]


def formalities(plan: Plan, document: Document) -> tuple[Card, ...]:
    """The formalities for the profile that a page of the commune is about, those it already
    links to left out."""
    if not document.path.startswith(f"contenu/{FOLDER}/"):
        return ()
    linked = {reference.cible.rpartition("/")[2] for reference in document.body.references}
    title = f"{document.meta.titre} {document.path.rpartition('/')[2]}"
    mine = [profile for profile in PROFILES if _speaks_of((title,), profile)]
    return tuple(
        card(plan, formality)
        for formality in _for_any(plan, mine)
        if formality.path.rpartition("/")[2] not in linked
    )


def made_for(plan: Plan, profile: Profile) -> tuple[Card, ...]:
    """The cards of the listing made for a profile; empty where none is to be made."""
    section = plan.sections.get(FOLDER)
    titles = [
        f"{plan.document(path).meta.titre} {path.rpartition('/')[2]}"
        for path in (section.documents if section else ())
    ]
    if url_of(profile) in plan.addresses.owners or _speaks_of(titles, profile):
        return ()
    return tuple(card(plan, document) for document in _for_any(plan, [profile]))


def url_of(profile: Profile) -> str:
    return f"/{FOLDER}/{profile.nom}/"


def _for_any(plan: Plan, profiles: Iterable[Profile]) -> list[Document]:
    found = [
        document
        for document in plan.of_type("demarche")
        if isinstance(document.meta, Demarche)
        and any(_speaks_of(document.meta.public, profile) for profile in profiles)
    ]
    return sorted(found, key=page_order)


def _speaks_of(texts: Iterable[str], profile: Profile) -> bool:
    """Whether some text has the words of one of the profile's keys, each by its beginning."""
    for text in texts:
        words = collation(text).split()
        for key in profile.mots:
            if all(any(word.startswith(part) for word in words) for part in key.split()):
                return True
    return False
