"""The texts of a front matter that have a meaning of their own, read into it."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from factory.ground.dates import parse_instant, plain
from factory.ground.models.fields import Booleen, ListeDe, Texte
from factory.ground.refusal import Refus
from factory.ground.slugs import slug

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
_LANGUAGES = {"francais": "fr", "anglais": "en", "provencal": "oc-provenc", "occitan": "oc"}
_SHEET = re.compile(r"[FNR]\d{1,6}")
_DEGREES = re.compile(r"-?\d{1,3}(?:[.,]\d+)?")


def fold(text: str) -> str:
    """For comparing words as people write them: without accents, capitals or « _ »."""
    return plain(text.replace("_", " "))


def ou_dit(others: Mapping[str, str]) -> BeforeValidator:
    """Other ways to say one of a `Literal`'s words; its accents are `bind`'s business."""
    words = {fold(written): word for written, word in others.items()}
    return BeforeValidator(
        lambda value: words.get(fold(value), value) if isinstance(value, str) else value
    )


def _language(text: str) -> str:
    code = _LANGUAGES.get(fold(text), text.replace("_", "-"))
    if code and not _LANGUAGE.fullmatch(code):
        raise Refus(
            "langue-inconnue",
            f"« {text} » n’est pas un code de langue.",
            "Écrivez par exemple « fr », « en », « oc ».",
        )
    return code


def _permalink(text: str) -> str:
    if text in ("", "/"):
        return text
    segments = text.strip("/").split("/")
    clean = [slug(segment) for segment in segments]
    where = "/".join(clean)
    written = f"/{where}/" if "/" in text else where
    if segments != clean:
        raise Refus(
            "adresse-illisible",
            f"« {text} » ne peut pas être l’adresse d’une page de ce site : elle n’a que des "
            "lettres minuscules sans accent, des chiffres et des tirets.",
            "Écrivez le chemin seul, sans « https:// » ni « ? », par exemple "
            + ("« /ma-page/ »." if ":" in text or "?" in text else f"« {written} »."),
        )
    return written


def _menu(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    word = fold(value)
    if word in ("oui", "true", "main", "principal"):
        return True
    if word in ("non", "false"):
        return False
    return value.strip() or None


def _sheet(text: str) -> str:
    code = text.strip().rstrip("/").rpartition("/")[2].upper()
    if text and not _SHEET.fullmatch(code):
        raise Refus(
            "fiche-service-public-illisible",
            f"« {text} » n’est pas le numéro d’une fiche de service-public.fr.",
            "Écrivez son numéro, par exemple « F1342 » : il termine l’adresse de la fiche.",
        )
    return code if text else ""


def _lines(value: Any) -> Any:
    """A postal address: a list of lines, or a text of several."""
    if isinstance(value, str):
        return [line.strip() for line in value.split("\n") if line.strip()]
    return value


def _labelled(value: Any) -> Any:
    """`{Habitants: 100 €}` or a list of such, as « Habitants : 100 € »."""
    if isinstance(value, dict):
        return [f"{key} : {text}" if isinstance(text, str) else text for key, text in value.items()]
    if isinstance(value, list):
        return [part for item in value for part in _one_labelled(item)]
    return value


def _one_labelled(item: Any) -> list[Any]:
    labelled = _labelled(item) if isinstance(item, dict) else item
    return labelled if isinstance(labelled, list) else [labelled]


def _position(value: Any) -> Any:
    """« 43.52, 5.45 », a list of two, or {latitude, longitude}; in degrees."""
    parts = value
    if isinstance(value, dict):
        given = {fold(str(key))[:3]: part for key, part in value.items()}
        parts = [given.get("lat", ""), given.get("lon", given.get("lng", ""))]
    elif isinstance(value, str):
        parts = re.split(r"\s*;\s*|\s*,\s+|(?<=\.\d)\s*,|\s+", value.strip())
        parts = parts if len(parts) == 2 else value.split(",")
    texts = [str(part).strip() for part in parts]
    if len(texts) == 2 and all(_DEGREES.fullmatch(text) for text in texts):
        latitude, longitude = (float(text.replace(",", ".")) for text in texts)
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            return (latitude, longitude)
    raise Refus(
        "position-illisible",
        "La position n’est pas faite d’une latitude et d’une longitude.",
        "Écrivez-les en degrés, séparées par une virgule : « 43.5298, 5.4474 ».",
    )


def _with_time(value: Any) -> Any:
    when = parse_instant(value) if isinstance(value, str) else value
    if isinstance(when, date) and not isinstance(when, datetime):
        raise Refus(
            "heure-manquante",
            "L’heure manque : il faut le jour et l’heure.",
            f"Écrivez par exemple « {when.isoformat()} 18h30 ».",
        )
    return when


Permalien = Annotated[Texte, AfterValidator(_permalink)]
Langue = Annotated[Texte, AfterValidator(_language)]
FicheServicePublic = Annotated[Texte, AfterValidator(_sheet)]
Menu = Annotated[Booleen | Texte | None, BeforeValidator(_menu)]
Lignes = Annotated[ListeDe[Texte], BeforeValidator(_lines)]
Mentions = Annotated[ListeDe[Texte], BeforeValidator(_labelled)]
Position = Annotated[tuple[float, float], BeforeValidator(_position)]
InstantPrecis = Annotated[
    datetime, BeforeValidator(_with_time), Field(examples=["3 mars 2026 à 18h30"])
]
"""A day and an hour: naive, as clocks in France show it."""
