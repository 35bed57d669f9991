"""Options that several verbs share."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from factory.ground.moment import PARIS
from factory.ground.problems import UsageError
from factory.tenants import settings as settings_file
from factory.tenants.settings import Settings

Decorated = Callable[..., Any]

HELP = {"help_option_names": ["--help", "-h"]}
VERB = "VERBE [ARGUMENTS]..."

config = click.option(
    "--config",
    metavar="FICHIER",
    type=click.Path(path_type=Path),
    help="Fichier de configuration (sinon USINE_CONFIG, sinon usine.yaml).",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")
part = click.option(
    "--shard",
    "part",
    metavar="I/N",
    help="La partie I des communes, sur N : chaque machine prend la sienne, d’après leurs noms.",
)


def _names(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """The communes that a shell may complete a name to; none where the settings are wrong."""
    from factory.tenants import folder

    try:
        found = folder.communes(settings(ctx.params.get("config")))
    except UsageError:
        return []
    return [tenant.slug for tenant in found.tenants if tenant.slug.startswith(typed)]


communes = click.argument("communes", nargs=-1, metavar="[COMMUNE]...", shell_complete=_names)
commune = click.argument("commune", metavar="COMMUNE", shell_complete=_names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Executor:
    """Where the work is done: here, or on the machines of a dask scheduler."""

    name: str
    scheduler: str
    tls_ca: str
    tls_cert: str
    tls_key: str

    @property
    def elsewhere(self) -> bool:
        return self.name != "local" or bool(self.scheduler)


def executor(decorated: Decorated) -> Decorated:
    """The options that name an executor, given to the verb as one value."""
    names = ("scheduler", "tls_ca", "tls_cert", "tls_key")

    @wraps(decorated)
    def gathered(*args: Any, executor: str, **given: Any) -> Any:
        named = {name: given.pop(name) for name in names}
        return decorated(*args, executor=Executor(name=executor, **named), **given)

    file = click.Path(path_type=str, dir_okay=False)
    for option in (
        click.option("--tls-key", metavar="FICHIER", default="", type=file, help="Notre clé."),
        click.option(
            "--tls-cert", metavar="FICHIER", default="", type=file, help="Notre certificat."
        ),
        click.option(
            "--tls-ca", metavar="FICHIER", default="", type=file,
            help="Le certificat de l’autorité qui signe ceux des machines.",
        ),
        click.option(
            "--scheduler", metavar="ADRESSE", default="",
            help="L’ordonnanceur des machines : tls://hote:8786.",
        ),
        click.option(
            "--executor", type=click.Choice(["local", "dask"]), default="local",
            help="Faire le travail ici (local), ou sur plusieurs machines (dask).",
        ),
    ):  # fmt: skip
        gathered = option(gathered)
    return gathered


def verb(help: str) -> Callable[[Decorated], click.Command]:
    """A verb, with its help in French."""
    return click.command(help=help, context_settings=HELP)


def settings(config: Path | None) -> Settings:
    """The factory's settings, as the command line and the environment say where they are."""
    return settings_file.load(config, os.environ, Path.cwd())


def now() -> datetime:
    return datetime.now(PARIS)
