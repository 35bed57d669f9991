"""The samples of the council and the administration: members, sittings, acts, procedures."""

from datetime import date, datetime

from sample_cards import ACTS
from sample_pages import document
from sample_parts import GUIDE, HOURS, PDF, TOWN_HALL, picture

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
    "acte": (
        "acte.html",
        document(
            "acte",
            "Tarifs de la cantine",
            v.ActeDetails(
                nature="délibération",
                portee="réglementaire",
                numero="2026-012",
                objet="Fixation des tarifs de la cantine",
                matiere="7.10 Divers",
                date_acte=date(2026, 3, 3),
                seance=v.Link(texte="Conseil municipal du 3 mars 2026", url="/seances/2026-03-03/"),
                auteurs=("Camille Exemple, maire",),
                fichier=PDF,
                empreinte="ab" * 32,
                annexes=(GUIDE,),
                prefecture_id="013-211399999-20260303-2026_012-DE",
                prefecture_recu_le=date(2026, 3, 5),
                votes=(("Pour", 21), ("Contre", 0), ("Abstentions", 2)),
                effet_du=date(2026, 9, 1),
                effet_au=date(2027, 8, 31),
                lieux=("Rue des Écoles", "Place de la Fontaine"),
                modifie=(v.Link(texte="Délibération 2025-030", url="/actes/2025-030/"),),
                abroge=(v.Link(texte="Délibération 2024-001", url=""),),
                modifie_par=(v.Link(texte="Délibération 2026-040", url="/actes/2026-040/"),),
                abroge_par=(v.Link(texte="Délibération 2027-001", url="/actes/2027-001/"),),
                mis_en_ligne=datetime(2026, 3, 6, 9, 12),
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
