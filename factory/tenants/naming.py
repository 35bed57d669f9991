"""Slugs, and communes' names within a French sentence."""

import re
import unicodedata

RESERVED = frozenset({"commun", "rapport"})
"""`commun`: pages the Métropole will share with all; `rapport`: the nightly report's folder."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = 63
"""A DNS label's limit: `usine serve` answers at http://<commune>.localhost."""

_ARTICLES = {"le": "du", "les": "des", "la": "de La"}


def is_slug(text: str) -> bool:
    """Whether `text` may name a commune's folder."""
    return len(text) <= _LONGEST and text not in RESERVED and _SLUG.fullmatch(text) is not None


def slug_of(text: str) -> str:
    """The slug nearest to `text`; empty where no letter or digit is left."""
    for letter, written in (("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae"), ("ß", "ss")):
        text = text.replace(letter, written)
    # An apostrophe separates words: « L’Estaque » gives l-estaque. It has no ASCII form.
    text = unicodedata.normalize("NFKD", re.sub(r"[’ʼ]", "-", text))
    plain = text.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-")


def de(nom: str) -> str:
    """« d’Allauch », « de Cassis », « des Pennes-Mirabeau », « du Tholonet », « de La Ciotat »."""
    first, space, rest = nom.partition(" ")
    article = _ARTICLES.get(first.lower())
    if space and article:
        return f"{article} {rest}"
    initial = unicodedata.normalize("NFKD", nom[:1]).replace("Œ", "O").replace("œ", "o")[:1]
    if initial.lower() in tuple("aeiou"):
        return f"d’{nom}"
    return f"de {nom}"
