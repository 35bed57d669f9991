"""Months and days as article 9 counts them, and days of a year as article 6 does."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from factory.convention.readings import Lectures
from factory.ground.holidays import holiday

DAY = timedelta(days=1)


def after(day: date, months: int, lectures: Lectures) -> date:
    """The last day of a period of months that begins on `day` (art. 9).

    From day to day: the same date, or the last of a shorter month (31 August + 6 months is
    28 February, 29 in a leap year); weekends and holidays included, unless the parties agreed
    that a period ends on a working day.
    """
    end = day + relativedelta(months=months)
    return working(end) if lectures.echeances == "jour ouvrable suivant" else end


def working(day: date) -> date:
    """That day, or the next that is neither Saturday, Sunday nor a public holiday."""
    while day.weekday() > 4 or holiday(day):
        day += DAY
    return day


def last_receipt(end: date, lectures: Lectures) -> date:
    """The last day on which a letter received still gives three months before `end` (art. 9).

    For 31 December it is 30 September: 1 October + 3 months is 1 January.
    """
    day = end - relativedelta(months=3) + 3 * DAY
    while after(day, 3, lectures) > end:
        day -= DAY
    return day


def first_day(year: int) -> date:
    return date(year, 1, 1)


def last_day(year: int) -> date:
    return date(year, 12, 31)


def days(first: date, last: date, lectures: Lectures) -> int:
    """Days from `first` to `last`, both included; by months of thirty days where so agreed."""
    if last < first:
        return 0
    if lectures.decompte == "30/360":
        return _thirty(last + DAY) - _thirty(first)
    return (last - first).days + 1


def days_of(year: int, lectures: Lectures) -> int:
    """365, 366, or 360."""
    return days(first_day(year), last_day(year), lectures)


def _thirty(day: date) -> int:
    """The rank of a day where every month has thirty: a 31st is one with the day before."""
    return 360 * day.year + 30 * (day.month - 1) + min(day.day, 30)
