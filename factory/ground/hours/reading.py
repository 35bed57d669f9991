"""What an agent writes of opening hours: « lundi-vendredi: 8h30-12h, 13h30-17h30 »."""

import re
from itertools import pairwise

from factory.ground.dates import WEEKDAYS, plain
from factory.ground.refusal import Refus, brief

Interval = tuple[int, int]
"""Minutes since midnight; 1440 is the midnight that ends the day."""

DAY_MINUTES = 24 * 60
REMEDY = "Écrivez les heures ainsi : 8h30-12h, 13h30-17h30 (ou « fermé », ou « sur rendez-vous »)."
_NAMES = {name: rank for rank, day in enumerate(WEEKDAYS) for name in (day, day + "s", day[:3])}
_DAY = "|".join(sorted(_NAMES, key=len, reverse=True))
_RANGE = re.compile(rf"(?:du )?({_DAY})\.? ?(?:-|–|a|au) ?({_DAY})\.?")
_ONE = re.compile(rf"(?:le )?({_DAY})\.?")
_ALL = {
    "tous les jours": tuple(range(7)),
    "chaque jour": tuple(range(7)),
    "semaine": tuple(range(5)),
    "en semaine": tuple(range(5)),
    "week-end": (5, 6),
    "weekend": (5, 6),
}
_HOUR = r"(\d{1,2}) ?(?:h|:|heures?)? ?(\d{2})?|midi|minuit"
_INTERVAL = re.compile(rf"(?:de )?({_HOUR}) ?(?:-|a|jusqu'a) ?({_HOUR})")
_APPOINTMENT = re.compile(r"\(?(?:uniquement )?(?:sur|avec) (?:rendez-vous|rdv)\)?")
_WITHOUT_BREAK = re.compile(
    r"\(?\b(?:sans interruption|non[- ]stop|en continu|journee continue)\)?"
)
_CLOSED = {"ferme", "fermee", "fermes", "-", "neant", "aucun"}
_ALL_DAY = {"24h/24", "24h sur 24", "24/24", "24h/24h", "24 h/24", "24 h sur 24"}


def days(key: str) -> tuple[int, ...]:
    """The weekdays (0 Monday) that a key names, none where it names none."""
    said = plain(key).replace("_", " ")
    if said in _ALL:
        return _ALL[said]
    found: list[int] = []
    for piece in re.split(r" ?, ?| et ", said):
        if match := _RANGE.fullmatch(piece):
            first, last = _NAMES[match[1]], _NAMES[match[2]]
            found += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        elif match := _ONE.fullmatch(piece):
            found.append(_NAMES[match[1]])
        else:
            return ()
    return tuple(dict.fromkeys(found))


_GROUP = re.compile(
    rf"(?:\b(?:du|le|les|tous les) )*\b(?:{_DAY})\b\.?"
    rf"(?: ?(?:-|–|,|a|au|et|et le) ?(?:le )?\b(?:{_DAY})\b\.?)*|\btous les jours\b|\ben semaine\b"
)
_PART_OF_DAY = re.compile(r"\b(?:le )?(?:matin|apres-midi|soir)s?\b ?:?")


def in_a_line(text: str) -> dict[str, str]:
    """A week written in one sentence, as keys and hours: « du lundi au vendredi de 8h à 12h ».

    Empty where it does not read so, whole.
    """
    said = plain(brief(text)).strip(" .")
    if said in _ALL_DAY:
        return {"tous les jours": said}
    if _APPOINTMENT.fullmatch(said):
        return {"sur_rendez_vous": "oui"}
    groups = list(_GROUP.finditer(said))
    if not groups or said[: groups[0].start()].strip(" :"):
        return {}
    found: dict[str, str] = {}
    ends = [*(group.start() for group in groups[1:]), len(said)]
    for group, end in zip(groups, ends, strict=True):
        key = re.sub(r"^(?:(?:le|les|tous les) )+(?!jours)", "", group[0])
        written = _PART_OF_DAY.sub("", said[group.end() : end]).strip(" ,;:/-.")
        written = re.sub(r" (?:et|puis)$", "", written)
        if not days(key) or key in found:
            return {}
        try:
            hours(written)
        except Refus:
            return {}
        found[key] = written
    return found


def hours(text: str) -> tuple[tuple[Interval, ...], bool]:
    """The intervals of a text, in order, and whether one must make an appointment.

    No interval and no appointment is a closed day. Raises `Refus`.
    """
    said = plain(brief(text)).replace("–", "-").replace("—", "-").strip(" .")
    if said in _CLOSED:
        return (), False
    if said in _ALL_DAY:
        return ((0, DAY_MINUTES),), False
    said = _WITHOUT_BREAK.sub("", said).strip(" ,")
    bare = _APPOINTMENT.sub("", said).strip(" ,;:")
    appointment = bare != said
    if not bare and appointment:
        return (), True
    found = [_interval(text, piece) for piece in re.split(r" ?[,;/&] ?| et | puis ", bare) if piece]
    if not found:
        raise Refus("horaires-illisibles", f"« {text} » : aucune heure n’est donnée.", REMEDY)
    return ordered(found), appointment


def ordered(found: list[Interval]) -> tuple[Interval, ...]:
    """Intervals in order. Raises `Refus` where two overlap."""
    found = sorted(found)
    for before, after in pairwise(found):
        if after[0] < before[1]:
            raise Refus(
                "horaires-qui-se-chevauchent",
                f"« {said(before)} » et « {said(after)} » se chevauchent.",
                f"Corrigez les heures, ou n’en faites qu’une : "
                f"{said((before[0], max(before[1], after[1])))}.",
            )
    return tuple(found)


def said(interval: Interval) -> str:
    """As an agent writes it: « 8h30-12h »."""
    return "-".join(f"{minutes // 60}h{minutes % 60:02}".removesuffix("00") for minutes in interval)


def _interval(text: str, piece: str) -> Interval:
    match = _INTERVAL.fullmatch(piece.strip())
    start = _minutes(match[1], match[2], match[3]) if match else None
    end = _minutes(match[4], match[5], match[6]) if match else None
    if start is None or end is None:
        raise Refus("horaires-illisibles", f"« {piece.strip()} » ne se lit pas.", REMEDY)
    if end == 0:
        end = DAY_MINUTES
    if end < start:
        raise Refus(
            "horaires-inverses",
            f"« {piece.strip()} » : l’heure de fin vient avant celle du début.",
            f"Échangez les deux heures. Si l’on ferme après minuit, écrivez "
            f"« {said((start, DAY_MINUTES))} » ce jour-là et « {said((0, end))} » le lendemain.",
        )
    if end == start:
        raise Refus(
            "horaires-illisibles", f"« {piece.strip()} » : les deux heures sont les mêmes.", REMEDY
        )
    return start, end


def _minutes(whole: str, hour: str | None, minute: str | None) -> int | None:
    if hour is None:
        return {"midi": 12 * 60, "minuit": 0}[whole]
    total = int(hour) * 60 + int(minute or 0)
    return total if int(minute or 0) < 60 and total <= DAY_MINUTES else None
