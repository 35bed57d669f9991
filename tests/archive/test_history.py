"""The factory's history: what is written comes back, for years, and the details go."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from factory.archive.history import DETAILED, History, NewerHistory, Remembered
from factory.archive.nights import (
    Backup,
    Check,
    CommuneNight,
    Night,
    Outage,
    Outcome,
    Publication,
    Step,
    Trial,
    Verdict,
    Watched,
)
from factory.ground.moment import PARIS
from factory.ground.problems import warning
from factory.tenants.folder import Tenant

START = datetime(2026, 10, 24, 23, 30, tzinfo=PARIS)
PROBLEM = warning("image-sans-alternative", "Il manque un texte.", "Écrivez-le.", file="a.md")


def night_of(slug: str, start: datetime) -> CommuneNight:
    return CommuneNight(
        commune=slug,
        name=slug.title(),
        state="publiée",
        code=1,
        generation=12,
        since=start,
        pages=120,
        octets=4_000_000,
        avertissements=1,
        ecoindex="B",
        score=71.5,
        backups=(Backup(moment=start, snapshot="ab12", target="depot", added=10, size=99),),
        checks=(Check(moment=start, target="depot", part=3, parts=30),),
        drill=Trial(moment=start, of="ab12", verdict=Verdict.SOURCES, message="autre moteur"),
        steps=(Step(name="construction", outcome=Outcome.RESERVES, seconds=1.5),),
    )


def test_a_night_comes_back_as_it_was_written(tmp_path: Path) -> None:
    night = Night(start=START, versions={"usine": "0.1.0"}, communes=2)
    with History(tmp_path) as history:
        assert history.last_night() is None
        history.note_night(night)
        history.note(START, night_of("aubagne", START), (PROBLEM,))
        history.note(START, CommuneNight(commune="cassis", state="non publiée", code=3))
    with History(tmp_path) as history:
        assert history.last_night() == night
        assert history.communes(START) == (
            night_of("aubagne", START),
            CommuneNight(commune="cassis", state="non publiée", code=3),
        )
        assert history.problems(START, "aubagne") == (PROBLEM,)
        assert history.problems(START, "cassis") == ()
        ended = Night(start=START, end=START + timedelta(hours=1), code=3, communes=2)
        history.note_night(ended)
        assert history.nights() == (ended,)


def test_nights_are_in_order_over_the_hour_that_comes_twice(tmp_path: Path) -> None:
    """02:30 in summer time, then 02:30 in winter time: an hour later, not the same."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=PARIS)
    second = first.replace(fold=1)
    with History(tmp_path) as history:
        for start in (second, first):
            history.note_night(Night(start=start))
            history.note(start, night_of("aubagne", start))
        found = [night.start for night in history.nights()]
        assert found == sorted(found) and len(found) == 2
        assert [start.utcoffset() for start, _ in history.of("aubagne")] == [
            timedelta(hours=2),
            timedelta(hours=1),
        ]
        assert [n.start.timestamp() for n in history.nights(since=second)] == [second.timestamp()]


def test_the_last_of_each_kind_is_found_however_old(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        history.note(START, night_of("aubagne", START))
        for day in range(1, 4):
            history.note(START + timedelta(days=day), CommuneNight(commune="aubagne"))
        last = history.last("aubagne")
        assert last == CommuneNight(commune="aubagne")
        drill, backup = history.last_drill("aubagne"), history.last_backup("aubagne")
        assert drill is not None and drill.verdict is Verdict.SOURCES
        assert backup is not None and backup.snapshot == "ab12"
        assert history.last_proof("aubagne") is None
        assert history.last_drill("cassis") is None


def test_problems_of_old_nights_and_of_destroyed_communes_go(tmp_path: Path) -> None:
    nights = [START + timedelta(days=day) for day in range(DETAILED + 2)]
    tenant = Tenant(slug="cassis", folder=tmp_path / "t", output=tmp_path / "b")
    place = Remembered(tmp_path)
    assert place.list(tenant) == ()
    with History(tmp_path) as history:
        for start in nights:
            history.note(start, night_of("aubagne", start), (PROBLEM,))
            history.note(start, night_of("cassis", start), (PROBLEM,))
            history.note_night(Night(start=start))
        kept = [history.problems(start, "aubagne") for start in nights]
        assert kept == [(), ()] + [(PROBLEM,)] * DETAILED
        assert len(history.of("aubagne")) == len(nights), "figures are kept for good"
    assert place.list(tenant) == (tmp_path / "historique.sqlite",)
    place.destroy(tenant)
    place.destroy(tenant)
    assert place.list(tenant) == ()
    with History(tmp_path) as history:
        assert history.problems(nights[-1], "aubagne") == (PROBLEM,)
        assert len(history.of("cassis")) == len(nights)


def test_publications_and_outages(tmp_path: Path) -> None:
    first = [Publication(moment=START, generation=1, complete=False)]
    both = [*first, Publication(moment=START + timedelta(minutes=1), generation=2)]
    gone = Outage(host="a.example", watched=Watched.HTTP, start=START, commune="aubagne")
    with History(tmp_path) as history:
        history.note_publications("aubagne", first)
        history.note_publications("aubagne", both)
        assert list(history.publications("aubagne")) == both
        assert list(history.publications("aubagne", since=START + timedelta(seconds=1))) == both[1:]
        history.note_outage(gone)
        assert history.outages() == (gone,)
        over = Outage(
            host="a.example", watched=Watched.HTTP, start=START, commune="aubagne",
            end=START + timedelta(hours=2), cause="la connexion est refusée",
        )  # fmt: skip
        history.note_outage(over)
        ours = Outage(host="metropole.example", watched=Watched.DNS, start=START)
        history.note_outage(ours)
        assert history.outages() == (over, ours)
        assert history.outages(commune="aubagne") == (over,)
        assert history.outages(commune="") == (ours,)
        assert history.outages(since=START + timedelta(hours=3)) == (ours,)
        assert history.outages(until=START) == ()


def test_a_newer_history_is_left_alone(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        history.note_night(Night(start=START))
    database = sqlite3.connect(tmp_path / "historique.sqlite")
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(NewerHistory, match="version 99"), History(tmp_path):
        pass


def test_what_an_older_version_wrote_is_read(tmp_path: Path) -> None:
    """A value without the fields that came later."""
    with History(tmp_path) as history:
        history.note_night(Night(start=START))
    database = sqlite3.connect(tmp_path / "historique.sqlite")
    database.execute("UPDATE nuits SET valeur = ?", (f'{{"start": "{START.isoformat()}"}}',))
    database.execute(
        "INSERT INTO communes VALUES (?, 'aubagne', '{\"commune\": \"aubagne\"}')",
        ("2026-10-24T21:30:00.000000Z",),
    )
    database.commit()
    database.close()
    with History(tmp_path) as history:
        assert history.nights() == (Night(start=START),)
        assert history.communes(START) == (CommuneNight(commune="aubagne"),)
