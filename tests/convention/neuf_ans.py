"""Nine years of 92 communes: what happens to each, the ledger, the nights."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from factory.archive.history import History
from factory.archive.nights import Backup, CommuneNight, Outage, Watched
from factory.ground.moment import PARIS
from factory.ground.written import written
from factory.tenants import convention as conventions
from factory.tenants.convention import Convention

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
    if name == "commune-50":
        letter = {"recue_le": date(2029, 3, 1), "par": "la Métropole"}
        yield date(2029, 3, 1), "dates.resiliation", letter
        kept = {**letter, "retiree_le": date(2029, 6, 1)}
        yield date(2029, 6, 1), "dates.resiliation", kept
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


def lay(root: Path) -> None:
    """The factory as it stands after nine years."""
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
