"""A legal page that the commune wrote itself takes the place of ours; does it say what it must?"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from factory.content.document import Document
from factory.reception.snapshot import Snapshot
from factory.tenants import legal

_TARGET = re.compile(r'href="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Point:
    """Something that a page must say, and a pattern over its plain text that shows it does."""

    quoi: str
    motif: str


ARTICLES: Mapping[str, str] = {
    "/mentions-legales/": legal.LCEN,
    "/donnees-personnelles/": "RGPD, article 13",
    "/accessibilite/": "loi n° 2005-102 du 11 février 2005, article 47",
    "/contact/": legal.CRPA,
}
"""The address of each legal page, and the text that asks for it."""

_SAID: Mapping[str, tuple[Point, ...]] = {
    "/mentions-legales/": (
        Point("l’adresse de la mairie", r"\b\d{5}\b"),
        Point("le téléphone de la mairie", r"\b0\d(?:[ .-]?\d\d){4}\b|\+33"),
        Point(
            "le nom du directeur de la publication",
            r"(directeur|directrice|direction|responsable) de (la )?publication",
        ),
        Point("l’hébergeur", r"heberge"),
    ),
    "/donnees-personnelles/": (
        Point("la finalité des traitements", r"finalite|afin de|pour (le|la|les|vous)\b"),
        Point(
            "la base légale",
            r"base (legale|juridique)|interet public|obligation legale|consentement",
        ),
        Point("la durée de conservation", r"conserv"),
        Point("le délégué à la protection des données", r"protection des donnees|\bdp[od]\b"),
        Point("les droits d’accès et de rectification", r"\bacces\b.*rectifi|rectifi.*\bacces\b"),
        Point("la réclamation auprès de la CNIL", r"\bcnil\b|informatique et des libertes"),
    ),
    "/accessibilite/": (
        Point("l’engagement (article 47 de la loi n° 2005-102)", r"article 47"),
        Point("la rubrique « État de conformité »", r"etat de conformite"),
        Point("la rubrique « Contenus non accessibles »", r"contenus non accessibles"),
        Point("la rubrique « Établissement de cette déclaration »", r"etablissement de cette decl"),
        Point(
            "la rubrique « Retour d’information et contact »", r"retour d'information et contact"
        ),
        Point("la rubrique « Voies de recours »", r"voies? de recours"),
        Point("le Défenseur des droits", r"defenseur des droits"),
    ),
    "/contact/": (Point("une adresse électronique", r"@|https?://"),),
}
_STATE = re.compile(r"\b(totalement|partiellement|non) conforme\b")
_SECTIONS = (
    "etat de conformite", "contenus non accessibles", "etablissement de cette decl",
    "retour d'information et contact", "voies de recours",
)  # fmt: skip
"""The order that the reference imposes (arrêté of 20 September 2019, RGAA)."""


def lacking(
    snapshot: Snapshot, owners: Mapping[str, str], state: str
) -> dict[str, tuple[str, ...]]:
    """For each legal page that is the commune's own, by address, what it does not say.

    `owners` gives the document at each address; `state`, the conformity that the audit gives.
    """
    return {
        url: tuple(_missing(url, snapshot.documents[owners[url]], state))
        for url in ARTICLES
        if url in owners
    }


def _missing(url: str, document: Document, state: str) -> list[str]:
    text = _plain(document)
    missing = [point.quoi for point in _SAID[url] if not re.search(point.motif, text, re.S)]
    if url == "/contact/" and document.meta.contact:
        return []
    if url == "/accessibilite/":
        said = {f"{found} conforme" for found in _STATE.findall(text)}
        if state not in said:
            missing.insert(0, f"l’état qui découle de l’audit, « {state} »")
        places = [text.find(section) for section in _SECTIONS]
        if -1 not in places and places != sorted(places):
            missing.append("les rubriques dans l’ordre que la loi impose")
    return missing


def _plain(document: Document) -> str:
    """The words of a page and the targets of its links: no case, no accents, one sort of
    apostrophe and of space.
    """
    targets = " ".join(_TARGET.findall(document.body.html))
    text = unescape(_TAG.sub(" ", document.body.html)) + " " + targets
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
