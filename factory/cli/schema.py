"""`usine schema`: JSON Schemas, by which a text editor completes and checks the YAML keys."""

from pathlib import Path

import click
from pydantic import BaseModel

from factory.cli import options
from factory.content.models import MODELS
from factory.convention.common import Commun
from factory.tenants import schemas
from factory.tenants.usine import Tarif

SHARED: dict[str, type[BaseModel]] = {"commun": Commun, "tarif": Tarif}
"""What all the conventions have in common (`convention/`)."""


@options.verb("Écrire les schémas qui font compléter et vérifier les clés par l’éditeur de texte.")
@click.option(
    "--to",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Où les écrire ; sinon « schemas », à côté de usine.yaml.",
)
@options.config
def command(to: Path | None, config: Path | None) -> int:
    folder = to or options.settings(config).racine / schemas.FOLDER
    of_types = {
        kind: schemas.schema_of(model, model.written(), optional=("date",), strict=False)
        for kind, model in MODELS.items()
    }
    shared = {name: schemas.schema_of(model) for name, model in SHARED.items()}
    for path in schemas.write(folder, of_types | shared):
        click.echo(path)
    return 0
