"""The samples of the register: an act, one that was withdrawn, its first page, a statement."""

from datetime import date, datetime

from sample_lists import ACTS
from sample_pages import document
from sample_parts import CALM, GUIDE, HOME_LINK, PDF

from factory.site import views as v

CHOICE = v.Publicity(
    mode="affichage",
    deliberation=date(2022, 6, 14),
    numero="2022-019",
    lien="/actes/2022-019/",
)

PAGES: dict[str, tuple[str, v.PageView]] = {
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
                lieux=(
                    v.Link(texte="Rue des Écoles", url="/actes/rue/rue-des-ecoles/"),
                    v.Link(texte="Place de la Fontaine", url="/actes/rue/place-de-la-fontaine/"),
                ),
                modifie=(v.Link(texte="Délibération 2025-030", url="/actes/2025-030/"),),
                abroge=(v.Link(texte="Délibération 2024-001", url=""),),
                modifie_par=(v.Link(texte="Délibération 2026-040", url="/actes/2026-040/"),),
                abroge_par=(v.Link(texte="Délibération 2027-001", url="/actes/2027-001/"),),
                mis_en_ligne=datetime(2026, 3, 6, 9, 12),
                minimum=date(2026, 5, 6),
                remplacements=(("erreur matérielle", datetime(2026, 3, 9, 8, 0)),),
                etat="Abrogé",
                preuve="/actes/2026-012/publication/",
                mode="affichage",
            ),
        ),
    ),
    "registre": (
        "registre.html",
        v.RegisterView(
            chrome=CALM,
            url="/actes/",
            titre="Registre des actes",
            fil=(HOME_LINK,),
            corps=v.Html("<p>Les actes de la commune.</p>"),
            cartes=ACTS,
            publicite=CHOICE,
            facettes=(
                v.Facet(
                    titre="Par rue ou lieu",
                    valeurs=(
                        (v.Link(texte="Rue des Écoles", url="/actes/rue/rue-des-ecoles/"), 3),
                    ),
                ),
            ),
            donnees_ouvertes=v.FileLink(
                titre="Délibérations", url="/actes/deliberations.csv", format="CSV", poids=1200
            ),
            nombre=12,
        ),
    ),
    "acte-retire": (
        "acte.html",
        document(
            "acte",
            "Arrêté n° 2026-004 (acte retiré)",
            v.ActeDetails(
                nature="arrêté",
                numero="2026-004",
                mis_en_ligne=datetime(2026, 3, 6, 9, 12),
                retrait=("données personnelles", "Camille Exemple", datetime(2026, 3, 9, 8, 0)),
                etat="Retiré",
                preuve="/actes/2026-004/publication/",
            ),
        ),
    ),
    "publication_acte": (
        "publication_acte.html",
        v.StatementView(
            chrome=CALM,
            url="/actes/2026-012/publication/",
            titre="Publication : Tarifs de la cantine",
            indexer=False,
            fil=(HOME_LINK, v.Link(texte="Registre des actes", url="/actes/")),
            acte=v.Link(texte="Tarifs de la cantine", url="/actes/2026-012/"),
            adresse="https://saint-exemple.fr/actes/2026-012/",
            nature="délibération",
            numero="2026-012",
            objet="Fixation des tarifs de la cantine",
            date_acte=date(2026, 3, 3),
            auteurs=("Camille Exemple, maire", "Paul Modèle, secrétaire de séance"),
            evenements=(
                v.Event(nature="mise en ligne", moment=datetime(2026, 3, 6, 9, 12)),
                v.Event(
                    nature="remplacement",
                    moment=datetime(2026, 3, 9, 8, 0),
                    motif="erreur matérielle",
                    decide_par="Camille Exemple, maire",
                    decide_le=date(2026, 3, 8),
                    precisions="le tarif du mercredi",
                    empreinte="cd" * 32,
                ),
            ),
            fichiers=(
                v.Proof(nom="2026-012.pdf", url=PDF.url, poids=120_000, empreinte="ab" * 32),
            ),
            publicite=v.Publicity(mode="électronique"),
            minimum=date(2026, 5, 6),
            maire="Camille Exemple",
            qualite="maire",
            commune="de Saint-Exemple",
        ),
    ),
}
