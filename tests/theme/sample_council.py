"""The samples of the council and the administration: members, sittings, procedures."""

from datetime import date, datetime

from sample_cards import ACTS
from sample_pages import document
from sample_parts import HOURS, PDF, TOWN_HALL, picture

from factory.site import views as v

PAGES: dict[str, tuple[str, v.PageView]] = {
    "elu": (
        "elu.html",
        document(
            "elu",
            "Camille Exemple",
            v.EluDetails(
                prenom="Camille",
                nom="Exemple",
                fonction="Première adjointe",
                delegations=("Écoles", "Petite enfance"),
                groupe="Majorité",
                mandat_debut=date(2026, 3, 22),
                permanence=HOURS,
            ),
            image=picture("elu1", "Camille Exemple", wide=False),
        ),
    ),
    "elu-sortant": (
        "elu.html",
        document(
            "elu",
            "Dominique Modèle",
            v.EluDetails(
                prenom="Dominique",
                nom="Modèle",
                fonction="Conseillère municipale",
                mandat_debut=date(2020, 5, 28),
                mandat_fin=date(2026, 3, 21),
            ),
        ),
    ),
    "seance": (
        "seance.html",
        document(
            "seance",
            "Conseil municipal du 3 mars 2026",
            v.SeanceDetails(
                date=datetime(2026, 3, 3, 18, 30),
                assemblee="Conseil municipal",
                lieu="Salle du conseil",
                convocation=PDF,
                ordre_du_jour=PDF,
                liste_deliberations=PDF,
                pv=PDF,
                pv_arrete_le=date(2026, 4, 7),
                video="https://video.exemple.fr/w/abc",
                actes=ACTS,
            ),
        ),
    ),
    "publication": (
        "publication.html",
        document(
            "publication",
            "Bulletin municipal",
            v.PublicationDetails(
                categorie="Bulletin",
                numero="12",
                periode_du=date(2026, 3, 1),
                periode_au=date(2026, 5, 31),
            ),
            documents=(PDF,),
        ),
    ),
    "demarche": (
        "demarche.html",
        document(
            "demarche",
            "Demander une carte d’identité",
            v.DemarcheDetails(
                guichet=TOWN_HALL,
                public=("Particuliers",),
                pieces=("Une photographie de moins de six mois", "Un justificatif de domicile"),
                formulaires=(PDF, v.Link(texte="Pré-demande en ligne", url="https://exemple.fr/")),
                cout="Gratuit",
                delai="Environ trois semaines",
                teleservice="https://exemple.fr/teleservice",
                rendez_vous="https://exemple.fr/rendez-vous",
                service_public="F1342",
            ),
        ),
    ),
    "demarche-guichet": (
        "demarche.html",
        document(
            "demarche",
            "Recensement citoyen",
            v.DemarcheDetails(rendez_vous="recensement@saint-exemple.fr"),
        ),
    ),
    "avis": (
        "avis.html",
        document(
            "avis",
            "Agent des espaces verts",
            v.AvisDetails(
                nature="offre d’emploi",
                reference="2026-EV-01",
                debut=date(2026, 3, 1),
                date_limite=datetime(2026, 4, 1, 12, 0),
                ouvert=True,
                organisme="Commune de Saint-Exemple",
                lien="https://exemple.fr/offre",
            ),
        ),
    ),
}
