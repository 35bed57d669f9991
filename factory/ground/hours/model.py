"""Opening hours as values: a week, the stretches of the year that replace it, the closures."""

import re
from typing import Any, ClassVar

from pydantic import Field, model_validator

from factory.ground.dates import WEEKDAYS, plain
from factory.ground.hours import bounds, reading
from factory.ground.hours.plage import Jour, Plage, read_day, read_keys
from factory.ground.models.faults import Faults, validated
from factory.ground.models.fields import ListeDe, Modele, Texte
from factory.ground.refusal import Refus, brief


class Semaine(Modele):
    """Seven days from Monday. A day without a Plage is not spoken of: it is closed."""

    lit_ses_cles: ClassVar[bool] = True
    """Its keys are days: `bind` hands them over as they are written."""

    jours: tuple[Jour, Jour, Jour, Jour, Jour, Jour, Jour] = ((),) * 7

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, list) and all(isinstance(day, dict) for day in value):
            lines = [pair for day in value for pair in day.items()]
            value = dict(lines) if len(dict(lines)) == len(lines) else value
        elif isinstance(value, str):
            value = reading.in_a_line(value) or value
        if isinstance(value, str | list):
            raise Refus(
                "groupe-attendu",
                "Les horaires s’écrivent un jour par ligne.",
                "À la ligne, après deux espaces, écrivez par exemple « lundi-vendredi: 8h30-12h, "
                "13h30-17h30 ».",
            )
        if not isinstance(value, dict) or "jours" in value or "feries" in value:
            return value
        return cls._parts(value)

    @classmethod
    def _parts(cls, value: dict[str, Any]) -> dict[str, Any]:
        """The fields' values, from keys as they are written. Raises `Refuses`, all at once."""
        named, rest = _days_apart(value)
        faults = Faults()
        found = read_keys(rest, tuple(cls.model_fields), faults)
        found["jours"] = faults.within((), _week, named)
        faults.tell()
        return found

    @property
    def ouverte(self) -> bool:
        return any(not plage.ferme for day in self.jours for plage in day)


class Periode(Semaine):
    """A stretch of the year whose week replaces the ordinary one."""

    titre: Texte = ""
    du: bounds.Bound
    au: bounds.Bound

    @model_validator(mode="after")
    def _check(self) -> "Periode":
        bounds.check(self.du, self.au)
        if not any(self.jours):
            raise Refus(
                "periode-sans-horaires",
                f"La période « {self.titre or bounds.in_french(self.du, self.au)} » n’a pas "
                "d’horaires.",
                "Ajoutez ses jours, par exemple « lundi-vendredi: 8h-12h » ; si tout est fermé, "
                "mettez-la sous « fermetures ».",
            )
        return self


class Fermeture(Modele):
    """A day, or days, on which all is closed; written as a date, « du … au … », or keys."""

    du: bounds.Bound
    au: bounds.Bound
    motif: Texte = ""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, str):
            return stretch(" ".join(brief(value).split()))
        if not isinstance(value, dict):
            return value
        faults = Faults()
        known = read_keys(value, ("du", "au", "motif", "le", "date"), faults)
        faults.tell()
        for single in ("le", "date"):
            if single in known:
                known = {"du": known[single], "au": known[single], **known}
        if "du" in known and "au" not in known:
            known["au"] = known["du"]
        return known

    @model_validator(mode="after")
    def _check(self) -> "Fermeture":
        bounds.check(self.du, self.au)
        return self


class Horaires(Semaine):
    """The ordinary week, and what departs from it.

    `feries` is what holds on public holidays: closed unless said; None, as on any other day.
    """

    periodes: ListeDe[Periode] = ()
    fermetures: ListeDe[Fermeture] = ()
    feries: Jour | None = Field(default_factory=lambda: (Plage(),))
    note: Texte = ""

    @classmethod
    def _parts(cls, value: dict[str, Any]) -> dict[str, Any]:
        named, rest = _days_apart(value)
        faults = Faults()
        names = ("periodes", "fermetures", "jours_feries", "note", "sur_rendez_vous")
        known = read_keys(rest, names, faults)
        appointment = known.pop("sur_rendez_vous", "non")
        always = faults.within((), validated, Plage, {"sur_rendez_vous": appointment})
        if always is not None and always.sur_rendez_vous:
            named = {key: _by_appointment(day) for key, day in named.items()}
            named = named or {"lundi-vendredi": {"sur_rendez_vous": "oui"}}
        known["jours"] = faults.within((), _week, named)
        feries = known.pop("jours_feries", "fermé")
        if isinstance(feries, str) and plain(feries) in ("ouvert", "ouverts", "oui"):
            known["feries"] = None
        else:
            known["feries"] = faults.within(("jours_feries",), read_day, feries)
        for key, model in (("periodes", Periode), ("fermetures", Fermeture)):
            if key in known:
                known[key] = faults.each(key, model, known[key])
        faults.tell()
        return known

    @model_validator(mode="after")
    def _check(self) -> "Horaires":
        if not any(self.jours) and not self.periodes and not self.fermetures and not self.note:
            raise Refus(
                "horaires-vides",
                "Les horaires ne disent aucun jour.",
                "Ajoutez par exemple « lundi-vendredi: 8h30-12h, 13h30-17h30 ».",
            )
        return self

    def with_closures(self, more: tuple[Fermeture, ...]) -> "Horaires":
        """The same hours, closed on more days."""
        return self.model_copy(update={"fermetures": self.fermetures + more}) if more else self


def stretch(text: str) -> dict[str, str]:
    """« du 24 décembre 2026 au 2 janvier 2027 », « du 3 au 5 mai 2026 », or a day."""
    between = re.fullmatch(r"(?i)(?:du )?(.+?) (?:au|jusqu[’']au) (.+)", text)
    if between is None:
        day = re.sub(r"(?i)^le ", "", text)
        return {"du": day, "au": day}
    first, last = between[1], between[2]
    if not re.search(r"\d{4}", first) and (year := re.search(r"\d{4}", last)):
        if not re.search(r"[^\W\d]{3}", first):
            first += " " + " ".join(last.split()[1:-1])
        first += " " + year[0]
    elif re.fullmatch(r"\d{1,2}(?:er)?", first):
        first += " " + " ".join(last.split()[1:])
    return {"du": first, "au": last}


def _days_apart(value: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    named = {key: day for key, day in value.items() if reading.days(key)}
    return named, {key: other for key, other in value.items() if key not in named}


def _week(named: dict[str, Any]) -> tuple[Jour, ...]:
    """Seven days from their keys; a key that names fewer days wins over one that names more."""
    week: list[Jour] = [()] * 7
    claimed: dict[int, tuple[int, str]] = {}
    faults = Faults()
    for key, written in named.items():
        covered = reading.days(key)
        day = faults.within((key,), read_day, written) if written != "" else None
        for rank in covered if day is not None else ():
            size, other = claimed.get(rank, (8, ""))
            if size == len(covered):
                faults.add((key,), _twice(rank, key, other))
                break
            if size > len(covered):
                week[rank], claimed[rank] = day or (), (len(covered), key)
    faults.tell()
    return tuple(week)


def _by_appointment(day: Any) -> Any:
    if isinstance(day, list):
        return [_by_appointment(one) for one in day]
    if isinstance(day, str):
        return day if plain(day).startswith("ferme") else {"heures": day, "sur_rendez_vous": "oui"}
    return {**day, "sur_rendez_vous": "oui"} if isinstance(day, dict) else day


def _twice(rank: int, key: str, other: str) -> Refus:
    return Refus(
        "jour-en-double",
        f"Le {WEEKDAYS[rank]} est donné deux fois : « {other} » et « {key} ».",
        "Gardez une seule des deux lignes, ou réunissez leurs heures.",
    )
