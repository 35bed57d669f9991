"""The first two steps of a commune's night: its site is built and published, then checked."""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from factory.archive import manifest as manifests
from factory.archive.nights import Outcome
from factory.audit.audit import Audit, audit
from factory.build import generation, publish
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.build.report import Report, Status
from factory.ground.files import write_whole
from factory.ground.problems import Problem, Severity, in_order
from factory.ground.written import Written, written
from factory.nightly import ready
from factory.nightly.order import Entry, Given, Order, given

CHECK = "vérification"
"""The step's name: it takes turns, where nothing has changed."""

_OUTCOMES = {0: Outcome.BIEN, 1: Outcome.RESERVES, 3: Outcome.ECHEC}


def build(order: Order, entry: Entry) -> Given:
    """Register the acts that come online, build, publish; the search's index included."""
    (report,) = publish.build(_campaign(order), [order.tenant])
    told = replace(entry, problems=report.problems, faults=(*entry.faults, *report.faults))
    done = given(
        told,
        _OUTCOMES[report.exit_code],
        _why(report),
        state=str(report.status),
        **counts(report.problems),
        **online(order),
    )
    return replace(done, passing=report.passing)


def no_build(order: Order, entry: Entry) -> Given | None:
    """The answer where nothing may be published tonight: what is online stays."""
    if not order.halted:
        return None
    return given(entry, Outcome.ECHEC, order.halted, state=str(Status.ECHEC), **online(order))


def check(order: Order, entry: Entry) -> Given:
    """What is to be mended in the texts and the pages. Never stops anything."""
    layout = Layout(order.tenant.output)
    (found,) = audit(_campaign(order), [order.tenant])
    known = _checked(found, layout.online())
    _keep(layout, known)
    to_mend = any(one.severity is not Severity.INFORMATION for one in known.problems)
    return _told(entry, known, Outcome.RESERVES if to_mend else Outcome.BIEN)


def no_check(order: Order, entry: Entry) -> Given | None:
    """The answer where there is no site to check, or where it did not change: it is then checked
    once a week. What was found stays true till then, but for what a date changes.
    """
    state = entry.commune.state
    if order.halted or state in (Status.ECHEC, Status.OCCUPEE):
        return given(entry, Outcome.SANS_OBJET, "Le site n’a pas pu être construit.")
    known = _known(Layout(order.tenant.output))
    if state not in (Status.INCHANGEE, Status.TERMINEE) or CHECK in order.turn or known is None:
        return None
    message = "Rien n’a changé depuis la dernière vérification."
    return _told(entry, known, Outcome.SANS_OBJET, message)


def _told(entry: Entry, known: "Checked", outcome: Outcome, message: str = "") -> Given:
    problems = in_order((*entry.problems, *known.problems))
    return given(
        replace(entry, problems=problems),
        outcome,
        message,
        name=known.name,
        ecoindex=known.ecoindex,
        score=known.score,
        **counts(problems),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the last check of a commune found, kept in its cache: `cache/verification.json`."""

    generation: int
    name: str
    ecoindex: str = ""
    score: float | None = None
    problems: tuple[Problem, ...] = ()


_CHECKED: Written[Checked] = Written(Checked)


def _known(layout: Layout) -> Checked | None:
    """What the last check found of the generation online; None where none is known."""
    try:
        found = _CHECKED.read((layout.cache / "verification.json").read_bytes())
    except (OSError, ValueError):
        return None
    return found if found.generation == layout.online() else None


def _keep(layout: Layout, found: Checked) -> None:
    with suppress(OSError):  # a full disk: the next night checks again
        write_whole(layout.cache / "verification.json", written(found))


def _checked(found: Audit, generation: int) -> Checked:
    worst = min(found.weights, key=lambda one: one.score, default=None)
    return Checked(
        generation=generation,
        name=found.name,
        ecoindex=worst.grade if worst else "",
        score=round(worst.score, 1) if worst else None,
        problems=in_order(one.problem for one in found.findings),
    )


def _campaign(order: Order) -> Campaign:
    """All files are read again: the night believes no stamp."""
    return ready.campaign(order.settings, order.theme, order.moment, verify=True)


def counts(problems: tuple[Problem, ...]) -> dict[str, Any]:
    """How many of each gravity."""
    return {
        f"{severity}s": sum(problem.severity is severity for problem in problems)
        for severity in Severity
    }


def online(order: Order) -> dict[str, Any]:
    """What is public for this commune: generation, since when, pages, bytes."""
    layout = Layout(order.tenant.output)
    number = layout.online()
    manifest = manifests.read(layout.manifest(number)) if number else None
    if manifest is None:
        return {"generation": number}
    files = {one.blob: one.taille for one in manifest.fichiers.values()}
    switches = [when for n, when in generation.publications(layout) if n == number]
    return {
        "generation": number,
        "since": switches[-1] if switches else None,
        "pages": sum(bool(one.gabarit) for one in manifest.fichiers.values()),
        "octets": sum(files.values()),
    }


def _why(report: Report) -> str:
    """Why it is not published, in a line; empty where it is."""
    if report.exit_code < 3:
        return ""
    faults = [problem for problem in report.problems if problem.severity is Severity.ERREUR]
    return faults[-1].message if faults else f"Le site n’est pas publié ({report.status})."
