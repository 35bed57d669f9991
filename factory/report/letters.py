"""The letters: each morning to the operators, each week to a commune's référent.

Both in text and in HTML, from the same lines.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from factory.ground.french.counts import kept_together
from factory.ground.hours import summary
from factory.ground.mail import Letter
from factory.ground.problems import Problem, Severity
from factory.reception.sources import CONFIGURATION, ROOTS
from factory.report import page, words
from factory.report.morning import Gravity, Line, Morning
from factory.tenants.usine import Assistance, Messagerie

MOST = 20
"""Documents that a commune's letter names; the number of the others is said."""
_THEIRS = (CONFIGURATION, *(f"{root}/" for root in ROOTS))
"""What a commune's agents can mend: not its convention, its register, nor where backups go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some lines under a title."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A letter's content, before it is text or HTML."""

    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: tuple[str, ...]
    link: str = ""


def to_operators(morning: Morning, settings: Messagerie, where: Path) -> tuple[Letter, ...]:
    """The digest of a night, one letter to each operator. `where`: the page's file."""
    told = Told(
        opening=(morning.sentence,),
        parts=tuple(
            Part(
                title=f"{gravity.title} : {name}" if name else gravity.title,
                lines=tuple(f"{one.problem.message} → {one.problem.remedy}" for one in concerns),
            )
            for gravity in (Gravity.PROMESSE, Gravity.CORRIGER, Gravity.SAVOIR)
            for name, _, concerns in morning.by_gravity.get(gravity, ())
        ),
        closing=(f"La page du matin : {settings.rapport or where}",),
        link=settings.rapport,
    )
    day = words.bare(morning.moment)
    care = sum(line.needs_care for line in morning.lines)
    if morning.late:
        subject = f"Usine à Sites, {day} : il manque une nuit"
    elif care:
        who = kept_together(care, "commune")
        subject = f"Usine à Sites, {day} : {who} à voir"
    elif any(one.gravity < Gravity.SAVOIR for one in morning.concerns):
        subject = f"Usine à Sites, {day} : à voir"
    else:
        subject = f"Usine à Sites, {day} : tout va bien"
    return tuple(_letter(address, subject, told) for address in settings.destinataires)


def to_referent(line: Line, address: str, help: Assistance, moment: datetime) -> Letter | None:
    """What a commune can mend, by title of document; None where there is nothing to mend."""
    theirs = tuple(one for one in line.problems if _is_theirs(one))
    if not theirs:
        return None
    documents = page.by_file(theirs)
    state = "est en ligne" if line.online else "n’est pas en ligne"
    told = Told(
        opening=(
            "Bonjour,",
            f"Le site de {line.name} {state}. Voici ce que vous pouvez y corriger, document par "
            "document. Rien de ceci ne vous empêche de publier.",
        ),
        parts=tuple(
            Part(title=_document(title, file), lines=tuple(map(_to_mend, problems)))
            for file, title, problems in documents[:MOST]
        ),
        closing=(*_others(len(documents)), *_safety(line, moment), _help(help)),
    )
    number = kept_together(len(documents), "document")
    return _letter(address, f"Site de {line.name} : {number} à corriger", told)


def _is_theirs(problem: Problem) -> bool:
    return problem.severity is not Severity.INFORMATION and problem.file.startswith(_THEIRS)


def _document(title: str, file: str) -> str:
    return f"« {title} » ({file})" if title else file


def _to_mend(problem: Problem) -> str:
    line = f" (ligne {problem.line})" if problem.line else ""
    return f"{problem.message.rstrip('.')}{line}. → {problem.remedy}".rstrip(" →")


def _others(documents: int) -> tuple[str, ...]:
    if documents <= MOST:
        return ()
    rest = kept_together(documents - MOST, "autre document", "autres documents")
    return (f"Et {rest}, à corriger ensuite.",)


def _safety(line: Line, moment: datetime) -> tuple[str, ...]:
    """What the commune may rely upon, and the alerts that it may have forgotten."""
    said = []
    if line.alerts:
        shown = " ; ".join(f"« {one.title} », {_lower(one.until)}" for one in line.alerts)
        said.append(f"Alertes en ligne en ce moment : {shown}.")
    if line.backup:
        safe = f"Dernière sauvegarde : {words.ago(line.backup.moment, moment)}"
        if line.restored:
            safe += f" ; dernière restauration prouvée : le {words.day(line.restored.moment)}"
        said.append(f"{safe}.")
    return tuple(said)


def _help(help: Assistance) -> str:
    ways = ", ".join(part for part in (help.url, help.telephone, help.courriel) if part)
    return f"Pour toute question : {help.nom}, {ways} ({_lower(summary(help.horaires))})."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _letter(address: str, subject: str, told: Told) -> Letter:
    html = page.letter(subject, told)
    return Letter(to=(address,), subject=_plain(subject), text=_text(told), html=html)


def _text(told: Told) -> str:
    lines = [*_spaced(told.opening)]
    for part in told.parts:
        told_lines = (line.replace(" → ", "\n    → ", 1) for line in part.lines)
        lines += [part.title, *(f"  – {line}" for line in told_lines), ""]
    return _plain("\n".join([*lines, *_spaced(told.closing)]).rstrip() + "\n")


def _spaced(lines: tuple[str, ...]) -> list[str]:
    return [text for line in lines for text in (line, "")]


def _plain(text: str) -> str:
    """Without the spaces that some mail programs show as signs."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
