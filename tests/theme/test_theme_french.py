"""Dates, sizes and links as a French reader expects them."""

from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from factory.site.markup import figure_html, file_details, file_link_html, picture_html
from factory.site.views import Contact, FileLink, Picture, Source, When
from factory.theme import dates, helpers


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (date(2026, 3, 3), "mardi 3 mars 2026"),
        (date(2026, 5, 1), "vendredi 1er mai 2026"),
        (datetime(2026, 3, 3, 18, 30), "mardi 3 mars 2026 à 18 h 30"),
        (datetime(2026, 8, 15, 9, 0), "samedi 15 août 2026 à 9 h"),
        (datetime(2026, 8, 15, 0, 5), "samedi 15 août 2026 à 0 h 05"),
    ],
)
def test_a_moment(when: When, text: str) -> None:
    assert dates.moment(when).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 3, 3), None, "mardi 3 mars 2026"),
        (date(2026, 3, 3), date(2026, 3, 3), "mardi 3 mars 2026"),
        (date(2026, 3, 3), date(2026, 3, 5), "du 3 au 5 mars 2026"),
        (date(2026, 5, 1), date(2026, 5, 3), "du 1er au 3 mai 2026"),
        (date(2026, 2, 28), date(2026, 3, 1), "du 28 février au 1er mars 2026"),
        (date(2026, 12, 20), date(2027, 1, 3), "du 20 décembre 2026 au 3 janvier 2027"),
        (
            datetime(2026, 3, 3, 18, 30),
            datetime(2026, 3, 3, 20, 0),
            "mardi 3 mars 2026 de 18 h 30 à 20 h",
        ),
        (
            datetime(2026, 3, 3, 18, 0),
            datetime(2026, 3, 4, 6, 0),
            "du mardi 3 mars à 18 h au mercredi 4 mars 2026 à 6 h",
        ),
        (datetime(2026, 3, 3, 18, 0), date(2026, 3, 3), "mardi 3 mars 2026 à 18 h"),
        (
            datetime(2026, 3, 3, 18, 0),
            date(2026, 3, 5),
            "du mardi 3 mars à 18 h au jeudi 5 mars 2026",
        ),
    ],
)
def test_a_stretch_of_time(start: When, end: When | None, text: str) -> None:
    assert " ".join(filter(None, dates.span(start, end))).replace("\u00a0", " ") == text


def test_time_elements_say_it_to_machines_too() -> None:
    assert helpers.temps(datetime(2026, 3, 3, 18, 30)) == Markup(
        '<time datetime="2026-03-03T18:30">mardi 3\u00a0mars 2026 à 18\u00a0h\u00a030</time>'
    )
    assert helpers.temps(date(2026, 3, 3), "jour") == Markup(
        '<time datetime="2026-03-03">3\u00a0mars 2026</time>'
    )
    assert helpers.majuscule(helpers.periode(date(2026, 3, 3), date(2026, 3, 5))) == Markup(
        '<time datetime="2026-03-03">Du 3</time> '
        '<time datetime="2026-03-05">au 5\u00a0mars 2026</time>'
    )
    assert dates.machine(datetime(2026, 3, 3, 9, 0, tzinfo=UTC)) == "2026-03-03T09:00+00:00"


def test_a_link_to_a_document_says_what_it_is() -> None:
    file = FileLink(titre="Plan <local>", url="/m/p.pdf?a&b", format="PDF", poids=1200, langue="en")
    assert file_details(file) == "PDF, 1\u00a0ko, en anglais"
    assert file_link_html(file) == (
        '<a class="fichier" href="/m/p.pdf?a&amp;b" hreflang="en">Plan &lt;local&gt; '
        "<small>(PDF, 1\u00a0ko, en anglais)</small></a>"
    )


def test_a_picture_s_markup() -> None:
    plain = Picture(src="/a.gif", largeur=10, hauteur=20, alt='Le "mas"')
    assert picture_html(plain, lazy=False) == (
        '<img src="/a.gif" alt="Le &quot;mas&quot;" width="10" height="20">'
    )
    wide = Picture(
        src="/a.jpg",
        largeur=960,
        hauteur=540,
        sources=(
            Source(type="image/avif", srcset="/a-480.avif 480w, /a-960.avif 960w"),
            Source(type="image/webp", srcset="/a.webp"),
        ),
    )
    # `sizes` only where the candidates have widths: HTML forbids it elsewhere.
    assert picture_html(wide, "50vw") == (
        '<picture><source type="image/avif" srcset="/a-480.avif 480w, /a-960.avif 960w" '
        'sizes="50vw"><source type="image/webp" srcset="/a.webp"><img src="/a.jpg" alt="" '
        'width="960" height="540" loading="lazy" decoding="async"></picture>'
    )
    told = Picture(src="/a.gif", largeur=1, hauteur=1, legende="La foire", credit="A & B")
    assert figure_html(told).endswith(
        "<figcaption>La foire <small>Crédit\u00a0: A &amp; B</small></figcaption></figure>"
    )


def test_small_helpers() -> None:
    assert helpers.majuscule("état civil") == "État civil"
    assert helpers.majuscule("") == ""
    assert helpers.sans_protocole("https://www.exemple.fr/a/") == "exemple.fr/a"
    assert helpers.lien_texte("En mairie & au stade") == "En mairie &amp; au stade"
    assert helpers.lien_texte("https://exemple.fr/a?b&c") == (
        '<a href="https://exemple.fr/a?b&amp;c">exemple.fr/a?b&amp;c</a>'
    )
    assert helpers.lien_texte("mairie@exemple.fr") == (
        '<a href="mailto:mairie@exemple.fr">mairie@<wbr>exemple.fr</a>'
    )
    assert helpers.service_public("F1342").endswith("/particuliers/vosdroits/F1342")
    assert helpers.telephone(Contact(telephone="3615")) == "3615"
    assert helpers.absolue("/a.jpg", "https://x.fr") == "https://x.fr/a.jpg"
