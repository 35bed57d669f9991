"""`usine prove`: each export shown complete, with a dated and signed receipt."""

from pathlib import Path

import click

from factory.cli import options
from factory.cli.answer import answer
from factory.cli.campaigns import campaign
from factory.ground.french.counts import counted
from factory.ground.problems import Problem
from factory.nightly.proving import Proven, proven
from factory.tenants import folder

SHOWN = 20
"""Differences that a person reads; the receipt has them all."""


@options.verb(
    "Prouver que l’export de chaque commune est complet : refaire son site à partir de l’export "
    "seul, dans un dossier vide, et le comparer octet par octet à celui qui est en ligne."
)
@options.communes
@options.as_json
@options.config
def command(communes: tuple[str, ...], as_json: bool, config: Path | None) -> int:
    settings = options.settings(config)
    listing = folder.communes(settings, communes)
    found = []
    for problem in listing.problems:
        click.echo(str(problem), err=True)
    for one in proven(campaign(settings), listing.tenants):
        found.append(one)
        if not as_json:
            click.echo(_told(one))
    code = 0 if all(one.holds for one in found) and not listing.problems else 3
    if as_json:
        answer(code=code, communes=[_json(one) for one in found])
    return code


def _json(one: Proven) -> dict[str, object]:
    return {
        "commune": one.commune,
        "tient": one.holds,
        "preuve": one.proof,
        "recu": str(one.receipt.json) if one.receipt else None,
        "page": str(one.receipt.page) if one.receipt else None,
        "signature": str(one.receipt.signature) if one.receipt and one.receipt.signature else None,
        "problemes": [problem.as_json() for problem in one.problems],
    }


def _told(one: Proven) -> str:
    if one.proof is None:
        return "\n".join([f"{one.commune} : non prouvée", *_indented(one.problems)])
    proof = one.proof
    if proof.holds:
        lines = [
            f"{one.commune} : prouvée. {proof.fichiers} fichiers refaits à partir de l’export "
            "seul, identiques à ceux en ligne."
        ]
    else:
        lines = [f"{one.commune} : NON PROUVÉE, {counted(len(proof.differences), 'écart')}"]
        lines += [f"    - {one}" for one in proof.differences[:SHOWN]]
        left = len(proof.differences) - SHOWN
        lines += [f"    … et {counted(left, 'autre')} : voyez le reçu."] if left > 0 else []
        lines += [f"    Ce qui peut l’expliquer : {cause}." for cause in proof.causes]
    lines += _indented(one.problems)
    if one.receipt is not None:
        signed = "signé" if one.receipt.signature else "non signé"
        lines.append(f"    reçu ({signed}) : {one.receipt.page}")
    return "\n".join(lines)


def _indented(problems: tuple[Problem, ...]) -> list[str]:
    return [f"    {line}" for problem in problems for line in str(problem).splitlines()]
