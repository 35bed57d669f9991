"""What a commune's agents are told of what they left: in the drop itself, and by e-mail.

Written for somebody who has never seen the factory: what is online since when, then what is to be
mended, by the titles under which they know their pages.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from factory.build.report import Report, Status
from factory.drops.receipt import Receipt
from factory.ground.french.counts import NBSP, counted
from factory.ground.mail import Letter
from factory.ground.problems import Problem, Severity
from factory.ground.visible import visible, visible_lines
from factory.tenants.usine import Assistance

_SHOWN = 12
"""Names of files and titles shown before « et N autres »."""
_STAYS = "Le site d’avant reste en ligne."


def answer(
    name: str, receipt: Receipt, report: Report | None, moment: datetime, help: Assistance
) -> str:
    """The whole text, as `LISEZMOI-publication.txt` holds it."""
    problems = [p for p in _all(receipt, report) if p.severity is not Severity.INFORMATION]
    parts = [
        f"{name} : réponse du {moment.day}/{moment.month:02d}/{moment.year} à {clock(moment)}",
        headline(report, moment),
        "\n".join((*_listed("Repris", receipt.taken), *_listed("Retirés", receipt.withdrawn))),
        "\n\n".join(_to_mend(problems)),
        _help(report, help),
        "Ce fichier est écrit par l’usine à chaque publication : inutile de le modifier.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def headline(report: Report | None, moment: datetime) -> str:
    """The one sentence that is looked for: « En ligne à 14 h 32. »"""
    if report is None or report.status is Status.ECHEC:
        return f"Rien n’a été mis en ligne. {_STAYS}"
    if report.status is Status.RETENUE:
        return f"Rien n’a été mis en ligne : trop de pages disparaîtraient d’un coup. {_STAYS}"
    if report.status is Status.SUSPENDUE:
        return f"Rien n’a été mis en ligne : la Métropole a suspendu les publications. {_STAYS}"
    if report.status is Status.TERMINEE:
        return (
            "Rien n’a été mis en ligne : la convention a pris fin. Le site reste en ligne tel "
            "qu’il est, et vos fichiers restent dans le dépôt."
        )
    if report.status is Status.INCHANGEE:
        return f"Rien de nouveau à mettre en ligne : le site est à jour ({clock(moment)})."
    return f"En ligne à {clock(moment)}."


def letter(name: str, text: str, to: Iterable[str]) -> Letter:
    """The same answer, by e-mail; its subject is the headline."""
    _, _, said = text.partition("\n\n")
    short = said.partition("\n")[0].partition(" : ")[0].rstrip(".")
    return Letter(to=tuple(to), subject=f"{name} : {short}", text=text)


def clock(moment: datetime) -> str:
    """« 14 h 32 »."""
    return f"{moment.hour}{NBSP}h{NBSP}{moment.minute:02d}"


def _all(receipt: Receipt, report: Report | None) -> Iterator[Problem]:
    yield from receipt.problems
    yield from report.problems if report else ()


def _listed(title: str, paths: tuple[str, ...]) -> Iterator[str]:
    if paths:
        more = len(paths) - _SHOWN
        yield f"{title} ({len(paths)}) :"
        yield from (f"  - {visible(path)}" for path in paths[:_SHOWN])
        if more > 0:
            yield f"  - et {counted(more, 'autre')}"


def _to_mend(problems: list[Problem]) -> Iterator[str]:
    """Errors first; then each document once, with all that is said of it."""
    if not problems:
        return
    yield f"À corriger ({len(problems)}) :"
    heavy = sorted(problems, key=lambda p: (p.severity is not Severity.ERREUR, _what(p), p.order))
    for what, group in groupby(heavy, key=_what):
        lines = [what] if what else []
        for problem in group:
            place = f"Ligne {problem.line} : " if problem.line else ""
            lines += [f"  {place}{visible_lines(problem.message)}"]
            if problem.remedy:
                lines += [f"  → {visible_lines(problem.remedy)}"]
        yield "\n".join(lines)


def _what(problem: Problem) -> str:
    """« La fête du village » (contenu/actualites/fete.md)."""
    document, file = visible(problem.document), visible(problem.file)
    if document and file:
        return f"« {document} » ({file})"
    return f"« {document} »" if document else file


def _help(report: Report | None, help: Assistance) -> str:
    asked = "Besoin d’aide ?"
    if report is not None and report.status is Status.RETENUE:
        asked = "Si ces retraits sont voulus, demandez à l’assistance de les confirmer."
    means = ", ".join(part for part in (help.telephone, help.courriel, help.url) if part)
    return f"{asked} {help.nom} : {means}" if means else asked
