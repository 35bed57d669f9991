"""`usine nightly`: the night of all communes: build, check, back up, prove, report."""

import json
import os
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import click

from factory.archive.nights import CommuneNight, Night, Outcome
from factory.cli import options, output
from factory.cli.machines import crew
from factory.ground import durations
from factory.ground.problems import Problem
from factory.nightly import shard
from factory.nightly.log import Log
from factory.nightly.night import Run, pass_night
from factory.nightly.order import Entry
from factory.tenants import folder


@options.verb(
    "La nuit de toutes les communes : fabriquer, vérifier, publier, sauvegarder, prouver, rendre "
    "compte. Interrompue, elle reprend où elle en était. Avec des noms de communes, la dernière "
    "nuit est complétée pour elles seules."
)
@options.communes
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Communes à la fois.")
@options.part
@options.executor
@click.option(
    "--horloge-juste",
    is_flag=True,
    help="Publier même si l’horloge semble avoir reculé depuis la dernière nuit.",
)
@options.as_json
@options.config
def command(
    communes: tuple[str, ...],
    jobs: int | None,
    part: str | None,
    executor: str,
    scheduler: str,
    tls_ca: str,
    tls_cert: str,
    tls_key: str,
    horloge_juste: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    settings = options.settings(config)
    workers = jobs or len(os.sched_getaffinity(0))
    share = shard.parse(part) if part else shard.WHOLE
    there = crew(
        settings,
        jobs=workers,
        communes=len(folder.communes(settings, communes).tenants),
        executor=executor,
        address=scheduler,
        tls=(tls_ca, tls_cert, tls_key),
    )
    with there as machines, _told(as_json, Log(settings.journal.fichier)) as told:
        run = Run(
            settings=settings,
            crew=machines,
            listener=told,
            now=options.now,
            part=share,
            only=communes,
            trust_clock=horloge_juste,
        )
        return pass_night(run)


def _told(as_json: bool, log: Log) -> "Told":
    if as_json:
        return JsonTold(log)
    return TerminalTold(log) if sys.stdout.isatty() else Told(log)


class Told:
    """Plain lines: one for each commune, what failed under it, a sum at the end."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._states: Counter[str] = Counter()

    def __enter__(self) -> "Told":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    def begun(self, night: Night, communes: int) -> None:
        self._log.begun(night, communes)
        again = ", reprise où elle en était" if night.resumed else ""
        plural = "s" if communes > 1 else ""
        self.line(f"Nuit du {night.start:%d/%m/%Y à %H:%M}{again} : {communes} commune{plural}.")

    def problem(self, problem: Problem) -> None:
        self._log.problem(problem)
        self.line(str(problem))

    def commune(self, entry: Entry) -> None:
        self._log.commune(entry)
        done = entry.commune
        self._states[_state(done)] += 1
        self.line(f"{done.commune} : {_state(done)} ({durations.short(done.seconds)})")
        for step in done.steps:
            if step.outcome is Outcome.ECHEC:
                self.line(f"    échec de l’étape « {step.name} » : {step.message}")

    def ended(self, night: Night) -> None:
        self._log.ended(night)
        done = ", ".join(
            f"{count} {output.agreed(state, count)}"
            for state, count in sorted(self._states.items())
        )
        total = self._states.total()
        self.line(f"{total} commune{'s' if total > 1 else ''} : {done}." if done else "")
        if night.end is not None:
            lasted = durations.short(night.end - night.start)
            self.line(f"{_ENDS[night.code or 0]} Durée : {lasted}.")

    def line(self, text: str) -> None:
        """Whoever listened may be gone: the night goes on."""
        if text:
            with suppress(OSError):
                print(text, flush=True)


class TerminalTold(Told):
    """The same lines in colour, with a bar that stays below them."""

    def __init__(self, log: Log) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
        )

        super().__init__(log)
        self._console = Console(highlight=False)
        self._progress = Progress(
            TextColumn("Nuit"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
        )
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> "Told":
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def begun(self, night: Night, communes: int) -> None:
        self._progress.update(self._task, total=communes)
        super().begun(night, communes)

    def commune(self, entry: Entry) -> None:
        super().commune(entry)
        self._progress.advance(self._task)

    def line(self, text: str) -> None:
        from rich.text import Text

        if text:
            styled = Text(text)
            styled.highlight_regex(
                r"(erreur \[[a-z0-9-]+\]|échec de l’étape « [^»]+ »)", "bold red"
            )
            styled.highlight_regex(r"avertissement \[[a-z0-9-]+\]", "yellow")
            styled.highlight_regex(r"^\S+ : publiée", "green")
            styled.highlight_regex(r"^\S+ : (non publiée|disparue|retenue)", "bold red")
            self._console.print(styled, soft_wrap=True)


class JsonTold(Told):
    """One JSON object at the end."""

    def __init__(self, log: Log) -> None:
        super().__init__(log)
        self._communes: list[dict[str, Any]] = []
        self._problems: list[dict[str, Any]] = []

    def problem(self, problem: Problem) -> None:
        self._log.problem(problem)
        self._problems.append(problem.as_json())

    def commune(self, entry: Entry) -> None:
        self._log.commune(entry)
        self._communes.append(as_json(entry))

    def begun(self, night: Night, communes: int) -> None:
        self._log.begun(night, communes)

    def ended(self, night: Night) -> None:
        self._log.ended(night)
        answer = {
            "version": 1,
            "code": night.code,
            "debut": night.start.isoformat(),
            "fin": night.end.isoformat() if night.end else None,
            "reprises": night.resumed,
            "versions": night.versions,
            "problemes": self._problems,
            "communes": sorted(self._communes, key=lambda one: str(one["commune"])),
        }
        print(json.dumps(answer, ensure_ascii=False, indent=1))


def as_json(entry: Entry) -> dict[str, Any]:
    done = entry.commune
    return {
        "commune": done.commune,
        "etat": done.state,
        "code": done.code,
        "generation": done.generation,
        "pages": done.pages,
        "etapes": [
            {
                "nom": step.name,
                "issue": str(step.outcome),
                "secondes": step.seconds,
                "essais": step.tries,
                "message": step.message,
            }
            for step in done.steps
        ],
        "problemes": [problem.as_json() for problem in entry.problems],
        "defauts": list(entry.faults),
    }


_ENDS = {
    0: "Tout est fait.",
    1: "Tout est fait ; il y a des points à corriger.",
    2: "Rien n’a pu être fait.",
    3: "Quelque chose de promis n’est pas fait : voyez ci-dessus.",
}


def _state(done: CommuneNight) -> str:
    """« publiée avec réserves »…"""
    reserves = done.code == 1 or done.erreurs or done.avertissements
    return f"{done.state or 'sans réponse'}{' avec réserves' if reserves else ''}"
