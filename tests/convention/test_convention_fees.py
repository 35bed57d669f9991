"""What communes owe: the finance officer's cases, and the grid that the price list proposes."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from factory.convention import grids, money, strata
from factory.convention.fees import Status, fees
from factory.convention.readings import Lectures
from factory.tenants.annex import Annexe1, Avenant, Population
from factory.tenants.convention import Convention
from factory.tenants.usine import Strate, Tarif

CASES = Path(__file__).with_name("cas-sommes-dues.yaml")
ANNEX = {"setup": "1500", "fixe": "600", "proportionnel": "0.15", "population": "4000"}


def cases() -> Iterator[Any]:
    for case in yaml.load(CASES.read_text("utf-8"), yaml.BaseLoader):
        yield pytest.param(case, id=case["cas"])


def agreed(case: dict[str, Any]) -> Convention:
    dates = {
        "signature": "2026-06-01",
        "notification": "2026-06-15",
        "mise_en_service": case.get("pv", "2026-09-17") or None,
        "fin": case.get("fin"),
    }
    if "resiliation" in case:
        dates["resiliation"] = {"recue_le": case["resiliation"]}
    if "mise_en_demeure" in case:
        notice = {"recue_le": case["mise_en_demeure"], "obligation": "essentielle"}
        dates["mises_en_demeure"] = [notice]
    return Convention.model_validate(
        {"dates": dates, "annexe_1": case.get("annexe_1", ANNEX)}
        | {key: case[key] for key in ("avenants", "devis", "populations") if key in case}
    )


@pytest.mark.parametrize("case", list(cases()))
def test_a_case_of_the_finance_officer(case: dict[str, Any]) -> None:
    known = {
        "cas", "calcul", "annee", "statut", "attendu", "pv", "fin", "resiliation", "lectures",
        "mise_en_demeure", "annexe_1", "avenants", "devis", "populations",
    }  # fmt: skip
    assert case.keys() <= known
    lectures = Lectures.model_validate(case.get("lectures", {}))
    found = fees(agreed(case), int(case["annee"]), lectures)
    if "statut" in case:
        assert found.status == case["statut"]
        assert found.total == 0
        return
    assert found.status is Status.DUE
    assert {
        "setup": money.written(found.setup_due),
        "recurrent": money.written(found.recurring_due),
        "investissement": money.written(found.investment),
        "fonctionnement": money.written(found.operation),
    } == {key: _spaced(text) for key, text in case["attendu"].items()}


def _spaced(text: str) -> str:
    return money.written(Decimal(text.replace(",", ".")))


def test_there_are_sixty_cases_and_each_parameter_is_read_both_ways() -> None:
    told = [case.values[0] for case in cases()]
    assert len(told) >= 60
    read = {(key, value) for case in told for key, value in case.get("lectures", {}).items()}
    elsewhere = {"echeances", "bornes", "type_population", "compte_investissement"}
    elsewhere |= {"compte_fonctionnement"}
    for name in Lectures.model_fields.keys() - elsewhere:
        assert any(key == name for key, _ in read), name


def test_the_worked_example_line_by_line() -> None:
    case = {"annexe_1": {"setup": "0", "fixe": "1200", "proportionnel": "0", "population": "4000"}}
    found = fees(agreed(case), 2026, Lectures())
    assert found.prorata == "106/365"
    assert [(line.title, line.formula, line.amount) for line in found.recurring] == [
        ("Coût fixe", "1\u202f200,00 × 106/365", Decimal("348.49")),
        ("Coût proportionnel", "0,00 × 106/365", Decimal("0.00")),
    ]
    assert (found.investment, found.operation) == (Decimal("174.25"), Decimal("174.24"))
    assert {one.cle for one in found.open} >= {"decompte", "centime", "imputation", "montants"}
    confirmed = Lectures(**{one.cle: getattr(Lectures(), one.cle) for one in found.open})
    assert fees(agreed(case), 2026, confirmed).open == ()


def test_a_year_that_one_reading_ends_and_another_does_not_says_so() -> None:
    """Notified on 15/06/2026: over on 31/12/2033, or on 14/06/2034."""
    told = {year: fees(agreed({}), year, Lectures()) for year in (2033, 2034, 2035)}
    assert [one.cle for one in told[2034].open] == ["huit_ans"]
    assert told[2034].status is Status.NULLE
    assert "huit_ans" not in {one.cle for year in (2033, 2035) for one in told[year].open}
    edge = agreed({"resiliation": "2028-09-30"})  # 30/12/2028 is a Saturday: 02/01/2029
    assert "echeances" in {one.cle for one in fees(edge, 2029, Lectures()).open}
    assert fees(edge, 2029, Lectures(echeances="jour pour jour", huit_ans="date à date")).open == ()


def test_a_revised_grid_without_a_notified_amendment_is_a_simulation() -> None:
    draft = Avenant(
        numero="3", effet=date(2028, 1, 1), annexe_1=Annexe1(fixe=Decimal(900), proportionnel=0)
    )
    said = agreed({"avenants": [draft]})
    [(amendment, assumed)] = grids.simulated(said)
    assert amendment.numero == "3"
    assert fees(said, 2028, Lectures()).total == Decimal("1200.00")
    assert fees(assumed, 2028, Lectures()).total == Decimal("900.00")
    assert grids.simulated(agreed({})) == ()


TARIF = Tarif(
    annee=2026,
    strates=(
        Strate(habitants=3500, mise_en_oeuvre=1000, part_fixe=300),
        Strate(nom="Villes", habitants=100_000, mise_en_oeuvre=3000, part_fixe=900),
    ),
    par_habitant=Decimal("0.10"),
)


@pytest.mark.parametrize(
    ("inhabitants", "bounds", "setup"),
    [
        (3499, "comprises", 1000), (3500, "comprises", 1000), (3501, "comprises", 3000),
        (3500, "exclues", 3000), (100_000, "comprises", 3000), (100_000, "exclues", None),
        (100_001, "comprises", None),
    ],
)  # fmt: skip
def test_the_price_list_proposes_a_grid(inhabitants: int, bounds: Any, setup: int | None) -> None:
    population = Population(nombre=inhabitants)
    found = strata.proposed(TARIF, population, (), Lectures(bornes=bounds))
    assert (found.setup if found else None) == setup
    if found:
        assert strata.named(TARIF, found.strate) is not None
