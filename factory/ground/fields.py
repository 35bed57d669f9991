"""The field types that every model shares: each reads what an agent writes, as text.

Every parser also accepts its own output and its own JSON, because models are cached as JSON
(`model_dump_json` then `model_validate_json`). A parser refuses with `Refus`, in French.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal as Number
from decimal import InvalidOperation
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
)

from factory.ground import dates
from factory.ground.refusal import Refus, Refuses

__all__ = [
    "Booleen",
    "CheminFichier",
    "CodeInsee",
    "CodePostal",
    "Couleur",
    "Courriel",
    "Decimal",
    "Entier",
    "Heure",
    "Instant",
    "Jour",
    "ListeDe",
    "Modele",
    "Montant",
    "Mots",
    "Refus",
    "Refuses",
    "Siren",
    "Siret",
    "Telephone",
    "Texte",
    "TexteRequis",
    "Url",
    "telephone_lien",
]


class Modele(BaseModel):
    """Base of all models read from YAML: frozen; unknown keys are `bind`'s business."""

    model_config = ConfigDict(frozen=True, extra="ignore", revalidate_instances="never")


T = TypeVar("T")

_YES = frozenset({"oui", "true", "vrai", "yes", "on"})
_NO = frozenset({"non", "false", "faux", "no", "off"})
_FOREIGN_PHONE = re.compile(r"\+[\d .()-]{6,20}")
_LOCAL_PHONE = re.compile(r"(?:\+|00)33(\d{9})|0(\d{9})")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_HOST = re.compile(r"[^\s/?#@\\\"<>]+")
_SPACES = re.compile(r"[\s.\u00a0\u202f-]+")


def _booleen(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    word = dates.plain(value)
    if word in _YES or word in _NO:
        return word in _YES
    raise Refus("oui-ou-non", f"« {value} » n’est ni oui ni non.", "Écrivez oui ou non.")


def _jour(value: Any) -> Any:
    return dates.parse_jour(value) if isinstance(value, str) else value


def _instant(value: Any) -> date | datetime:
    if isinstance(value, str):
        return dates.parse_instant(value)
    if isinstance(value, date):
        return value
    raise Refus("date-illisible", "Une date est attendue ici.", dates.INSTANT_REMEDY)


def _heure(value: Any) -> Any:
    return dates.parse_heure(value) if isinstance(value, str) else value


def _entier(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    digits = re.sub(r"[\s\u00a0\u202f]", "", value)
    if re.fullmatch(r"[+-]?\d{1,18}", digits, re.ASCII):
        return int(digits)
    raise Refus(
        "nombre-illisible",
        f"« {value} » n’est pas un nombre entier.",
        "Écrivez le nombre en chiffres, par exemple 250.",
    )


def _decimal(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    digits = re.sub(r"[\s\u00a0\u202f]", "", value).replace(",", ".").replace("−", "-")
    if re.fullmatch(r"[+-]?\d{1,18}(\.\d{1,12})?", digits, re.ASCII):
        try:
            return Number(digits)
        except InvalidOperation:
            pass
    raise Refus(
        "nombre-illisible",
        f"« {value} » n’est pas un nombre.",
        "Écrivez le nombre en chiffres, par exemple 12,5.",
    )


def _montant(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    bare = re.sub(r"(?i)\s*(€|euros?|eur)\s*(ttc|ht)?\s*$", "", value)
    try:
        return _decimal(bare)
    except Refus:
        raise Refus(
            "nombre-illisible",
            f"« {value} » n’est pas un montant en euros.",
            "Écrivez le montant en chiffres, par exemple 12,50.",
        ) from None


def _courriel(value: str) -> str:
    address = value.removeprefix("mailto:").strip()
    if not address or (_EMAIL.fullmatch(address) and ".." not in address):
        return address
    raise Refus(
        "courriel-illisible",
        f"« {value} » n’est pas une adresse de courriel.",
        "Écrivez l’adresse entière et seule, par exemple mairie@exemple.fr.",
    )


def _telephone(value: str) -> str:
    """A French number as it is read aloud, « 04 42 00 12 34 »; any other form is left as it is."""
    digits = re.sub(r"[\s.\u00a0\u202f/-]|\(0\)", "", value)
    if match := _LOCAL_PHONE.fullmatch(digits):
        number = "0" + (match[1] or match[2])
        return " ".join(number[i : i + 2] for i in range(0, 10, 2))
    return " ".join(value.split())


def telephone_lien(telephone: str) -> str:
    """What follows `tel:`, « +33442001234 »; a short number as it is (« 15 », « 3939 »).

    Empty where the text holds more than one number or none, so that no link misleads.
    """
    digits = re.sub(r"[\s.\u00a0\u202f/-]|\(0\)", "", telephone)
    if match := _LOCAL_PHONE.fullmatch(digits):
        return "+33" + (match[1] or match[2])
    if _FOREIGN_PHONE.fullmatch(telephone.strip()):
        return re.sub(r"[^+\d]", "", telephone)
    return digits if re.fullmatch(r"\d{2,6}", digits, re.ASCII) else ""


def _url(value: str) -> str:
    address = value.strip()
    if not address:
        return address
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


def _couleur(value: str) -> str:
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


def _identifier(value: str, length: int, name: str, example: str) -> str:
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


def _siren(value: str) -> str:
    return _identifier(value, 9, "SIREN", "200 054 807")


def _siret(value: str) -> str:
    """La Poste's establishments follow another rule of control; no commune needs it."""
    return _identifier(value, 14, "SIRET", "200 054 807 00017")


def _code_insee(value: str) -> str:
    code = value.strip().upper()
    if re.fullmatch(r"(\d{2}|2[AB])\d{3}", code, re.ASCII):
        return code
    raise Refus(
        "code-insee-illisible",
        f"« {value} » n’est pas un code INSEE de commune.",
        "Écrivez ses cinq caractères, par exemple 13001 ; ce n’est pas le code postal.",
    )


def _code_postal(value: str) -> str:
    code = _SPACES.sub("", value)
    if re.fullmatch(r"\d{5}", code, re.ASCII):
        return code
    raise Refus(
        "code-postal-illisible",
        f"« {value} » n’est pas un code postal.",
        "Écrivez ses cinq chiffres, par exemple 13100.",
    )


def _chemin(value: str) -> str:
    """As written: the site room resolves it. Only what can never be a file's path is refused."""
    path = value.strip()
    if re.match(r"(?i)[a-z][a-z0-9+.-]+:", path) or path.startswith("//"):
        raise Refus(
            "fichier-attendu",
            f"« {value} » est une adresse, pas un fichier de la commune.",
            "Déposez le fichier à côté de la page ou dans « medias », et écrivez son nom.",
        )
    return path


def _text(value: str) -> str:
    return value.strip()


def _after(parse: Any) -> Any:
    """A validator on texts only: what is not a text gets pydantic's own refusal."""
    return BeforeValidator(lambda value: parse(value) if isinstance(value, str) else value)


def _liste(value: Any) -> Any:
    if value == "":
        return ()
    return (value,) if isinstance(value, str | dict | BaseModel) else value


def _mots(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(word.strip() for word in re.split(r"[,;]", value) if word.strip())
    return value


Texte = Annotated[str, _after(_text)]
TexteRequis = Annotated[str, _after(_text), StringConstraints(min_length=1)]
Booleen = Annotated[bool, BeforeValidator(_booleen), Field(examples=["oui"])]
Jour = Annotated[date, BeforeValidator(_jour), Field(examples=["3 mars 2026"])]
Instant = Annotated[
    date | datetime,
    PlainValidator(_instant, json_schema_input_type=str),
    Field(examples=["3 mars 2026 à 18h30"]),
    PlainSerializer(lambda when: when.isoformat(), return_type=str, when_used="json"),
]
"""A day, or a day and an hour: naive, as clocks in France show it."""
Heure = Annotated[time, BeforeValidator(_heure), Field(examples=["18h30"])]
Entier = Annotated[int, BeforeValidator(_entier), Field(examples=["250"])]
Decimal = Annotated[Number, BeforeValidator(_decimal), Field(examples=["12,5"])]
Montant = Annotated[Number, BeforeValidator(_montant), Field(examples=["12,50"])]
"""In euros."""
Courriel = Annotated[str, _after(_courriel), Field(examples=["mairie@exemple.fr"])]
Telephone = Annotated[str, _after(_telephone), Field(examples=["04 42 00 12 34"])]
"""As it is read aloud; `telephone_lien` gives the form for a link."""
Url = Annotated[str, _after(_url), Field(examples=["https://www.exemple.fr/"])]
Couleur = Annotated[str, _after(_couleur), Field(examples=["'#1f5f8b'"])]
Siren = Annotated[str, _after(_siren), Field(examples=["200 054 807"])]
Siret = Annotated[str, _after(_siret), Field(examples=["200 054 807 00017"])]
CodeInsee = Annotated[str, _after(_code_insee), Field(examples=["13001"])]
CodePostal = Annotated[str, _after(_code_postal), Field(examples=["13100"])]
CheminFichier = Annotated[str, _after(_chemin), Field(examples=["affiche.jpg"])]
ListeDe = Annotated[tuple[T, ...], BeforeValidator(_liste)]
"""A list; a single value is a list of one."""
Mots = Annotated[tuple[Texte, ...], BeforeValidator(_mots)]
"""Short words, as a list or as « voirie, travaux »."""
