"""One file to one document: its type, title and date, and never an exception."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecture import loaded, meta, printed

# -- the type ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "front", "kind"),
    [
        ("contenu/accueil.md", "", "page"),
        ("contenu/vie-locale/marche.md", "", "page"),
        ("contenu/actualites/fete.md", "date: 2026-03-03", "actualite"),
        ("contenu/agenda/loto.md", "debut: 2026-03-03", "evenement"),
        ("contenu/annuaire/associations/lecteurs.md", "", "fiche"),
        ("contenu/demarches/identite.md", "", "demarche"),
        ("contenu/publications/bulletin.md", "", "publication"),
        ("contenu/avis/jardinier.md", "nature: emploi", "avis"),
        ("contenu/Actualités/fete.md", "date: 2026-03-03", "actualite"),
        ("contenu/actualites/index.md", "", "page"),
        ("contenu/actualites/_index.md", "", "page"),
        ("contenu/actualites/2026/README.md", "", "page"),
        ("contenu/actes/2026/index.md", "titre: Les actes de 2026", "page"),
        ("contenu/actualites/fete/index.md", "date: 2026-03-03", "actualite"),
        ("contenu/vie-locale/salle.md", "type: fiche", "fiche"),
        ("contenu/vie-locale/loto.md", "type: Évènement\ndebut: 2026-03-03", "evenement"),
        ("contenu/vie-locale/loto.md", "Type: agenda\ndebut: 2026-03-03", "evenement"),
        ("contenu/actualites/serie.md", "type: miniserie", "page"),
    ],
)
def test_the_type_comes_from_the_key_or_the_top_folder(path: str, front: str, kind: str) -> None:
    assert meta(path, f"---\n{front}\n---\nTexte").type == kind


def test_a_type_of_another_generator_is_a_page_and_said() -> None:
    assert printed("contenu/serie.md", "---\ntype: miniserie\n---\nTexte") == [
        "contenu/serie.md:2:7: information [type-inconnu] « miniserie » n’est pas un type de page "
        "connu : le fichier est lu comme une page.\n"
        "    2 | type: miniserie\n"
        "      |       ^\n"
        "    → Les types sont : page, actualite, evenement, alerte, fiche, elu, seance, acte, "
        "publication, demarche, avis."
    ]


def test_a_slip_in_the_type_leaves_the_folder_to_decide() -> None:
    path, text = "contenu/agenda/loto.md", "---\ntype: evenment\ndebut: 2026-03-03\n---\nTexte"
    assert meta(path, text).type == "evenement"
    assert printed(path, text) == [
        "contenu/agenda/loto.md:2:7: avertissement [type-inconnu] « evenment » n’est pas un type "
        "de page : le dossier décide, c’est « evenement ».\n"
        "    2 | type: evenment\n"
        "      |       ^\n"
        "    → Écrivez « type: evenement », ou effacez cette ligne."
    ]


# -- the title and the date -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text", "title"),
    [
        ("contenu/a.md", "---\ntitre: Avis : travaux\n---\n# Autre", "Avis : travaux"),
        ("contenu/a.md", "# Le marché\n\nTexte", "Le marché"),
        ("contenu/2026-03-03-fete_du-village.md", "Texte", "Fete du village"),
        ("contenu/vie-locale/index.md", "Texte", "Vie locale"),
        ("contenu/index.md", "Texte", "Accueil"),
        ("contenu/accueil.md", "", "Accueil"),
        ("contenu/2026-03-03.md", "Texte", "3 mars 2026"),
        (
            "contenu/elus/a.md",
            "---\nprenom: Camille\nnom: Exemple\nfonction: Maire\n---\n",
            "Camille Exemple",
        ),
        ("contenu/actes/2026_012.md", "---\nnature: arrêté\nobjet: Marché\n---\n", "Marché"),
    ],
)
def test_a_document_always_has_a_title(path: str, text: str, title: str) -> None:
    assert meta(path, text).titre == title


def test_two_titles_are_said() -> None:
    assert printed("contenu/a.md", "---\ntitre: Le marché\n---\n# Les halles\n\nTexte") == [
        "contenu/a.md: information [deux-titres] Le texte commence par le titre « Les halles », et "
        "l’en-tête dit « Le marché » : c’est ce dernier qui est affiché.\n"
        "    → Gardez l’un des deux. Pour un intertitre, écrivez « ## » au lieu de « # »."
    ]


def test_the_file_name_gives_the_date() -> None:
    assert meta("contenu/actualites/2026-03-03-fete.md", "Texte").date == date(2026, 3, 3)
    assert meta("contenu/actualites/2026-03-03-fete/index.md", "---\nune: oui\n---\n").date == date(
        2026, 3, 3
    )
    written = "---\ndate: 4 mars 2026\n---\nTexte"
    assert meta("contenu/actualites/2026-03-03-fete.md", written).date == date(2026, 3, 4)


def test_a_file_name_that_is_no_date_gives_none() -> None:
    found = loaded("contenu/actualites/2026-13-45-fete.md", "Texte")
    assert found.document is None
    (problem,) = found.problems
    assert problem.code == "cle-manquante"
    assert problem.message == "La clé « date » manque."
    assert problem.document == "2026 13 45 fete"


# -- never an exception -----------------------------------------------------------------------

KEYS = [
    "titre",
    "date",
    "image",
    "documents",
    "contact",
    "type",
    "menu",
    "debut",
    "fin",
    "matiere",
    "votes",
    "horaires",
    "position",
]
VALUES = st.recursive(
    st.text(max_size=20) | st.sampled_from(["oui", "7.10", "2026-03-03", "a: b", "#x", "*"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda v: "[" + ", ".join(v) + "]")
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3).map(
            lambda v: "{" + ", ".join(f"{k}: {x}" for k, x in v.items()) + "}"
        )
    ),
    max_leaves=6,
)


@settings(max_examples=150)
@given(
    st.sampled_from(["", "actes", "agenda", "annuaire", "actualites", "elus", "seances", "avis"]),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5),
)
def test_whatever_is_written_a_document_or_an_error(folder: str, front: dict[str, str]) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    found = loaded(f"contenu/{folder}/a.md".replace("//", "/"), f"---\n{lines}---\nTexte")
    if found.document is None:
        assert any(problem.severity == "erreur" for problem in found.problems)
    else:
        assert found.document.meta.titre
    assert all(p.message and p.file.startswith("contenu/") for p in found.problems)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("contenu/vie/01-dechets.md", "Dechets"),
        ("contenu/vie/2. École.md", "École"),
        ("contenu/1 - Vie pratique/index.md", "Vie pratique"),
        ("contenu/14-juillet.md", "14 juillet"),
        ("contenu/01-mai.md", "01 mai"),
        ("contenu/11-novembre-1918.md", "11 novembre 1918"),
        ("contenu/5-rue-haute.md", "5 rue haute"),
    ],
)
def test_a_number_that_puts_names_in_order_is_no_part_of_the_title(path: str, title: str) -> None:
    assert meta(path, "Texte").titre == title


def test_the_serial_that_notion_adds_is_no_part_of_a_title() -> None:
    serial = "3f2a9c1b7d8e4f5a9b0c1d2e3f4a5b6c"
    assert meta(f"contenu/Démarches {serial}/Cantine {serial}.md", "Texte").titre == "Cantine"
