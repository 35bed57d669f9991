"""Stretches of time as French writes them: shortly in a table, in words in a sentence."""

from datetime import timedelta

from factory.ground.french.counts import NBSP, kept_together

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_TWO_DAYS = 2 * _DAY
"""Until then, hours say more: « 36 heures » rather than « 1 jour »."""


def short(span: timedelta | float) -> str:
    """« 0,4 s », « 1 min 30 s », « 12 min », « 2 h 05 », « 2 j 7 h »; a number is seconds."""
    exact = _seconds(span)
    if exact < 9.95:
        return f"{exact:.1f}".replace(".", ",").removesuffix(",0") + f"{NBSP}s"
    seconds = round(exact)
    if seconds < _MINUTE:
        return f"{seconds}{NBSP}s"
    if seconds < _HOUR:
        minutes, rest = divmod(seconds, _MINUTE)
        return f"{minutes}{NBSP}min" + (f"{NBSP}{rest:02}{NBSP}s" if rest else "")
    if seconds < _TWO_DAYS:
        hours, minutes = divmod(round(seconds / _MINUTE), 60)
        return f"{hours}{NBSP}h{NBSP}{minutes:02}"
    days, hours = divmod(round(seconds / _HOUR), 24)
    return f"{days}{NBSP}j" + (f"{NBSP}{hours}{NBSP}h" if hours else "")


def spoken(span: timedelta | float) -> str:
    """By its largest unit: « 45 secondes », « 6 heures », « 3 jours ». A number: seconds."""
    seconds = max(0, round(_seconds(span)))
    for size, name in ((_DAY, "jour"), (_HOUR, "heure"), (_MINUTE, "minute")):
        if seconds >= (_TWO_DAYS if size == _DAY else size):
            return kept_together(seconds // size, name)
    return kept_together(seconds, "seconde")


def _seconds(span: timedelta | float) -> float:
    return span.total_seconds() if isinstance(span, timedelta) else span
