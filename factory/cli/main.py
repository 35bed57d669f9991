"""`usine`: finds the verb, runs it, and turns what stops it into French and an exit code.

0 all well; 1 done, with problems to mend; 2 wrong use or configuration; 3 something promised was
not done (DESIGN §5).
"""

import gc
import sys
from importlib import import_module

import click

from factory import __version__
from factory.cli import french
from factory.ground import machine
from factory.ground.problems import UsageError

VERBS = {
    "build": "Fabriquer et publier les sites",
    "nightly": "Passer la nuit de toutes les communes : publier, sauvegarder, prouver",
    "serve": "Voir les sites chez soi, brouillons compris, pendant qu’on écrit",
    "watch": "Publier chaque commune dès que ses fichiers changent",
    "check": "Dire ce qui est à corriger, dans les textes et sur le site, et pour qui",
    "convention": "Suivre les conventions : état, sommes dues, bilan, échéances",
    "assistance": "Préparer une demande au service d’assistance, et dire quand il répond",
    "certificat": "Préparer le certificat de publication d’un acte, à signer par le maire",
    "why": "Dire pourquoi une page a été refaite",
    "status": "Dire où en est chaque commune",
    "backup": "Sauvegarder, vérifier, restaurer, et prouver que l’on restaure",
    "export": "Écrire tout ce qu’il faut pour reprendre un site ailleurs",
    "prove": "Prouver que les exports sont complets : refaire chaque site et comparer",
    "import": "Remettre une commune en place à partir de son export",
    "erase": "Chercher une personne ou un texte, et effacer des documents partout",
    "destroy": "Détruire une commune dont la convention a pris fin, et en dresser procès-verbal",
    "rollback": "Remettre en ligne un état antérieur d’un site",
    "new": "Créer le dossier d’une commune",
    "schema": "Écrire les schémas qui aident les éditeurs de texte",
    "doctor": "Vérifier que la machine a ce qu’il faut",
}
"""Verb → what it does. Its module is imported only where it is used."""


class Usine(click.Group):
    """The verbs, each loaded from its own module when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        # « import » is a word of Python's: no module can be called that.
        module = import_module(f"factory.cli.{'import_' if name == 'import' else name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbes"):
            formatter.write_dl(list(VERBS.items()))


@click.command(
    cls=Usine,
    help="Fabrique, publie et garde les sites des communes de la Métropole.",
    epilog="« usine VERBE --help » explique un verbe. Code de sortie : 0 tout va bien ; 1 fait, "
    "avec des points à corriger ; 2 mauvais emploi ou mauvais réglage ; 3 une promesse n’est pas "
    "tenue.",
    context_settings={"help_option_names": ["--help", "-h"]},
    subcommand_metavar="VERBE [ARGUMENTS]...",
)
@click.version_option(__version__, message="usine %(version)s", help="Dire la version.")
def usine() -> None: ...


def main() -> None:
    """The entry point of the command `usine`."""
    french.speak()
    try:
        code = usine(standalone_mode=False, prog_name="usine")
    except UsageError as fault:
        print(fault, file=sys.stderr)
        code = 2
    except click.exceptions.Exit as end:
        code = end.exit_code
    except click.ClickException as fault:
        print(french.fault(fault), file=sys.stderr)
        code = 2
    except (KeyboardInterrupt, click.Abort):
        print("Interrompu.", file=sys.stderr)
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except Exception as fault:
        stop = machine.stop(fault)
        if stop is None:
            raise
        print(stop.problem, file=sys.stderr)
        code = stop.code
    # Python looks for garbage before it ends: a tenth of a second, in what all goes anyway.
    gc.freeze()
    sys.exit(code or 0)
