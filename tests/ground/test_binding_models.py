"""A tree bound to a model: every fault at once, in French, at its place."""

from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from factory.ground.models.binding import Bound, bind
from factory.ground.models.fields import (
    Booleen,
    CheminFichier,
    Entier,
    Instant,
    Jour,
    ListeDe,
    Modele,
    Mots,
    Telephone,
    Texte,
    TexteRequis,
    Url,
)
from factory.ground.yaml.reading import read


class Image(Modele):
    fichier: CheminFichier
    alt: Texte | None = None


class Fete(Modele):
    titre: TexteRequis
    date: Jour
    debut: Instant | None = None
    statut: Literal["confirmé", "annulé", "reporté"] = "confirmé"
    image: Image | None = None
    documents: ListeDe[Image] = ()
    services: ListeDe[Texte] = ()
    mots_cles: Mots = ()
    ordre: Entier | None = None
    site: Url | None = None
    telephone: Telephone = ""
    menu: Booleen = False
    matiere: Texte = ""
    publier_le: Instant | None = None


ALIASES = {"title": "titre", "publishDate": "publier_le"}


def bound(text: str, strict: bool = False) -> Bound[Fete]:
    return bind(Fete, read(text, file="fete.md"), file="fete.md", aliases=ALIASES, strict=strict)


def said(text: str, strict: bool = False) -> list[str]:
    return [str(problem) for problem in bound(text, strict).problems]


def test_a_whole_front_matter() -> None:
    found = bound(
        "Titre: Avis\ndate: 3 mars 2026\nstatut: Confirme\nimage:\n  fichier: a.jpg\n  alt: ''\n"
        "documents: {fichier: b.pdf}\nmots-clés: voirie, travaux\nmenu: on\nmatiere: 7.10\n"
        "telephone: 0442001234\nordre:\npublishDate: 2026-03-03\ninconnue: x\n"
    )
    assert found.value is not None
    assert found.value.statut == "confirmé"
    assert found.value.image == Image(fichier="a.jpg", alt="")
    assert found.value.documents == (Image(fichier="b.pdf"),)
    assert found.value.mots_cles == ("voirie", "travaux")
    assert found.value.menu is True
    assert found.value.matiere == "7.10"
    assert found.value.telephone == "04 42 00 12 34"
    assert found.value.ordre is None
    assert found.unknown == ("inconnue",)
    assert found.problems == ()
    assert found.places["publier_le"] == (13, 14)


def test_a_blank_alt_is_missing_and_a_quoted_one_is_decorative() -> None:
    head = "titre: a\ndate: 3 mars 2026\nimage:\n  fichier: a.jpg\n"
    blank, quoted = bound(head + "  alt:\n").value, bound(head + '  alt: ""\n').value
    assert blank is not None and blank.image is not None and blank.image.alt is None
    assert quoted is not None and quoted.image is not None and quoted.image.alt == ""


def test_a_colon_in_a_list_of_texts_is_part_of_the_text() -> None:
    found = bound("titre: a\ndate: 3 mars 2026\nservices:\n  - Carte d’identité : l’original\n")
    assert found.value is not None
    assert found.value.services == ("Carte d’identité : l’original",)
    assert [problem.code for problem in found.problems] == ["texte-sans-guillemets"]


def test_the_canonical_key_wins_over_its_alias() -> None:
    found = bound("title: Foire\ntitre: Fête\ndate: 3 mars 2026")
    assert found.value is not None and found.value.titre == "Fête"
    assert str(found.problems[0]) == (
        "fete.md:1:1: information [cle-deux-fois] « title » et « titre » disent la même chose : "
        "« titre » est retenu.\n"
        "    1 | title: Foire\n"
        "      | ^\n"
        "    → Effacez la ligne « title »."
    )


def test_all_faults_are_told_at_once() -> None:
    text = (
        "titre: [a, b]\ndebut: 31 avril 2026\nstatut: anulé\nimage: a.jpg\ndocuments:\n"
        "  - alt: x\n  - fichier: [x]\nordre: dix\nsite: exemple.fr\nmenu: peut-être\n"
        "telephone: {a: b}\nserivces: x\n"
    )
    assert sorted(said(text, strict=True)) == sorted(
        [
            "fete.md:12:1: erreur [cle-inconnue] La clé « serivces » n’existe pas ici. "
            "Vouliez-vous dire « services » ?\n    12 | serivces: x\n       | ^\n"
            "    → Remplacez « serivces » par « services ».",
            "fete.md:1:8: erreur [texte-attendu] « titre » attend un texte, pas une liste.\n"
            "    1 | titre: [a, b]\n      |        ^\n"
            "    → Écrivez le texte sur une ligne, entre guillemets droits : « titre: 'votre "
            "texte' ».",
            "fete.md:1:1: erreur [cle-manquante] La clé « date » manque.\n"
            "    → Ajoutez une ligne « date: 3 mars 2026 ».",
            "fete.md:2:8: erreur [date-illisible] « 31 avril 2026 » n’est pas une date : il n’y "
            "a pas de 31 avril.\n    2 | debut: 31 avril 2026\n      |        ^\n"
            "    → Écrivez la date ainsi : 3 mars 2026 (ou 03/03/2026, ou 2026-03-03).",
            "fete.md:3:9: erreur [valeur-inconnue] « anulé » n’est pas accepté pour « statut ». "
            "Vouliez-vous dire « annulé » ?\n    3 | statut: anulé\n      |         ^\n"
            "    → Écrivez l’un de ces mots : confirmé, annulé, reporté.",
            "fete.md:4:8: erreur [groupe-attendu] « image » attend plusieurs clés en retrait "
            "(fichier, alt), pas un texte.\n    4 | image: a.jpg\n      |        ^\n"
            "    → Écrivez « image: » seul, puis à la ligne, après deux espaces : « fichier: … ».",
            "fete.md:6:5: erreur [cle-manquante] La clé « fichier » manque dans « documents ».\n"
            "    → Ajoutez une ligne « fichier: affiche.jpg ».",
            "fete.md:7:14: erreur [texte-attendu] « fichier » attend un texte, pas une liste.\n"
            "    7 |   - fichier: [x]\n      |              ^\n"
            "    → Écrivez le texte sur une ligne, entre guillemets droits : « fichier: 'votre "
            "texte' ».",
            "fete.md:8:8: erreur [nombre-illisible] « dix » n’est pas un nombre entier.\n"
            "    8 | ordre: dix\n      |        ^\n"
            "    → Écrivez le nombre en chiffres, par exemple 250.",
            "fete.md:9:7: erreur [adresse-web-illisible] « exemple.fr » n’est pas une "
            "adresse web.\n    9 | site: exemple.fr\n      |       ^\n"
            "    → Écrivez https:// devant : https://exemple.fr",
            "fete.md:10:7: erreur [oui-ou-non] « peut-être » n’est ni oui ni non.\n"
            "    10 | menu: peut-être\n       |       ^\n    → Écrivez oui ou non.",
            "fete.md:11:12: erreur [texte-attendu] « telephone » attend un texte, pas un groupe "
            "de clés.\n    11 | telephone: {a: b}\n       |            ^\n"
            "    → Écrivez le texte sur une ligne, entre guillemets droits : « telephone: 'votre "
            "texte' ».",
        ]
    )


def test_a_tree_in_fault_invents_no_missing_key() -> None:
    found = bound("titre: [a\ndate: 3 mars 2026")
    assert found.value is None
    assert [problem.code for problem in found.problems if problem.code == "cle-manquante"] == []


def test_a_list_or_a_text_at_the_root_is_refused() -> None:
    assert said("- a") == [
        "fete.md:1:1: erreur [cles-attendues] Des clés sont attendues ici, une par ligne.\n"
        "    1 | - a\n      | ^\n"
        "    → Écrivez par exemple « titre: Fête du village »."
    ]


def test_nothing_at_all_misses_what_is_required() -> None:
    assert {problem.message for problem in bound("").problems} == {
        "La clé « titre » manque.",
        "La clé « date » manque.",
    }


KEYS = st.sampled_from([*Fete.model_fields, "title", "publishDate", "autre", "Début", ""])
VALUES = st.recursive(
    st.sampled_from(["", "oui", "3 mars 2026", "2026-03-03T10:00Z", "7.10", "a: b", "x"])
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def yaml_of(value: object) -> str:
    """A value in YAML's flow style, every text in quotes."""
    match value:
        case dict():
            return "{" + ", ".join(f"{yaml_of(k)}: {yaml_of(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(yaml_of, value)) + "]"
    return "'" + str(value).replace("'", "''").replace("\n", " ") + "'"


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_no_tree_raises_and_models_survive_json(value: dict[str, object]) -> None:
    found = bound(yaml_of(value))
    if found.value is not None:
        assert Fete.model_validate_json(found.value.model_dump_json()) == found.value
    else:
        assert found.problems or read(yaml_of(value), file="fete.md").problems
