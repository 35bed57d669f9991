"""INSEE codes, and what is publicly known of the communes of the Métropole.

The table comes with the package (`data/communes_amp.json`, Licence Ouverte 2.0, its source written
in it). It only fills in what an agent would otherwise copy by hand: nothing is looked up in it at
build time.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_CODE = re.compile(
    r"(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5])(?!000)\d{3}|9(?:7[1-8]|8[4-9])(?!00)\d{2}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCommune:
    """A commune as INSEE and the DGCL know it."""

    code_insee: str
    nom: str
    siren: str
    codes_postaux: tuple[str, ...]
    population_municipale: int
    population_totale: int
    """The one that the thresholds of the CGCT count (art. R2151-2)."""
    latitude: float
    longitude: float


def is_code(text: str) -> bool:
    """Whether `text` has the form of a commune's INSEE code: 13001, 2A004, 97411."""
    return _CODE.fullmatch(text) is not None


@cache
def known() -> Mapping[str, KnownCommune]:
    """The communes of the Métropole, by INSEE code, in that order."""
    text = files("factory.tenants").joinpath("data/communes_amp.json").read_text("utf-8")
    communes = (
        KnownCommune(**{**row, "codes_postaux": tuple(row["codes_postaux"])})
        for row in json.loads(text)["communes"]
    )
    return {commune.code_insee: commune for commune in communes}
