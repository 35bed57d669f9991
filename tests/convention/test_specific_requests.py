"""Specific requests (article 4.3): who may order, what is charged, how a shared cost is split."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from factory.convention import money
from factory.convention.common import Operation
from factory.convention.operations import of_year, shares, unentitled
from factory.ground.refusal import Refus
from factory.tenants.convention import Convention

CASES = Path(__file__).with_name("cas-operations.yaml")


def operation(cost: str = "1000", **more: Any) -> Operation:
    written = {
        "numero": "2027-1",
        "objet": "Module de réservation",
        "etude": {"description": "Module", "planning": "3 mois", "devis": "900"},
        "constat_le": "2027-06-30",
        "cout": cost,
        "communes": [
            {"commune": name, "part": "1/3", "commande_le": "2027-01-15"} for name in "abc"
        ],
    }
    return Operation.model_validate(written | more)


@pytest.mark.parametrize(
    "case",
    yaml.load(CASES.read_text("utf-8"), yaml.BaseLoader),
    ids=lambda case: case["cas"],
)
def test_a_shared_cost_of_the_finance_officer(case: dict[str, Any]) -> None:
    parts = case["parts"] or [None]
    communes = [
        {"commune": str(rank), "part": part, "commande_le": "2027-01-15"}
        for rank, part in enumerate(parts)
    ]
    found = shares(operation(case["cout"], communes=communes))
    due = [money.written(one.due) for one in found if one.due is not None]
    assert due == [money.written(Decimal(text.replace(",", "."))) for text in case["attendu"]]


def test_an_order_comes_from_the_representant_or_the_referent() -> None:
    contacts = {
        "representant": [{"nom": "Direction", "au": "2026-12-31"}],
        "referent": [{"nom": "Service", "courriel": "s@a.example"}],
    }
    said = Convention.model_validate({"contacts": contacts})

    def told(who: str, day: str) -> list[str]:
        one = {"commune": "a", "commande_le": day, "commande_par": who}
        ordered = operation(communes=[one])
        return [problem.code for problem in unentitled([ordered], "a", said, "commun.yaml")]

    assert told("Direction", "2026-12-31") == told("s@a.example", "2027-03-01") == []
    assert told("Direction", "2027-01-01") == told("Autre", "2026-06-01") == ["commande-a-valider"]


def test_a_shared_operation_is_split_to_the_cent() -> None:
    found = shares(operation())
    assert [str(one.due) for one in found] == ["333.34", "333.33", "333.33"]
    assert found[0].formula == "1\u202f000,00 × 1/3"
    assert [one.due for one in of_year([operation()], "b", 2027)] == [Decimal("333.33")]
    assert of_year([operation()], "b", 2028) == ()


@pytest.mark.parametrize(
    ("more", "awaits"),
    [
        ({"etude": {}}, "l’étude préalable"),
        ({"communes": [{"commune": "a"}]}, "la commande"),
        ({"constat_le": None}, "le constat"),
        ({"cout": None}, "le coût"),
    ],
)
def test_an_operation_is_charged_once_all_was_done(more: dict[str, Any], awaits: str) -> None:
    for share in shares(operation(**more)):
        assert share.due is None and share.awaits.startswith(awaits)


@pytest.mark.parametrize(
    ("parts", "code"),
    [((None, None), "cle-de-repartition-absente"), (("0,33", "0,66"), "cle-de-repartition-fausse")],
)
def test_communes_choose_their_own_key(parts: tuple[Any, ...], code: str) -> None:
    with pytest.raises(ValueError) as refused:
        operation(communes=[{"commune": str(n), "part": p} for n, p in enumerate(parts)])
    [detail] = refused.value.errors()  # type: ignore[attr-defined]
    assert isinstance(detail["ctx"]["error"], Refus) and detail["ctx"]["error"].code == code
