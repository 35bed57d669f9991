"""The national nomenclature of acts (ACTES): the subject codes that prefectures receive."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files

from factory.content.models.rules import Fault, fault
from factory.ground.problems import error

_DATA = json.loads((files("factory.content") / "data" / "matieres.json").read_text("utf-8"))
FAMILIES: dict[str, str] = _DATA["familles"]
MATTERS: dict[str, str] = _DATA["matieres"]
_CODE = re.compile(r"(\d)\.(\d{1,2})(\.\d{1,2}){0,3}")


def matter(code: str) -> str:
    """The name of a subject: « 7.10 » is « Divers »; a third level, local, has its parent's."""
    return MATTERS.get(".".join(code.split(".")[:2]), "")


def matiere_fault(code: str) -> Iterator[Fault]:
    """What is wrong with an act's `matiere`, which is a text: 7.1 and 7.10 are two subjects."""
    if not code or (_CODE.fullmatch(code) and matter(code)):
        return
    family = code[:1] if code[:1] in FAMILIES else ""
    if family:
        known = [f"{key} ({name})" for key, name in MATTERS.items() if key[0] == family]
        remedy = f"Dans la famille {family}, « {FAMILIES[family]} » : {', '.join(known)}."
    else:
        remedy = (
            "Écrivez un code à deux niveaux, par exemple « 7.1 » pour les décisions budgétaires."
        )
    yield fault(
        "matiere",
        error(
            "matiere-inconnue",
            f"« {code} » n’est pas une matière de la nomenclature nationale des actes.",
            remedy,
        ),
    )
