"""Footnotes: a call without its note, a note that nobody calls."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from factory.content.markdown.faults import Faults
from factory.ground.problems import notice, warning

_CALL = re.compile(r"\[\^([^\s\]]{1,80})\](?!:)")
_NOTE = re.compile(r"^ {0,3}\[\^([^\s\]]{1,80})\]:", re.MULTILINE)


def check_notes(text: str, tokens: Sequence[Token], faults: Faults) -> None:
    """Tell the calls that stayed as text, and the notes that went with no call."""
    if "[^" not in text:
        return
    called = {token.meta.get("label") for token in tokens if token.type == "footnote_open"}
    for token in tokens:
        if token.type == "inline" and "[^" in token.content:
            _uncalled(token, faults)
    for note in _NOTE.finditer(text):
        if note[1] not in called:
            faults.add(
                notice(
                    "note-inutilisee",
                    f"La note « {note[1]} » n’est appelée nulle part : elle n’est pas affichée.",
                    f"Écrivez « [^{note[1]}] » à l’endroit du texte qu’elle explique.",
                ),
                text.count("\n", 0, note.start()),
                1,
            )


def _uncalled(token: Token, faults: Faults) -> None:
    line = token.map[0] if token.map else 0
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "text":
            for call in _CALL.finditer(child.content):
                faults.add(
                    warning(
                        "note-introuvable",
                        f"L’appel de note « [^{call[1]}] » n’a pas de note.",
                        f"Écrivez-la sur une ligne à elle : « [^{call[1]}]: le texte ».",
                    ),
                    *faults.find(call[0], line),
                )
