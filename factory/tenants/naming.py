"""Slugs, and communes' names within a French sentence."""

import re

from factory.ground.slugs import slug

RESERVED = frozenset({"commun", "rapport"})
"""`commun`: pages the Métropole will share with all; `rapport`: the nightly report's folder."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = 63
"""A DNS label's limit: `usine serve` answers at http://<commune>.localhost."""

_DE = {"le": "du ", "les": "des ", "la": "de La "}
_A = {"le": "au ", "les": "aux ", "la": "à La "}
_VOWELS = frozenset("aeiou")


def is_slug(text: str) -> bool:
    """Whether `text` may name a commune's folder."""
    return len(text) <= _LONGEST and text not in RESERVED and _SLUG.fullmatch(text) is not None


def slug_of(text: str) -> str:
    """The slug nearest to `text`; empty where no letter or digit is left."""
    return slug(text, fallback="")[:_LONGEST].strip("-")


def de(nom: str) -> str:
    """« d’Allauch », « de Cassis », « des Pennes-Mirabeau », « du Tholonet », « de La Ciotat »."""
    initial = slug_of(nom)[:1]
    return _contracted(nom, _DE) or (f"d’{nom}" if initial in _VOWELS else f"de {nom}")


def a(nom: str) -> str:
    """« à Allauch », « aux Pennes-Mirabeau », « au Tholonet », « à La Ciotat »."""
    return _contracted(nom, _A) or f"à {nom}"


def _contracted(nom: str, forms: dict[str, str]) -> str:
    article, space, rest = nom.partition(" ")
    form = forms.get(article.lower())
    return f"{form}{rest}" if space and form else ""
