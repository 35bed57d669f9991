"""click speaks French: its help, and what it says of a wrong use."""

import difflib

import click

_WORDS = {
    "Usage:": "Emploi :",
    "Usage: ": "Emploi : ",
    "Options": "Options",
    "Commands": "Verbes",
    "Arguments": "Arguments",
    "Show this message and exit.": "Afficher cette aide.",
    "default: {default}": "par défaut : {default}",
    "required": "obligatoire",
    "[OPTIONS]": "[OPTIONS]",
    "(No such command)": "(verbe inconnu)",
}


def speak() -> None:
    """Have click say its own words in French."""
    for module in (click.core, click.formatting, click.decorators):
        vars(module)["_"] = _word


def _word(text: str) -> str:
    return _WORDS.get(text, text)


def fault(error: click.ClickException) -> str:
    """A wrong use, in French, with what to type instead."""
    if isinstance(error, click.exceptions.NoSuchOption):
        near = error.possibilities or []
        hint = f" Vouliez-vous dire {' ou '.join(sorted(near))} ?" if near else ""
        return _told(error, f"L’option « {error.option_name} » n’existe pas.{hint}")
    if isinstance(error, click.exceptions.MissingParameter):
        name = error.param.human_readable_name if error.param else "un argument"
        return _told(error, f"Il manque « {name} ».")
    if isinstance(error, click.exceptions.BadParameter):
        name = error.param.human_readable_name if error.param else "L’argument"
        return _told(error, f"« {name} » : {_reason(error.message)}")
    if isinstance(error, click.exceptions.FileError):
        return f"Le fichier « {error.ui_filename} » ne peut pas être ouvert."
    if isinstance(error, click.UsageError) and error.message.startswith("No such command"):
        word = error.message.split("'")[1]
        group = error.ctx.command if error.ctx else None
        known = group.list_commands(click.Context(group)) if isinstance(group, click.Group) else []
        near = difflib.get_close_matches(word, known, 1)
        hint = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
        return _told(error, f"Le verbe « {word} » n’existe pas.{hint}")
    if isinstance(error, click.UsageError) and error.message.startswith("Got unexpected extra"):
        extra = error.message.partition("(")[2].rstrip(")")
        return _told(error, f"Argument en trop : « {extra} ».")
    if isinstance(error, click.UsageError) and "requires an argument" in error.message:
        return _told(error, f"L’option {error.message.split(chr(39))[1]} attend une valeur.")
    return error.format_message()


def _reason(message: str) -> str:
    if "is not a valid integer" in message:
        return f"{message.split(' ')[0]} n’est pas un nombre entier."
    if "does not exist" in message:
        return "ce chemin n’existe pas."
    return message


def _told(error: click.ClickException, message: str) -> str:
    context = getattr(error, "ctx", None)
    where = context.command_path if context else "usine"
    return f"{message}\n« {where} --help » montre comment l’employer."
