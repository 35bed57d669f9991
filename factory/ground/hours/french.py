"""Opening hours in French: « Du lundi au vendredi », « 8 h 30 – 12 h, 13 h 30 – 17 h »."""

from dataclasses import dataclass
from itertools import groupby

from factory.ground.dates import WEEKDAYS
from factory.ground.hours import bounds
from factory.ground.hours.model import Horaires, Semaine
from factory.ground.hours.plage import Jour, Plage
from factory.ground.hours.reading import Interval

_NBSP = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    jours: str
    heures: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A week's lines; `titre` is empty for the ordinary week."""

    titre: str
    lignes: tuple[Line, ...]


def lines(week: Semaine) -> tuple[Line, ...]:
    """A week, consecutive days of the same hours together; days not spoken of left out."""
    return tuple(
        Line(jours=_days(first, last), heures=_hours(week.jours[first]))
        for first, last in runs(week)
        if week.jours[first]
    )


def tables(hours: Horaires) -> tuple[Table, ...]:
    """The ordinary week first, then each period."""
    ordinary = (Table(titre="", lignes=lines(hours)),) if any(hours.jours) else ()
    return ordinary + tuple(
        Table(
            titre=_title(period.titre, bounds.in_french(period.du, period.au)), lignes=lines(period)
        )
        for period in hours.periodes
    )


def closures(hours: Horaires) -> tuple[str, ...]:
    """« Fermé le 24 décembre 2026 (motif) », public holidays last."""
    said = [
        f"Fermé {bounds.in_french(closure.du, closure.au)}"
        + (f" ({closure.motif})" if closure.motif else "")
        for closure in hours.fermetures
    ]
    if hours.feries is not None:
        closed = all(plage.ferme for plage in hours.feries)
        said.append(
            "Fermé les jours fériés" if closed else f"Jours fériés : {_hours(hours.feries)}"
        )
    return tuple(said)


def summary(hours: Horaires) -> str:
    """All of it on a line: « Du lundi au vendredi : 8 h 30 – 12 h ; fermé les jours fériés »."""
    said = [
        f"{table.titre} : {lines}" if table.titre else lines
        for table in tables(hours)
        if (lines := ", ".join(f"{line.jours} : {line.heures}" for line in table.lignes))
    ]
    said += [text[:1].lower() + text[1:] for text in closures(hours)]
    return " ; ".join([*said, *([hours.note] if hours.note else [])])


def runs(week: Semaine) -> tuple[tuple[int, int], ...]:
    """First and last weekday of each run of days with the same hours."""
    found = []
    for _, group in groupby(range(7), key=lambda rank: week.jours[rank]):
        ranks = list(group)
        found.append((ranks[0], ranks[-1]))
    return tuple(found)


def interval(of: Interval) -> str:
    """« 8 h 30 – 12 h », with no-break spaces."""
    return f"{clock(of[0])}{_NBSP}– {clock(of[1])}"


def clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour}{_NBSP}h" + (f"{_NBSP}{minute:02}" if minute else "")


def _days(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return "Tous les jours"
    if first == last:
        return WEEKDAYS[first].capitalize()
    if last - first == 1:
        return f"{WEEKDAYS[first].capitalize()} et {WEEKDAYS[last]}"
    return f"Du {WEEKDAYS[first]} au {WEEKDAYS[last]}"


def _hours(day: Jour) -> str:
    return " ; ".join(_plage(plage) for plage in day)


def _plage(plage: Plage) -> str:
    when = []
    if plage.rang:
        ranks = [
            "dernier" if rank == -1 else "1er" if rank == 1 else f"{rank}e" for rank in plage.rang
        ]
        when.append(" et ".join([", ".join(ranks[:-1]), ranks[-1]][len(ranks) == 1 :]) + " du mois")
    if plage.semaines:
        when.append(f"semaines {plage.semaines}")
    said = "Fermé" if plage.ferme else ", ".join(map(interval, plage.heures))
    if plage.sur_rendez_vous:
        said = f"{said}, sur rendez-vous" if said else "Sur rendez-vous"
    details = ", ".join([*when, *([plage.note] if plage.note else [])])
    return f"{said} ({details})" if details else said


def _title(title: str, stretch: str) -> str:
    return f"{title} ({stretch})" if title else stretch[0].upper() + stretch[1:]
