"""`usine doctor`: whether the machine has what the factory needs."""

from dataclasses import asdict
from pathlib import Path

import click

from factory.build import doctor
from factory.cli import options
from factory.cli.answer import answer


@options.verb("Vérifier que la machine a ce qu’il faut pour tenir les promesses de l’usine.")
@options.as_json
@options.config
def command(as_json: bool, config: Path | None) -> int:
    findings = list(doctor.examine(options.settings(config)))
    if as_json:
        answer(constats=[asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(str(finding))
    if any(finding.serious and not finding.good for finding in findings):
        return 3
    return 0 if all(finding.good for finding in findings) else 1
