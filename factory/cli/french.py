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
    "{value!r} is not a valid {number_type}.": "« {value} » n’est pas un nombre entier.",
    "{value} is not in the range {range}.": "{value} n’est pas possible : il faut {range}.",
    "{value!r} is not one of {choices}.": "« {value} » n’est pas possible. Au choix : {choices}.",
    "{name} {filename!r} does not exist.": "« {filename} » n’existe pas.",
    "{name} {filename!r} is a file.": "« {filename} » est un fichier, il faut un dossier.",
    "{name} {filename!r} is a directory.": "« {filename} » est un dossier, il faut un fichier.",
}


def speak() -> None:
    """Have click say its own words in French."""
    for module in (click.core, click.formatting, click.decorators, click.types):
        vars(module)["_"] = _word
    vars(click.types)["ngettext"] = lambda one, several, count: _word(several)
    vars(click)["IntRange"]._describe_range = _bounds


def _word(text: str) -> str:
    return _WORDS.get(text, text)


def _bounds(kind: click.IntRange) -> str:
    """« au moins 1 », « de 0 à 65535 »."""
    return f"au moins {kind.min}" if kind.max is None else f"de {kind.min} à {kind.max}"


def fault(error: click.ClickException) -> str:
    """A wrong use, in French, with what to type instead."""
    if isinstance(error, click.exceptions.NoSuchOption):
        near = error.possibilities or []
        hint = f" Vouliez-vous dire {' ou '.join(sorted(near))} ?" if near else ""
        return _told(error, f"L’option « {error.option_name} » n’existe pas.{hint}")
    if isinstance(error, click.exceptions.MissingParameter):
        return _told(error, f"Il manque {_typed(error.param)}.")
    if isinstance(error, click.exceptions.BadParameter):
        return _told(error, f"{_typed(error.param)} : {error.message}")
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


def _typed(parameter: click.Parameter | None) -> str:
    """An option or an argument, as it is typed."""
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return f"« {parameter.human_readable_name} »" if parameter else "Un argument"


def _told(error: click.ClickException, message: str) -> str:
    context = getattr(error, "ctx", None)
    where = context.command_path if context else "usine"
    return f"{message}\n« {where} --help » montre comment l’employer."
