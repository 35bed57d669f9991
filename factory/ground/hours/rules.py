"""Opening hours as the rules that a page's script reckons with: is it open, until when.

Numbers only, so that they stand in an attribute: `[week, periods, closures, holidays]`. A week is
seven days from Monday; a day a list of `[intervals, ranks, parity]`; an interval `[from, to]` in
minutes of the day; parity 0 for even ISO weeks, 1 for odd ones, -1 for all. A period is
`[first, last, week]`, a closure `[first, last]`; a bound is 20260701, or 701 for every year.
`holidays` is the day that public holidays are, or 0 where they are like any other.
"""

import json
from datetime import date
from typing import Any

from factory.ground.hours.model import Horaires
from factory.ground.hours.plage import Jour

_PARITY = {"": -1, "paires": 0, "impaires": 1}


def rules(hours: Horaires) -> str:
    """The rules as JSON; empty where one never comes without an appointment."""
    weeks = (hours, *hours.periodes)
    if not any(_day(day) for week in weeks for day in week.jours):
        return ""
    found = [
        [_day(day) for day in hours.jours],
        [[_bound(p.du), _bound(p.au), [_day(d) for d in p.jours]] for p in hours.periodes],
        [[_bound(closure.du), _bound(closure.au)] for closure in hours.fermetures],
        0 if hours.feries is None else _day(hours.feries),
    ]
    return json.dumps(found, separators=(",", ":"))


def _day(day: Jour) -> list[list[Any]]:
    return [
        [[list(interval) for interval in plage.heures], list(plage.rang), _PARITY[plage.semaines]]
        for plage in day
        if plage.heures and not plage.sur_rendez_vous
    ]


def _bound(bound: date | str) -> int:
    digits = str(bound).replace("-", "")
    return int(digits)
