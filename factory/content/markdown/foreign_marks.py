"""Which marks of other tools are known: how each looks, its name, what stands in its place."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from factory.content.markdown.tags import KNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """One syntax: how it looks, what it is called, what stands in its place."""

    pattern: re.Pattern[str]
    name: str
    remedy: str
    instead: Callable[[re.Match[str]], str] = lambda match: ""
    applies: Callable[[re.Match[str]], bool] = lambda match: True
    harmless: bool = False
    followed: bool = False
    """Whether what it meant is done here: a link to a page, written in another tool's way."""
    shown: bool = False
    """Whether its words are shown as they were meant: a heading, a list."""


REMOVE = "Supprimez-la : écrivez directement le texte, ou un bloc « ::: » du guide."
ALERTS = {
    "NOTE": "À savoir",
    "TIP": "Conseil",
    "IMPORTANT": "Important",
    "WARNING": "Attention",
    "CAUTION": "Attention",
}

_FOLLOW = "Pour que ce message disparaisse, écrivez le chemin seul : [le texte](page.md)."


_SHORTCODES = (
    r"caption|gallery|embed|playlist|audio|video|contact-form(?:-7)?|wpforms|gravityform|ninja_form"
    r"|elementor-template|tablepress|googlemap|mc4wp_form|nggallery|rev_slider|ngg_images|ai1ec"
    r"|(?:vc|et_pb|fusion|av|su|siteorigin|tribe|wpdm|mk|ult|cmsmasters|themify)_[\w-]{1,60}"
)
"""Those of WordPress itself and of the page builders and extensions that town halls use."""
_COMMANDS = ("if", "else", "end", "range", "with", "include", "partial", "block", "define")


def are_words(match: re.Match[str]) -> bool:
    """Whether braces hold words, as SPIP writes them, and not a template's value."""
    words = match[1]
    return words.split(" ")[0] not in _COMMANDS and (
        " " in words or words[:1].isupper() or not words.isascii()
    )


def _rooted(path: str) -> str:
    """A path that counts from the top of the content, as most tools have it."""
    return path if path.startswith("/") or "/" not in path else f"/{path}"


LINKS: tuple[Foreign, ...] = (
    Foreign(
        pattern=re.compile(r"\{%-?\s*link\s+([^\s%{}]{1,300})\s*-?%\}"),
        name="un lien de Jekyll",
        remedy=_FOLLOW,
        instead=lambda match: "/" + match[1].lstrip("/"),
        followed=True,
    ),
    Foreign(
        pattern=re.compile(r"\{%-?\s*post_url\s+/?([^\s%{}]{1,300})\s*-?%\}"),
        name="un lien de Jekyll",
        remedy=_FOLLOW,
        instead=lambda match: f"/_posts/{match[1]}.md",
        followed=True,
    ),
    Foreign(
        pattern=re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+\"([^\"{}\n]{1,300})\"\s*[>%]\}\}"),
        name="un lien de Hugo",
        remedy=_FOLLOW,
        instead=lambda match: _rooted(match[1]),
        followed=True,
    ),
    Foreign(
        pattern=re.compile(
            r"\{\{-?\s*[\"']([^\"'{}\n]{1,300})[\"']\s*\|\s*(?:(?:relative|absolute)_)?url\s*-?\}\}"
        ),
        name="une adresse de gabarit",
        remedy=_FOLLOW,
        instead=lambda match: match[1],
        followed=True,
    ),
    Foreign(
        pattern=re.compile(
            r"\{\{-?\s*(?:site\.(?:baseurl|url|base_url)|(?:config\.)?base_?url)\s*-?\}\}(?=/|\{\{)"
        ),
        name="l’adresse du site dans un gabarit",
        remedy=_FOLLOW,
        followed=True,
    ),
    Foreign(
        pattern=re.compile(r"(?<=\]\()@/"),
        name="le début d’un lien de Zola",
        remedy=_FOLLOW,
        instead=lambda match: "/",
        followed=True,
    ),
)

SYNTAXES: tuple[Foreign, ...] = (
    *LINKS,
    Foreign(
        pattern=re.compile(
            r"\{%-?\s*comment\s*-?%\}(?:[^{]|\{(?!%-?\s*comment)){0,20000}?\{%-?\s*endcomment\s*-?%\}",
            re.S,
        ),
        name="un commentaire Liquid",
        remedy="Écrivez un commentaire « <!-- … --> ».",
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(
            rf"\\?\[(?:/[\w-]{{2,60}}|(?:{_SHORTCODES})(?=[\s/\\\]])[^\[\]\n]{{0,2000}}"
            r"|[a-z][\w-]{2,60}"
            r"(?:[ \t]+[\w-]{1,40}=[\"'“”″][^\"'“”″\[\]\n]{0,500}[\"'“”″])+[ \t]*/?)"
            r"\\?\](?![(:])"
        ),
        name="un code court de WordPress",
        remedy=REMOVE,
    ),
    Foreign(
        pattern=re.compile(r"^\{\{\{([^\s{}|=\"#/>.][^{}|=\"\n]{0,300})\}\}\}[ \t]*$", re.M),
        name="un intertitre de SPIP",
        remedy="Écrivez « ## » devant ce titre, sans accolades.",
        instead=lambda match: f"## {match[1].strip()}",
        applies=are_words,
        harmless=True,
        shown=True,
    ),
    Foreign(
        pattern=re.compile(r"\{\{([^\s{}|=\"#/>.<%][^{}|=\"\n]{0,300}(?<=\S))\}\}"),
        name="un gras de SPIP",
        remedy="Écrivez ces mots **ainsi**.",
        instead=lambda match: f"**{match[1]}**",
        applies=are_words,
        harmless=True,
        shown=True,
    ),
    Foreign(
        pattern=re.compile(
            r"\[([^\[\]\n]{0,300}?)->((?:https?://|mailto:|[/.]|www\.)[^\[\]\s]{1,300})\]"
        ),
        name="un lien de SPIP",
        remedy="Écrivez le lien ainsi : [le texte](page.md).",
        instead=lambda match: f"[{match[1].strip() or match[2]}]({match[2]})",
        followed=True,
    ),
    Foreign(
        pattern=re.compile(r"\[([^\[\]\n]{0,300}?)->([^\[\]\s]{1,300})\]"),
        name="un lien de SPIP",
        remedy="Écrivez le lien ainsi : [le texte](page.md).",
        instead=lambda match: match[1].strip(),
    ),
    Foreign(
        pattern=re.compile(r"<(?:doc|img|emb|document|image)\d{1,9}(?:\|[^<>|\n]{0,80}){0,9}>"),
        name="une image ou un document de SPIP",
        remedy="Déposez le fichier à côté de la page, et écrivez ![ce qu’on y voit](photo.jpg) ou "
        "[le document](document.pdf).",
    ),
    Foreign(
        pattern=re.compile(r"^-([*#])(\1{0,5})[ \t]+", re.M),
        name="une liste de SPIP",
        remedy="Commencez ces lignes par « - », ou par « 1. ».",
        instead=lambda match: "  " * len(match[2]) + ("- " if match[1] == "*" else "1. "),
        harmless=True,
        shown=True,
    ),
    Foreign(
        pattern=re.compile(r"\{\{[<%](?:(?!\{\{).){0,3000}?[>%]\}\}", re.S),
        name="un code court de Hugo",
        remedy=REMOVE,
    ),
    Foreign(
        pattern=re.compile(r"\{%(?:(?!\{%).){0,3000}?%\}", re.S),
        name="une balise de gabarit (Liquid, Nunjucks ou GitBook)",
        remedy=REMOVE,
    ),
    Foreign(
        pattern=re.compile(r"\{\{(?:(?!\{\{).){0,3000}?\}\}", re.S),
        name="une valeur de gabarit",
        remedy="Écrivez la valeur elle-même.",
    ),
    Foreign(
        pattern=re.compile(r"\{#(?:(?!\{#)[^\n]){0,500}?#\}"),
        name="un commentaire Nunjucks",
        remedy="Écrivez un commentaire « <!-- … --> ».",
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(r"\{::?[ \t]*[.#/\w][^{}\n]{0,300}\}"),
        name="un attribut kramdown",
        remedy="Supprimez-le : l’apparence est celle du site.",
    ),
    Foreign(
        pattern=re.compile(r"\[([^\[\]\n]{0,300})\]\{[#.][^{}\n]{1,300}\}"),
        name="une mise en forme de Pandoc",
        remedy="Écrivez le texte seul.",
        instead=lambda match: match[1],
        harmless=True,
        shown=True,
    ),
    Foreign(
        pattern=re.compile(
            r"(?<=[)\]])\{[ \t]*(?:(?:[#.][\w-]{1,60}|[\w-]{1,30}=\"[^\"{}\n]{0,300}\")[ \t]*)+\}"
        ),
        name="un attribut de Pandoc",
        remedy="Supprimez-le : l’apparence est celle du site.",
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(r"[ \t]*\{(?:[#.][\w-]{1,60}[ \t]*)+\}(?=[ \t]*$)", re.M),
        name="un attribut de titre ou de paragraphe",
        remedy="Supprimez-le : chaque titre reçoit une ancre tirée de ses mots.",
    ),
    Foreign(
        pattern=re.compile(
            r"^[ \t]*(?:\[\[_?toc_?\]\]|\[TOC\]|\{\{ ?toc ?\}\})[ \t]*$", re.I | re.M
        ),
        name="un sommaire d’un autre outil",
        remedy="Supprimez-le : le site fait lui-même le sommaire des longues pages.",
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(
            r"^(?:import\s(?:[\w{}*,\s]{1,300}\sfrom\s+)?['\"][^'\"\n]{1,300}['\"];?"
            r"|export\s+(?:const|let|var|default|function)\b[^\n]*)[ \t]*$",
            re.M,
        ),
        name="une instruction MDX",
        remedy="Supprimez cette ligne.",
    ),
    Foreign(
        pattern=re.compile(
            r"</?([A-Z]\w{0,60}(?:\.\w{1,60})*)((?:\s(?:[^<>{}\"']|\"[^\"]*+\"|'[^']*+'"
            r"|\{(?:[^{}]|\{[^{}]*+\}){0,500}\}){0,500})?)/?>",
            re.S,
        ),
        name="un composant MDX ou Vue",
        remedy="Supprimez-le, et écrivez ce qu’il affichait.",
        applies=lambda match: match[1].lower() not in KNOWN or "{" in match[2],
    ),
    Foreign(
        pattern=re.compile(r"==(?=[^\s=])([^=\n]{1,300})(?<=[^\s=])=="),
        name="un surlignage d’un autre outil",
        remedy="Mettez ces mots en gras : **ainsi**.",
        instead=lambda match: match[1],
        applies=lambda match: any(letter.isalnum() for letter in match[1]),
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(r"^([ \t]*(?:[-*+]|\d+[.)])[ \t]+)\[([ xX])\](?=[ \t])", re.M),
        name="une case à cocher",
        remedy="Supprimez les crochets : une liste suffit.",
        instead=lambda match: match[1] + ("☐" if match[2] == " " else "☑"),
        harmless=True,
    ),
)
