"""The marks that converters and notebooks leave: Pandoc, Joomla, Obsidian, MkDocs, Drupal.

Tried before those of `foreign_marks`; SPIP's italics, which are any words between braces, last.
"""

import re

from factory.content.markdown.foreign_marks import ALERTS, REMOVE, Foreign, are_words
from factory.content.markdown.slug import slug

_DEDENT = re.compile(r"^(?: {4}|\t)", re.M)
_JOOMLA = (
    r"loadposition|loadmodule(?:id)?|module(?:pos)?|mosimage|mospagebreak|mosmap|gallery|sliders?"
    r"|tabs?|accordions?|modal|popup|emailcloak|phoca\w+|jcomments|rsform|chronoforms|youtube"
    r"|vimeo|widgetkit|vsig|besps|rokbox"
)
_CALLOUTS = {
    **ALERTS, "INFO": "À savoir", "TODO": "À faire", "QUESTION": "Question", "FAQ": "Question",
    "DANGER": "Attention", "ERROR": "Attention", "SUCCESS": "C’est fait", "EXAMPLE": "Exemple",
    "ABSTRACT": "En bref", "SUMMARY": "En bref", "QUOTE": "Citation", "HINT": "Conseil",
}  # fmt: skip


def _indented(match: re.Match[str]) -> str:
    """MkDocs's notes: their text is four spaces in, which Markdown takes for code."""
    title = match[2] or match[3] or _CALLOUTS.get((match[1] or "").upper(), "À savoir")
    text = _DEDENT.sub("", match[4])
    joined = not text or re.match(r"\n[ \t]*(?:\n|$)", text)
    return f"**{title}**{'' if joined else chr(92)}{text}"


def _callout(match: re.Match[str]) -> str:
    title = match[3].strip() or _CALLOUTS.get(match[2].upper(), match[2].capitalize())
    return f"{match[1]}**{title}**\\"


def _note(match: re.Match[str]) -> str:
    """A wiki's link: its name is looked for beside the page, then everywhere."""
    shown, name, place, words = match[1], match[2].strip(), match[3], match[4]
    target = re.sub(r"[ ()]", lambda sign: f"%{ord(sign[0]):02X}", name)
    if shown and re.search(r"\.(?:jpe?g|png|gif|webp|svg|avif)$", name, re.I):
        alt = "" if words is None or words.isdigit() else words
        return f"![{alt}]({target})"
    return f"[{words or name}]({target}{'#' + slug(place) if place else ''})"


CONVERTED: tuple[Foreign, ...] = (
    Foreign(
        pattern=re.compile(r"^(:{3,})[ \t]*\{[^{}\n]{0,300}\}[ \t]*:*[ \t]*$", re.M),
        name="une division de Pandoc",
        remedy="Supprimez cette ligne, et celle de « ::: » qui la ferme.",
        instead=lambda match: f"{match[1]} pandoc",
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(r"\[([^\[\]\n]{0,300})\]\{[\w-]{1,30}=\"[^{}\n]{0,300}\}"),
        name="une mise en forme de Pandoc",
        remedy="Écrivez le texte seul.",
        instead=lambda match: match[1],
        harmless=True,
        shown=True,
    ),
    Foreign(
        pattern=re.compile(r"(?<=\w)\^([\w-]{1,6})\^(?!\^)"),
        name="un exposant de Pandoc",
        remedy="Écrivez les lettres seules (1er, Mme), ou <sup>e</sup>.",
        instead=lambda match: f"<sup>{match[1]}</sup>",
        harmless=True,
        shown=True,
    ),
    Foreign(
        pattern=re.compile(r"\A% ?([^\n]{1,300})((?:\n%[^\n]*){0,2})(?=\n|\Z)"),
        name="un titre de Pandoc",
        remedy="Écrivez « titre: » dans l’en-tête de la page.",
        instead=lambda match: f"# {match[1]}",
        harmless=True,
        shown=True,
    ),
    Foreign(
        pattern=re.compile(r"(?<=\S)\\ (?=\S)"),
        name="une espace insécable de Pandoc",
        remedy="Écrivez une espace ordinaire : la typographie est l’affaire du site.",
        instead=lambda match: "\u00a0",
        harmless=True,
        shown=True,
    ),
    Foreign(
        pattern=re.compile(r"^\|[ \t]+([^|\n]{1,300}?)[ \t]*$(?=(\n\|[ \t]+[^|\n]+$)?)", re.M),
        name="une ligne de Pandoc",
        remedy="Supprimez la barre, et finissez la ligne par deux espaces.",
        instead=lambda match: match[1] + ("\\" if match[2] else ""),
        harmless=True,
        shown=True,
    ),
    Foreign(
        pattern=re.compile(
            r"\{(tab|slider|accordion)(?:[ \t]+title)?[ \t]*=[ \t]*[\"']?([^{}\"'\n]{1,200})"
            r"[\"']?[^{}\n]{0,200}\}"
        ),
        name="un onglet de Joomla",
        remedy="Écrivez « ### » et son titre, ou un bloc « ::: accordéon ».",
        instead=lambda match: f"<strong>{match[2].strip()}</strong>",
        harmless=True,
        shown=True,
    ),
    Foreign(
        pattern=re.compile(
            r"\{(gallery|youtube|vimeo|widgetkit|vsig|besps|mp3)\}[^{}\n]{0,300}\{/\1\}"
            rf"|\{{/?(?:{_JOOMLA})(?=[ \t=|}}])[^{{}}\n]{{0,500}}\}}"
        ),
        name="une balise de Joomla",
        remedy=REMOVE,
    ),
    Foreign(
        pattern=re.compile(r"%%(?:[^%]|%(?!%)){0,20000}?%%", re.S),
        name="un commentaire d’Obsidian",
        remedy="Supprimez-le : ce fichier est celui d’un site public.",
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(r"\{/\*(?:[^*]|\*(?!/)){0,5000}\*/\}", re.S),
        name="un commentaire MDX",
        remedy="Écrivez un commentaire « <!-- … --> ».",
        harmless=True,
    ),
    Foreign(
        pattern=re.compile(
            r"^([ \t]*>[ \t]*)\[!(\w{1,30})(?:\|[^\]\n]{0,40})?\][-+]?([^\n]{0,200})$", re.M
        ),
        name="un encart de GitHub ou d’Obsidian",
        remedy="Écrivez un bloc « ::: info » ou « ::: attention ».",
        instead=_callout,
        harmless=True,
        shown=True,
    ),
    Foreign(
        pattern=re.compile(r"\[\[\{[^\n]{0,3000}?\}\]\]"),
        name="un média de Drupal",
        remedy="Déposez le fichier à côté de la page, et écrivez ![ce qu’on y voit](photo.jpg).",
    ),
    Foreign(
        pattern=re.compile(
            r"(!?)\[\[(?!_?toc_?\]\])([^\[\]|#\n<>]{1,200})(?:#([^\[\]|\n<>]{1,200}))?"
            r"(?:\\?\|([^\[\]\n]{1,200}))?\]\](?!\()",
            re.I,
        ),
        name="un lien de wiki",
        remedy="Pour que ce message disparaisse, écrivez le lien ainsi : [le texte](page.md).",
        instead=_note,
        followed=True,
    ),
    Foreign(
        pattern=re.compile(
            r"^(?:(?:!!!|\?\?\?\+?)[ \t]+(\w+)(?:[ \t]+\"([^\"\n]*)\")?"
            r"|===[ \t]+\"([^\"\n]+)\")[ \t]*$((?:\n(?:[ \t]*|(?: {4}|\t)[^\n]*)(?=\n|\Z))*)",
            re.M,
        ),
        name="un encart ou un onglet de MkDocs",
        remedy="Écrivez un bloc « ::: info » ou « ::: attention », sans décaler le texte.",
        instead=_indented,
        harmless=True,
        shown=True,
    ),
    Foreign(
        pattern=re.compile(
            r":(?:material|fontawesome|octicons|simple)-[\w-]{1,60}:(?:\{[^{}\n]{0,100}\})?"
            r"|(?<=\))\{[ \t]*(?:(?:[.#][\w-]{1,60}|[\w-]{1,30}=[\w%.-]{1,60})[ \t]*)+\}"
            r"|^--8<--[^\n]*$",
            re.M,
        ),
        name="une icône, une inclusion ou un attribut de MkDocs",
        remedy="Supprimez cette marque : l’apparence est celle du site.",
        harmless=True,
    ),
)

LAST: tuple[Foreign, ...] = (
    Foreign(
        pattern=re.compile(r"(?<![\w{$\\\]):])\{([^\W\d_][^{}|=\":\n]{0,300}(?<=\S))\}(?![\w}])"),
        name="un italique de SPIP",
        remedy="Écrivez ces mots *ainsi*.",
        instead=lambda match: f"*{match[1]}*",
        applies=are_words,
        harmless=True,
        shown=True,
    ),
)
