"""The guide « Écrire un document » says what the models read, and its examples load."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from factory.content.load import load
from factory.content.models import MODELS, Meta
from factory.content.models.acte import Auteur, Prefecture, Votes
from factory.content.models.ordre import Remplacement, Retrait
from factory.content.models.parts import (
    Accessibilite,
    Contact,
    Formulaire,
    Image,
    Lien,
    Mandat,
    Periode,
    Piece,
)

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "documents.md"
TYPES = {
    "Page": "page",
    "Actualité": "actualite",
    "Événement": "evenement",
    "Alerte": "alerte",
    "Fiche": "fiche",
    "Élu": "elu",
    "Séance": "seance",
    "Acte": "acte",
    "Publication": "publication",
    "Démarche": "demarche",
    "Avis": "avis",
}
GROUPS: dict[str, type[BaseModel]] = {
    "image": Image,
    "documents": Piece,
    "contact": Contact,
    "lien": Lien,
    "accessibilite": Accessibilite,
    "mandat": Mandat,
    "periode": Periode,
    "auteurs": Auteur,
    "prefecture": Prefecture,
    "votes": Votes,
    "remplacement": Remplacement,
    "retrait": Retrait,
    "formulaires": Formulaire,
}
REQUIRED = {
    "acte": "nature: arrêté",
    "actualite": "date: 2026-03-03",
    "alerte": "debut: 2026-03-03 8h\nfin: 2026-03-03 9h",
    "avis": "nature: emploi",
    "elu": "prenom: Camille\nnom: Exemple\nfonction: Maire",
    "evenement": "debut: mardi 3 mars 2026",
    "seance": "date: 2026-03-03 18h",
}
ALONE = ("alt-manquant", "acte-sans-fichier", "acte-sans-auteur", "sauf-sans-recurrence")
"""What is said of an example because it stands alone."""


def rows(heading: str) -> list[tuple[str, str, bool]]:
    """Key, example and whether it is required, of the table under a heading."""
    text = GUIDE.read_text(encoding="utf-8")
    section = re.split(r"\n#{2,3} ", text.split(f"# {heading}\n", 1)[1])[0]
    found = re.findall(r"^\| `(\w+)` \|.*\| `([^|]+)` \| (oui|non) \|$", section, re.M)
    assert len(found) == section.count("\n| `"), "a row that cannot be read"
    return [(key, example, required == "oui") for key, example, required in found]


def required(model: type[BaseModel]) -> dict[str, bool]:
    return {name: field.is_required() for name, field in model.model_fields.items()}


def test_the_common_keys_are_told() -> None:
    table = {key: needed for key, _, needed in rows("Les clés de tous les documents")}
    assert set(table) == {*Meta.written()}
    assert not any(table.values())


@pytest.mark.parametrize(("heading", "kind"), TYPES.items())
def test_each_type_tells_its_own_keys(heading: str, kind: str) -> None:
    model = MODELS[kind]
    own = {
        name: needed for name, needed in required(model).items() if name in model.__annotations__
    }
    own.pop("type")
    assert {key: needed for key, _, needed in rows(heading)} == own


@pytest.mark.parametrize(("heading", "model"), GROUPS.items())
def test_each_group_tells_its_keys(heading: str, model: type[BaseModel]) -> None:
    assert {key: needed for key, _, needed in rows(heading)} == required(model)


def test_no_group_is_forgotten() -> None:
    told = {*GROUPS.values()}
    inner = {
        part
        for model in MODELS.values()
        for field in model.model_fields.values()
        for part in re.findall(r"factory\.content\.models\.\w+\.(\w+)", str(field.annotation))
    }
    assert inner == {model.__name__ for model in told}


@pytest.mark.parametrize(
    ("kind", "example"),
    [
        (kind, example)
        for heading, kind in [("Les clés de tous les documents", "page"), *TYPES.items()]
        for _, example, _ in rows(heading)
    ],
)
def test_every_example_of_the_guide_loads(kind: str, example: str) -> None:
    key = example.split(":")[0]
    lines = [line for line in REQUIRED.get(kind, "").split("\n") if line.split(":")[0] != key]
    front = "\n".join([f"type: {kind}" if key != "type" else "", example, *lines])
    found = load("contenu/exemple.md", f"---\n{front}\n---\nTexte\n".encode())
    said = [p for p in found.problems if p.code not in ALONE]
    assert found.document is not None and not said, list(map(str, found.problems))
