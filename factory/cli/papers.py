"""What verbs that give a paper share: on the terminal, as JSON, as a page, as a PDF."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

import click

from factory.cli import options
from factory.cli.answer import answer
from factory.convention import page, print, terminal
from factory.convention.document import Document
from factory.ground.dates import parse_jour
from factory.ground.files import write_whole
from factory.ground.problems import Problem, UsageError, error
from factory.ground.refusal import Refus


class Day(click.ParamType[date]):
    """A day as French writes it."""

    name = "JOUR"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        try:
            return parse_jour(value)
        except Refus as refused:
            self.fail(f"{refused.message} {refused.remedy}", param, ctx)


def forms(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a paper takes a form."""
    path = click.Path(path_type=Path, dir_okay=False)
    for option in (
        options.config,
        options.as_json,
        click.option("--pdf", metavar="FICHIER", type=path, help="Écrire un PDF accessible."),
        click.option("--html", metavar="FICHIER", type=path, help="Écrire une page accessible."),
    ):
        function = option(function)
    return function


day = click.option("--le", type=Day(), metavar="JOUR", help="À ce jour (sinon ce jour).")
year = click.option("--annee", type=int, metavar="AAAA", help="Année civile (sinon celle-ci).")


def give(
    document: Document,
    data: dict[str, Any],
    *,
    as_json: bool,
    html: Path | None,
    pdf: Path | None,
    moment: datetime,
) -> None:
    """The paper in the form asked for. A file is told; nothing else is printed then."""
    for path in (html, pdf):
        folder_of(path)
    if html is not None:
        write_whole(html, page.html(document).encode())
    if pdf is not None:
        write_whole(pdf, print.pdf(document, moment))
    if as_json:
        answer(**data)
    elif html is None and pdf is None:
        click.echo(terminal.text(document, _width()), nl=False)
    else:
        for path in (html, pdf):
            if path is not None:
                click.echo(f"{document.title} : {path}")


def _width() -> int:
    """The terminal's columns, forty at least; in a file, what a page holds."""
    return max(get_terminal_size().columns, 40) if sys.stdout.isatty() else terminal.WIDTH


def folder_of(path: Path | None) -> None:
    """Raises UsageError where a file could not be written for want of its folder."""
    if path is not None and not path.absolute().parent.is_dir():
        raise UsageError(_no_folder(path))


def _no_folder(path: Path) -> Problem:
    return error(
        "papier-sans-dossier",
        f"Le dossier « {path.parent} » n’existe pas : le papier ne peut pas y être écrit.",
        "Créez-le, ou donnez un fichier d’un dossier qui existe.",
    )
