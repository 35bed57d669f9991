"""`usine backup restore`: a commune's folder as it was, in an empty folder."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from factory.backup.restoring import Restored, Wanted, restore
from factory.backup.shelter import Shelter, shelter
from factory.backup.target import SYSTEM
from factory.cli import options
from factory.cli.answer import answer
from factory.cli.backup import shared
from factory.cli.terminal import progress
from factory.ground.french import sizes
from factory.ground.french.counts import counted
from factory.ground.moment import closing
from factory.ground.problems import UsageError, error
from factory.ground.refusal import Refus
from factory.tenants.settings import Settings


@options.verb(
    "Restaurer le dossier d’une commune, tel qu’il a été sauvegardé, dans un dossier vide. Ce qui "
    "a été effacé depuis ne revient pas. Sans « --vers », le dossier de la commune doit manquer."
)
@options.communes
@click.option(
    "--vers", metavar="DOSSIER", type=click.Path(path_type=Path), help="Où restaurer (vide)."
)
@click.option("--moment", metavar="MOMENT", help="La dernière sauvegarde faite à ce moment-là.")
@click.option("--sauvegarde", metavar="NOM", default="", help="Une sauvegarde, par son nom.")
@click.option(
    "--depuis", metavar="LIEU", default="", help="« dépôt », « copie » ; sinon le premier."
)
@click.option("--tout", is_flag=True, help="Toutes les communes, chacune à sa place.")
@options.as_json
@options.config
def command(
    communes: tuple[str, ...],
    vers: Path | None,
    moment: str | None,
    sauvegarde: str,
    depuis: str,
    tout: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    settings = options.settings(config)
    where = shelter(settings)
    names = _names(where, communes, vers, tout)
    wanted = Wanted(moment=_read(moment), snapshot=sauvegarde, target=_place(where, depuis))
    done = []
    with progress("Restauration", len(names), quiet=as_json) as advance:
        for name in names:
            restored = restore(where, name, _to(settings, name, vers), wanted)
            done.append(restored)
            advance()
            if not as_json:
                _tell(restored)
    code = 3 if any(one.snapshot is None for one in done) else 0
    code = code or (1 if any(one.problems for one in done) else 0)
    if as_json:
        answer(code=code, communes=[{**asdict(o), "folder": str(o.folder)} for o in done])
    return code


def _names(where: Shelter, asked: tuple[str, ...], to: Path | None, whole: bool) -> tuple[str, ...]:
    if whole == bool(asked) or (to is not None and len(asked) != 1):
        raise UsageError(
            error(
                "restauration-sans-commune",
                "Il faut dire quelle commune restaurer.",
                "Nommez-la, ou écrivez « --tout » pour les restaurer toutes, chacune à sa place ; "
                "« --vers » n’en accepte qu’une.",
            )
        )
    return tuple(n for n in shared.chosen(where, asked, system=False) if n != SYSTEM)


def _to(settings: Settings, name: str, to: Path | None) -> Path:
    return to.absolute() if to is not None else settings.communes / name


def _read(moment: str | None) -> datetime | None:
    """The moment named; a bare day is all of it."""
    if moment is None:
        return None
    from factory.ground.dates import parse_instant

    try:
        return closing(parse_instant(moment))
    except Refus as refusal:
        raise UsageError(error(refusal.code, refusal.message, refusal.remedy)) from None


def _place(where: Shelter, asked: str) -> str:
    known = [target.name for target in where.targets]
    if not asked or asked in known:
        return asked
    raise UsageError(
        error(
            "lieu-inconnu",
            f"Aucun lieu de sauvegarde ne s’appelle « {asked} ».",
            f"Lieux de cette usine : {', '.join(known)}.",
        )
    )


def _tell(restored: Restored) -> None:
    one = restored.snapshot
    if one is None:
        shared.line(f"{restored.name} : rien n’a été restauré")
    else:
        shared.line(
            f"{restored.name} : {counted(restored.files, 'fichier')}, "
            f"{sizes.short(restored.size)}, de la sauvegarde du {shared.day(one.moment)} "
            f"({one.id}, {one.target}), dans {restored.folder}"
        )
    if restored.erased:
        shared.line(
            f"    {counted(len(restored.erased), 'fichier')} n’est pas revenu : effacé depuis."
            if len(restored.erased) == 1
            else f"    {len(restored.erased)} fichiers ne sont pas revenus : effacés depuis."
        )
    shared.tell(restored.problems)
