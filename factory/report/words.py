"""Ages, lengths and sizes, as the morning page says them."""

from datetime import date, datetime

from factory.ground.french import durations
from factory.ground.french import unbroken as kept
from factory.ground.moment import PARIS
from factory.theme import dates


def unbroken(value: object) -> object:
    """A text whose signs stay on the line of their word; markup is left as it is."""
    return kept.unbroken(value) if type(value) is str else value


def moment(when: datetime) -> str:
    """« lundi 23 novembre 2026 à 5 h 30 »."""
    return dates.moment(when.astimezone(PARIS).replace(tzinfo=None))


def short(when: datetime) -> str:
    """« 23 novembre à 5 h 30 »."""
    local = when.astimezone(PARIS)
    return f"{dates.day(local, year=False)} à {dates.hour(local)}"


def bare(when: datetime) -> str:
    """« 23 novembre »."""
    return dates.day(when.astimezone(PARIS), year=False)


def day(when: date) -> str:
    """« 23 novembre 2026 »."""
    local = when.astimezone(PARIS) if isinstance(when, datetime) else when
    return dates.day(local)


def ago(when: datetime, now: datetime) -> str:
    """« il y a 6 heures »."""
    return f"il y a {durations.spoken(now - when)}"
