"""Texts that follow a code: e-mail, web address, colour, and the State's numbers.

Each function gives the text's canonical form, itself accepted, or raises `Refus`.
"""

import re
from urllib.parse import urlsplit

from factory.ground.refusal import Refus

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_HOST = re.compile(r"[^\s/?#@\\\"<>]+")
_SPACES = re.compile(r"[\s.\u00a0\u202f-]+")


def courriel(value: str) -> str:
    address = value.removeprefix("mailto:").strip()
    if not address or (_EMAIL.fullmatch(address) and ".." not in address):
        return address
    raise Refus(
        "courriel-illisible",
        f"« {value} » n’est pas une adresse de courriel.",
        "Écrivez l’adresse entière et seule, par exemple mairie@exemple.fr.",
    )


def url(value: str) -> str:
    address = value.strip()
    if not address:
        return address
    if re.match(r"(?i)www\.[\w-]+\.", address):
        address = f"https://{address}"
    remedy = "Écrivez l’adresse entière, par exemple https://www.exemple.fr/page."
    scheme = address.split(":", 1)[0].lower() if ":" in address else ""
    if scheme not in ("http", "https") or "://" not in address:
        if re.match(r"(?i)(www\.|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/|$))", address):
            remedy = f"Écrivez https:// devant : https://{address}"
        raise Refus("adresse-web-illisible", f"« {value} » n’est pas une adresse web.", remedy)
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not _HOST.fullmatch(host) or re.search(r"[\s<>\"\\^`{|}]", address) or "@" in parts.netloc:
        raise Refus("adresse-web-illisible", f"« {value} » n’est pas une adresse web.", remedy)
    return address


def couleur(value: str) -> str:
    match = re.fullmatch(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", value.strip())
    if match is None:
        raise Refus(
            "couleur-illisible",
            f"« {value} » n’est pas une couleur.",
            "Écrivez un dièse et six chiffres ou lettres de a à f, entre guillemets droits, par "
            "exemple '#1f5f8b'.",
        )
    digits = match[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def _digits(value: str, length: int, name: str, example: str) -> str:
    digits = _SPACES.sub("", value)
    if not re.fullmatch(rf"\d{{{length}}}", digits, re.ASCII):
        raise Refus(
            f"{name.lower()}-illisible",
            f"« {value} » n’est pas un {name} : il faut {length} chiffres.",
            f"Recopiez les {length} chiffres, par exemple {example}.",
        )
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + rank % 2)
        total += doubled - 9 if doubled > 9 else doubled
    if total % 10:
        raise Refus(
            f"{name.lower()}-illisible",
            f"« {value} » n’est pas un {name} : sa clé de contrôle est fausse, un chiffre a dû "
            "changer.",
            f"Recopiez les {length} chiffres, par exemple {example}.",
        )
    return digits


def siren(value: str) -> str:
    return _digits(value, 9, "SIREN", "200 054 807")


def siret(value: str) -> str:
    """La Poste's establishments follow another rule of control; no commune needs it."""
    return _digits(value, 14, "SIRET", "200 054 807 00017")


def code_insee(value: str) -> str:
    code = value.strip().upper()
    if re.fullmatch(r"(\d{2}|2[AB])\d{3}", code, re.ASCII):
        return code
    raise Refus(
        "code-insee-illisible",
        f"« {value} » n’est pas un code INSEE de commune.",
        "Écrivez ses cinq caractères, par exemple 13001 ; ce n’est pas le code postal.",
    )


def code_postal(value: str) -> str:
    code = _SPACES.sub("", value)
    if re.fullmatch(r"\d{5}", code, re.ASCII):
        return code
    raise Refus(
        "code-postal-illisible",
        f"« {value} » n’est pas un code postal.",
        "Écrivez ses cinq chiffres, par exemple 13100.",
    )
