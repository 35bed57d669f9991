"""Nine years of 92 communes: accounts equal the ledgers, states do not change afterwards."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

import a_la_main
import neuf_ans
import pytest
import yaml
from neuf_ans import COMMUNES, ENDS, NOW, YEARS, read, text

from factory.archive.history import History
from factory.convention.account import Account, account
from factory.convention.deadlines import deadlines
from factory.convention.desk import Desk, open_desk
from factory.convention.document import Table, euros
from factory.convention.fees import Status
from factory.convention.life import State, standing
from factory.convention.papers import sheet
from factory.convention.readings import Lectures
from factory.ground.moment import PARIS
from factory.tenants import settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The factory as it stands after nine years."""
    root = tmp_path_factory.mktemp("neuf-ans")
    neuf_ans.lay(root)
    return open_desk(settings.load(root / "usine.yaml", {}, root), NOW.date())


@pytest.fixture(scope="module")
def accounts(desk: Desk) -> dict[int, Account]:
    return {year: account(desk, year, NOW) for year in YEARS}


def test_the_conventions_have_nothing_to_mend_but_vacant_offices(desk: Desk) -> None:
    codes = Counter(problem.code for party in desk.parties for problem in party.problems)
    assert set(codes) <= {"role-vacant", "avenant-retroactif", "sort-des-donnees-a-dire"}


def test_the_shares_of_all_years_are_the_ledger(desk: Desk, accounts: dict[int, Account]) -> None:
    raw: dict[int, Decimal] = defaultdict(Decimal)
    for line in "".join(neuf_ans.ledger()).splitlines()[1:]:
        cells = line.split(";")
        raw[int(cells[0][:4])] += Decimal(cells[4].replace(",", "."))
    for year, made in accounts.items():
        shares = [made.costs.share(slug) for slug in made.costs.weights]
        assert sum(shares, Decimal(0)) == made.costs.ttc == raw[year]
        assert sum(made.costs.weights.values()) == 1
    assert sum((made.costs.ttc for made in accounts.values()), Decimal(0)) == sum(raw.values())


def test_each_commune_owes_what_its_lines_say_from_its_first_day_to_its_last(
    desk: Desk, accounts: dict[int, Account]
) -> None:
    for party in desk.parties:
        assert party.convention is not None
        dates = party.convention.dates
        assert dates.mise_en_service is not None and dates.notification is not None
        end = ENDS.get(party.slug, date(dates.notification.year + 7, 12, 31))
        setups = []
        for year, made in accounts.items():
            due = made.of(party.slug).fees
            if dates.mise_en_service.year <= year <= end.year:
                assert due.status is Status.DUE and due.total > 0, (party.slug, year)
            else:
                assert due.total == 0, (party.slug, year)
            lines = (*due.setup, *due.recurring)
            assert sum((line.amount for line in lines), Decimal(0)) == due.total
            assert due.investment + due.operation == due.total
            setups += due.setup
        assert [line.amount for line in setups] == [party.convention.annexe_1.setup]


def test_each_sum_and_each_share_is_what_counting_days_by_hand_gives(
    desk: Desk, accounts: dict[int, Account]
) -> None:
    agreed = {name: yaml.load(text(rank, NOW.date()), yaml.BaseLoader)
              for rank, name in enumerate(COMMUNES)}  # fmt: skip
    ends = {
        name: ENDS.get(name, date(a_la_main.day(one["dates"]["notification"]).year + 7, 12, 31))
        for name, one in agreed.items()
    }
    compared = 0
    for year, made in accounts.items():
        total = Decimal(0)
        for name, one in agreed.items():
            found, owed = made.of(name).fees, a_la_main.due(one, year, ends[name])
            if not owed or not a_la_main.served(one, year):
                assert found.total == 0
                continue
            assert [line.amount for line in (*found.setup, *found.recurring)] == owed["lignes"]
            assert (found.investment, found.operation) == (
                owed["investissement"], owed["fonctionnement"],
            )  # fmt: skip
            total += owed["total"]
            compared += 1
        [sums, *_] = sheet.every(desk, year).blocks
        assert not total or (isinstance(sums, Table) and sums.foot[-1] == euros(total))
        weights = a_la_main.weights(agreed, year, None, ends)
        assert {who or "métropole": part for who, part in made.costs.weights.items()} == weights
    assert compared > 650


def test_nights_and_outages_are_each_in_one_account(
    desk: Desk, accounts: dict[int, Account]
) -> None:
    counted = sum(
        one.running.nights for made in accounts.values() for one in made.communes if one.running
    )
    expected = 0
    with History(desk.settings.memoire) as history:
        rows = history._db.execute("SELECT commune, nuit FROM communes").fetchall()
    spans = {
        (year, one.slug): one.spans for year, made in accounts.items() for one in made.communes
    }
    for slug, key in rows:
        day = datetime.fromisoformat(key).astimezone(PARIS).date()
        served = spans.get((day.year, slug), ())
        expected += any(first <= day <= last for first, last in served)
    assert counted == expected > 15_000
    outages = [
        outage
        for made in accounts.values()
        for one in made.communes
        if one.running
        for outage in one.running.outages
    ]
    assert len(outages) == len({outage.host for outage in outages}) == 92


def test_a_state_asked_again_is_the_same(desk: Desk) -> None:
    lectures = Lectures()
    day, compared = date(2026, 11, 1), 0
    finals = {party.slug: party.convention for party in desk.parties}
    seen: Counter[State] = Counter()
    while day < NOW.date():
        for rank in range(0, 92, 10) if day.day != 15 else range(92):
            final = finals[COMMUNES[rank]]
            assert final is not None
            then = read(rank, day)
            before, after = standing(then, day, lectures), standing(final, day, lectures)
            assert before == after, (COMMUNES[rank], day)
            assert deadlines(then, day) == deadlines(final, day), (COMMUNES[rank], day)
            seen[after.state] += 1
            compared += 1
        day += timedelta(days=29)
    assert compared > 1000
    assert {State.PREPARATION, State.VIGUEUR, State.PREAVIS, State.EMPECHEE, State.TERMINEE} <= (
        seen.keys()
    )


@pytest.mark.parametrize("slug", sorted(ENDS))
def test_those_who_leave_end_on_their_day(desk: Desk, slug: str) -> None:
    convention = desk.party(slug).convention
    assert convention is not None
    last = ENDS[slug]
    assert standing(convention, last, Lectures()).state is not State.TERMINEE
    assert standing(convention, last + timedelta(days=1), Lectures()).state is State.TERMINEE


def test_a_letter_that_was_withdrawn_ends_nothing(desk: Desk) -> None:
    convention = desk.party("commune-50").convention
    assert convention is not None
    days = (date(2029, 5, 31), date(2029, 6, 1), date(2030, 1, 1))
    states = [standing(convention, day, Lectures()).state for day in days]
    assert states == [State.PREAVIS, State.VIGUEUR, State.VIGUEUR]


def test_the_breach_is_a_deadline_for_three_days(desk: Desk) -> None:
    convention = desk.party("commune-30").convention
    assert convention is not None
    codes = {
        day: {one.code for one in deadlines(convention, date(2031, 5, day))} for day in (3, 4, 5, 6)
    }
    assert [("violation" in codes[day]) for day in (3, 4, 5, 6)] == [False, True, True, False]
