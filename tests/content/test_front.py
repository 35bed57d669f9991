"""Bytes to front matter and body: the encodings and the slips that agents' files come with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory.content.front import Front, split
from factory.ground.problems import Severity

FILE = "contenu/actualites/fete.md"


def said(data: bytes) -> str:
    """What is printed of the only problem of a file."""
    (problem,) = split(data, FILE).problems
    return str(problem)


def test_a_file_has_a_front_matter_and_a_body_with_their_line_numbers() -> None:
    assert split("---\ntitre: Fête\n---\n\n# Été\n".encode(), FILE) == Front(
        head_text="titre: Fête",
        head_first_line=2,
        body_text="\n# Été\n",
        body_first_line=4,
    )


def test_bom_and_windows_line_ends_are_no_matter() -> None:
    front = split("\ufeff---\r\ntitre: Fête\r\n---\r\nTexte\r\n".encode(), FILE)
    assert (front.head_text, front.body_text, front.body_first_line) == (
        "titre: Fête",
        "Texte\n",
        4,
    )
    assert not front.problems


def test_accents_in_two_characters_become_one() -> None:
    assert split("---\ntitre: E\u0301te\u0301\n---\n".encode(), FILE).head_text == "titre: Été"


def test_old_mac_line_ends_are_no_matter() -> None:
    assert split(b"---\rtitre: x\r---\rTexte", FILE).head_text == "titre: x"


@pytest.mark.parametrize(
    "body",
    [
        "Du texte.\n",
        "---\n\nUn paragraphe.\n\n---\n\nUn autre.\n",
        "---\nUne phrase, puis un titre souligné\n---\n",
        "---\n\nAttention : travaux.\n",
        "\n\n***\n\nTexte\n",
        "{ceci} n’est pas du JSON\n",
    ],
)
def test_a_body_that_begins_with_a_rule_is_a_body(body: str) -> None:
    front = split(body.encode(), FILE)
    assert (front.head_text, front.body_text, front.problems) == ("", body, ())


def test_blank_lines_may_come_before_the_front_matter() -> None:
    front = split(b"\n\n---\ntitre: x\n---\nTexte", FILE)
    assert (front.head_text, front.head_first_line, front.body_first_line) == ("titre: x", 4, 6)


def test_an_empty_front_matter_is_one() -> None:
    assert split(b"---\n---\nTexte", FILE).body_text == "Texte"


@pytest.mark.parametrize(("codec", "name"), [("cp1252", "Windows-1252"), ("utf-16", "UTF-16")])
def test_what_notepad_wrote_long_ago_is_read(codec: str, name: str) -> None:
    data = "---\ntitre: Été – « fête » à 3 €\n---\nL’œuvre…\n".replace("\n", "\r\n").encode(codec)
    front = split(data, FILE)
    assert (front.head_text, front.body_text) == ("titre: Été – « fête » à 3 €", "L’œuvre…\n")
    assert [str(problem) for problem in front.problems] == [
        f"contenu/actualites/fete.md: information [encodage-reconnu] Le fichier est enregistré en "
        f"{name} et non en UTF-8 : il est lu ainsi.\n"
        "    → Dans votre éditeur de texte, choisissez « Enregistrer sous… », puis l’encodage "
        "« UTF-8 »."
    ]


def test_windows_text_of_another_language_is_named_with_its_first_accent() -> None:
    assert said("Une\nfête à Logroño\n".encode("cp1252")) == (
        "contenu/actualites/fete.md:2:2: erreur [encodage-inconnu] Le fichier n’est pas "
        "enregistré en UTF-8 : il semble l’être en Windows-1252, et « ê » ne peut pas être lu "
        "avec certitude.\n"
        "    2 | fête à Logroño\n"
        "      |  ^\n"
        "    → Dans votre éditeur de texte, choisissez « Enregistrer sous… », puis l’encodage "
        "« UTF-8 »."
    )


def test_old_mac_text_is_named() -> None:
    assert "il semble l’être en Mac OS Roman, et « é »" in said(
        "Les élèves à l’école".encode("mac-roman")
    )


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_named(codec: str) -> None:
    assert said("---\ntitre: Fête du village\n---\n".encode(codec)) == (
        "contenu/actualites/fete.md:1: erreur [encodage-inconnu] Le fichier est enregistré en "
        "UTF-16 et non en UTF-8 : il ne peut pas être lu.\n"
        "    → Dans votre éditeur de texte, choisissez « Enregistrer sous… », puis l’encodage "
        "« UTF-8 »."
    )


def test_a_nul_byte_is_named() -> None:
    assert said(b"Bonjour\nab\0c") == (
        "contenu/actualites/fete.md:2:3: erreur [octet-nul] Le fichier contient un octet nul : "
        "ce n’est pas un fichier de texte, ou il a été abîmé.\n"
        "    2 | ab\ufffdc\n"
        "      |   ^\n"
        "    → Enregistrez de nouveau le texte dans votre éditeur, ou repartez d’une version saine."
    )


@pytest.mark.parametrize("character", ["\x07", "\x0b", "\x1b", "\x7f", "\x99", "\uffff"])
def test_a_control_character_is_named(character: str) -> None:
    assert said(f"Bonjour {character}".encode()).startswith(
        "contenu/actualites/fete.md:1:9: erreur [caractere-interdit] Un caractère invisible "
        f"(U+{ord(character):04X}) s’est glissé dans le texte, sans doute par un copier-coller."
    )


def test_a_file_that_is_too_large_is_refused() -> None:
    assert said(b"a" * 1_250_000) == (
        "contenu/actualites/fete.md: erreur [fichier-trop-gros] Le fichier pèse 1,2 Mo : une "
        "page ne peut pas dépasser 1 Mo de texte.\n"
        "    → Partagez-le en plusieurs pages, ou joignez le texte comme document (PDF, ODT)."
    )


def test_an_unclosed_front_matter_says_where_to_close_it() -> None:
    assert said(b"---\ntitre: Avis\ndate: 2026-03-03\n\nTexte\n") == (
        "contenu/actualites/fete.md:3:1: erreur [entete-non-fermee] L’en-tête ouvert à la ligne 1 "
        "n’est pas fermé : il manque la ligne « --- » qui le sépare du texte.\n"
        "    3 | date: 2026-03-03\n"
        "      | ^\n"
        "    → Ajoutez une ligne « --- » après la ligne 3."
    )


def test_a_rule_further_down_does_not_close_the_front_matter() -> None:
    text = "---\ntitre: Avis\ndate: 2026-03-03\n\nUn paragraphe.\n\n---\n\nUn autre.\n"
    assert "→ Ajoutez une ligne « --- » après la ligne 3." in said(text.encode())
    fine = "---\ntitre: Avis\n\n# de la voirie\nresume: >\n  Un\n\n  texte\n\nmenu: oui\n---\n"
    assert not split(fine.encode(), FILE).problems


@pytest.mark.parametrize("odd", ["----", "--", "—", " ---", "–"])
@pytest.mark.parametrize("place", [1, 3])
def test_other_dashes_are_read_as_three(odd: str, place: int) -> None:
    """Word makes one long dash of three, and a hand adds a fourth."""
    dashes = (odd, "---") if place == 1 else ("---", odd)
    front = split(f"{dashes[0]}\ntitre: Avis\n{dashes[1]}\nTexte\n".encode(), FILE)
    assert (front.head_text, front.head_first_line) == ("titre: Avis", 2)
    assert (front.body_text, front.body_first_line) == ("Texte\n", 4)
    assert [str(problem) for problem in front.problems] == [
        f"contenu/actualites/fete.md:{place}:1: information [entete-mal-ouverte] « {odd} » est lu "
        "comme les trois tirets « --- » d’un en-tête.\n"
        f"    {place} | {odd}\n"
        "      | ^\n"
        "    → Écrivez trois tirets simples, seuls sur leur ligne, avant et après l’en-tête."
    ]


def test_other_dashes_that_nothing_closes_are_shown() -> None:
    assert said("—\ntitre: Avis\n\nLe texte de la page, sans fin.\n".encode()) == (
        "contenu/actualites/fete.md:1:1: erreur [entete-mal-ouverte] L’en-tête doit commencer par "
        "« --- », trois tirets seuls au début de la ligne, et finir de même.\n"
        "    1 | —\n"
        "      | ^\n"
        "    → Remplacez la ligne 1 par « --- », et ajoutez-en une autre après la dernière clé."
    )


@pytest.mark.parametrize("data", [b'{\n "title": "Avis"\n}\n\nTexte', b'---json\n{"a": 1}\n---\n'])
def test_json_is_named(data: bytes) -> None:
    assert "[entete-json] L’en-tête est écrit en JSON (entre accolades)" in said(data)


def test_keys_without_dashes_are_published_and_reported() -> None:
    front = split(b"titre: Avis\ndate: 2026-03-03\n\nTexte", FILE)
    (problem,) = front.problems
    assert problem.code == "entete-sans-tirets"
    assert problem.severity is Severity.AVERTISSEMENT
    assert front.body_text.startswith("titre: Avis")


def test_an_empty_file_is_said() -> None:
    assert said(b"\xef\xbb\xbf  \n") == (
        "contenu/actualites/fete.md: information [fichier-vide] Le fichier est vide : la page n’a "
        "que son titre.\n"
        "    → Écrivez son texte, ou supprimez le fichier."
    )


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_the_bytes_one_part_or_one_error(data: bytes) -> None:
    front = split(data, FILE)
    assert len(front.problems) <= 1
    assert front.body_first_line >= front.head_first_line >= 1


@given(st.text(alphabet="ab:-\n ", max_size=60))
def test_no_line_of_the_body_is_lost(body: str) -> None:
    front = split(f"---\ntitre: x\n---\n{body}".encode(), FILE)
    assert front.body_text == body
