"""The log of a night: one JSON object a line, for whoever reads logs with a program."""

import json
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from factory.archive.nights import Night
from factory.ground.moment import PARIS
from factory.ground.problems import Problem, warning
from factory.nightly import logged
from factory.nightly.order import Entry


class Log:
    """`file` is where it goes; the standard error where it is empty, unless that is a terminal.

    A file that cannot be written is told on the standard error, which takes its place. Lines older
    than `kept` seconds go once the night has ended.
    """

    def __init__(self, file: str, kept: float = 0) -> None:
        self._stream: TextIO | None = None if sys.stderr.isatty() else sys.stderr
        self._file = Path(file) if file else None
        self._kept = timedelta(seconds=kept)
        try:
            if self._file is not None:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                logged.add(self._file, b"")
        except OSError:
            self._file = None
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
        if self._file is not None and self._kept:
            with suppress(OSError):
                logged.expire(self._file, datetime.now(PARIS) - self._kept)

    def _line(self, what: str, **values: Any) -> None:
        moment = datetime.now(PARIS).isoformat(timespec="milliseconds")
        line = {"version": 1, "moment": moment, "evenement": what, **values}
        text = json.dumps(line, ensure_ascii=False, default=str) + "\n"
        try:
            if self._file is not None:
                logged.add(self._file, text.encode())
            elif self._stream is not None:
                self._stream.write(text)
                self._stream.flush()
        except OSError:  # a full disk, a reader that went: the night goes on
            self._file = self._stream = None


def _closed(file: str) -> Problem:
    return warning(
        "journal-inaccessible",
        f"Le journal de l’usine ne peut pas être écrit dans « {file} ».",
        "Corrigez « journal: fichier » dans usine.yaml, ou rendez son dossier au compte de "
        "l’usine. La nuit a lieu ; son journal est sur la sortie d’erreur.",
    )
