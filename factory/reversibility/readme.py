"""LISEZMOI.md: what whoever takes the site up has to know, in French."""

from dataclasses import dataclass
from importlib.resources import files
from string import Template

_TEXT = Template(files("factory.reversibility").joinpath("data", "LISEZMOI.md").read_text("utf-8"))


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
    actes: bool


def text(facts: Facts) -> str:
    day = "/".join(reversed(facts.moment[:10].split("-")))
    return _TEXT.substitute(
        nom=facts.nom,
        domaine=facts.domaine,
        jour=f"{day} à {facts.moment[11:16].replace(':', ' h ')}",
        pages=facts.pages,
        metropole=facts.metropole,
        licence=facts.licence or "non précisée par la commune : demandez-la-lui",
        theme=_THEME if facts.with_theme else _NO_THEME,
        deliberations=_DELIBERATIONS if facts.actes else "",
        a_part=_listed(facts.a_part, _APART, "Aucun : tous les fichiers étaient publiés."),
        ecartes=_listed(facts.ecartes, _LEFT, "Aucun."),
    )


_THEME = (
    "| `usine/theme/` | Le thème du site : gabarits, styles et textes, sous licence libre "
    "(EUPL-1.2). |"
)
_NO_THEME = "| (thème) | L’export a été demandé sans le thème. |"
_DELIBERATIONS = (
    "| `inventaire/deliberations.csv` | Les délibérations au format national SCDL, pour "
    "data.gouv.fr. |\n"
)
_APART = (
    "Ces fichiers ont changé depuis la publication, ou ne se lisent pas encore. Ils sont dans "
    "`a-part/` ; c’est la version publiée qui est dans `sources/`."
)
_LEFT = "Ces fichiers n’ont pas pu être lus par l’usine, et ne sont pas dans l’export."


def _listed(paths: tuple[str, ...], said: str, none: str) -> str:
    return "\n".join((said, "", *(f"- {path}" for path in paths))) if paths else none
