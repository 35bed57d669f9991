"""Values keep the meaning they were written with; small slips are forgiven, and told."""

from datetime import date, datetime

import pytest
from lecture import loaded, meta, printed

from factory.content.document import Document
from factory.content.models import Acte, Actualite, Evenement, Fiche


def test_yamls_traps_keep_their_meaning() -> None:
    front = """---
nature: délibération
numero: 2026_012
matiere: 7.10
date_acte: 12 mars 2026
objet: no
lieux: [on, 013, 1e3]
on: une clé
---
"""
    found = loaded("contenu/actes/a.md", front)
    assert found.document is not None
    act = found.document.meta
    assert isinstance(act, Acte)
    assert (act.numero, act.matiere, act.objet) == ("2026_012", "7.10", "no")
    assert act.lieux == ("on", "013", "1e3")
    assert act.date_acte == date(2026, 3, 12)
    assert [p.message for p in found.problems if p.code == "cles-inconnues"] == [
        "Clés qui ne sont pas lues : on."
    ]


def test_a_telephone_and_an_hour_keep_their_meaning() -> None:
    card = meta("contenu/annuaire/mairie.md", "---\ntelephone: 0442001234\n---\n")
    assert isinstance(card, Fiche)
    assert card.telephone == "04 42 00 12 34"
    event = meta(
        "contenu/agenda/a.md", "---\ndebut: 3 mars 2026, 13:30\nfin: 03/03/2026 18h\n---\n"
    )
    assert isinstance(event, Evenement)
    assert (event.debut, event.fin) == (datetime(2026, 3, 3, 13, 30), datetime(2026, 3, 3, 18))


def test_accents_capitals_and_the_plural_of_one_are_forgiven() -> None:
    event = meta(
        "contenu/agenda/a.md",
        "---\nDébut: 3 mars 2026\nmots-clés: lecture, été\nsauf: 14 juillet 2026\n"
        "récurrence: chaque mardi\nstatut: Annulée\n---\n",
    )
    assert isinstance(event, Evenement)
    assert event.mots_cles == ("lecture", "été")
    assert event.sauf == (date(2026, 7, 14),)
    assert event.recurrence == "FREQ=WEEKLY;BYDAY=TU"
    assert event.statut == "annulé"


def test_a_text_alone_stands_for_its_group_of_keys() -> None:
    news = meta(
        "contenu/actualites/a.md",
        "---\ndate: 2026-03-03\nimage: fete.jpg\ndocuments: programme.pdf\ncontact: Mairie\n---\n",
    )
    assert isinstance(news, Actualite)
    assert news.image is not None and news.image.fichier == "fete.jpg"
    assert [piece.fichier for piece in news.documents] == ["programme.pdf"]
    assert news.contact is not None and news.contact.nom == "Mairie"


def test_places_say_where_each_key_stands() -> None:
    text = "---\ntitre: Fête\nimage:\n  fichier: fete.jpg\n  alt: La fête\n---\n"
    document = loaded("contenu/a.md", text).document
    assert isinstance(document, Document)
    assert document.places["titre"] == (2, 8)
    assert document.places["image.fichier"] == (4, 12)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("adresse: https://exemple.fr/page", "adresse-illisible"),
        ("adresse: /Ma Page/", "adresse-illisible"),
        ("adresse: /../secret/", "adresse-illisible"),
        ("langue: du français", "langue-inconnue"),
        ("brouillon: peut-être", "oui-ou-non"),
        ("ordre: premier", "nombre-illisible"),
        ("revoir_le: demain", "date-illisible"),
        ("image: https://exemple.fr/a.jpg", "fichier-attendu"),
        ("titre: [a, b]", "texte-attendu"),
    ],
)
def test_a_value_under_our_keys_is_strict(line: str, code: str) -> None:
    found = loaded("contenu/a.md", f"---\n{line}\n---\nTexte")
    assert found.document is None
    assert code in [problem.code for problem in found.problems]


def test_the_remedy_of_an_address_is_the_address() -> None:
    (problem,) = loaded("contenu/a.md", "---\nadresse: /Été à Œuf/\n---\nTexte").problems
    assert problem.remedy.endswith("par exemple « /ete-a-oeuf/ ».")


def test_a_slip_in_a_key_is_a_warning_with_the_key_that_was_meant() -> None:
    assert printed("contenu/a.md", "---\ntitre: A\nretire_le: 2026-03-03\n---\nTexte") == [
        "contenu/a.md:3:1: avertissement [cle-inconnue] La clé « retire_le » n’existe pas ici : "
        "elle n’est pas lue.\n"
        "    3 | retire_le: 2026-03-03\n"
        "      | ^\n"
        "    → Vouliez-vous dire « retirer_le » ?"
    ]


def test_a_forgotten_space_after_a_colon_is_forgiven() -> None:
    text = "---\ntitre:Fête\ndate:2026-03-03 18:30\nhttps://exemple.fr: x\n---\nTexte"
    assert meta("contenu/a.md", text).titre == "Fête"
    assert meta("contenu/a.md", text).date == datetime(2026, 3, 3, 18, 30)
    assert printed("contenu/a.md", text)[1:] == [
        "contenu/a.md:2:7: information [espace-manquante] Il manque une espace après « titre: ».\n"
        "    2 | titre:Fête\n"
        "      |       ^\n"
        "    → La ligne est lue comme si elle y était.",
        "contenu/a.md:3:6: information [espace-manquante] Il manque une espace après « date: ».\n"
        "    3 | date:2026-03-03 18:30\n"
        "      |      ^\n"
        "    → La ligne est lue comme si elle y était.",
    ]


def test_a_forgotten_indent_is_a_warning() -> None:
    text = "---\ntitre: A\nimage:\nfichier: a.jpg\nalt: Une rue\n---\nTexte"
    assert printed("contenu/a.md", text) == [
        f"contenu/a.md:{line}:1: avertissement [cle-sans-retrait] « {key} » n’est pas lu : il "
        "appartient à « image », mais il lui manque son retrait.\n"
        f"    {line} | {text.splitlines()[line - 1]}\n"
        "      | ^\n"
        "    → Ajoutez deux espaces au début de cette ligne."
        for line, key in ((4, "fichier"), (5, "alt"))
    ]
