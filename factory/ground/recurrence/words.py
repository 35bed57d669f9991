"""Recurrences in French: the usual rules read from a sentence, and said as one."""

import re
from datetime import date, datetime

from factory.ground.dates import MONTHS, WEEKDAYS, in_words, parse_jour, plain
from factory.ground.recurrence.rule import DAYS, Rule
from factory.ground.refusal import Refus

RANKS = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", 5: "cinquième"}
_LAST = {-1: "dernier", -2: "avant-dernier"}
_FALLBACK = "Plusieurs dates"
_DAY = "(?:" + "|".join(WEEKDAYS) + ")s?"
_DAYS = rf"(?:(?:le |les )?{_DAY}(?:, | et |, et )?)+"
_NUMBERS = {"deux": 2, "trois": 3, "quatre": 4, "six": 6}
_RANK_WORDS = {
    "premier": 1,
    "1er": 1,
    "deuxieme": 2,
    "second": 2,
    "2e": 2,
    "troisieme": 3,
    "3e": 3,
    "quatrieme": 4,
    "4e": 4,
    "dernier": -1,
}
_RANK = "(?:" + "|".join(_RANK_WORDS) + ")"


def in_rfc(text: str) -> str:
    """The RRULE of a French sentence, empty where it is not one of the usual ones."""
    said = plain(text).strip(" .")
    said, end = _ending(said)
    rule = _usual(said)
    return rule + end if rule else ""


def _ending(said: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.*?),? jusqu'au (.+)", said)
    if match is None:
        return said, ""
    try:
        return match[1], f";UNTIL={parse_jour(match[2]):%Y%m%d}"
    except Refus:
        return "", ""


def _usual(said: str) -> str:
    plainly = {
        "chaque jour": "FREQ=DAILY",
        "tous les jours": "FREQ=DAILY",
        "chaque semaine": "FREQ=WEEKLY",
        "toutes les semaines": "FREQ=WEEKLY",
        "chaque mois": "FREQ=MONTHLY",
        "tous les mois": "FREQ=MONTHLY",
        "chaque annee": "FREQ=YEARLY",
        "tous les ans": "FREQ=YEARLY",
        "tous les 15 jours": "FREQ=WEEKLY;INTERVAL=2",
        "tous les quinze jours": "FREQ=WEEKLY;INTERVAL=2",
        "du lundi au vendredi": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    }
    if said in plainly:
        return plainly[said]
    if match := re.fullmatch(rf"(?:chaque|tous les|le|les) ({_DAYS})", said):
        return "FREQ=WEEKLY;BYDAY=" + _codes(match[1])
    fortnight = r"tou(?:s|tes) les (?:(?:15|quinze) jours|(2|deux|3|trois|4|quatre) semaines),? "
    if match := re.fullmatch(rf"{fortnight}({_DAYS})", said):
        number = _NUMBERS.get(match[1], 0) or int(match[1]) if match[1] else 2
        return f"FREQ=WEEKLY;INTERVAL={number};BYDAY=" + _codes(match[2])
    ranks = rf"(?:le |les )?({_RANK}s?(?:(?:,| et) (?:le )?{_RANK}s?)*) ({_DAY})"
    if match := re.fullmatch(rf"{ranks} (?:de chaque|du) mois", said):
        found = re.findall(_RANK, match[1])
        [code] = _codes(match[2]).split(",")
        return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{_RANK_WORDS[rank]}{code}" for rank in found)
    if match := re.fullmatch(r"le (\d{1,2})(?:er)? (?:de chaque|du) mois", said):
        return f"FREQ=MONTHLY;BYMONTHDAY={match[1]}"
    if match := re.fullmatch(r"tous les (2|deux|3|trois|4|quatre|6|six) mois", said):
        return f"FREQ=MONTHLY;INTERVAL={_NUMBERS.get(match[1], 0) or match[1]}"
    return ""


def _codes(said: str) -> str:
    return ",".join(DAYS[WEEKDAYS.index(day)] for day in re.findall("|".join(WEEKDAYS), said))


# -- said in French -------------------------------------------------------------------------------


def in_french(rule: Rule, start: date | datetime) -> str:
    """A sentence without a full stop; « Plusieurs dates » where the rule is out of the ordinary."""
    said = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}[rule.freq](
        rule, start
    )
    if not said or rule.numbers_of("BYYEARDAY") or rule.numbers_of("BYWEEKNO"):
        return _FALLBACK
    if rule.freq != "YEARLY" and (months := rule.numbers_of("BYMONTH")):
        said += ", " + _months(months)
    if rule.until:
        end = rule.until.date() if isinstance(rule.until, datetime) else rule.until
        return f"{said}, jusqu’au {in_words(end)}"
    return f"{said}, {rule.count} fois" if rule.count > 1 else said


def _daily(rule: Rule, start: date) -> str:
    if rule.days and rule.interval == 1:
        return _weekly(rule, start)
    if rule.days or rule.numbers_of("BYMONTHDAY") or rule.numbers_of("BYSETPOS"):
        return ""
    return "Chaque jour" if rule.interval == 1 else f"Tous les {rule.interval} jours"


def _weekly(rule: Rule, start: date) -> str:
    if rule.numbers_of("BYSETPOS") or rule.numbers_of("BYMONTHDAY"):
        return ""
    days = sorted({day for _, day in rule.days}) or [start.weekday()]
    names = [WEEKDAYS[day] for day in days]
    if rule.interval == 1:
        if len(days) == 7:
            return "Chaque jour"
        if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
            return f"Chaque semaine du {names[0]} au {names[-1]}"
        return f"Chaque {listed(names)}"
    every = "Tous les 15 jours" if rule.interval == 2 else f"Toutes les {rule.interval} semaines"
    return f"{every} le {listed(names, 'le ')}"


def _monthly(rule: Rule, start: date) -> str:
    which = _in_month(rule, start)
    if not which:
        return ""
    every = "de chaque mois" if rule.interval == 1 else f"tous les {rule.interval} mois"
    return f"{which[0].upper()}{which[1:]}{' ' if rule.interval == 1 else ', '}{every}"


def _yearly(rule: Rule, start: date) -> str:
    every = "Chaque année" if rule.interval == 1 else f"Tous les {rule.interval} ans"
    months = rule.numbers_of("BYMONTH")
    if rule.days and not months:
        return ""
    which = _in_month(rule, start)
    if not which or len(months) > 1:
        return ""
    month = MONTHS[(months[0] if months else start.month) - 1]
    joined = "d’" if month[0] in "ao" else "de "
    return f"{every}, {which} {joined}{month}" if rule.days else f"{every}, {which} {month}"


def _in_month(rule: Rule, start: date) -> str:
    """« le premier et le troisième lundi », « le 15 »: which days of a month."""
    positions, numbers = rule.numbers_of("BYSETPOS"), rule.numbers_of("BYMONTHDAY")
    if rule.days:
        weekdays = sorted({day for _, day in rule.days})
        ranks = sorted({rank for rank, _ in rule.days}, key=lambda rank: (rank < 0, abs(rank)))
        if positions and ranks == [0]:
            ranks = sorted(positions, key=lambda rank: (rank < 0, abs(rank)))
        known = {**RANKS, **_LAST}
        if len(weekdays) != 1 or numbers or not all(rank in known for rank in ranks):
            return ""
        return f"{listed(['le ' + known[rank] for rank in ranks])} {WEEKDAYS[weekdays[0]]}"
    if positions:
        return ""
    if numbers == (-1,):
        return "le dernier jour"
    if any(number < 0 for number in numbers):
        return ""
    days = sorted(numbers) or [start.day]
    return "le " + listed(["1er" if day == 1 else str(day) for day in days], "le ")


def _months(months: tuple[int, ...]) -> str:
    numbers = sorted(set(months))
    names = [MONTHS[number - 1] for number in numbers]
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{'d’' if names[0][0] in 'ao' else 'de '}{names[0]} à {names[-1]}"
    return "en " + listed(names)


def listed(words: list[str], again: str = "") -> str:
    """« lundi, mardi et jeudi »; `again` is repeated before the last."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} et {again}{words[-1]}"
