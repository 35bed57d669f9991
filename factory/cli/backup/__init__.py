"""`usine backup`: its own verbs, one file each."""

from importlib import import_module

import click

from factory.cli import options

VERBS = {
    "run": "Sauvegarder les communes et le système",
    "list": "Montrer les sauvegardes qu’il y a",
    "check": "Relire une part des sauvegardes, ou toutes",
    "restore": "Restaurer une commune dans un dossier vide",
    "drill": "Restaurer à l’essai, et prouver que rien ne manque",
    "forget": "Oublier les sauvegardes trop anciennes",
    "key": "Voir, vérifier et remettre les clés",
}


class Backup(click.Group):
    """The verbs of backups, each loaded from its own module when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        command: click.Command = import_module(f"factory.cli.backup.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbes"):
            formatter.write_dl(list(VERBS.items()))


@click.command(
    cls=Backup,
    help="Sauvegarder chaque commune dans son dépôt chiffré, avec sa clé, et prouver qu’on sait "
    "la restaurer.",
    epilog="« usine backup VERBE --help » explique un verbe.",
    context_settings=options.HELP,
    subcommand_metavar=options.VERB,
)
def command() -> None: ...
