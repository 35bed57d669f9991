"""French words that the site room itself says, and French alphabetical order."""

import unicodedata
from datetime import date
from functools import lru_cache

FOLDERS = {
    "actualites": "Actualités",
    "agenda": "Agenda",
    "alertes": "Alertes",
    "annuaire": "Annuaire",
    "elus": "Les élus",
    "seances": "Séances du conseil",
    "actes": "Registre des actes",
    "publications": "Publications",
    "demarches": "Démarches",
    "avis": "Avis et annonces",
}
"""What a typed folder without a page of its own is called."""

EMPTY = {
    "actualite": "Aucune actualité pour le moment.",
    "evenement": "Aucun événement à venir pour le moment.",
    "alerte": "Aucune alerte en cours.",
    "fiche": "L’annuaire est vide pour le moment.",
    "elu": "Aucun élu n’est présenté pour le moment.",
    "seance": "Aucune séance n’est publiée pour le moment.",
    "acte": "Aucun acte n’est publié pour le moment.",
    "publication": "Aucune publication pour le moment.",
    "demarche": "Aucune démarche n’est présentée pour le moment.",
    "avis": "Aucun avis en cours.",
    "page": "Aucune page dans cette rubrique pour le moment.",
}

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def month(day: date) -> str:
    """« Mars 2026 »."""
    return f"{MONTHS[day.month - 1].capitalize()} {day.year}"


@lru_cache(maxsize=8192)
def collation(text: str) -> str:
    """A key that sorts as a French dictionary does, whatever the process's locale.

    Accents and case do not count, ligatures are two letters, punctuation is a space.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(letters).split())
