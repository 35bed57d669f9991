"""commune.yaml: the smallest, the fullest, and the ways of getting it wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory.tenants import commune, insee
from factory.tenants.commune import Commune

SMALLEST = "nom: Saint-Exemple\ncode_insee: 13001\ndomaine: www.saint-exemple.fr\n"


def read(more: str = "") -> Commune:
    bound = commune.read((SMALLEST + more).encode())
    assert bound.value is not None, "\n".join(map(str, bound.problems))
    return bound.value


def problems(more: str) -> str:
    return "\n".join(map(str, commune.read((SMALLEST + more).encode()).problems))


def test_three_keys_are_enough():
    bound = commune.read(SMALLEST.encode())
    assert bound.problems == ()
    assert bound.value is not None
    assert bound.value.intitule == "Commune de Saint-Exemple"
    assert bound.value.origine == "https://www.saint-exemple.fr"
    assert bound.value.langue == "fr"
    assert not bound.value.fictive


def test_the_three_keys_are_asked_for_by_name():
    assert [str(problem) for problem in commune.read(b"siren:\n").problems] == [
        "commune.yaml:1:1: erreur [cle-manquante] La clé « code_insee » manque.\n"
        "    → Ajoutez une ligne « code_insee: 13001 ».",
        "commune.yaml:1:1: erreur [cle-manquante] La clé « domaine » manque.\n"
        "    → Ajoutez une ligne « domaine: www.ma-commune.fr ».",
        "commune.yaml:1:1: erreur [cle-manquante] La clé « nom » manque.\n"
        "    → Ajoutez une ligne « nom: Saint-Exemple ».",
    ]


def test_a_mistyped_key_is_told_with_the_right_one():
    assert problems("telephon: 0442001234\n") == (
        "commune.yaml:4:1: erreur [cle-inconnue] La clé « telephon » n’existe pas ici. "
        "Vouliez-vous dire « telephone » ?\n"
        "    4 | telephon: 0442001234\n"
        "      | ^\n"
        "    → Remplacez « telephon » par « telephone »."
    )


def test_a_domain_is_a_host_and_an_address_gets_its_remedy():
    bound = commune.read(SMALLEST.replace("www.", "https://www.").encode())
    assert bound.value is None
    assert str(bound.problems[0]) == (
        "commune.yaml:3:10: erreur [domaine-invalide] « https://www.saint-exemple.fr » n’est pas "
        "un nom de domaine.\n"
        "    3 | domaine: https://www.saint-exemple.fr\n"
        "      |          ^\n"
        "    → Écrivez seulement le nom de domaine : www.saint-exemple.fr."
    )


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("1300", "Il manque sans doute le zéro du début : écrivez 01300."),
        ("20004", "En Corse, le code commence par 2A ou 2B, par exemple 2A004."),
        (
            "Aix",
            "Un code INSEE a cinq caractères, par exemple 13001 ou 2A004. Ce n’est pas le code "
            "postal.",
        ),
    ],
)
def test_a_wrong_insee_code_gets_a_fitting_remedy(written, remedy):
    bound = commune.read(SMALLEST.replace("13001", written).encode())
    assert [(p.code, p.remedy) for p in bound.problems] == [("code-insee-invalide", remedy)]


def test_numbers_that_are_texts_stay_as_written():
    found = read("telephone: 0442001234\n")
    assert found.telephone == "04 42 00 12 34"
    leading = commune.read(SMALLEST.replace("13001", "01004").encode()).value
    assert leading is not None
    assert leading.code_insee == "01004"


def test_an_address_is_written_in_parts_or_in_lines():
    parts = read("adresse:\n  voie: 1, place Neuve\n  code_postal: 13100\n  ville: Aix\n").adresse
    lines = read("adresse:\n  - 1, place Neuve\n  - 13100 Aix\n").adresse
    block = read("adresse: |\n  1, place Neuve\n  13100 Aix\n").adresse
    assert parts is not None and lines is not None and block is not None
    assert parts.en_lignes == lines.en_lignes == block.en_lignes == ("1, place Neuve", "13100 Aix")


def test_a_person_or_a_contact_may_be_a_bare_text():
    found = read("maire: Camille Exemple\ndpo: dpo@exemple.fr\ncontact: Accueil\n")
    assert found.maire is not None and found.dpo is not None and found.contact is not None
    assert found.maire.nom_complet == "Camille Exemple"
    assert found.dpo.courriel == "dpo@exemple.fr"
    assert found.contact.nom == "Accueil"


def test_one_value_is_a_list_of_one():
    found = read("urgences:\n  nom: SAMU\n  telephone: 15\nmenu: vie-municipale/\n")
    assert [(one.nom, one.telephone) for one in found.urgences] == [("SAMU", "15")]
    assert [entry.page for entry in found.menu] == ["vie-municipale/"]


def test_a_menu_has_levels_and_each_entry_something_to_show():
    found = read("menu:\n  - titre: Vivre ici\n    enfants: [annuaire/, agenda/]\n")
    assert [child.page for child in found.menu[0].enfants] == ["annuaire/", "agenda/"]
    assert "[menu-sans-titre]" in problems("menu:\n  - lien: https://exemple.fr\n")
    assert "[menu-deux-cibles]" in problems("menu:\n  - page: a\n    lien: https://exemple.fr\n")


def test_opening_hours_are_data():
    hours = read("horaires:\n  lundi: 8h30-12h, 13h30-17h\n").horaires
    assert hours is not None
    assert "[cle-inconnue]" in problems("horaires:\n  lundy: 8h30-12h\n")


def test_the_colour_may_be_written_without_quotes():
    assert read("couleur: #1f5f8b\n").couleur == "#1f5f8b"


def test_the_accessibility_state_is_never_written():
    assert problems("accessibilite:\n  etat: totalement conforme\n") == (
        "commune.yaml:5:9: erreur [etat-d-accessibilite-ecrit] L’état de conformité ne s’écrit "
        "pas : la loi le déduit de l’audit.\n"
        "    5 |   etat: totalement conforme\n"
        "      |         ^\n"
        "    → Supprimez « etat » et décrivez l’audit sous « audit » : date, realise_par, "
        "criteres_conformes, criteres_applicables. Sans audit valide, un site est « non "
        "conforme »."
    )


@pytest.mark.parametrize(
    ("result", "state"),
    [
        ("criteres_conformes: 50\n    criteres_applicables: 50", "totalement conforme"),
        ("criteres_conformes: 49\n    criteres_applicables: 50", "partiellement conforme"),
        ("criteres_conformes: 25\n    criteres_applicables: 50", "partiellement conforme"),
        ("criteres_conformes: 24\n    criteres_applicables: 50", "non conforme"),
        ("taux: 100", "totalement conforme"),
        ("taux: 99,99", "partiellement conforme"),
        ("taux: 49,99", "non conforme"),
    ],
)
def test_the_state_follows_from_the_audit_s_exact_share(result, state):
    audit = f"  audit:\n    date: 3 mars 2026\n    realise_par: en interne\n    {result}\n"
    found = read("accessibilite:\n" + audit).accessibilite
    assert found.conformite(date(2026, 3, 3)) == state
    assert found.conformite(date(2029, 3, 2)) == state
    assert found.conformite(date(2029, 3, 3)) == "non conforme"
    assert found.conformite(date(2026, 3, 2)) == "non conforme"


def test_without_an_audit_a_site_is_not_conformant():
    assert read().accessibilite.conformite(date(2026, 1, 1)) == "non conforme"


@pytest.mark.parametrize(
    ("result", "code"),
    [
        ("rapport: audit.pdf", "audit-sans-taux"),
        ("taux: 101", "taux-impossible"),
        ("criteres_conformes: 5\n    criteres_applicables: 4", "taux-impossible"),
        ("criteres_conformes: 0\n    criteres_applicables: 0", "taux-impossible"),
    ],
)
def test_an_audit_without_a_possible_result_is_refused(result, code):
    audit = f"  audit:\n    date: 3 mars 2026\n    realise_par: en interne\n    {result}\n"
    assert f"[{code}]" in problems("accessibilite:\n" + audit)


def test_a_large_commune_publishes_its_acts_electronically():
    small = "population: 3 499\npublicite_actes:\n  mode: affichage\n"
    assert problems(small) == ""
    assert problems(small.replace("499", "500")) == (
        "commune.yaml:6:9: avertissement [publicite-des-actes] La publicité des actes par "
        "« affichage » n’est ouverte qu’aux communes de moins de 3 500 habitants.\n"
        "    → Écrivez « mode: électronique », ou corrigez « population » (code général des "
        "collectivités territoriales, article L2131-1)."
    )
    assert read("publicite_actes:\n  mode: Electronique\n").publicite_actes is not None


def test_a_provisional_domain_is_only_a_notice():
    bound = commune.read(SMALLEST.replace(".fr", ".example").encode())
    assert bound.value is not None
    assert [(p.code, p.severity.value, p.line) for p in bound.problems] == [
        ("domaine-provisoire", "information", 3)
    ]
    invented = SMALLEST.replace(".fr", ".example") + "fictive: oui\n"
    assert commune.read(invented.encode()).problems == ()


def test_a_coat_of_arms_without_alt_is_a_warning_and_an_empty_alt_is_not():
    arms = "blason:\n  fichier: medias/blason.png\n"
    assert "avertissement [image-sans-alt]" in problems(arms)
    assert problems(arms + '  alt: ""\n') == ""


@pytest.mark.parametrize(
    "data", [b"", b"- a", b"a", b"\0", "nom: é".encode("utf-16"), b"nom: \xe9", b"{" * 30_000]
)
def test_garbage_gives_a_message_and_no_commune(data):
    bound = commune.read(data)
    assert bound.value is None
    assert bound.problems
    assert all(p.message and p.remedy and p.file == "commune.yaml" for p in bound.problems)


def test_a_commune_survives_its_own_json():
    found = read("population: 5 000\naccessibilite:\n  derogations: aucune\nmaire: A B\n")
    assert Commune.model_validate_json(found.model_dump_json(by_alias=True)) == found


@given(st.binary(max_size=200))
def test_no_bytes_raise(data):
    bound = commune.read(data)
    assert bound.value is None or bound.value.nom


@given(st.from_regex(r"\A[0-9AB]{3,6}\Z"))
def test_an_insee_code_is_five_characters_of_a_department_that_exists(code):
    if insee.is_code(code):
        assert len(code) == 5
        assert code[:2] not in {"00", "20", "96", "99"}
        assert "A" not in code[2:] and "B" not in code[2:]
