"""Guarded YAML: what is read, what is mended, what is refused, and where."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory.ground.problems import Severity, holds_back
from factory.ground.yaml.reading import Tree, read

CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"


def reading(text: str, first_line: int = 1) -> Tree:
    return read(text, file="contenu/fete.md", first_line=first_line)


def codes(tree: Tree) -> list[str]:
    return [problem.code for problem in tree.problems]


def test_scalars_stay_the_text_that_was_written() -> None:
    tree = reading(
        "matiere: 7.10\ntelephone: 0442001234\nheure: 13:30\nnumero: 2026_012\n"
        "on: oui\nreponse: no\ndate: 3 mars 2026\nhexa: 0x1F\nvide:\nnul: null\ntilde: ~\n"
        "guillemets: ''\nbloc: |\n  un : deux\n  trois\n"
    )
    assert tree.value == {
        "matiere": "7.10",
        "telephone": "0442001234",
        "heure": "13:30",
        "numero": "2026_012",
        "on": "oui",
        "reponse": "no",
        "date": "3 mars 2026",
        "hexa": "0x1F",
        "vide": "",
        "nul": "",
        "tilde": "",
        "guillemets": "",
        "bloc": "un : deux\ntrois\n",
    }
    assert tree.problems == ()


def test_places_are_those_of_the_file() -> None:
    tree = reading("titre: Fête\nimage:\n  fichier: a.jpg\nmots:\n  - un\nvide:\n", first_line=2)
    assert tree.marks[("titre",)] == (2, 8, "titre: Fête")
    assert tree.marks[("image", "fichier")] == (4, 12, "  fichier: a.jpg")
    assert tree.marks[("mots", 0)] == (6, 5, "  - un")
    assert tree.marks[("vide",)] == tree.keys[("vide",)] == (7, 1, "vide:")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("titre: Avis : travaux", "Avis : travaux"),
        ("titre: [Complet] Sortie au lac", "[Complet] Sortie au lac"),
        ("titre: *gratuit*", "*gratuit*"),
        ("titre: %remise", "%remise"),
        ("titre: @mairie", "@mairie"),
        ("titre: `code`", "`code`"),
        ("titre: &co", "&co"),
        ("titre: !important", "!important"),
        ("titre: ! important", "! important"),
        ("titre: | suite", "| suite"),
        ("titre: - de 10 ans : gratuit", "- de 10 ans : gratuit"),
        ('titre: "Le Cid" au théâtre', '"Le Cid" au théâtre'),
        ("titre: 'Fête", "'Fête"),
        ('titre: "Fête du village', '"Fête du village'),
        ('titre: "C:\\mairie"', "C:\\mairie"),
        ("titre: 30 % : oui", "30 % : oui"),
        ("titre: #1f5f8b", "#1f5f8b"),
    ],
)
def test_what_is_plainly_a_text_is_read_as_one(written: str, value: str) -> None:
    tree = reading(f"{written}\ndate: 3 mars 2026")
    assert tree.value == {"titre": value, "date": "3 mars 2026"}
    [problem] = tree.problems
    assert problem.code == "texte-sans-guillemets"
    assert problem.severity is Severity.INFORMATION
    assert (problem.line, problem.column) == (1, 8)


def test_the_notice_shows_what_was_read_and_how_to_write_it() -> None:
    [problem] = reading("titre: Avis : travaux").problems
    assert str(problem) == (
        "contenu/fete.md:1:8: information [texte-sans-guillemets] La valeur est lue comme un "
        "texte : Avis : travaux\n"
        "    1 | titre: Avis : travaux\n"
        "      |        ^\n"
        "    → Rien n’est perdu. Pour que ce message disparaisse, mettez la valeur entre "
        "guillemets droits : 'Avis : travaux'."
    )


def test_a_quote_left_open_does_not_swallow_the_keys_below() -> None:
    tree = reading("a: \"un\nb: deux\"\nc: 'trois\nd: d'accord")
    assert tree.value == {"a": '"un', "b": 'deux"', "c": "'trois", "d": "d'accord"}
    assert not holds_back(tree.problems)


def test_a_hash_that_cuts_a_text_is_a_warning_and_a_comment_a_notice() -> None:
    tree = reading("titre: Tournoi #3\nordre: 4 # dans le menu\n# rien\n")
    cut, comment = tree.problems
    assert tree.value == {"titre": "Tournoi", "ordre": "4"}
    assert (cut.code, cut.severity) == ("commentaire-coupe", Severity.AVERTISSEMENT)
    assert (cut.line, cut.column) == (1, 16)
    assert cut.message == (
        "Le texte est coupé avant « #3 » : un dièse précédé d’une espace commence un commentaire."
    )
    assert cut.remedy == "Mettez toute la valeur entre guillemets droits : 'Tournoi #3'."
    assert (comment.severity, comment.line) == (Severity.INFORMATION, 2)


@pytest.mark.parametrize(
    ("written", "code", "line", "column"),
    [
        ("titre: Fête\ntitre: Foire", "cle-en-double", 2, 1),
        ("mots: [un, deux\ndate: 3", "liste-non-fermee", 1, 7),
        ("lieux:\n\t- salle", "tabulation", 2, 1),
        ("titre: Fête\n lieu: salle", "retrait-inattendu", 2, 6),
        ("bonjour\ntitre: Fête", "ligne-sans-cle", 1, 1),
        ("date: 3\ntitre:Fête\nordre: 1", "deux-points-colles", 2, 6),
        ("base: &base\n  a: b\nautre: *base", "yaml-renvoi", 1, 7),
        ("<<: autre", "yaml-renvoi", 1, 1),
        ("titre: !!python/object [a]", "yaml-renvoi", 1, 8),
        ("a: b\n---\nc: d", "yaml-plusieurs-documents", 2, 1),
        ("? [a]\n: b", "cle-illisible", 1, 3),
        ("titre: {{ page.titre }}", "cle-illisible", 1, 9),
        ("titre: F\0te", "caractere-interdit", 1, 9),
        (r'titre: "F\e[2Jte"', "caractere-interdit", 1, 8),
        ("titre: 'Fête\n\n  suite", "guillemet-non-ferme", 1, 8),
    ],
)
def test_a_refusal_says_where(written: str, code: str, line: int, column: int) -> None:
    tree = reading(written)
    found = [(p.code, p.line, p.column) for p in tree.problems if p.severity is Severity.ERREUR]
    assert found == [(code, line, column)]


def test_messages_are_french_and_give_a_remedy() -> None:
    assert str(reading("titre: Fête\ntitre: Foire").problems[0]) == (
        "contenu/fete.md:2:1: erreur [cle-en-double] La clé « titre » est écrite deux fois "
        "(déjà ligne 1).\n"
        "    2 | titre: Foire\n"
        "      | ^\n"
        "    → Gardez une seule des deux lignes."
    )
    assert str(reading("mots: [un, deux").problems[0]) == (
        "contenu/fete.md:1:7: erreur [liste-non-fermee] Une liste ou un groupe commence ici et "
        "n’est pas bien fermé.\n"
        "    1 | mots: [un, deux\n"
        "      |       ^\n"
        "    → Fermez le crochet ou l’accolade, par exemple « [voirie, travaux] », ou écrivez un "
        "élément par ligne, précédé d’un tiret. Si c’est un texte, mettez-le entre guillemets "
        "droits."
    )
    [glued] = reading("date: 3\ntitre:Fête\nordre: 1").problems
    assert glued.message == "Il manque une espace après les deux-points."


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "a: [", "- - ", "[{"])
def test_deep_nesting_gives_a_message(opening: str) -> None:
    tree = reading(opening * (60_000 // len(opening)))
    assert len(tree.problems) == 1
    assert tree.problems[0].code in ("yaml-trop-profond", "cle-illisible", "retrait-inattendu")


def test_size_has_a_bound_that_may_be_raised() -> None:
    text = "titre: " + "é" * 40_000
    assert codes(reading(text)) == ["yaml-trop-grand"]
    assert read(text, file="commune.yaml", max_bytes=256 * 1024).problems == ()


def test_many_faults_stay_few_messages() -> None:
    assert len(reading("a: b\n" * 12_000).problems) <= 101
    assert len(reading("\n".join(f"k{i}: *x" for i in range(4000))).problems) <= 51


def test_line_ends_and_mark_of_order_are_tolerated() -> None:
    tree = reading("\ufefftitre: Fête\r\nlieu: Salle\u2028des fêtes\r\n")
    assert tree.value == {"titre": "Fête", "lieu": "Salle des fêtes"}
    assert tree.problems == ()


@given(st.text(alphabet=st.sampled_from(list("ab:é#-'\"[]{}&*!|>%@`,?\n\t \0\ufeff\u2028\\"))))
def test_no_text_raises(text: str) -> None:
    tree = reading(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= problem.line <= lines + 1 for problem in tree.problems)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1))
def test_a_quoted_text_is_read_back(text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    tree = reading(f"titre: {quoted}")
    if not any(p.code == "caractere-interdit" for p in tree.problems):
        assert tree.value == {"titre": text}


def test_the_corpora_are_read() -> None:
    if not CORPORA.is_dir():
        pytest.skip("les corpus partagés sont absents")
    for path in CORPORA.rglob("*.md"):
        text = path.read_bytes().decode("utf-8", "replace")
        if text.startswith("---\n") and "\n---" in text[4:]:
            tree = read(text[4 : text.index("\n---", 4)], file=path.name, first_line=2)
            assert tree.value != {} or tree.problems or not text[4:].strip("-\n "), path
