"""The field types that only configuration files have: identifiers, hosts, sizes, durations."""

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from factory.ground.refusal import Refus
from factory.tenants import insee

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_QUANTITY = re.compile(r"(\d+(?:[.,]\d+)?) ?([a-zé]*)", re.IGNORECASE)

_AGE = re.compile(r"age1[02-9ac-hj-np-z]{58}")

_BYTES = {"": 1, "o": 1, "octet": 1, "octets": 1}
_BYTES |= {f"{letter}o": 1000**rank for rank, letter in enumerate("kmgt", start=1)}
_BYTES |= {f"{letter}io": 1024**rank for rank, letter in enumerate("kmgt", start=1)}
_SECONDS = {"": 1, "s": 1, "seconde": 1, "secondes": 1}
_SECONDS |= {"min": 60, "minute": 60, "minutes": 60, "h": 3600, "heure": 3600, "heures": 3600}
_SECONDS |= {"j": 86400, "jour": 86400, "jours": 86400}


def _digits(value: Any) -> str:
    """The text without the spaces and dots that people put between groups of digits."""
    return re.sub(r"[\s.]", "", str(value))


def read_insee(value: Any) -> str:
    code = _digits(value).upper()
    if insee.is_code(code):
        return code
    remedy = (
        "Un code INSEE a cinq caractères, par exemple 13001 ou 2A004. Ce n’est pas le code postal."
    )
    if re.fullmatch(r"\d{4}", code) and insee.is_code(f"0{code}"):
        remedy = f"Il manque sans doute le zéro du début : écrivez 0{code}."
    elif code.startswith("20"):
        remedy = "En Corse, le code commence par 2A ou 2B, par exemple 2A004."
    raise Refus("code-insee-invalide", f"« {value} » n’est pas un code INSEE de commune.", remedy)


def read_host(value: Any) -> str:
    text = str(value).strip()
    bare = _SCHEME.sub("", text).partition("/")[0].partition("?")[0].rstrip(".").lower()
    if bare == text.lower().rstrip(".") and len(bare) <= 253 and _HOST.fullmatch(_ascii(bare)):
        return _ascii(bare)
    if _HOST.fullmatch(_ascii(bare)):
        remedy = f"Écrivez seulement le nom de domaine : {bare}."
    else:
        remedy = "Écrivez un nom de domaine complet, par exemple www.ma-commune.fr."
    raise Refus("domaine-invalide", f"« {text} » n’est pas un nom de domaine.", remedy)


def _ascii(host: str) -> str:
    """The host as DNS writes it: « chênes.fr » is xn--chnes-6ra.fr."""
    try:
        return unicodedata.normalize("NFC", host).encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _bytes(value: Any) -> int:
    size = _quantity(value, _BYTES)
    if size is None:
        raise Refus(
            "taille-illisible",
            f"« {value} » n’est pas une taille.",
            "Écrivez un nombre et son unité : 300 Mo, 5 Go.",
        )
    return size


def _seconds(value: Any) -> int:
    duration = _quantity(value, _SECONDS)
    if duration is None:
        raise Refus(
            "duree-illisible",
            f"« {value} » n’est pas une durée.",
            "Écrivez un nombre et son unité : 45 s, 10 min, 2 h, 30 jours.",
        )
    return duration


def _quantity(value: Any, units: dict[str, int]) -> int | None:
    """A number and its unit, as a whole positive number of the smallest unit."""
    text = re.sub(r"\s+", " ", str(value)).strip()
    found = _QUANTITY.fullmatch(re.sub(r"(?<=\d) (?=\d{3})", "", text))
    if found is None or found[2].lower() not in units:
        return None
    total = int(Decimal(found[1].replace(",", ".")) * units[found[2].lower()])
    return total if total > 0 else None


def _age(value: Any) -> str:
    key = str(value).strip()
    if not key or _AGE.fullmatch(key):
        return key
    secret = key.upper().startswith("AGE-SECRET-KEY")
    raise Refus(
        "cle-de-secours-illisible",
        "La clé secrète est écrite ici : elle ne doit se trouver sur aucune machine de l’usine."
        if secret
        else f"« {key} » n’est pas une clé publique d’age.",
        "Écrivez la clé publique : elle commence par « age1 » et compte 62 caractères. "
        "« age-keygen » les écrit toutes les deux.",
    )


CodeInsee = Annotated[str, BeforeValidator(read_insee), Field(examples=["13001"])]
Domaine = Annotated[str, BeforeValidator(read_host), Field(examples=["www.ma-commune.fr"])]
"""A host, in lower case and as DNS writes it."""
Octets = Annotated[int, BeforeValidator(_bytes), Field(examples=["5 Go"])]
"""A size in bytes; « Ko », « Mo », « Go » count by 1000, « Kio », « Mio », « Gio » by 1024."""
Duree = Annotated[int, BeforeValidator(_seconds), Field(examples=["10 min"])]
"""A duration in seconds."""
CleAge = Annotated[str, BeforeValidator(_age), Field(examples=["age1…"])]
"""A recipient of age (X25519), to whom something is sealed."""
