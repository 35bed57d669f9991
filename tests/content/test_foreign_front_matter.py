"""Sites written for Hugo, Jekyll and Eleventy load as they are."""

from datetime import date, datetime

import pytest

from factory.content.load import load
from factory.content.models import Meta
from factory.content.unread import once_per_site


def read(path: str, front: str) -> tuple[Meta, list[str]]:
    """The front matter, and the problems as printed."""
    found = load(path, f"---\n{front}\n---\nTexte\n".encode())
    assert found.document is not None, list(map(str, found.problems))
    return found.document.meta, [str(problem) for problem in found.problems]


def test_hugo() -> None:
    meta, said = read(
        "contenu/actualites/a.md",
        """title: "Fête du pain"
description: Le four communal est rallumé.
date: 2024-09-15T11:00:00+02:00
lastmod: 2024-09-16
draft: "true"
publishDate: 2024-09-14T08:00:00Z
expiryDate: 2030-01-01
aliases: [/vieille-adresse/]
weight: 10
tags: [pain, four]
categories: [Vie locale, Divers]
menu:
  main:
    weight: 20""",
    )
    assert said == []
    assert meta.titre == "Fête du pain"
    assert meta.resume == "Le four communal est rallumé."
    assert meta.date == datetime(2024, 9, 15, 11)
    assert meta.maj == date(2024, 9, 16)
    assert meta.brouillon is True
    assert meta.publier_le == datetime(2024, 9, 14, 10), "08:00 in London is 10:00 here in summer"
    assert meta.retirer_le == date(2030, 1, 1)
    assert meta.redirections == ("/vieille-adresse/",)
    assert meta.mots_cles == ("pain", "four")
    assert meta.model_dump()["categorie"] == "Vie locale"
    assert meta.menu is True


def test_jekyll() -> None:
    meta, said = read(
        "contenu/_posts/2024-09-15-fete.md",
        """layout: post
title: Fête
date: 2024-09-15 11:00:00 +0200
permalink: /:categories/:title/
redirect_from: /vieux.html
tags: pain, four""",
    )
    assert (meta.date, meta.permalien) == (datetime(2024, 9, 15, 11), "")
    assert meta.redirections == ("/vieux.html",)
    assert meta.mots_cles == ("pain", "four")
    assert said == [
        "contenu/_posts/2024-09-15-fete.md: information [cles-inconnues] Clés qui ne sont pas "
        "lues : layout.\n"
        "    → Elles ne gênent pas ; vous pouvez les effacer.",
        "contenu/_posts/2024-09-15-fete.md:5:12: information [valeur-etrangere] « permalink » "
        "n’est pas retenu : « /:categories/:title/ » est une consigne pour un autre générateur de "
        "sites.\n"
        "    5 | permalink: /:categories/:title/\n"
        "      |            ^\n"
        "    → La page garde l’adresse que lui donne son fichier. Pour une autre, écrivez "
        "« adresse: /ma-page/ ».",
    ]


def test_eleventy() -> None:
    meta, said = read(
        "contenu/a.md",
        """title: Baromètre
permalink: /Baromètre/index.html
image: /img/barometre.webp
imageAlt: Un baromètre
eleventyNavigation:
  key: barometre
  order: 30""",
    )
    assert meta.permalien == "/barometre/"
    assert meta.image is not None
    assert (meta.image.fichier, meta.image.alt) == ("/img/barometre.webp", "Un baromètre")
    assert meta.ordre == 30
    assert len(said) == 1


@pytest.mark.parametrize(
    "line",
    [
        "date: Last Modified",
        "date: git Created",
        "lastmod: hier",
        "draft: peut-être",
        "weight: lourd",
        "image: https://exemple.fr/a.jpg",
        "url: https://exemple.fr/ailleurs",
        "permalink: '{{ title | slug }}/'",
        "tags: {a: b}",
        "lang: du latin",
        "documents: {a: b}",
        "contact: [a, b]",
        "menu: [[a]]",
        "description: [a]",
    ],
)
def test_a_foreign_value_that_does_not_fit_never_holds_a_page_back(line: str) -> None:
    meta, said = read("contenu/a.md", f"title: Page\nlayout: base\n{line}")
    assert meta.titre == "Page"
    assert all(": information [" in text for text in said)


@pytest.mark.parametrize("nothing", ["false", "true", '""', ""])
def test_no_picture(nothing: str) -> None:
    meta, said = read("contenu/a.md", f"title: Page\nimage: {nothing}")
    assert (meta.image, said) == (None, [])


def test_what_is_left_out_is_said_with_its_place() -> None:
    _, said = read("contenu/a.md", "title: Page\ndate: Last Modified")
    assert said == [
        "contenu/a.md:3:7: information [valeur-etrangere] « date » n’est pas retenu : « Last "
        "Modified » n’est pas une date.\n"
        "    3 | date: Last Modified\n"
        "      |       ^\n"
        "    → Écrivez la date et l’heure ainsi : 3 mars 2026 à 18h30 (ou 2026-03-03 18:30)."
    ]


def test_our_key_wins_and_the_other_is_said() -> None:
    meta, said = read("contenu/a.md", "title: Foreign\ntitre: Le nôtre")
    assert meta.titre == "Le nôtre"
    assert said == [
        "contenu/a.md:2:1: information [cle-deux-fois] « title » et « titre » disent la même "
        "chose : « titre » est retenu.\n"
        "    2 | title: Foreign\n"
        "      | ^\n"
        "    → Effacez la ligne « title »."
    ]


def test_beside_our_keys_only_the_foreign_ones_are_read_with_indulgence() -> None:
    found = load("contenu/a.md", b"---\ntitre: Page\nweight: lourd\nordre: premier\n---\n")
    assert found.document is None
    assert "nombre-illisible" in [problem.code for problem in found.problems]


def test_a_slug_is_the_last_word_of_an_address_and_a_path_the_whole() -> None:
    assert read("contenu/a/b.md", "title: A\nslug: Mon Article")[0].permalien == "mon-article"
    assert read("contenu/a/b.md", "title: A\nurl: /b/c.html")[0].permalien == "/b/c/"
    assert read("contenu/a/b.md", "adresse: mon-article")[0].permalien == "mon-article"
    assert read("contenu/a/b.md", "adresse: /b/c")[0].permalien == "/b/c/"
    card, _ = read("contenu/annuaire/b.md", "adresse: 1 place de la Mairie\npermalien: /b/")
    assert card.permalien == "/b/"
    assert card.model_dump()["adresse"] == ("1 place de la Mairie",)


def test_the_unread_keys_of_a_site_are_said_once() -> None:
    pages = [
        "layout: base\ntitle: A",
        "layout: base\nauthor: X\ntitle: B",
        "title: C\nbrouillon: non",
        "title: D\nimage:\n  fichier: a.jpg\n  alt: A\ndocuments:\n  - fichier: a.pdf\n    note: X",
    ]
    said = [
        p for page in pages for p in load("contenu/a.md", f"---\n{page}\n---\n".encode()).problems
    ]
    assert [str(problem) for problem in once_per_site(said)] == [
        "information [cles-inconnues] Clés qui ne sont pas lues : author (1), documents.note (1), "
        "layout (2). Entre parenthèses, le nombre de documents.\n"
        "    → Elles ne gênent pas ; vous pouvez les effacer."
    ]


def test_what_a_type_requires_is_asked_for_even_of_a_foreign_page() -> None:
    found = load("contenu/actualites/a.md", b"---\ntitle: A\ndate: Last Modified\n---\nTexte")
    assert [(p.code, p.line) for p in found.problems] == [("date-illisible", 3)]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("contenu/_posts/2024-03-05-conseil.md", "actualite"),
        ("contenu/blog/billet.md", "actualite"),
        ("contenu/posts/index.md", "page"),
        ("contenu/vie/billet.md", "page"),
    ],
)
def test_dated_files_of_a_blog_are_news(path: str, kind: str) -> None:
    loaded = load(path, b"---\ntitle: Conseil\ndate: 2024-03-05\n---\nTexte\n")
    assert loaded.document is not None and loaded.document.meta.type == kind


def test_an_undated_file_of_a_blog_is_a_page() -> None:
    """It would otherwise lack the date that a piece of news requires, and not be published."""
    loaded = load("contenu/blog/a-propos.md", "---\ntitle: À propos\n---\nTexte\n".encode())
    assert loaded.document is not None and loaded.document.meta.type == "page"


def test_the_documents_of_another_tool_in_french_hold_nothing_back() -> None:
    """A village's own Jekyll site, whose keys are French and not ours."""
    found = load(
        "contenu/_actualites/recensement.md",
        b"---\nlayout: page\ntitre: Recensement\ndate: 2021-01-11\ndocuments:\n"
        b"- fiche: Livres en balade\n  addresse: /assets/livres.pdf\n---\nTexte",
    )
    assert found.document is not None
    assert found.document.type == "actualite"
    assert "valeur-etrangere" in {problem.code for problem in found.problems}


def test_a_title_that_wordpress_left_as_html_is_words() -> None:
    found = load(
        "contenu/posts/2024-01-08-voeux.md",
        b'---\ntitle: "V&oelig;ux du maire &#8211; galette &amp; cidre"\n---\nTexte',
    )
    assert found.document is not None
    assert found.document.meta.titre == "Vœux du maire – galette & cidre"


@pytest.mark.parametrize(
    "line",
    ["status: draft", "status: '0'", "published: false", "state: -2", "visibility: members",
     "isDraft: true", "post_status: private", "publish: no"],
)  # fmt: skip
def test_what_another_tool_kept_from_the_public_stays_so(line: str) -> None:
    meta, said = read("contenu/a.md", f"title: Note interne\n{line}")
    assert meta.brouillon is True
    assert "information [brouillon-etranger]" in said[0]


@pytest.mark.parametrize(
    "line", ["status: publish", "status: '1'", "published: true", "state: 1", "isDraft: false",
             "visibility: public", "publish: true"],
)  # fmt: skip
def test_what_another_tool_showed_is_shown(line: str) -> None:
    meta, said = read("contenu/a.md", f"title: Les horaires\n{line}")
    assert meta.brouillon is False
    assert said == []


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("date_published: 2026-03-11T18:30:00.000Z", datetime(2026, 3, 11, 19, 30)),
        ("created: '1457012345'", datetime(2016, 3, 3, 14, 39, 5)),
        ("publish_up: 0000-00-00 00:00:00\ncreated: 2019-03-03 10:22:11",
         datetime(2019, 3, 3, 10, 22, 11)),
        ("published: Tue, 03 Mar 2026 18:30:00 +0100", datetime(2026, 3, 3, 18, 30)),
    ],
)  # fmt: skip
def test_news_is_of_the_day_that_another_tool_gave_it(line: str, day: datetime) -> None:
    meta, _ = read("contenu/actualites/a.md", f"title: Fête\n{line}")
    assert (meta.date, meta.brouillon) == (day, False)


def test_a_picture_and_an_address_by_other_names() -> None:
    meta, said = read(
        "contenu/a.md",
        "title: Fête\nsidebar_position: 4\nfeature_image: /photo.jpg\nfeature_image_alt: La place\n"
        "path:\n  alias: /vie-locale/fete\n  pid: 12",
    )
    assert said == []
    assert meta.image is not None
    assert (meta.image.fichier, meta.image.alt) == ("/photo.jpg", "La place")
    assert meta.permalien == "/vie-locale/fete/"
    assert meta.ordre == 4
