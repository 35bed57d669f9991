"""The pages that are the preview's own: the list of communes, and what it cannot show."""

from collections.abc import Sequence
from html import escape

from factory.ground.problems import Problem
from factory.preview.panel import STYLE, summed
from factory.preview.shown import Shown

_PAGE = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<title>{title} – Aperçu</title><link rel="stylesheet" href="{style}"></head>'
    '<body><main class="apercu-page"><h1>{title}</h1>{content}</main></body></html>'
)


def page(title: str, content: str) -> bytes:
    """`content` is HTML."""
    return _PAGE.format(title=escape(title), style=STYLE, content=content).encode()


def plain(title: str, *sentences: str) -> bytes:
    return page(title, "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences))


def listing(
    slugs: Sequence[str], shown: dict[str, Shown], common: Sequence[Problem], authority: str
) -> bytes:
    """Every commune with a link and its state. `authority`: the host and port asked for."""
    lines = "".join(
        f'<li><a href="http://{slug}.{escape(authority)}/">{slug}</a> : '
        f"{escape(state(shown.get(slug)))}</li>"
        for slug in slugs
    )
    told = "".join(f"<p><strong>{escape(problem.message)}</strong></p>" for problem in common)
    content = f"{told}<ul>{lines}</ul>" if slugs else f"{told}<p>Aucune commune à montrer.</p>"
    intro = "<p>Chaque site est montré ici avec ses brouillons ; rien n’est publié.</p>"
    return page("Les communes", intro + content)


def state(shown: Shown | None) -> str:
    """Where a commune stands, in a few words."""
    if shown is None or shown.report is None:
        return "en cours de fabrication…"
    found = summed(shown.report.problems)
    if shown.manifest is None:
        return f"rien à montrer pour l’instant ({found or shown.report.status})"
    if shown.held_back:
        return f"l’état d’avant est montré, la construction a échoué ({found})"
    return f"à jour, {found}" if found else "à jour"


UNKNOWN_HOST = plain(
    "Adresse inconnue",
    "Cet aperçu ne répond pas à ce nom. La liste des communes est à l’adresse que « usine serve » "
    "a écrite en s’ouvrant, par exemple http://localhost:8000/.",
)


def unknown_commune(slug: str) -> bytes:
    return plain(
        "Commune inconnue",
        f"Aucune commune ne s’appelle « {slug} » dans cet aperçu.",
        "Vérifiez l’adresse, ou le nom du dossier de la commune.",
    )


def being_made(slug: str) -> bytes:
    return plain(
        "En cours de fabrication",
        f"Le site « {slug} » se fabrique pour la première fois : les images prennent du temps.",
        "Cette page se rechargera d’elle-même.",
    )


def nothing_yet(slug: str) -> bytes:
    return plain(
        "Rien à montrer",
        f"Le site « {slug} » n’a pas encore pu être fabriqué : voyez ci-dessous ce qu’il faut "
        "corriger. Cette page se rechargera d’elle-même.",
    )


_REFUSALS = {
    400: ("Demande illisible", "Le navigateur a envoyé une demande que l’aperçu ne comprend pas."),
    404: ("Page introuvable", "Il n’y a rien à cette adresse."),
    405: ("Demande refusée", "L’aperçu montre des pages ; il ne reçoit rien."),
    408: ("Délai dépassé", "Le navigateur a mis trop longtemps à envoyer sa demande."),
    414: ("Adresse trop longue", "Cette adresse est trop longue."),
    431: ("Demande trop longue", "Le navigateur a envoyé trop d’en-têtes."),
    500: ("Défaut de l’aperçu", "L’aperçu a rencontré un défaut, écrit là où il a été lancé."),
}


def refusal(status: int) -> bytes:
    title, sentence = _REFUSALS.get(status, _REFUSALS[400])
    return plain(title, sentence)
