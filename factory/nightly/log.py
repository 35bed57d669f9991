"""The log of a night: one JSON object a line, for whoever reads logs with a program."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from factory.archive.nights import Night
from factory.ground.moment import PARIS
from factory.ground.problems import Problem, warning
from factory.nightly.order import Entry


class Log:
    """`file` is where it goes; the standard error where it is empty, unless that is a terminal.

    A file that cannot be written is told on the standard error, which takes its place.
    """

    def __init__(self, file: str) -> None:
        self._stream: TextIO | None = None if sys.stderr.isatty() else sys.stderr
        try:
            if file:
                Path(file).parent.mkdir(parents=True, exist_ok=True)
                self._stream = open(file, "a", encoding="utf-8")  # noqa: SIM115 - lives as we do
        except OSError:
            sys.stderr.write(f"{_closed(file)}\n")

    def begun(self, night: Night, communes: int) -> None:
        self._line("nuit", nuit=night.start, communes=communes, versions=night.versions,
                   reprise=night.resumed)  # fmt: skip

    def commune(self, entry: Entry) -> None:
        done = entry.commune
        for step in done.steps:
            self._line("etape", commune=done.commune, etape=step.name, issue=str(step.outcome),
                       secondes=step.seconds, essais=step.tries, message=step.message)  # fmt: skip
        self._line(
            "commune", commune=done.commune, etat=done.state, code=done.code,
            generation=done.generation, pages=done.pages, octets=done.octets, erreurs=done.erreurs,
            avertissements=done.avertissements, secondes=round(done.seconds, 3),
            defauts=list(entry.faults),
        )  # fmt: skip

    def problem(self, problem: Problem) -> None:
        self._line("probleme", **problem.as_json())

    def ended(self, night: Night) -> None:
        self._line("fin", nuit=night.start, code=night.code)

    def _line(self, what: str, **values: Any) -> None:
        if self._stream is None:
            return
        moment = datetime.now(PARIS).isoformat(timespec="milliseconds")
        line = {"version": 1, "moment": moment, "evenement": what, **values}
        try:
            self._stream.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
            self._stream.flush()
        except OSError:  # a full disk, a reader that went: the night goes on
            self._stream = None


def _closed(file: str) -> Problem:
    return warning(
        "journal-inaccessible",
        f"Le journal de l’usine ne peut pas être écrit dans « {file} ».",
        "Corrigez « journal: fichier » dans usine.yaml, ou rendez son dossier au compte de "
        "l’usine. La nuit a lieu ; son journal est sur la sortie d’erreur.",
    )
