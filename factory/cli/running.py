"""What `usine serve` and `usine watch` share: their plant, and the lines they write."""

import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import click

from factory.build.report import Report, Status
from factory.cli import options, output
from factory.cli.terminal import indented
from factory.ground.problems import Problem, Severity
from factory.nightly.closing import closing
from factory.preview.plant import Plant
from factory.preview.told import Built, Refused, Told
from factory.tenants import settings as settings_file

polling = click.option(
    "--sondage",
    is_flag=True,
    help="Relire les dossiers chaque seconde, si le système ne signale pas leurs changements.",
)


def plant(config: Path | None, communes: Collection[str], *, drafts: bool) -> Plant:
    """Raises UsageError where the settings, the theme or a commune's name is wrong."""
    named = config or os.environ.get(settings_file.VARIABLE) or settings_file.FILE
    return Plant.open(
        lambda: options.settings(config),
        (Path.cwd() / named).resolve(),
        drafts=drafts,
        only=frozenset(communes),
        over=None if drafts else closing,
    )


class Lines:
    """Plain lines: one for each publication, its problems below it."""

    shown = "en ligne"

    def tell(self, told: Told) -> None:
        """Called from the workshop's threads, one at a time."""
        if isinstance(told, Refused):
            self.refused(told)
        elif told.news:
            self.built(told)

    def refused(self, told: Refused) -> None:
        for problem in told.problems:
            self.line(str(problem))
        if not told.problems:
            self.line("Les réglages et le thème se lisent de nouveau.")
        self.line(told.fault)

    def built(self, told: Built) -> None:
        report = told.report
        if report is None:
            self.line(f"{told.slug} : dossier disparu ; le site reste tel qu’il était.")
            return
        work = output.work(report)
        spent = f" en {told.milliseconds} ms"
        if told.online is not None:
            spent = f", {self.shown} en {told.online} ms, terminé{spent}"
        self.line(f"{told.slug} : {self.title(report)}{spent}{work}")
        self.problems(report.problems)
        for fault in report.faults:
            self.line(indented(fault))

    def title(self, report: Report) -> str:
        return output.title(report)

    def problems(self, problems: Collection[Problem]) -> None:
        for problem in problems:
            if problem.severity is not Severity.INFORMATION:
                self.line(indented(str(problem)))

    def line(self, text: str) -> None:
        """Whoever listened may be gone: what is done goes on being done."""
        if text:
            try:
                print(text, flush=True)
            except OSError:
                return


class PreviewLines(Lines):
    """Nothing is published here: the same lines, in other words."""

    shown = "à l’écran"

    def title(self, report: Report) -> str:
        return output.title(report).replace(Status.PUBLIEE, "refaite")


class JsonLines(Lines):
    """One JSON object a line."""

    def refused(self, told: Refused) -> None:
        problems = [problem.as_json() for problem in told.problems]
        self._object(problemes=problems, defauts=[told.fault] if told.fault else [])

    def built(self, told: Built) -> None:
        if told.report is None:
            self._object(commune=told.slug, statut="disparue")
        else:
            self._object(
                **output.as_json(told.report),
                millisecondes=told.milliseconds,
                millisecondes_en_ligne=told.online,
            )

    def _object(self, **what: Any) -> None:
        moment = options.now().isoformat(timespec="milliseconds")
        self.line(json.dumps({"version": 1, "moment": moment, **what}, ensure_ascii=False))
