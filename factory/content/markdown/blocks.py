"""What each `:::` block is called, and the HTML it opens and closes."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from factory.content.markdown.faults import Faults
from factory.content.markdown.labels import Labels
from factory.ground.problems import notice, warning

OURS = ("info", "attention", "accordéon", "étapes", "contact", "documents", "galerie", "vidéo")
"""The dialect's blocks, as an agent writes them; accents and capitals may be left out."""
OTHER = "encart"

_FOREIGN: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("tip", "note", "hint", "success", "information", "astuce"), "info")
    | dict.fromkeys(("warning", "danger", "caution", "important", "alert", "error"), "attention")
    | dict.fromkeys(("details", "spoiler", "collapse", "expander"), "accordeon")
    | dict.fromkeys(("steps",), "etapes")
    | dict.fromkeys(("gallery",), "galerie")
)
_NEUTRAL = frozenset({"pandoc", "section", "div", "column", "columns", "center"})
"""Blocks that mean no more than their text."""
_LINK = re.compile(r"\[[^\[\]]*\]\([^()]*\)$")
_QUOTED = re.compile(r'^["“«\[]\s*(.*?)\s*["”»\]]$')


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An opening line: `::: name parameter`; the line counts from 0."""

    name: str
    parameter: str
    line: int


def fold(name: str) -> str:
    """Without capitals and accents: « Étapes » → « etapes »."""
    return unicodedata.normalize("NFD", name.lower()).encode("ascii", "ignore").decode()


_OWN = {fold(name) for name in OURS}


def kind(opening: Opening, faults: Faults) -> str:
    """Which of our blocks this name stands for; a foreign or unknown name is told."""
    name = fold(opening.name)
    if name in _OWN:
        return name
    if name in _NEUTRAL:
        return "neutre"
    alike = _FOREIGN.get(name, OTHER)
    if alike == OTHER:
        message = f"Le bloc « {opening.name} » n’existe pas : il est présenté comme un encart."
        remedy = f"Choisissez parmi : {', '.join(OURS)}."
    else:
        french = next(ours for ours in OURS if fold(ours) == alike)
        message = (
            f"Le bloc « {opening.name} » vient d’un autre outil : "
            f"il est présenté comme un bloc « {french} »."
        )
        remedy = f"Écrivez « ::: {french} »."
    faults.add(notice("bloc-inconnu", message, remedy), opening.line, 1)
    return alike


def write(state: StateBlock, kind: str, opening: Opening, last: int) -> None:
    """Push a block's tokens; its inside goes from the line after the opening to `last`."""
    match kind:
        case "contact":
            _contact(state, opening)
            _inside(state, opening, last)
        case "neutre":
            _inside(state, opening, last)
        case "video":
            _video(state, opening, last)
        case "accordeon":
            _accordion(state, opening)
            _inside(state, opening, last)
            state.push("block_close", "details", -1)
        case _:
            _plain(state, kind, opening)
            _inside(state, opening, last)
            state.push("block_close", "div", -1)


def _inside(state: StateBlock, opening: Opening, last: int) -> None:
    state.md.block.tokenize(state, opening.line + 1, last)


def _plain(state: StateBlock, kind: str, opening: Opening) -> None:
    words: Labels = state.env["labels"]
    title = _QUOTED.sub(r"\1", opening.parameter)
    if kind in ("info", "attention", OTHER):
        named = {"info": words.info, "attention": words.attention}
        block = OTHER if kind == OTHER else f"{OTHER} {OTHER}-{kind}"
        title = title or named.get(kind) or opening.name.capitalize()
    else:
        block = kind
    _open(state, "div", block, opening).meta = {"kind": kind}
    if title:
        _text(state, "p", f"{block.partition(' ')[0]}-titre", title, opening)


def _accordion(state: StateBlock, opening: Opening) -> None:
    words: Labels = state.env["labels"]
    title = _QUOTED.sub(r"\1", opening.parameter)
    if not title:
        state.env["faults"].add(
            warning(
                "bloc-sans-titre",
                "Cet accordéon n’a pas de titre : on ne sait pas ce qu’il contient.",
                "Écrivez son titre sur la même ligne : « ::: accordéon Comment s’inscrire ? ».",
            ),
            opening.line,
            1,
        )
    _open(state, "details", "accordeon", opening)
    _text(state, "summary", "", title or words.accordeon, opening)


def _contact(state: StateBlock, opening: Opening) -> None:
    if not opening.parameter:
        state.env["faults"].add(
            warning(
                "contact-sans-nom",
                "Ce bloc ne dit pas quelle fiche de l’annuaire montrer.",
                "Écrivez-la sur la même ligne : « ::: contact annuaire/mairie.md ».",
            ),
            opening.line,
            1,
        )
        return
    _open(state, "div", "contact", opening).meta = {"contact": opening.parameter}
    state.push("block_close", "div", -1)


def _video(state: StateBlock, opening: Opening, last: int) -> None:
    words: Labels = state.env["labels"]
    faults: Faults = state.env["faults"]
    link = _video_link(opening.parameter, words.video)
    if not link:
        faults.add(
            warning(
                "video-sans-adresse",
                "Ce bloc vidéo ne donne pas l’adresse de la vidéo.",
                "Écrivez-la sur la même ligne, puis le titre : "
                "« ::: vidéo https://… La fête du village ».",
            ),
            opening.line,
            1,
        )
        _inside(state, opening, last)
        return
    _open(state, "div", "video", opening)
    _text(state, "p", "video-lien", link, opening)
    before = len(state.tokens)
    _open(state, "details", "video-transcription", opening)
    _text(state, "summary", "", words.transcription, opening)
    inside = len(state.tokens)
    _inside(state, opening, last)
    if len(state.tokens) > inside:
        state.push("block_close", "details", -1)
    else:
        del state.tokens[before:]
        state.level -= 1
        faults.add(
            notice(
                "video-sans-transcription",
                "Cette vidéo n’a pas de transcription : une personne sourde ou malentendante "
                "ne peut pas savoir ce qui s’y dit.",
                "Écrivez ce qui est dit entre « ::: vidéo … » et « ::: ».",
            ),
            opening.line,
            1,
        )
    state.push("block_close", "div", -1)


def _video_link(parameter: str, label: str) -> str:
    """The parameter as a Markdown link: `adresse Titre`, or already `[Titre](adresse)`."""
    if not parameter or _LINK.match(parameter):
        return parameter
    address, _, title = parameter.partition(" ")
    title = re.sub(r"([\[\]\\])", r"\\\1", _QUOTED.sub(r"\1", title.strip()))
    address = address.strip("<>").replace("<", "%3C").replace(">", "%3E")
    return f"[{label}{f' « {title} »' if title else ''}](<{address}>)"


def _open(state: StateBlock, tag: str, css: str, opening: Opening) -> Token:
    token = state.push("block_open", tag, 1)
    token.attrs = {"class": css}
    token.map = [opening.line, opening.line + 1]
    return token


def _text(state: StateBlock, tag: str, css: str, text: str, opening: Opening) -> None:
    """A line of inline Markdown in an element of its own."""
    token = state.push("block_text_open", tag, 1)
    if css:
        token.attrs = {"class": css}
    inline = state.push("inline", "", 0)
    inline.content = text
    inline.map = [opening.line, opening.line + 1]
    inline.children = []
    state.push("block_text_close", tag, -1)
