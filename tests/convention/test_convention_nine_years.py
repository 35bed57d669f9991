"""Nine years of 92 communes: accounts equal the ledgers, states do not change afterwards."""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import a_la_main
import pytest
import yaml

from factory.archive.history import History
from factory.archive.nights import Backup, CommuneNight, Outage, Watched
from factory.convention.account import Account, account
from factory.convention.deadlines import deadlines
from factory.convention.desk import Desk, open_desk
from factory.convention.document import Table, euros
from factory.convention.fees import Status
from factory.convention.life import State, standing
from factory.convention.papers import sheet
from factory.convention.readings import Lectures
from factory.ground.moment import PARIS
from factory.ground.written import written
from factory.tenants import convention as conventions
from factory.tenants import settings
from factory.tenants.convention import Convention

pytestmark = pytest.mark.slow
YEARS = range(2026, 2036)
COMMUNES = [f"commune-{rank:02}" for rank in range(92)]
LEAVING = {"commune-10": date(2029, 9, 30), "commune-20": date(2030, 10, 1)}
ENDS = {"commune-10": date(2029, 12, 31), "commune-20": date(2031, 12, 31),
        "commune-40": date(2032, 9, 15)}  # fmt: skip
NOW = datetime(2036, 1, 10, tzinfo=PARIS)
ROOT = Path(__file__).resolve().parents[2]


def facts(rank: int) -> Iterator[tuple[date, str, Any]]:
    """What happens to a commune: the day it is known, where it is written, and what."""
    luck = random.Random(rank)
    signed = date(2026, 11, 2) + timedelta(days=luck.randrange(300))
    notified = signed + timedelta(days=luck.randrange(30))
    served = notified + timedelta(days=luck.randrange(20, 120))
    population = luck.randrange(400, 60_000)
    annex = {"setup": luck.randrange(500, 4000), "fixe": luck.randrange(200, 2000),
             "proportionnel": "0.05", "population": population}  # fmt: skip
    yield signed, "dates.signature", signed
    yield signed, "annexe_1", annex
    yield notified, "dates.notification", notified
    yield served, "dates.mise_en_service", served
    yield signed, "contacts.referent", [{"nom": "Service A"}]
    change = served + timedelta(days=luck.randrange(400, 900))
    yield (
        change - timedelta(days=30), "contacts.referent",
        [{"nom": "Service A", "au": change}, {"nom": "Service B", "du": change + timedelta(1)}],
    )  # fmt: skip
    revised: list[dict[str, Any]] = []
    for number in range(luck.randrange(3)):
        told = date(2028 + 2 * number, luck.randrange(3, 12), 15)
        effect = date(told.year + luck.randrange(2), 12, 1) if number else date(told.year + 1, 1, 1)
        revised = [*revised, {"numero": number + 1, "notifie_le": told, "effet": effect,
                   "annexe_1": {**annex, "fixe": 300 + 100 * rank % 1700}}]  # fmt: skip
        yield told, "avenants", revised
    name = COMMUNES[rank]
    if name in LEAVING:
        yield LEAVING[name], "dates.resiliation", {"recue_le": LEAVING[name], "par": "la commune"}
    if name == "commune-30":
        breach = {"nature": "divulgation", "constatee_le": "2031-05-04 09:00",
                  "commune_informee_le": "2031-05-04 11:00",
                  "commune_consciente_le": "2031-05-04 14:00"}  # fmt: skip
        yield date(2031, 5, 4), "rgpd.violations", [breach]
        yield date(2031, 5, 6), "rgpd.violations", [{**breach, "cnil_le": "2031-05-06 10:00"}]
    if name == "commune-40":
        force = {"debut": "2032-01-31", "cause": "incendie du centre de données"}
        yield date(2032, 1, 31), "dates.force_majeure", [force]
        yield (
            date(2032, 8, 15), "dates.force_majeure",
            [{**force, "courrier_envoye_le": "2032-08-15"}],
        )  # fmt: skip


def text(rank: int, day: date) -> str:
    """The commune's convention.yaml, as it stands on a day."""
    found: dict[str, Any] = {}
    for known, key, value in facts(rank):
        if known <= day:
            place = found
            *above, name = key.split(".")
            for part in above:
                place = place.setdefault(part, {})
            place[name] = value
    return yaml.safe_dump(json.loads(json.dumps(found, default=str)), allow_unicode=True)


def read(rank: int, day: date) -> Convention:
    bound = conventions.read(text(rank, day).encode())
    assert bound.value is not None, "\n".join(map(str, bound.problems))
    return bound.value


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The factory as it stands after nine years."""
    root = tmp_path_factory.mktemp("neuf-ans")
    theme = json.dumps(str(ROOT / "themes/institutional"))
    (root / "usine.yaml").write_text(f"theme: {theme}\n", "utf-8")
    for rank, name in enumerate(COMMUNES):
        folder = root / "tenants" / name
        folder.mkdir(parents=True)
        (folder / "convention.yaml").write_text(text(rank, NOW.date()), "utf-8")
        (folder / "commune.yaml").write_text(
            f"nom: Commune {rank}\ncode_insee: 13001\ndomaine: c{rank}.example\n", "utf-8"
        )
    (root / "convention").mkdir()
    (root / "convention/depenses.csv").write_text("".join(ledger()), "utf-8")
    _nights(root / "memoire")
    return open_desk(settings.load(root / "usine.yaml", {}, root), NOW.date())


def ledger() -> Iterator[str]:
    luck = random.Random(7)
    yield "date;mandat;fournisseur;ht;ttc;nature;piece\n"
    for year in YEARS:
        for number in range(luck.randrange(12, 30)):
            ht = luck.randrange(100, 900_000)
            day = date(year, 1, 1) + timedelta(days=luck.randrange(365))
            nature = luck.choice(["Hébergement", "Maintenance", "Développement", "Assistance"])
            sign = "-" if number == 11 else ""
            yield (
                f"{day};{year}-{number};Fournisseur;{sign}{ht // 100},{ht % 100:02};"
                f"{sign}{ht * 6 // 500},{ht * 6 // 5 % 100:02};{nature};F-{year}-{number}\n"
            )


def _nights(memory: Path) -> None:
    """A night every other week, for every commune; a few outages."""
    luck = random.Random(11)
    with History(memory) as history:
        history._db.execute("BEGIN")
        start = datetime(2026, 11, 1, 3, tzinfo=PARIS)
        rows = []
        while start < NOW:
            for name in COMMUNES:
                done = CommuneNight(
                    commune=name,
                    code=luck.choice([0, 0, 0, 1, 3]),
                    backups=(Backup(moment=start, snapshot="s"),),
                )
                rows.append((_key(start), name, written(done).decode()))
            start += timedelta(days=14)
        history._db.executemany("INSERT INTO communes VALUES (?, ?, ?)", rows)
        for name in COMMUNES:
            begun = datetime(2029, 3, 1, luck.randrange(24), tzinfo=PARIS)
            history.note_outage(
                Outage(host=f"{name}.example", watched=Watched.HTTP, start=begun,
                       end=begun + timedelta(minutes=luck.randrange(5, 90)), commune=name)
            )  # fmt: skip
        history._db.execute("COMMIT")


def _key(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@pytest.fixture(scope="module")
def accounts(desk: Desk) -> dict[int, Account]:
    return {year: account(desk, year, NOW) for year in YEARS}


def test_the_conventions_have_nothing_to_mend_but_vacant_offices(desk: Desk) -> None:
    codes = Counter(problem.code for party in desk.parties for problem in party.problems)
    assert set(codes) <= {"role-vacant", "avenant-retroactif", "sort-des-donnees-a-dire"}


def test_the_shares_of_all_years_are_the_ledger(desk: Desk, accounts: dict[int, Account]) -> None:
    raw: dict[int, Decimal] = defaultdict(Decimal)
    for line in "".join(ledger()).splitlines()[1:]:
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
    spans = {(year, one.slug): one.span for year, made in accounts.items() for one in made.communes}
    for slug, key in rows:
        day = datetime.fromisoformat(key).astimezone(PARIS).date()
        span = spans.get((day.year, slug))
        expected += span is not None and span[0] <= day <= span[1]
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


def test_the_breach_is_a_deadline_for_three_days(desk: Desk) -> None:
    convention = desk.party("commune-30").convention
    assert convention is not None
    codes = {
        day: {one.code for one in deadlines(convention, date(2031, 5, day))} for day in (3, 4, 5, 6)
    }
    assert [("violation" in codes[day]) for day in (3, 4, 5, 6)] == [False, True, True, False]
