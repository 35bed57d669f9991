"""When an event takes place, as people write it: « date », « heure », « fin: 18h »."""

from dataclasses import replace
from typing import Any

from factory.ground.dates import parse_heure, parse_instant, plain
from factory.ground.hours.model import stretch
from factory.ground.refusal import Refus
from factory.ground.yaml.reading import Tree

_HOURS = ("heure", "heures", "horaire", "heure_de_debut")


def as_event(tree: Tree) -> Tree:
    """The tree with `debut` and `fin` in full.

    Without `debut`, the date is the event's own: an agenda is not dated by its writing. An hour
    under its own key joins its day; an end that is an hour alone is on the first day; « du 3 au 5
    mai 2026 » is both.
    """
    value, marks = dict(tree.value), dict(tree.marks)
    names = {plain(str(key)).replace(" ", "_"): key for key in value}
    if "debut" not in names and "start" not in names and names.get("date"):
        value["debut"] = value[names["date"]]
        if (names["date"],) in marks:
            marks[("debut",)] = marks[(names["date"],)]
        names["debut"] = "debut"
    debut = names.get("debut", "")
    written = value.get(debut)
    if isinstance(written, str) and not names.get("fin"):
        days = stretch(" ".join(written.split()))
        if days["du"] != days["au"] and _day(days["du"]) and _day(days["au"]):
            value[debut], value["fin"] = days["du"], days["au"]
            if value.get(names.get("date")) == written:
                value[names["date"]] = days["du"]
    hour = next((names[key] for key in _HOURS if key in names), "")
    if debut and hour and _reads(f"{value[debut]} à {value[hour]}"):
        value[debut] = f"{value[debut]} à {value.pop(hour)}"
    fin = names.get("fin", "")
    if debut and fin and (day := _day(value[debut])) and _is_hour(value[fin]):
        value[fin] = f"{day} à {value[fin]}"
    return replace(tree, value=value, marks=marks)


def _reads(text: str) -> bool:
    try:
        parse_instant(text)
    except Refus:
        return False
    return True


def _day(written: Any) -> str:
    try:
        return parse_instant(written).isoformat()[:10] if isinstance(written, str) else ""
    except Refus:
        return ""


def _is_hour(written: Any) -> bool:
    try:
        return isinstance(written, str) and bool(written) and parse_heure(written) is not None
    except Refus:
        return False
