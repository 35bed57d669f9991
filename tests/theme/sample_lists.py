"""The samples of what shows many pages: the home page, listings, the site map."""

from datetime import date
from typing import Any

from msgspec.structs import replace
from sample_cards import ACTS, ELECTED, EVENTS, NEWS, PLACES
from sample_parts import ALERTED, BARE, CALM, HOME_LINK, picture

from factory.site import views as v


def listing(type_: str, titre: str, **more: Any) -> v.ListView:
    values: dict[str, Any] = {
        "chrome": CALM,
        "url": f"/{type_}/",
        "titre": titre,
        "fil": (HOME_LINK,),
        "type": type_,
        "corps": v.Html(""),
    }
    return v.ListView(**(values | more))


HOME = v.HomeView(
    chrome=CALM,
    url="/",
    titre="Accueil",
    resume="Un village de Provence entre l’étang et la colline",
    image=picture("fontaine", "La place de la Fontaine un jour de marché"),
    corps=v.Html(
        '<h2 id="bienvenue">Bienvenue</h2><p>Saint-Exemple vit au rythme de ses marchés, de ses '
        "écoles et de ses quarante associations.</p>"
    ),
    acces_rapides=tuple(
        v.Shortcut(texte=texte, url=url, icone=icone)
        for texte, url, icone in (
            ("Refaire ma carte d’identité", "/demarches/titres/", "identite"),
            ("Inscrire mon enfant à l’école", "/demarches/ecole/", "ecole"),
            ("Construire ou agrandir", "/demarches/urbanisme/", "urbanisme"),
            ("Lire les menus de la cantine", "/publications/menus/", "repas"),
            ("Trier et jeter", "/vivre/dechets/", "dechets"),
            ("Lire les délibérations", "/actes/", "une icône que le thème n’a pas"),
        )
    ),
    profils=(
        v.Link(texte="Nouvel habitant", url="/je-suis/nouvel-habitant/"),
        v.Link(texte="Parent", url="/je-suis/parent/"),
    ),
    une=NEWS[:1],
    liste_actualites="/actualites/",
    liste_agenda="/agenda/",
    liste_elus="/elus/",
    actualites=NEWS[1:],
    agenda=EVENTS,
    publications=(
        v.Card(
            id="publications/bulletin-12",
            url="/publications/bulletin-12/",
            type="publication",
            titre="Bulletin municipal, printemps 2026",
            date=date(2026, 3, 1),
            etiquette="Bulletin",
            statut="En ce moment",
            en_cours=True,
            document=v.FileLink(
                titre="Télécharger le bulletin", url="/medias/b.pdf", format="PDF", poids=3_400_000
            ),
        ),
    ),
    elus=ELECTED,
)


PAGES: dict[str, tuple[str, v.PageView]] = {
    "accueil": ("accueil.html", HOME),
    "accueil-alertes": ("accueil.html", replace(HOME, chrome=ALERTED)),
    "accueil-rubriques": (
        "accueil.html",
        replace(
            HOME,
            acces_rapides=(),
            rubriques=(
                v.Link(texte="Vie municipale", url="/vie-municipale/"),
                v.Link(texte="Vivre ici", url="/vivre/"),
            ),
        ),
    ),
    "accueil-nu": (
        "accueil.html",
        v.HomeView(chrome=BARE, url="/", titre="Accueil", corps=v.Html("")),
    ),
    "liste": (
        "liste.html",
        listing(
            "actualite",
            "Actualités",
            url="/actualites/page/2/",
            cartes=NEWS,
            flux="/actualites/flux.xml",
            pagination=v.Pagination(
                page=2,
                pages=3,
                precedente="/actualites/",
                suivante="/actualites/page/3/",
                liens=(
                    v.Link(texte="1", url="/actualites/"),
                    v.Link(texte="2", url="/actualites/page/2/"),
                    v.Link(texte="3", url="/actualites/page/3/"),
                ),
            ),
        ),
    ),
    "liste-vide": (
        "liste.html",
        listing("avis", "Avis", vide="Aucun avis en ce moment."),
    ),
    "agenda": (
        "agenda.html",
        listing(
            "evenement",
            "Agenda",
            mois=(
                v.Link(texte="Mars 2026", url="/agenda/2026-03/"),
                v.Link(texte="Avril 2026", url="/agenda/2026-04/"),
            ),
            calendrier="/agenda/agenda.ics",
            groupes=(
                v.Group(titre="Mars 2026", id="mars-2026", cartes=EVENTS[:1]),
                v.Group(titre="Avril 2026", id="avril-2026", cartes=EVENTS[1:]),
            ),
        ),
    ),
    "annuaire": (
        "annuaire.html",
        listing(
            "fiche",
            "Annuaire",
            corps=v.Html("<p>Les services, les associations et les commerces.</p>"),
            donnees_ouvertes=(
                v.Link(texte="L’annuaire (CSV)", url="/annuaire.csv"),
                v.Link(texte="Les horaires (JSON)", url="/horaires.json"),
            ),
            groupes=tuple(
                v.Group(titre=titre, id=f"groupe-{n}", cartes=PLACES)
                for n, titre in enumerate(("Culture", "Sport", "Commerces", "Associations"))
            ),
        ),
    ),
    "elus": ("elus.html", listing("elu", "Vos élus", cartes=ELECTED)),
    "actes": (
        "actes.html",
        listing("acte", "Actes", groupes=(v.Group(titre="Mars 2026", id="mars", cartes=ACTS),)),
    ),
    "plan": (
        "plan.html",
        v.SiteMapView(
            chrome=CALM,
            url="/plan-du-site/",
            titre="Plan du site",
            fil=(HOME_LINK,),
            noeuds=(
                HOME_NODE := v.SiteMapNode(texte="Accueil", url="/"),
                v.SiteMapNode(texte="Visit us", url="/visit/", langue="en"),
                v.SiteMapNode(
                    texte="Vie municipale",
                    url="/vie-municipale/",
                    enfants=(
                        v.SiteMapNode(
                            texte="Conseil", url="/vie-municipale/conseil/", enfants=(HOME_NODE,)
                        ),
                    ),
                ),
            ),
        ),
    ),
    "recherche": (
        "recherche.html",
        SEARCH := v.SearchView(
            chrome=CALM,
            url="/recherche/",
            titre="Recherche",
            fil=(HOME_LINK,),
            indexer=False,
            noeuds=(HOME_NODE,),
            index="/_recherche/0123456789abcdef/",
            types=(
                "acte",
                "actualite",
                "alerte",
                "avis",
                "demarche",
                "elu",
                "evenement",
                "fiche",
                "page",
                "publication",
                "seance",
            ),
            rubriques=("Actualités", "Vie municipale & citoyenne"),
        ),
    ),
    "recherche-sans-index": (
        "recherche.html",
        replace(SEARCH, index="", types=(), rubriques=()),
    ),
}
