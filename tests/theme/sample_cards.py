"""The cards and blocks that listings and pages of the samples show."""

from datetime import date, datetime

from sample_parts import LIBRARY, PDF, picture

from factory.site import views as v

NEWS = tuple(
    v.Card(
        id=f"actualites/{n}",
        url=f"/actualites/{n}/",
        type="actualite",
        titre=titre,
        resume="Les travaux de la place commencent lundi. Tout ce qui change pour circuler, se "
        "garer et faire ses courses pendant trois mois.",
        date=date(2026, 3, n),
        etiquette=etiquette,
        image=picture(f"actu{n}", "Une place"),
        brouillon=n == 4,
    )
    for n, titre, etiquette in (
        (1, "La place de la Fontaine se refait une beauté", "Travaux"),
        (2, "Inscriptions scolaires : c’est le moment", "Écoles"),
        (3, "Un nouveau marché le mardi matin", "Commerce"),
        (4, "Budget 2027 : donnez votre avis", "Participation"),
    )
)


EVENTS = (
    v.Card(
        id="agenda/carnaval",
        url="/agenda/carnaval/",
        type="evenement",
        titre="Carnaval des écoles",
        date=datetime(2026, 3, 14, 14, 30),
        fin=datetime(2026, 3, 14, 18, 0),
        lieu="Place de la Fontaine",
        etiquette="Fête",
    ),
    v.Card(
        id="agenda/loto",
        url="/agenda/loto/",
        type="evenement",
        titre="Loto des aînés",
        date=date(2026, 4, 1),
        recurrence="Le premier mercredi de chaque mois",
        lieu="Salle des fêtes",
        statut="Annulé",
    ),
    v.Card(
        id="agenda/foire",
        url="/agenda/foire/",
        type="evenement",
        titre="Foire aux plants",
        date=date(2026, 4, 30),
        fin=date(2026, 5, 2),
        lieu="Cours Gambetta",
    ),
)


ACTS = tuple(
    v.Card(
        id=f"actes/2026-{n:03}",
        url=f"/actes/2026-{n:03}/",
        type="acte",
        titre=f"Délibération n° 2026-{n:03} : tarifs de la cantine",
        date=date(2026, 3, 3),
        etiquette="Délibération",
        document=PDF,
    )
    for n in range(1, 4)
)


PLACES = (
    v.Card(
        id="annuaire/mediatheque",
        url="/annuaire/mediatheque/",
        type="fiche",
        titre="Médiathèque Les Tilleuls",
        resume="Livres, musique, jeux et ateliers.",
        contact=LIBRARY,
    ),
    v.Card(
        id="annuaire/stade",
        url="/annuaire/stade/",
        type="fiche",
        titre="Lou Stade",
        lieu="Le Mas",
        langue="oc",
    ),
)


ELECTED = tuple(
    v.Card(
        id=f"elus/{n}",
        url=f"/elus/{n}/",
        type="elu",
        titre=nom,
        etiquette=fonction,
        delegations=("Finances", "Ressources humaines") if n == 1 else (),
        image=picture(f"elu{n}", nom, wide=False) if n < 3 else None,
    )
    for n, nom, fonction in (
        (1, "Camille Exemple", "Maire"),
        (2, "Dominique Modèle", "Première adjointe, écoles et petite enfance"),
        (3, "Sacha Fictif", "Conseiller municipal"),
    )
)


FORMALITIES = (
    v.Card(
        id="demarches/creche",
        url="/demarches/creche/",
        type="demarche",
        titre="Demander une place en crèche",
        resume="Une commission en avril, une en octobre.",
    ),
)


LEGAL_WORDS = v.Block(
    lignes=(
        (
            v.Link(texte="Voir ", url=""),
            v.Link(texte="la page", url="/contact/"),
            v.Link(texte=" ou écrire & appeler.", url=""),
        ),
    )
)


LEGAL_LIST = v.Block(
    lignes=((v.Link(texte="SIREN", url=""),), (v.Link(texte="SIRET", url=""),)), liste=True
)
