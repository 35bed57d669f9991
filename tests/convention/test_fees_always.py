"""What holds of every case: parts sum to the whole, nobody pays less for being more."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from factory.convention import money
from factory.convention.fees import Fees, fees
from factory.convention.readings import Lectures
from factory.tenants.annex import Annexe1, Avenant, Option, Population
from factory.tenants.convention import Convention
from factory.tenants.term import Dates, MiseEnDemeure, Resiliation

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
        resiliation=draw(
            st.lists(
                st.builds(Resiliation, recue_le=days, retiree_le=st.none() | days), max_size=2
            ).map(tuple)
        ),
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
@settings(max_examples=120)
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
@settings(max_examples=80)
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
@settings(max_examples=40)
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
