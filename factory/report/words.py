"""Ages, lengths and sizes, as the morning page says them."""

from datetime import date, datetime, timedelta

from factory.ground.moment import PARIS
from factory.site.markup import NBSP
from factory.theme import dates

_KEPT = {"« ": f"«{NBSP}", " »": f"{NBSP}»", " :": f"{NBSP}:", " ;": f"{NBSP};", " ?": f"{NBSP}?"}


def unbroken(value: object) -> object:
    """A text whose signs stay on the line of their word; markup is left as it is."""
    if type(value) is not str:
        return value
    for spaced, kept in _KEPT.items():
        value = value.replace(spaced, kept)
    return value


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
    return f"il y a {length(now - when)}"


def length(span: timedelta) -> str:
    """A stretch of time by its largest unit: « 45 secondes », « 6 heures », « 3 jours »."""
    seconds = max(0, round(span.total_seconds()))
    for size, name in ((86400, "jour"), (3600, "heure"), (60, "minute")):
        # Two days at least: « 36 heures » says more than « 1 jour ».
        if seconds >= (2 * size if size == 86400 else size):
            return counted(seconds // size, name)
    return counted(seconds, "seconde")


def counted(number: int, name: str, many: str = "") -> str:
    """« 1 page », « 2 pages », « 1 200 pages »."""
    shown = f"{number:,}".replace(",", "\u202f")
    return f"{shown}{NBSP}{(many or f'{name}s') if number > 1 else name}"


def seconds(number: float) -> str:
    """« 0,4 seconde », « 12 secondes », « 3 minutes »."""
    if number >= 10:
        return length(timedelta(seconds=number))
    shown = f"{number:.1f}".replace(".", ",").removesuffix(",0")
    return f"{shown}{NBSP}seconde{'s' if number >= 2 else ''}"
