"""The samples of pages, news, events, alerts and places."""

from datetime import date, datetime
from typing import Any

from msgspec.structs import replace
from sample_cards import FORMALITIES, LEGAL_LIST, LEGAL_WORDS, NEWS
from sample_parts import (
    ALERTED,
    BARE,
    BODY,
    CALM,
    GUIDE,
    HOME_LINK,
    LIBRARY,
    PDF,
    RICH,
    TOWN_HALL,
    picture,
)

from factory.site import views as v


def document(type_: str, titre: str, details: v.Details | None, **more: Any) -> v.DocumentView:
    values: dict[str, Any] = {
        "chrome": CALM,
        "url": f"/{type_}/exemple/",
        "titre": titre,
        "resume": "Ce qu’il faut savoir, en une phrase ou deux.",
        "chapo": "Ce qu’il faut savoir, en une phrase ou deux.",
        "fil": (HOME_LINK, v.Link(texte="Vie municipale", url="/vie-municipale/")),
        "type": type_,
        "corps": BODY,
        "sommaire": (
            v.Heading(niveau=2, id="stationnement", texte="Stationnement"),
            v.Heading(niveau=2, id="horaires", texte="Horaires"),
            v.Heading(niveau=2, id="conseils", texte="Conseils"),
            v.Heading(niveau=3, id="details", texte="Pour les exposants"),
        ),
        "date": date(2026, 3, 1),
        "maj": date(2026, 3, 3),
        "details": details,
    }
    return v.DocumentView(**(values | more))


PAGES: dict[str, tuple[str, v.PageView]] = {
    "page": (
        "page.html",
        document(
            "page",
            "Le marché & les commerces de la place",
            v.PageDetails(groupe="Ensemble pour Saint-Exemple"),
            image=picture(
                "marche", "Étals sous les platanes", legende="Le marché.", credit="Ville"
            ),
            contact=LIBRARY,
            documents=(PDF, GUIDE),
            inaccessibles=("Délibération du 3 mars", "Plan du marché"),
            enfants=NEWS[:3],
            voisins=(
                v.Link(texte="Le conseil municipal", url="/vie-municipale/conseil/"),
                v.Link(texte="Les séances", url="/seances/"),
                v.Link(texte="Visit us", url="/visit/", langue="en"),
            ),
            demarches=FORMALITIES,
            brouillon=True,
            chrome=ALERTED,
        ),
    ),
    "page-riche": ("page.html", document("page", "État civil", None, corps=RICH, sommaire=())),
    "page-nue": (
        "page.html",
        v.DocumentView(chrome=BARE, url="/x/", titre="X", type="page", corps=v.Html("")),
    ),
    "page-anglaise": (
        "page.html",
        document(
            "page",
            "Welcome",
            None,
            langue="en",
            indexer=False,
            corps=v.Html("<p>Welcome.</p>"),
            sommaire=(),
        ),
    ),
    "actualite": (
        "actualite.html",
        document(
            "actualite",
            "Un nouveau marché",
            v.ActualiteDetails(categorie="Commerce", une=True),
            donnees='{"@type":"NewsArticle","headline":"Un nouveau marché"}',
        ),
    ),
    "evenement": (
        "evenement.html",
        document(
            "evenement",
            "Carnaval des écoles",
            v.EvenementDetails(
                debut=datetime(2026, 3, 14, 14, 30),
                fin=datetime(2026, 3, 14, 18, 0),
                occurrences=(
                    v.Occurrence(debut=datetime(2026, 3, 14, 14, 30)),
                    v.Occurrence(debut=date(2026, 3, 21), fin=date(2026, 3, 22)),
                ),
                recurrence="Chaque samedi",
                lieu=LIBRARY,
                organisateur=replace(LIBRARY, nom="Comité des fêtes", url=""),
                categorie="Fête",
                tarif="Gratuit",
                inscription="https://exemple.fr/inscription",
                accessibilite=("Accessible en fauteuil roulant", "Boucle magnétique"),
                statut="annulé",
                calendrier="/agenda/carnaval/evenement.ics",
            ),
        ),
    ),
    "evenement-simple": (
        "evenement.html",
        document("evenement", "Foire", v.EvenementDetails(debut=date(2026, 5, 1))),
    ),
    "alerte": (
        "alerte.html",
        document(
            "alerte",
            "Orages violents",
            v.AlerteDetails(
                niveau="vigilance",
                debut=datetime(2026, 3, 3, 18, 0),
                fin=datetime(2026, 3, 4, 6, 0),
                lien=v.Link(texte="La carte de vigilance", url="https://exemple.fr/carte"),
            ),
        ),
    ),
    "fiche": (
        "fiche.html",
        document(
            "fiche",
            "Salle des fêtes",
            v.FicheDetails(
                categorie="Salles à louer",
                contact=LIBRARY,
                position=(43.296482, 5.36978),
                services=("Cuisine équipée", "Sonorisation"),
                capacite="120 personnes assises",
                tarifs=("150 € la journée", "Gratuit pour les associations"),
                reservation="Par courriel, un mois avant",
                accessibilite=("Fauteuil roulant", "Stationnement réservé"),
                acceslibre="https://acceslibre.beta.gouv.fr/app/exemple/",
            ),
        ),
    ),
    "legale": (
        "legale.html",
        v.LegalView(
            chrome=CALM,
            url="/mentions-legales/",
            titre="Mentions légales",
            fil=(HOME_LINK,),
            parties=(
                v.Part(titre="", niveau=0, id="", blocs=(LEGAL_WORDS,)),
                v.Part(
                    titre="Éditeur",
                    niveau=2,
                    id="editeur",
                    blocs=(v.Block(contact=TOWN_HALL), LEGAL_LIST),
                ),
                v.Part(titre="Détail", niveau=3, id="detail", blocs=(LEGAL_WORDS,)),
            ),
        ),
    ),
    "legale-courte": (
        "legale.html",
        v.LegalView(
            chrome=BARE,
            url="/contact/",
            titre="Contact",
            sommaire=False,
            parties=(v.Part(titre="", niveau=0, id="", blocs=(v.Block(contact=v.Contact()),)),),
        ),
    ),
    "404": (
        "404.html",
        v.NotFoundView(
            chrome=CALM,
            url="/404.html",
            titre="Page introuvable",
            indexer=False,
            liens=(v.Link(texte="Plan du site", url="/plan-du-site/"),),
        ),
    ),
}
