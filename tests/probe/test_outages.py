"""Outages, from the looks that were noted: a start, an end, a cause."""

from datetime import datetime, timedelta
from pathlib import Path

from matinee import NOW

from factory.archive.history import History
from factory.archive.nights import Sighting, Watched
from factory.probe import record


def seen(minutes: int, host: str = "aurelle.example", **causes: str) -> Sighting:
    """A look, `minutes` after NOW."""
    told = {Watched(name): cause for name, cause in causes.items()}
    return Sighting(
        host=host, moment=NOW + timedelta(minutes=minutes), commune="aurelle", causes=told
    )


WELL = {"dns": "", "certificat": "", "http": ""}


def kept(history: History) -> list[tuple[Watched, int, int | None, str]]:
    """Each outage: what, from which minute, to which, why."""

    def minutes(when: datetime | None) -> int | None:
        return None if when is None else round((when - NOW).total_seconds() / 60)

    return [
        (one.watched, minutes(one.start) or 0, minutes(one.end), one.cause)
        for one in history.outages()
    ]


def test_an_outage_has_a_start_an_end_and_a_cause(tmp_path: Path) -> None:
    rounds = [
        seen(0, **WELL),
        seen(5, dns="", certificat="", http="répond 503"),
        seen(10, dns="", certificat="", http="ne répond pas"),
        seen(15, dns="le nom n’existe pas"),
        seen(20, **WELL),
        seen(25, dns="", certificat="a expiré"),
    ]
    told = [
        (Watched.HTTP, 5, 20, "répond 503"),
        (Watched.DNS, 15, 20, "le nom n’existe pas"),
        (Watched.CERTIFICAT, 25, None, "a expiré"),
    ]
    with History(tmp_path / "un") as history:
        for one in rounds:
            record.take(history, [one])
        assert kept(history) == told
        # Handed in again, out of order, in one go: nothing changes.
        record.take(history, reversed(rounds))
        assert kept(history) == told
        assert [one.moment for one in history.sightings()] == [rounds[-1].moment]
    with History(tmp_path / "autre") as history:
        record.take(history, reversed(rounds))
        assert kept(history) == told


def test_a_host_that_is_watched_no_more_is_down_no_more(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        record.take(history, [seen(0, **WELL), seen(0, "parti.example", dns="le nom n’existe pas")])
        record.retire(history, ["aurelle.example"], NOW + timedelta(hours=1))
        assert [(one.host, one.end) for one in history.outages()] == [
            ("parti.example", NOW + timedelta(hours=1))
        ]
        assert [one.host for one in history.sightings()] == ["aurelle.example"]
