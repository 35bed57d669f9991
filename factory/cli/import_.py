"""`usine import`: a commune comes back from its export, in any factory."""

from pathlib import Path

import click

from factory.cli import options
from factory.cli.answer import answer
from factory.cli.campaigns import campaign
from factory.ground.french.counts import counted
from factory.reversibility.importing import Imported, bring

SHOWN = 20
"""Differences that a person reads; the others are in the JSON."""


@options.verb(
    "Remettre une commune en place à partir de son export, dans cette usine ou une autre. "
    "L’export est vérifié fichier par fichier avant que rien ne soit écrit."
)
@click.argument("export", metavar="EXPORT", type=click.Path(path_type=Path))
@click.option("--as", "slug", metavar="COMMUNE", required=True, help="Nom de son dossier ici.")
@options.as_json
@options.config
def command(export: Path, slug: str, as_json: bool, config: Path | None) -> int:
    settings = options.settings(config)
    found = bring(campaign(settings), export, slug)
    if as_json:
        answer(identique=found.identical, **_json(found))
    else:
        click.echo(_told(found))
    if found.problems:
        return 3
    return 0 if found.identical and not found.non_repris else 1


def _json(found: Imported) -> dict[str, object]:
    return {name: getattr(found, name) for name in Imported.__slots__}


def _told(found: Imported) -> str:
    if found.problems:
        return "\n".join(map(str, (*found.problems[:SHOWN], *_more(len(found.problems)))))
    read = counted(found.fichiers, "fichier lu", "fichiers lus")
    lines = [f"{found.commune} : importée, {read}, {counted(found.pages, 'page')}."]
    if found.identical:
        lines.append("    Le site est identique, octet par octet, à celui de l’export.")
    else:
        differences = counted(len(found.differences), "différence")
        lines.append(f"    {differences} avec le site de l’export :")
        lines += [f"    - {one}" for one in found.differences[:SHOWN]]
        lines += [f"    {more}" for more in _more(len(found.differences))]
        lines += [f"    Ce qui peut l’expliquer : {cause}." for cause in found.causes]
    lines += [f"    non repris : {one}" for one in found.non_repris]
    return "\n".join(lines)


def _more(count: int) -> tuple[str, ...]:
    if count <= SHOWN:
        return ()
    return (f"… et {counted(count - SHOWN, 'autre')} (--json donne tout).",)
