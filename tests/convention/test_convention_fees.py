"""What communes owe: the finance officer's cases, and what holds of every case."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from factory.convention import grids, money, strata
from factory.convention.common import Operation
from factory.convention.fees import Fees, Status, fees
from factory.convention.operations import of_year, shares, unentitled
from factory.convention.readings import Lectures
from factory.ground.refusal import Refus
from factory.tenants.annex import Annexe1, Avenant, Option, Population
from factory.tenants.convention import Convention
from factory.tenants.term import Dates, MiseEnDemeure, Resiliation
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
    [(number, assumed)] = grids.simulated(said)
    assert number == "3"
    assert fees(said, 2028, Lectures()).total == Decimal("1200.00")
    assert fees(assumed, 2028, Lectures()).total == Decimal("900.00")
    assert grids.simulated(agreed({})) == ()


# -- properties ---------------------------------------------------------------------------------

amounts = st.decimals(0, 50_000, places=2)
years = st.integers(2026, 2036)
readings = st.builds(
    Lectures,
    **{
        name: st.sampled_from(field.annotation.__args__)
        for name, field in Lectures.model_fields.items()
        if getattr(field.annotation, "__origin__", None) is not None
        and name not in ("taux_tva", "montants")
    },
    montants=st.sampled_from(["TTC", "HT"]),
    taux_tva=st.sampled_from([Decimal(20), Decimal("5.5"), Decimal("2.1")]),
    setup_prorata=st.booleans(),
    recurrent_premiere_annee=st.booleans(),
)
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@st.composite
def conventions(draw: st.DrawFn, population: int | None = None) -> Convention:
    first, second = sorted([draw(days), draw(days)])
    annex = Annexe1(
        setup=draw(amounts),
        fixe=draw(amounts),
        proportionnel=draw(st.decimals(0, 3, places=4)),
        population=Population(nombre=draw(st.integers(0, 100_000))),
        options=draw(
            st.lists(
                st.builds(
                    Option,
                    nom=st.sampled_from("ABC"),
                    montant=amounts,
                    depuis=st.none() | days,
                    jusqu_au=st.none() | days,
                ),
                max_size=3,
                unique_by=lambda option: option.nom,
            )
        ),
    )
    revised = annex.model_copy(update={"fixe": draw(amounts)})
    dates = Dates(
        notification=first,
        mise_en_service=second,
        resiliation=draw(st.none() | st.builds(Resiliation, recue_le=days)),
        mises_en_demeure=draw(
            st.just(())
            | st.tuples(st.builds(MiseEnDemeure, recue_le=days, obligation=st.just("x")))
        ),
    )
    amendments = draw(
        st.just(())
        | st.tuples(
            st.builds(Avenant, numero=st.just("1"), notifie_le=days, annexe_1=st.just(revised))
        )
    )
    return Convention(dates=dates, annexe_1=annex, avenants=amendments)


@given(conventions(), years, readings)
@settings(max_examples=120, deadline=None)
def test_parts_sum_to_the_whole_and_none_is_negative(
    said: Convention, year: int, lectures: Lectures
) -> None:
    found = fees(said, year, lectures)
    assert found.investment + found.operation == found.total
    lines = (*found.setup, *found.recurring)
    assert sum((line.due for line in lines), Decimal(0)) == found.total
    assert all(line.amount >= 0 and line.tax >= 0 for line in lines)
    for amount in (found.total, found.investment, found.operation):
        assert amount >= 0 and amount == amount.quantize(Decimal("0.01"))
    if lectures.imputation == "répartition":
        assert abs(found.investment - found.setup_due - found.operation) <= Decimal("0.01")


@given(conventions(), years, readings, st.integers(1, 40_000))
@settings(max_examples=80, deadline=None)
def test_more_inhabitants_never_pay_less(
    said: Convention, year: int, lectures: Lectures, more: int
) -> None:
    def of(count: int) -> Fees:
        counted = {"population": Population(nombre=count)}
        amended = tuple(
            one.model_copy(update={"annexe_1": one.annexe_1.model_copy(update=counted)})
            for one in said.avenants
            if one.annexe_1
        )
        annex = said.annexe_1.model_copy(update=counted)
        changed = said.model_copy(update={"annexe_1": annex, "avenants": amended})
        return fees(changed, year, lectures)

    population = said.annexe_1.population
    assert population is not None
    small = min(population.nombre, 99_999 - more) if more < 99_999 else 0
    assert of(max(small, 0)).total <= of(max(small, 0) + more).total


@given(conventions(), readings)
@settings(max_examples=40, deadline=None)
def test_the_setup_is_due_once(said: Convention, lectures: Lectures) -> None:
    dues = [fees(said, year, lectures).setup for year in range(2025, 2042)]
    assert sum(bool(lines) for lines in dues) <= 1


@given(st.integers(0, 10**7), st.lists(st.fractions(0, 1), min_size=1, max_size=92))
def test_shares_lose_no_cent(total: int, weights: list[Fraction]) -> None:
    parts = money.shared(total, weights)
    assert sum(parts) == (total if sum(weights) else 0)
    assert all(part >= 0 for part in parts)
    for part, weight in zip(parts, weights, strict=True):
        if sum(weights):
            assert abs(part - total * weight / sum(weights)) < 1


# -- strata and the proposed grid ---------------------------------------------------------------

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


# -- specific requests (4.3) ----------------------------------------------------------------------


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
    yaml.load(CASES.with_name("cas-operations.yaml").read_text("utf-8"), yaml.BaseLoader),
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
    assert due == [_spaced(text) for text in case["attendu"]]


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
