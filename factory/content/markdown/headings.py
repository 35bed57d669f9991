"""Headings: the title taken out, a stable id for each, one H1 a page, no level skipped."""

from markdown_it.token import Token

from factory.content.body import Heading
from factory.content.markdown.faults import Faults
from factory.content.markdown.prose import plain
from factory.content.markdown.slug import Names, slug
from factory.ground.problems import notice, warning

LOWEST = 6


def take_title(tokens: list[Token]) -> str:
    """Remove the first H1 if the text begins with it, and give its plain text."""
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title = plain(tokens[1].children or ()).strip()
        if title:
            del tokens[:3]
        return title
    return ""


def name_headings(tokens: list[Token], names: Names, faults: Faults) -> tuple[Heading, ...]:
    """Give each heading its level and its id, in place; list them.

    From the first H1 that remains on, every level goes down by one: a text written with H1 for
    its parts keeps its order under the page's own title. A level that is skipped is told as its
    author will see it once those H1 are written H2.
    """
    found: list[Heading] = []
    empty: set[int] = set()
    shift = 0
    level = 1
    for place, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        line = token.map[0] if token.map else 0
        inline = tokens[place + 1]
        text = plain(inline.children or ()).strip()
        if not text and not any(child.type == "image" for child in inline.children or ()):
            empty |= {place, place + 1, place + 2}
            _empty(faults, line)
            continue
        if token.tag == "h1" and not shift:
            shift = 1
            _demoted(faults, line)
        written = int(token.tag[1])
        now = min(written + shift, LOWEST)
        token.tag = tokens[place + 2].tag = f"h{now}"
        meant = max(written, 2)
        if meant > level + 1:
            _skipped(faults, line, text, level, meant)
        level = meant
        token.attrs = {"id": names.take(slug(text) or "partie")}
        found.append(Heading(niveau=now, id=str(token.attrs["id"]), texte=text))
    if empty:
        tokens[:] = [token for place, token in enumerate(tokens) if place not in empty]
    return tuple(found)


def _empty(faults: Faults, line: int) -> None:
    faults.add(
        warning(
            "titre-vide",
            "Ce titre est vide : il n’est pas affiché.",
            "Écrivez le titre après les « # », ou supprimez la ligne.",
        ),
        line,
        1,
    )


def _demoted(faults: Faults, line: int) -> None:
    faults.add(
        notice(
            "titre-trop-haut",
            "Une page n’a qu’un seul grand titre (« # ») : celui-ci et les suivants descendent "
            "d’un niveau.",
            "Écrivez « ## » pour les parties de la page.",
        ),
        line,
        1,
    )


def _skipped(faults: Faults, line: int, text: str, level: int, now: int) -> None:
    before = "le titre de la page" if level == 1 else f"un titre de niveau {level}"
    faults.add(
        notice(
            "niveau-de-titre-saute",
            f"Le titre « {text[:80]} » est de niveau {now}, juste après {before}.",
            f"Écrivez-le avec « {'#' * (level + 1)} » : on descend d’un niveau à la fois.",
        ),
        line,
        1,
    )
