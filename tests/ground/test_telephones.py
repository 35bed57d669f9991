"""A telephone number that nobody could dial is told; whatever else one writes beside it is not."""

import pytest

from factory.ground.models.binding import bind
from factory.ground.models.fields import Modele, Telephone
from factory.ground.models.telephone import doubt, telephone_lien
from factory.ground.yaml.reading import read


@pytest.mark.parametrize(
    "written",
    [
        "",
        "04 42 00 12 34",
        "0442001234",
        "04.42.00.12.34",
        "04/42/00/12/34",
        "+33 (0)4 42 00 12 34",
        "0033442001234",
        "+32 2 555 12 12",
        "00 39 06 6982",
        "15",
        "17",
        "18",
        "112",
        "119",
        "115",
        "3939",
        "39 19",
        "1014",
        "116 117",
        "118 712",
        "poste 12",
        "04 42 00 12 34, poste 12",
        "04 42 00 12 34 poste 1234",
        "04 42 00 12 34 (poste n° 4)",
        "04 42 00 12 34 ou 06 12 34 56 78",
        "04 42 00 12 34 / 06 12 34 56 78",
        "04 42 00 12 34 – 04 42 00 12 35",
        "0800 130 000 (gratuit, de 9h à 17h30)",
        "04 42 00 12 34, touche 2",
        "04 42 00 12 34 (9:00-12:00)",
        "Police : 17, pompiers : 18",
    ],
)
def test_what_one_can_dial_is_left_alone(written: str) -> None:
    assert doubt(written) is None


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("04 42 00", "« 04 42 00 » n’est pas un numéro de téléphone : un numéro français a dix "
         "chiffres, celui-ci en a 6."),
        ("04 42 00 12 345", "« 04 42 00 12 345 » n’est pas un numéro de téléphone : un numéro "
         "français a dix chiffres, celui-ci en a 11."),
        ("44 42 00 12 34", "« 44 42 00 12 34 » n’est pas un numéro de téléphone : un numéro "
         "français commence par 0."),
        ("04 42 00 12 34 ou 06 12", "« 04 42 00 12 34 ou 06 12 » n’est pas un numéro de téléphone "
         ": un numéro français a dix chiffres, celui-ci en a 4."),
        ("en mairie", "« en mairie » n’est pas un numéro de téléphone."),
        ("+33 4 42 00", "« +33 4 42 00 » n’est pas un numéro de téléphone : un numéro français a "
         "dix chiffres, celui-ci en a 7."),
    ],
)  # fmt: skip
def test_what_one_cannot_dial_is_told(written: str, message: str) -> None:
    problem = doubt(written)
    assert problem is not None
    assert problem.message == message


class Mairie(Modele):
    telephone: Telephone = ""


def test_it_is_kept_as_it_is_written_and_told_at_its_place() -> None:
    tree = read("nom: Mairie\ntelephone: 04 42 00\n", file="commune.yaml")
    bound = bind(Mairie, tree, file="commune.yaml")
    assert bound.value == Mairie(telephone="04 42 00")
    (problem,) = bound.problems
    assert (problem.line, problem.column) == (2, 12)
    assert str(problem).startswith("commune.yaml:2:12: avertissement [telephone-douteux]")


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("Tél. : 04 42 00 12 34 (le matin)", "+33442001234"),
        ("04 42 00 12 34, poste 12", "+33442001234"),
        ("0800 130 000 (gratuit, de 9h à 17h30)", "+33800130000"),
        ("04 42 00 12 34 ou 06 12 34 56 78", ""),
        ("04 42 00 12 34 - 06 12 34 56 78", ""),
        ("Police : 17, pompiers : 18", ""),
        ("poste 12", ""),
    ],
)
def test_the_one_number_of_a_line_can_be_dialled(written: str, dialled: str) -> None:
    assert telephone_lien(written) == dialled
