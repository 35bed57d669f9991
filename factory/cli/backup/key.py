"""`usine backup key`: the keys, their sealed copies, and what they open."""

from functools import partial
from pathlib import Path

import click

from factory.backup import sealing
from factory.backup.sealing import KeyState
from factory.backup.shelter import Shelter, shelter
from factory.cli import options
from factory.cli.answer import answer
from factory.cli.backup import shared
from factory.ground.french.counts import counted
from factory.ground.problems import UsageError, error


@options.verb(
    "Voir les clés et leurs copies scellées, et vérifier qu’elles ouvrent les dépôts. Avec la clé "
    "de secours, vérifier aussi ce que les copies contiennent, ou remettre les clés perdues."
)
@options.communes
@click.option(
    "--secours",
    metavar="FICHIER",
    type=click.Path(path_type=Path),
    help="La clé de secours (age), gardée hors ligne.",
)
@click.option(
    "--remettre", is_flag=True, help="Remettre à leur place les clés que les copies contiennent."
)
@click.option("--resceller", is_flag=True, help="Refaire les copies scellées.")
@options.as_json
@options.config
def command(
    communes: tuple[str, ...],
    secours: Path | None,
    remettre: bool,
    resceller: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    where = shelter(options.settings(config))
    names = shared.chosen(where, communes)
    if remettre:
        return _bring_back(where, names, secours)
    if resceller:
        return _seal(where, names)
    tasks = [(n, partial(sealing.examine, where, n, secours)) for n in names]
    found = sorted(shared.each("Clés", tasks, None, as_json), key=shared.rank)
    code = 3 if any(not one.there or not one.opens for one in found) else 0
    code = code or (1 if any(one.problems for one in found) else 0)
    if as_json:
        answer(code=code, cles=found)
    else:
        for one in found:
            _tell(one)
    return code


def _tell(one: KeyState) -> None:
    said = ["clé présente" if one.there else "clé absente"]
    if one.opens is not None:
        said.append("ouvre son dépôt" if one.opens else "N’OUVRE PAS SON DÉPÔT")
    said.append(counted(one.sealed, "copie scellée", "copies scellées"))
    if one.same is not None:
        said.append("copie vérifiée" if one.same else "COPIE EN DÉFAUT")
    shared.line(f"{shared.name(one.name)} : {', '.join(said)}")
    shared.tell(one.problems)


def _bring_back(where: Shelter, names: tuple[str, ...], identity: Path | None) -> int:
    if identity is None:
        raise UsageError(
            error(
                "remettre-sans-secours",
                "Il faut la clé de secours pour ouvrir les copies scellées.",
                "Ajoutez « --secours FICHIER ».",
            )
        )
    for name in names:
        new = where.vault.bring_back(name, identity)
        shared.line(f"{shared.name(name)} : {'clé remise' if new else 'la clé y est déjà'}")
    return 0


def _seal(where: Shelter, names: tuple[str, ...]) -> int:
    if not where.vault.recipient:
        raise UsageError(
            error(
                "resceller-sans-destinataire",
                "usine.yaml ne dit pas pour quelle clé de secours sceller.",
                "Écrivez « cle_de_secours: age1… » sous « sauvegardes ».",
            )
        )
    for name in names:
        if where.vault.has(name):
            where.vault.seal(name)
            shared.line(f"{shared.name(name)} : copie scellée refaite")
    return 0
