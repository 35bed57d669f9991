"""LISEZMOI.md: what whoever takes the site up has to know, in French."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from string import Template

from factory.ground.moment import day_and_time

_TEXT = Template(files("factory.reversibility").joinpath("data", "LISEZMOI.md").read_text("utf-8"))
_WINDOWS = re.compile(
    r"(^|/)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\.[^/]*)?(/|$)"
    r'|[<>:"|?*]|[. ](/|$)',
    re.I,
)
"""Names that Windows refuses (« Naming Files, Paths, and Namespaces », Win32)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the text says of this export."""

    nom: str
    domaine: str
    licence: str
    moment: str
    pages: int
    with_theme: bool
    a_part: tuple[str, ...]
    ecartes: tuple[str, ...]
    metropole: str
    par_git: bool
    """Whether the commune leaves its files by git."""
    fichiers: frozenset[str]
    """Paths below `data/`."""


def text(facts: Facts) -> str:
    return _TEXT.substitute(
        nom=facts.nom,
        domaine=facts.domaine,
        jour=day_and_time(facts.moment),
        pages=facts.pages,
        metropole=facts.metropole,
        licence=facts.licence or "non précisée par la commune : demandez-la-lui",
        theme=_THEME if facts.with_theme else _NO_THEME,
        plus="".join(row for path, row in _ROWS.items() if path in facts.fichiers),
        registre=_REGISTER if "registres/traitements.html" in facts.fichiers else _NO_REGISTER,
        agents=_AGENTS if "registres/agents.csv" in facts.fichiers else _NO_AGENTS,
        historique=_GIT if facts.par_git else _NO_HISTORY,
        a_part=_listed(facts.a_part, _APART, "Aucun : tous les fichiers étaient publiés."),
        ecartes=_listed(facts.ecartes, _LEFT, "Aucun."),
        windows=_listed(refused_by_windows(facts.fichiers), _ELSEWHERE, "Aucun."),
    )


def refused_by_windows(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that cannot be written on a Windows disk, sorted."""
    return tuple(sorted(path for path in paths if _WINDOWS.search(path)))


_THEME = (
    "| `usine/theme/` | Le thème du site : gabarits, styles et textes, sous licence libre "
    "(EUPL-1.2). |"
)
_NO_THEME = "| (thème) | L’export a été demandé sans le thème. |"
_ROWS = {
    "inventaire/horaires.json": (
        "| `inventaire/horaires.json` | Les horaires, en données ouvertes. |\n"
    ),
    "inventaire/annuaire.csv": (
        "| `inventaire/annuaire.csv` | L’annuaire, en données ouvertes. |\n"
    ),
    "inventaire/evenements.ics": (
        "| `inventaire/evenements.ics` | Tous les événements, pour tout agenda (iCalendar). |\n"
    ),
    "inventaire/deliberations.csv": (
        "| `inventaire/deliberations.csv` | Les délibérations au format national SCDL, pour "
        "data.gouv.fr. |\n"
    ),
    "registres/traitements.html": (
        "| `registres/` | Le registre des traitements de données personnelles de la commune ; ses "
        "agents, s’ils avaient un dépôt. |\n"
    ),
}
"""What not every commune has."""
_REGISTER = (
    "dans `registres/` : une page à lire (`traitements.html`), un tableau (`.csv`) et les mêmes "
    "données pour une machine (`.json`). C’est à la commune, responsable du traitement, de le "
    "tenir à jour : le nouveau prestataire y remplace la Métropole"
)
_NO_REGISTER = (
    "il n’y en a pas ici, faute d’une convention lisible. La commune, responsable du traitement, "
    "tient le sien"
)
_AGENTS = (
    "ceux qui déposaient des fichiers sont dans `registres/agents.csv`, avec leur clé publique ; "
    "il n’y a pas de mot de passe"
)
_NO_AGENTS = "il n’y en a pas ; les textes sont tenus dans des fichiers"
_GIT = (
    "la commune le tient elle-même, dans son dépôt git : chaque copie (`git clone`) le contient en "
    "entier"
)
_NO_HISTORY = "l’usine ne le garde pas ; seul l’état publié est dans l’export"
_APART = (
    "Ces fichiers ont changé depuis la publication, ou ne se lisent pas encore. Ils sont dans "
    "`a-part/` ; c’est la version publiée qui est dans `sources/`."
)
_LEFT = "Ces fichiers n’ont pas pu être lus par l’usine, et ne sont pas dans l’export."
_ELSEWHERE = (
    "Windows ne sait pas écrire ces fichiers : ouvrez l’export sous Linux ou macOS, ou "
    "renommez-les dans l’archive avec 7-Zip."
)


def _listed(paths: tuple[str, ...], said: str, none: str) -> str:
    return "\n".join((said, "", *(f"- {path}" for path in paths))) if paths else none
