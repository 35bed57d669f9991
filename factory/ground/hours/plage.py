"""The hours of one day, and the keys they are written with."""

import re
from typing import Any, Literal

from pydantic import field_validator, model_validator

from factory.ground.dates import WEEKDAYS, plain
from factory.ground.hours import reading
from factory.ground.hours.reading import Interval
from factory.ground.models.faults import Faults, validated
from factory.ground.models.fields import Booleen, Modele, Texte
from factory.ground.models.refusal_text import nearest
from factory.ground.refusal import Refus

_RANKS = {
    "premier": 1,
    "deuxieme": 2,
    "troisieme": 3,
    "quatrieme": 4,
    "cinquieme": 5,
    "dernier": -1,
}


class Plage(Modele):
    """Hours within a day. Neither hours nor appointment: closed.

    `rang` restricts it to the n-th such day of the month (-1 the last), `semaines` to even or
    odd weeks of the year (ISO 8601).
    """

    heures: tuple[Interval, ...] = ()
    rang: tuple[int, ...] = ()
    semaines: Literal["", "paires", "impaires"] = ""
    sur_rendez_vous: Booleen = False
    note: Texte = ""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        keyed = not isinstance(value, str)
        if not keyed:
            value = {"heures": value}
        if not isinstance(value, dict):
            return value
        written = value.get("heures", "")
        if isinstance(written, list) and written and all(isinstance(one, str) for one in written):
            value = {**value, "heures": ", ".join(written)}
        elif not isinstance(written, str):
            return value
        faults = Faults()
        given = read_keys(value, tuple(cls.model_fields), faults)
        found = given
        if isinstance(given.get("heures"), str):
            read = faults.within(("heures",) if keyed else (), reading.hours, given["heures"])
            intervals, appointment = read or ((), False)
            found = {**given, "heures": intervals}
            if appointment:
                found["sur_rendez_vous"] = True
        if isinstance(given.get("semaines"), str):
            found["semaines"] = plain(given["semaines"])
        faults.tell()
        return found

    @field_validator("rang", mode="before")
    @classmethod
    def _rang(cls, value: Any) -> Any:
        given = value if isinstance(value, list | tuple) else [value]
        return tuple(sorted({_rank(one) for one in given}, key=lambda rank: (rank < 0, rank)))

    @property
    def ferme(self) -> bool:
        return not self.heures and not self.sur_rendez_vous


Jour = tuple[Plage, ...]


def read_day(written: Any) -> Jour:
    """One day's plages: a text, a group of keys, or a list of them."""
    several = isinstance(written, list | tuple)
    faults = Faults()
    plages: list[Plage] = []
    for rank, one in enumerate(written if several else [written]):
        plage = faults.within((rank,) if several else (), validated, Plage, one)
        if plage is not None:
            plages.append(plage)
    faults.tell()
    always = [plage for plage in plages if not plage.rang and not plage.semaines]
    reading.ordered([interval for plage in always for interval in plage.heures])
    return tuple(plages)


def read_keys(value: dict[str, Any], names: tuple[str, ...], faults: Faults) -> dict[str, Any]:
    """The entries under their canonical keys, blank ones left out."""
    by_form = {plain(name): name for name in names}
    found: dict[str, Any] = {}
    for key, entry in value.items():
        name = by_form.get(re.sub(r"[\s-]+", "_", plain(key)))
        if name is None:
            faults.add((key,), _unknown(key, names))
        elif entry != "":
            found[name] = entry
    return found


def _unknown(key: str, names: tuple[str, ...]) -> Refus:
    shown = [name for name in names if name != "jours"]
    days = "un jour (lundi, lundi-vendredi…), " if "du" not in names or "titre" in names else ""
    days = "" if "heures" in names else days
    close = nearest(key, (*shown, *(WEEKDAYS if days else ())))
    guess = f" Vouliez-vous dire « {close} » ?" if close else ""
    return Refus(
        "cle-inconnue",
        f"La clé « {key} » n’existe pas ici.{guess}",
        f"Les clés possibles : {days}{', '.join(shown)}.",
    )


def _rank(written: Any) -> int:
    said = plain(written).removesuffix("s") if isinstance(written, str) else written
    if isinstance(said, str):
        match = re.fullmatch(r"(-?\d)(?:er|e|eme)?", said)
        said = int(match[1]) if match else _RANKS.get(said)
    if isinstance(said, int) and (1 <= said <= 5 or said == -1):
        return said
    raise Refus(
        "rang-illisible",
        f"« {written} » n’est pas un rang dans le mois.",
        "Écrivez par exemple [1, 3] pour le premier et le troisième, -1 pour le dernier.",
    )
