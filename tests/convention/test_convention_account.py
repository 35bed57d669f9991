"""The yearly account: each figure of it, computed again from the raw lines in another way."""

import csv
import sqlite3
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import bilan_a_la_main
import pytest
from une_annee import LEDGER, OUTAGES, at, bilan

from factory.cli.convention import command
from factory.convention.papers.measures import duration, percent, rate
from factory.convention.running import Availability


@pytest.fixture(scope="module")
def made(year: Path) -> Any:
    return bilan(year, "--annee", "2027")


def test_every_figure_is_what_the_raw_files_give_by_hand(made: Any, year: Path) -> None:
    """Not one number, fraction or date of the account that was not worked out another way."""
    told = dict(bilan_a_la_main.figures(made))
    own = dict(bilan_a_la_main.figures(bilan_a_la_main.Made(year, 2027, OUTAGES).answer()))
    other = {key: (told.get(key), own.get(key)) for key in told.keys() | own.keys()}
    assert {key: both for key, both in other.items() if both[0] != both[1]} == {}
    assert len(told) > 250


def test_costs_and_shares_are_the_ledgers(made: Any) -> None:
    paid: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in csv.DictReader(StringIO(LEDGER), delimiter=";"):
        if "2027" in row["date"]:
            kind = (row["nature"], row["affectation"] or "")
            paid[kind] += Decimal(row["ttc"].replace(" ", "").replace(",", "."))
    kinds = [
        ("Hébergement", ""), ("Maintenance", ""), ("Développement", "2027-1"),
        ("Formation", "val-d-oriou"), ("Maintenance", "metropole"),
    ]  # fmt: skip
    assert [(one["nature"], one["affectation"], Decimal(one["ttc"])) for one in made["couts"]] == [
        (*kind, ttc) for kind, ttc in zip(kinds, paid.values(), strict=True)
    ]
    assert [one["lignes"] for one in made["couts"]] == [[2, 5], [3, 4], [6], [7], [8]]
    assert [one["parts"] for one in made["couts"][2:]] == [
        {"val-d-oriou": "333.33", "port-calanque": "666.67"}, {"val-d-oriou": "60.01"},
        {"métropole": "12.00"},
    ]  # fmt: skip
    # 365 days for two communes, 183 for the third (2 July to 31 December): 10 % is the Métropole's.
    days = {"port-calanque": 365, "sainte-mirandole": 183, "val-d-oriou": 365}
    parts = {"métropole": Decimal("0.1")}
    parts |= {slug: Decimal("0.9") * count / Decimal(913) for slug, count in days.items()}
    for one in made["couts"][:2]:
        shares = {slug: Decimal(share) for slug, share in one["parts"].items()}
        assert sum(shares.values()) == Decimal(one["ttc"])
        for slug, share in shares.items():
            exact = Decimal(one["ttc"]) * parts[slug]
            floor = exact.quantize(Decimal("0.01"), ROUND_FLOOR)
            assert share in (floor, floor + Decimal("0.01")), (slug, share, exact)
    total = sum((Decimal(one["part_des_couts"]) for one in made["communes"]), Decimal(0))
    own = sum((Decimal(one["parts"].get("métropole", 0)) for one in made["couts"]), Decimal(0))
    assert total + own == sum(paid.values()) == Decimal("16352.02")


def test_what_is_due_is_what_fees_say(made: Any) -> None:
    due = {one["commune"]: Decimal(one["sommes"]["total"]) for one in made["communes"]}
    # By hand: 600 + 0.05 × population + option; Sainte-Mirandole: 183/365 of it, and its setup.
    assert due["port-calanque"] == Decimal("2044.60")
    assert due["val-d-oriou"] == Decimal("645.60")
    assert due["sainte-mirandole"] == 1500 + Decimal("300.82") + Decimal("153.92")
    parts = {one["commune"]: one["operations"] for one in made["communes"]}
    assert [share["due"] for share in parts["val-d-oriou"]] == ["333.33"]
    assert [share["due"] for share in parts["port-calanque"]] == ["666.67"]
    assert parts["sainte-mirandole"] == []


def test_nights_are_the_historys(made: Any, year: Path) -> None:
    base = sqlite3.connect(year / "memoire/historique.sqlite")
    for one in made["communes"]:
        since = "2027-07-02" if one["commune"] == "sainte-mirandole" else "2027-01-01"
        rows = base.execute(
            "SELECT json_extract(valeur, '$.code'), json_array_length(valeur, '$.backups'), "
            "json_extract(valeur, '$.drill.verdict'), json_extract(valeur, '$.proof.verdict'), "
            "json_extract(valeur, '$.pages'), substr(nuit, 6, 2) FROM communes "
            "WHERE commune = ? AND nuit >= ? ORDER BY nuit",
            (one["commune"], since),
        ).fetchall()
        codes = Counter(row[0] for row in rows)
        run = one["service"]
        assert (run["nights"], run["good"], run["reserved"], run["failed"]) == (
            len(rows), codes[0], codes[1], codes[3],
        )  # fmt: skip
        assert run["backed_up"] == sum(row[1] > 0 for row in rows)
        drills = [row[2] for row in rows if row[2]]
        proofs = [row[3] for row in rows if row[3]]
        assert (run["drills"], run["drills_good"]) == (len(drills), drills.count("prouvée"))
        assert (run["proofs"], run["proofs_good"]) == (len(proofs), proofs.count("prouvée"))
        assert {m["month"]: m["pages"] for m in run["months"]} == {int(r[5]): r[4] for r in rows}
    published = {one["commune"]: one["service"]["publications"] for one in made["communes"]}
    assert published == {"port-calanque": 0, "sainte-mirandole": 0, "val-d-oriou": 13}


def test_availability_is_counted_minute_by_minute(made: Any) -> None:
    def minutes(slug: str, host: str | None = None) -> set[datetime]:
        down: set[datetime] = set()
        for who, where, _, start, end in OUTAGES:
            if who == slug and host in (None, where):
                moment = at(start)
                while moment < at(end):
                    if moment.year == 2027:
                        down.add(moment)
                    moment += timedelta(minutes=1)
        return down

    year = 365 * 86400
    served = {one["commune"]: one["service"]["availability"] for one in made["communes"]}
    assert served["val-d-oriou"]["down"] == 60 * len(minutes("val-d-oriou")) == 9000 + 3600
    assert served["val-d-oriou"]["observed"] == year
    assert served["port-calanque"] == {"observed": year, "down": 0, "lengths": []}
    own = made["sites_de_la_metropole"]
    hosts = ("www.metropole.example", "services.metropole.example")
    assert own["down"] == 60 * sum(len(minutes("", host)) for host in hosts)
    assert (own["observed"], own["lengths"]) == (2 * year, [9900, 2700])


def test_requests_and_decisions(made: Any, year: Path) -> None:
    asked = {one["commune"]: [r["numero"] for r in one["demandes"]] for one in made["communes"]}
    assert asked == {
        "port-calanque": ["D-3"], "sainte-mirandole": [], "val-d-oriou": ["D-1", "D-2"],
    }  # fmt: skip
    page = year / "bilan.html"
    words = ["--annee", "2027", "--le", "2028-03-01", "--html", str(page)]
    words += ["--config", str(year / "usine.yaml")]
    assert command.main(["bilan", "port-calanque", *words], standalone_mode=False) == 0
    text = page.read_text("utf-8")
    assert "Carte des travaux" in text and "retenue" in text
    assert "Firefox 128 ou plus récent" in text
    assert "représentées (article 5)\u00a0: Port-Calanque, Val-d’Oriou." in text
    assert command.main(["bilan", *words], standalone_mode=False) == 0
    text = page.read_text("utf-8")
    assert "99,960\u00a0%" in text  # 12,600 seconds of a year
    assert "2\u00a0h\u00a000" in text  # the mean of D-1 and D-2: 1 h 30 and 2 h 30
    assert "à confirmer" in text


def test_measures_are_french() -> None:
    told = [duration(s) for s in (None, 40, 90, 3599, 7500, 200_000)]
    assert [text.replace("\u00a0", " ") for text in told] == [
        "–", "40 s", "1 min 30 s", "59 min 59 s", "2 h 05", "2 j 8 h",
    ]  # fmt: skip
    assert percent(0.125) == "12,50\u00a0%"
    assert rate(Availability(observed=10**9, down=1)) == "99,999\u00a0%"
    assert rate(Availability(observed=0, down=0)) == "–"
