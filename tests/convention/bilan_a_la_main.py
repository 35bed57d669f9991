"""The yearly account, worked out from the raw files by somebody who does not read the code.

No room of the factory is imported: YAML as texts, CSV, SQL, days and minutes counted one by one.
"""

import csv
import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml
from a_la_main import PARIS, cents, day, days, due, money, served, shared, weights

_FIGURE = re.compile(r"-?\d+(\.\d+)?|\d+/\d+|\d{4}-\d\d-\d\d(T.*)?")


def figures(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every number, fraction and date of an answer, by its place; words are left out."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in pairs:
            yield from figures(one, (*path, key))
    elif isinstance(value, str) and _FIGURE.fullmatch(value):
        yield path, datetime.fromisoformat(value).timestamp() if "T" in value else value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value


class Made:
    """The account of a year, from the folder of a factory."""

    def __init__(self, root: Path, year: int, outages: Any) -> None:
        self.root, self.year, self.outages = root, year, outages
        self.agreed = {
            file.parent.name: yaml.load(file.read_text("utf-8"), yaml.BaseLoader)
            for file in sorted(root.glob("tenants/*/convention.yaml"))
        }
        names = {
            yaml.load((root / f"tenants/{slug}/commune.yaml").read_text("utf-8"),
                      yaml.BaseLoader)["nom"]: slug for slug in self.agreed
        }  # fmt: skip
        self.slugs = names | {slug: slug for slug in self.agreed}
        common = (root / "convention/commun.yaml").read_text("utf-8")
        self.common = yaml.load(common, yaml.BaseLoader)

    def answer(self) -> dict[str, Any]:
        parts = weights(self.agreed, self.year, Fraction(1, 10))
        costs = self._costs(parts)
        return {
            "version": 1,
            "annee": self.year,
            "couts": costs,
            "parts": {who: str(part) for who, part in parts.items()},
            "total_ht": str(sum(Decimal(one["ht"]) for one in costs)),
            "total_ttc": str(sum(Decimal(one["ttc"]) for one in costs)),
            "sites_de_la_metropole": self._down("", days(self.year), by_host=True),
            "comite": {
                "annee": self.year, "date": self.common["comites"][0]["date"],
                "decisions": [{"annee": int(self.common["comites"][0]["decisions"][0]["annee"])}],
            },
            "evolutions": [one for one, kind, _ in self._asked() if kind == "Évolution"],
            "communes": [self._commune(slug, costs) for slug in self.agreed],
        }  # fmt: skip

    def _costs(self, parts: dict[str, Fraction]) -> list[dict[str, Any]]:
        rows: dict[tuple[str, str], list[Any]] = defaultdict(list)
        text = (self.root / "convention/depenses.csv").read_text("utf-8").splitlines()
        for line, row in enumerate(csv.DictReader(text, delimiter=";"), 2):
            if day(row["date"]).year == self.year:
                rows[row["nature"], row["affectation"] or ""].append((line, row))
        keys = {one["numero"]: one["communes"] for one in self.common["operations"]}
        found = []
        for (_, wanted), lines in sorted(rows.items(), key=lambda item: item[0][1] != ""):
            bearers = parts
            if wanted in keys:
                bearers = {one["commune"]: Fraction(one["part"]) for one in keys[wanted]}
            elif wanted:
                bearers = {self.slugs.get(wanted, wanted): Fraction(1)}
            ht, ttc = (
                Decimal(sum(int(money(row[name]) * 100) for _, row in lines)) / 100
                for name in ("ht", "ttc")
            )
            found.append({
                "lignes": [line for line, _ in lines], "ht": f"{ht:.2f}", "ttc": f"{ttc:.2f}",
                "parts": {who: f"{part:.2f}" for who, part in shared(ttc, bearers).items()},
            })  # fmt: skip
        return found

    def _asked(self) -> Iterator[tuple[dict[str, Any], str, str]]:
        text = (self.root / "convention/demandes.csv").read_text("utf-8").splitlines()
        for line, row in enumerate(csv.DictReader(text, delimiter=";"), 2):
            if row["ouverte_le"].startswith(str(self.year)):
                one: dict[str, Any] = {"line": line, "opened": _at(row["ouverte_le"]).isoformat()}
                if row["retablie_le"]:
                    one["restored"] = _at(row["retablie_le"]).isoformat()
                yield one, row["type"], self.slugs.get(row["commune"], "")

    def _commune(self, slug: str, costs: list[dict[str, Any]]) -> dict[str, Any]:
        agreed, owed = self.agreed[slug], due(self.agreed[slug], self.year)
        here, year = served(agreed, self.year), len(days(self.year))
        borne = sum(Decimal(one["parts"].get(slug, 0)) for one in costs)
        sums = {name: str(value) for name, value in owed.items() if name != "lignes"}
        return {
            "sommes": {
                "annee": self.year, **sums,
                "prorata": f"{len(here)}/{year}" if len(here) < year else "",
                "lignes": [{"montant": str(one), "tva": "0.00"} for one in owed["lignes"]],
            },
            "part_des_couts": str(borne),
            "operations": [
                {
                    "part": part["part"], "cost": one["cout"], "year": day(one["constat_le"]).year,
                    "due": str(cents(Fraction(part["part"]) * money(one["cout"]))),
                }
                for one in self.common["operations"]
                for part in one["communes"]
                if part["commune"] == slug
            ],
            "demandes": [one for one, _, who in self._asked() if who == slug],
            "service": self._service(slug, here),
        }  # fmt: skip

    def _service(self, slug: str, here: list[date]) -> dict[str, Any]:
        base = sqlite3.connect(self.root / "memoire/historique.sqlite")
        nights = [
            (datetime.fromisoformat(key).astimezone(PARIS).date(), json.loads(text))
            for key, text in base.execute(
                "SELECT nuit, valeur FROM communes WHERE commune = ? ORDER BY nuit", (slug,)
            )
        ]
        [published] = base.execute(
            "SELECT count(*) FROM publications WHERE commune = ?", (slug,)
        ).fetchone()
        base.close()
        rows = {when: row for when, row in nights if when in here}
        codes = Counter(row["code"] for row in rows.values())
        copies = [row["backups"] for row in rows.values() if row.get("backups")]
        told: dict[str, Any] = {
            "nights": len(rows), "good": codes[0], "reserved": codes[1],
            "failed": sum(number for code, number in codes.items() if code > 1),
            "publications": published, "backed_up": len(copies),
            "last_backup": max(one["moment"] for some in copies for one in some),
        }  # fmt: skip
        for name, good in (("drill", {"prouvée", "partielle"}), ("proof", {"prouvée"})):
            tried = [row[name] for row in rows.values() if row.get(name)]
            fine = [one["moment"] for one in tried if one["verdict"] in good]
            told |= {f"{name}s": len(tried), f"{name}s_good": len(fine), f"last_{name}": max(fine)}
        told["months"] = [
            {"month": month, "pages": row["pages"], "octets": row["octets"],
             "errors": row.get("erreurs", 0), "warnings": row.get("avertissements", 0)}
            for month, row in sorted({when.month: row for when, row in rows.items()}.items())
        ]  # fmt: skip
        told["availability"] = self._down(slug, here)
        told["outages"] = [
            {"start": _at(start).isoformat(), "end": _at(end).isoformat()}
            for who, _, _, start, end in self.outages
            if who == slug and _at(start).date() in here
        ]
        return told

    def _down(self, slug: str, here: list[date], by_host: bool = False) -> dict[str, Any]:
        """Minute by minute: a commune is down when any of its hosts is."""
        hosts = sorted({where for who, where, *_ in self.outages if who == slug})
        lengths: list[int] = []
        for host in sorted(hosts, key=lambda name: name) if by_host else [None]:
            minutes: set[int] = set()
            for who, where, _, start, end in self.outages:
                if who == slug and host in (None, where):
                    first, last = _at(start).timestamp(), _at(end).timestamp()
                    minutes |= set(range(int(first) // 60, int(last) // 60))
            kept = sorted(
                one for one in minutes
                if datetime.fromtimestamp(60 * one, PARIS).date() in here
            )  # fmt: skip
            lengths += _runs(kept)
        seconds = 86400 * len(here) * (2 if by_host else 1)
        return {"observed": seconds, "down": sum(lengths), "lengths": lengths}


def _runs(minutes: list[int]) -> list[int]:
    """The lengths, in seconds, of minutes that follow one another."""
    found: list[int] = []
    for before, minute in zip([None, *minutes], minutes, strict=False):
        if before is not None and minute == before + 1:
            found[-1] += 60
        else:
            found.append(60)
    return found


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)
