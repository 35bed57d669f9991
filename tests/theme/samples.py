"""One view or more for each template, with every field in use somewhere.

`SAMPLES` maps a name to (template, view). Other tests reuse it; nothing here is read from a file.
"""

from datetime import UTC, date, datetime
from typing import Any

import sample_acts
import sample_council
import sample_lists
import sample_pages
from sample_parts import BODY

from factory.site import views as v

PAGES: dict[str, tuple[str, v.PageView]] = {
    **sample_lists.PAGES,
    **sample_pages.PAGES,
    **sample_council.PAGES,
    **sample_acts.PAGES,
}


OTHERS: dict[str, tuple[str, Any]] = {
    "redirection": (
        "redirection.html",
        v.RedirectView(
            langue="fr",
            titre="Le marché",
            vers="/marche/",
            canonique="https://saint-exemple.fr/marche/",
        ),
    ),
    "horaires": ("horaires.json", v.FileView(texte='{"version":1}')),
    "atom": (
        "atom.xml",
        v.FeedView(
            titre="Actualités & agenda",
            url="https://saint-exemple.fr/actualites/flux.xml",
            site="https://saint-exemple.fr/",
            langue="fr",
            auteur="Commune de Saint-Exemple",
            maj=datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
            entrees=(
                v.FeedEntry(
                    id="https://saint-exemple.fr/actualites/1/",
                    url="https://saint-exemple.fr/actualites/1/",
                    titre="Place <neuve>",
                    resume="Une phrase\x0b.",
                    publie=datetime(2026, 3, 1, 0, 0, tzinfo=UTC),
                    maj=datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
                    contenu=BODY,
                ),
            ),
        ),
    ),
    "sitemap": (
        "sitemap.xml",
        v.SitemapView(
            urls=(
                ("https://saint-exemple.fr/", None),
                ("https://saint-exemple.fr/a/?b&c", date(2026, 3, 3)),
            )
        ),
    ),
    "robots": (
        "robots.txt",
        v.RobotsView(plan="https://saint-exemple.fr/sitemap.xml", exclues=("/prive/",)),
    ),
    "robots-ouvert": (
        "robots.txt",
        v.RobotsView(plan="https://saint-exemple.fr/sitemap.xml"),
    ),
    "securite": (
        "security.txt",
        v.SecurityView(
            contacts=("mailto:securite@exemple.fr", "https://exemple.fr/securite"),
            expire=datetime(2027, 6, 30, 21, 59, 59, tzinfo=UTC),
            langues="fr, en",
            canonique="https://saint-exemple.fr/.well-known/security.txt",
        ),
    ),
    "calendrier": (
        "agenda.ics",
        v.CalendarView(
            titre="Agenda, commune de Saint-Exemple",
            evenements=(
                v.CalendarEvent(
                    id="agenda-carnaval@saint-exemple.fr",
                    url="https://saint-exemple.fr/agenda/carnaval/",
                    titre="Annulé : Carnaval des écoles",
                    resume="Défilé, goûter et embrasement.",
                    debut=datetime(2026, 3, 14, 14, 30),
                    fin=datetime(2026, 3, 14, 18, 0),
                    recurrence="FREQ=WEEKLY;BYDAY=SA",
                    sauf=(date(2026, 3, 28),),
                    lieu="Place de la Fontaine",
                    annule=True,
                    maj=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
                ),
                v.CalendarEvent(
                    id="agenda-foire@saint-exemple.fr",
                    url="https://saint-exemple.fr/agenda/foire/",
                    titre="Reporté : Foire",
                    debut=date(2026, 5, 1),
                    reporte=True,
                    maj=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
                ),
            ),
        ),
    ),
    "couleurs": ("couleurs.css", v.PaletteView(couleur="#1f5f8b")),
}


SAMPLES: dict[str, tuple[str, Any]] = {**PAGES, **OTHERS}
