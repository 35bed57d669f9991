"""What templates may call: filters that put values into French and into HTML.

Pure and total: Jinja runs a filter on a constant once, when it compiles, so a filter that read
anything else than its arguments would freeze what it read.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from factory.ground.french import sizes
from factory.ground.french.counts import kept_together
from factory.site import markup
from factory.site.machines import graph
from factory.site.views import (
    Card,
    Chrome,
    Contact,
    FileLink,
    Html,
    Link,
    PageView,
    Picture,
    SiteMapNode,
    When,
)
from factory.theme import dates

_FIRST_LETTER = re.compile(r"((?:<[^>]*>)*)([^<])")
_MAILBOX = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+\Z")

SIZES: Mapping[str, str] = {
    "texte": markup.BODY_SIZES,
    "carte": "(min-width: 64rem) 22rem, (min-width: 40rem) 45vw, 92vw",
    "hero": "100vw",
    "portrait": "10rem",
    "blason": "4rem",
}
"""How wide a picture is shown, for each place of the theme that shows one."""


def html(fragment: Html) -> Markup:
    """A fragment that the content room made and sanitised: printed as it is."""
    return Markup(fragment)


def image(
    picture: Picture, place: str = "texte", lazy: bool = True, alt: str | None = None
) -> Markup:
    """A picture at the size of its place in the page."""
    return Markup(markup.picture_html(picture, SIZES[place], lazy, alt))


def figure(picture: Picture, place: str = "texte", lazy: bool = True) -> Markup:
    """A picture with its legend and credit."""
    return Markup(markup.figure_html(picture, SIZES[place], lazy))


def fichier(file: FileLink) -> Markup:
    """A link to a document, with its format and size."""
    return Markup(markup.file_link_html(file))


def temps(when: When, form: str = "moment") -> Markup:
    """A `<time>`: form « moment » (weekday, day and hour) or « jour »."""
    return _time(when, dates.moment(when) if form == "moment" else dates.day(when))


def periode(start: When, end: When | None = None) -> Markup:
    """One or two `<time>` that tell a stretch: « du 3 au 5 mars 2026 »."""
    first, second = dates.span(start, end)
    if not second or end is None:
        return _time(start, first)
    return _time(start, first) + " " + _time(end, second)


def bientot(start: When, end: When | None = None) -> Markup:
    """A `<time>` for a date to come: « samedi 28 novembre, 7 h – 11 h »."""
    return _time(start, dates.coming(start, end))


def plaque(when: When) -> Markup:
    """The small date plate of the agenda. Decorative: the date is told in full beside it."""
    return Markup('<span class="plaque-date" aria-hidden="true" data-mois="{}">{}</span>').format(
        dates.short_month(when), when.day
    )


def telephone(contact: Contact) -> Markup:
    """A number that a telephone dials. 114 is written to: it is for those who cannot hear."""
    if not contact.telephone_lien:
        return escape(contact.telephone)
    scheme = "sms" if contact.telephone_lien == "114" else "tel"
    return Markup('<a href="{}:{}">{}</a>').format(
        scheme, contact.telephone_lien, contact.telephone
    )


def courriel(address: str) -> Markup:
    """A link that opens a message. The address may break after its `@` on a narrow screen."""
    shown = Markup("@<wbr>").join(escape(part) for part in address.split("@"))
    return Markup('<a href="mailto:{}">{}</a>').format(quote(address, safe="@+"), shown)


def sans_protocole(url: str) -> str:
    """« https://www.exemple.fr/ » as it is read: « exemple.fr »."""
    text = url.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return text.rstrip("/")


def majuscule(text: str) -> str:
    """The first letter, after the tags that precede it, as a capital; the others as they are."""
    found = _FIRST_LETTER.match(text)
    if found is None:
        return text
    capital = found[1] + found[2].upper() + str(text)[found.end() :]
    return Markup(capital) if isinstance(text, Markup) else capital


def degres(angle: float) -> str:
    """Latitude or longitude as maps' addresses have it, to about ten centimetres."""
    return f"{angle:.6f}"


def enseigne(chrome: Chrome) -> Markup:
    """The site's name, « Commune de » small above « Saint-Exemple »."""
    before = chrome.nom.removesuffix(chrome.commune)
    if not before or before == chrome.nom:
        return Markup("<b>{}</b>").format(chrome.nom)
    return Markup("<small>{}</small><b>{}</b>").format(before, chrome.commune)


def lang(title: Card | Link | SiteMapNode) -> Markup:
    """The attribute that says in which language a title is, where it is another (RGAA 8.7)."""
    return Markup(' lang="{}"').format(title.langue) if title.langue else Markup("")


def est_url(text: str) -> bool:
    """Whether a text is an address of the web, or of a page of this site."""
    return text.startswith(("https://", "http://", "/")) and " " not in text


def lien_texte(text: str) -> Markup:
    """A text as it is, or as the link it amounts to: an address of the web or of a mailbox."""
    if est_url(text):
        return Markup('<a href="{}">{}</a>').format(text, sans_protocole(text))
    if _MAILBOX.match(text):
        return courriel(text)
    return escape(text)


def service_public(reference: str) -> str:
    """The national site's page: from its code « F1342 », or from its address."""
    if est_url(reference):
        return reference
    return f"https://www.service-public.gouv.fr/particuliers/vosdroits/{quote(reference)}"


def donnees_liees(view: PageView) -> Markup:
    """The page's JSON-LD; empty where it has nothing to say, or asks not to be indexed."""
    return Markup(graph.document(view) if view.indexer else "")


def absolue(url: str, base: str) -> str:
    """A URL of the site with its domain; a full URL as it is."""
    return base + url if url.startswith("/") else url


def locale(language: str) -> str:
    """A language as Open Graph names it: « fr_FR », « en_GB », and « oc_FR » for the others."""
    name, _, country = language.partition("-")
    return f"{name}_{country or _COUNTRIES.get(name, 'FR')}"


def rfc3339(instant: datetime) -> str:
    """For Atom: seconds and offset."""
    return instant.isoformat(timespec="seconds")


FILTERS: Mapping[str, Callable[..., Any]] = {
    "absolue": absolue,
    "bientot": bientot,
    "courriel": courriel,
    "degres": degres,
    "details": markup.file_details,
    "enseigne": enseigne,
    "donnees_liees": donnees_liees,
    "est_url": est_url,
    "fichier": fichier,
    "figure": figure,
    "heures": dates.hours,
    "html": html,
    "image": image,
    "machine": dates.machine,
    "majuscule": majuscule,
    "locale": locale,
    "lang": lang,
    "lien_texte": lien_texte,
    "octets": sizes.short,
    "periode": periode,
    "plaque": plaque,
    "pluriel": kept_together,
    "rfc3339": rfc3339,
    "service_public": service_public,
    "sans_protocole": sans_protocole,
    "telephone": telephone,
    "temps": temps,
}


_COUNTRIES = {"de": "DE", "en": "GB", "es": "ES", "it": "IT", "pt": "PT"}


def _time(when: When, text: str) -> Markup:
    return Markup(f'<time datetime="{dates.machine(when)}">{escape(text)}</time>')
