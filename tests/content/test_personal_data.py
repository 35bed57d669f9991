"""Suspicions of personal data: what is almost sure is seen, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory.content.personal_data import is_iban, is_nir, known, suspicions, telephone


def natures(text: str) -> list[str]:
    return [one.nature for one in suspicions(text)]


@given(body=st.integers(10**12, 3 * 10**12 - 1))
def test_a_key_that_agrees_and_every_key_that_does_not(body: int) -> None:
    key = 97 - body % 97
    assert is_nir(f"{body}{key:02d}")
    assert not any(is_nir(f"{body}{other:02d}") for other in range(1, 98) if other != key)


@pytest.mark.parametrize(
    "text",
    [
        "1 85 05 78 006 084 91", "185057800608491", "1.85.05.78.006.084.91",
        "2 69 05 2A 588 157 " + f"{97 - int('2690519588157') % 97:02d}",
    ],
)  # fmt: skip
def test_a_social_security_number(text: str) -> None:
    assert natures(f"Assuré : {text}, à Marseille.") == ["un numéro de sécurité sociale"]


@pytest.mark.parametrize(
    "text",
    [
        "FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606",
        "DE89370400440532013000",
    ],
)  # fmt: skip
def test_an_iban(text: str) -> None:
    assert natures(f"Compte {text}.") == ["un numéro de compte bancaire (IBAN)"]
    assert not is_iban(text.replace(" ", "")[:-1] + "7")


@pytest.mark.parametrize(
    "text",
    ["06 12 34 56 78", "0712345678", "+33 6 12 34 56 78", "+33 (0)6.12.34.56.78", "0033612345678"],
)
def test_a_mobile_number(text: str) -> None:
    (found,) = suspicions(f"Tél. {text}")
    assert found.nature == "un numéro de téléphone mobile"
    assert found.empreinte == known(telephone(text)) and "345" not in found.masque


@pytest.mark.parametrize(
    "text",
    [
        "SIRET 211 309 034 00018", "N° 2026_012 du 12 mars 2026", "04 65 71 33 00",
        "3 430 000,00 €",
        "013-211309034-20260930-2026_101-DE", "contact@port-calanque.example", "parcelle AB 06",
        "mairie.exemple@orange.fr", "secretariat-mairie@wanadoo.fr", "06 12 34 56 7",
        "FR76 3000 1007 9412 3456 7890 185", "1 85 05 78 006 084 92",
    ],
)  # fmt: skip
def test_what_a_town_hall_writes_every_day(text: str) -> None:
    assert natures(text) == []


@given(text=st.text(max_size=200))
def test_any_text_is_read_and_its_findings_are_masked(text: str) -> None:
    for one in suspicions(text):
        assert "•" in one.masque
