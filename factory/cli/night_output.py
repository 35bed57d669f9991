"""What `usine nightly` says: progress on a terminal, plain lines elsewhere, JSON for machines."""

import sys
from collections import Counter
from contextlib import suppress
from typing import Any

from factory.archive.nights import CommuneNight, Night, Outcome
from factory.cli.answer import answer
from factory.cli.terminal import Bar
from factory.ground.french import durations
from factory.ground.french.counts import agreed, counted
from factory.ground.problems import Problem
from factory.nightly.log import Log
from factory.nightly.order import Entry


def told(as_json: bool, log: Log) -> "Told":
    """What listens to a night, and says it where the command was typed."""
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

    def __exit__(self, *raised: object) -> None:
        pass

    def begun(self, night: Night, communes: int) -> None:
        self._log.begun(night, communes)
        again = ", reprise où elle en était" if night.resumed else ""
        self.line(
            f"Nuit du {night.start:%d/%m/%Y à %H:%M}{again} : {counted(communes, 'commune')}."
        )

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
                where = _where(entry, step.message)
                self.line(f"    échec de l’étape « {step.name} » : {where}{step.message}")

    def ended(self, night: Night) -> None:
        self._log.ended(night)
        done = ", ".join(agreed(count, state) for state, count in sorted(self._states.items()))
        total = self._states.total()
        self.line(f"{counted(total, 'commune')} : {done}." if done else "")
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
        super().__init__(log)
        self._bar = Bar("Nuit")

    def __enter__(self) -> "Told":
        self._bar.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self._bar.__exit__()

    def begun(self, night: Night, communes: int) -> None:
        self._bar.expect(communes)
        super().begun(night, communes)

    def commune(self, entry: Entry) -> None:
        super().commune(entry)
        self._bar.advance()

    def line(self, text: str) -> None:
        if text:
            self._bar.line(text)


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
        answer(
            code=night.code,
            debut=night.start.isoformat(),
            fin=night.end.isoformat() if night.end else None,
            reprises=night.resumed,
            versions=night.versions,
            problemes=self._problems,
            communes=sorted(self._communes, key=lambda one: str(one["commune"])),
        )


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


def _where(entry: Entry, message: str) -> str:
    """« commune.yaml, ligne 3 : », where that is said of a line of a file."""
    found = (one for one in entry.problems if one.message == message and one.line)
    one = next(found, None)
    return f"{one.file}, ligne {one.line} : " if one else ""


def _state(done: CommuneNight) -> str:
    """« publiée avec réserves »…"""
    reserves = done.code == 1 or done.erreurs or done.avertissements
    return f"{done.ended}{' avec réserves' if reserves else ''}"
