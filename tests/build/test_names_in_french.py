"""A commune's name within a sentence: « Mairie d’Aubignane », « Mairie du Rocher »."""

import pytest
from histoire import Factory

from factory.build import why
from factory.ground.problems import UsageError


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Aubignane", "Mairie d’Aubignane"),
        ("Le Rocher", "Mairie du Rocher"),
        ("Les Aires", "Mairie des Aires"),
        ("Crespin", "Mairie de Crespin"),
    ],
)
def test_the_town_hall(factory: Factory, name: str, said: str) -> None:
    commune = factory.commune().write(
        "commune.yaml",
        f"nom: {name}\ncode_insee: 13999\ndomaine: exemple.fr\ntelephone: 04 42 00 12 34\n",
    )
    factory.build()
    assert said in commune.page("/").replace("\u00a0", " ")


def test_why_names_the_site_without_a_preposition(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    with pytest.raises(UsageError) as refused:
        why.why(commune.layout, "/nulle-part/")
    assert refused.value.problems[0].message == (
        "« /nulle-part/ » n’est pas une page en ligne du site « exemple »."
    )
