"""The field types that every model shares: each reads what an agent writes, as text.

Every parser also accepts its own output and its own JSON, because models are cached as JSON
(`model_dump_json` then `model_validate_json`). A parser refuses with `Refus`, in French.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal as Number
from decimal import InvalidOperation
from typing import Annotated, Any, TypeVar

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
from factory.ground.models import coded
from factory.ground.models.shapes import Doubt
from factory.ground.models.telephone import doubt, telephone, telephone_lien
from factory.ground.refusal import Refus, Refuses, brief

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

    model_config = ConfigDict(
        frozen=True, extra="ignore", revalidate_instances="never", defer_build=True
    )


T = TypeVar("T")

_YES = frozenset({"oui", "true", "vrai", "yes", "on"})
_NO = frozenset({"non", "false", "faux", "no", "off"})


def _booleen(value: str) -> Any:
    word = dates.plain(value)
    if word in _YES or word in _NO:
        return word in _YES
    raise Refus("oui-ou-non", f"« {value} » n’est ni oui ni non.", "Écrivez oui ou non.")


def _instant(value: Any) -> date | datetime:
    if isinstance(value, str):
        return dates.parse_instant(brief(value))
    if isinstance(value, date):
        return value
    raise Refus("date-illisible", "Une date est attendue ici.", dates.INSTANT_REMEDY)


def _entier(value: str) -> Any:
    digits = re.sub(r"[\s\u00a0\u202f]", "", value)
    if re.fullmatch(r"[+-]?\d{1,18}", digits, re.ASCII):
        return int(digits)
    raise Refus(
        "nombre-illisible",
        f"« {value} » n’est pas un nombre entier.",
        "Écrivez le nombre en chiffres, par exemple 250.",
    )


def _decimal(value: str) -> Any:
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


def _montant(value: str) -> Any:
    bare = re.sub(r"(?i) ?(€|euros?|eur) ?(ttc|ht)?$", "", " ".join(value.split()))
    try:
        return _decimal(bare)
    except Refus:
        raise Refus(
            "nombre-illisible",
            f"« {value} » n’est pas un montant en euros.",
            "Écrivez le montant en chiffres, par exemple 12,50.",
        ) from None


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


def _brief(parse: Callable[[str], Any]) -> Any:
    """The same, for values that hold on a line: patterns are not tried on long texts."""

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return parse(brief(value))

    return BeforeValidator(read)


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
Booleen = Annotated[bool, _brief(_booleen), Field(examples=["oui"])]
Jour = Annotated[date, _brief(dates.parse_jour), Field(examples=["3 mars 2026"])]
Instant = Annotated[
    date | datetime,
    PlainValidator(_instant, json_schema_input_type=str),
    Field(examples=["3 mars 2026 à 18h30"]),
    PlainSerializer(lambda when: when.isoformat(), return_type=str, when_used="json"),
]
"""A day, or a day and an hour: naive, as clocks in France show it."""
Heure = Annotated[time, _brief(dates.parse_heure), Field(examples=["18h30"])]
Entier = Annotated[int, _brief(_entier), Field(examples=["250"])]
Decimal = Annotated[Number, _brief(_decimal), Field(examples=["12,5"])]
Montant = Annotated[Number, _brief(_montant), Field(examples=["12,50"])]
"""In euros."""
Courriel = Annotated[str, _brief(coded.courriel), Field(examples=["mairie@exemple.fr"])]
Telephone = Annotated[str, _brief(telephone), Doubt(says=doubt), Field(examples=["04 42 00 12 34"])]
"""As it is read aloud; `telephone_lien` gives the form for a link."""
Url = Annotated[str, _brief(coded.url), Field(examples=["https://www.exemple.fr/"])]
Couleur = Annotated[str, _brief(coded.couleur), Field(examples=["'#1f5f8b'"])]
Siren = Annotated[str, _brief(coded.siren), Field(examples=["200 054 807"])]
Siret = Annotated[str, _brief(coded.siret), Field(examples=["200 054 807 00017"])]
CodeInsee = Annotated[str, _brief(coded.code_insee), Field(examples=["13001"])]
CodePostal = Annotated[str, _brief(coded.code_postal), Field(examples=["13100"])]
CheminFichier = Annotated[str, _after(_chemin), Field(examples=["affiche.jpg"])]
ListeDe = Annotated[tuple[T, ...], BeforeValidator(_liste)]
"""A list; a single value is a list of one."""
Mots = Annotated[tuple[Texte, ...], BeforeValidator(_mots)]
"""Short words, as a list or as « voirie, travaux »."""
