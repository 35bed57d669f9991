"""What an operator reads in the morning, as values: the night, the communes, what asks for care."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Protocol

from factory.archive.nights import Backup, CommuneNight, Night, Outage, Sighting, Trial
from factory.ground.problems import Problem, Severity

LATE = timedelta(hours=26)
"""Older than this, the last night's end means that a night is missing: a day, and its length."""
RUNNING = timedelta(hours=12)
"""A night that began less than this ago and has not ended is under way, not missing."""
OLD_BACKUP = timedelta(hours=26)
"""The convention promises a backup a day (annex 2)."""
OLD_PROOF = timedelta(days=10)
"""Proofs take turns within a week; three days more are a delay, not a turn."""
OLD_RESTORE = timedelta(days=33)
"""Restores take turns within thirty nights."""
NEAR = timedelta(days=60)
"""How long before its day a deadline of the convention is told."""
FEW = 3
"""More communes than this with the very same concern are told together."""
MANY = 12
"""Communes that a remedy names, at most."""
HELD = "fichiers-retenus"
"""The code of files at fault, of which a commune's site shows the last good version."""
TREND = 30
"""Nights that a trend shows."""


URGENT = (
    "nuit-absente",
    "panne-en-cours",
    "commune-hors-ligne",
    "nuit-empechee",
    "nuit-interrompue",
)
"""Codes of what is told before the rest, in this order: nothing was watched, a site is down…"""


class Gravity(IntEnum):
    """How soon someone must look, most urgent first."""

    PROMESSE = 0
    CORRIGER = 1
    SAVOIR = 2

    @property
    def title(self) -> str:
        return ("Une promesse n’est pas tenue", "À corriger", "À savoir")[self]

    @property
    def short(self) -> str:
        return ("promesse non tenue", "à corriger", "à savoir")[self]

    @property
    def word(self) -> str:
        """As the JSON and the style sheet name it."""
        return ("promesse", "corriger", "savoir")[self]


class Due(Protocol):
    """A day that nears in a convention (room `convention`), as far as it is shown here."""

    @property
    def day(self) -> date: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """What the conventions say (room `convention`), by commune's slug: passed in, not imported."""

    days: Mapping[str, Sequence[Due]] = field(default_factory=dict)
    """The days that near."""
    to_mend: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    shared: tuple[Problem, ...] = ()
    """What is to be mended in what all conventions have in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Something that asks for care. `files`: the problems it gathers, each with its remedy."""

    gravity: Gravity
    problem: Problem
    commune: str = ""
    """Its slug; empty for what is the whole factory's."""
    name: str = ""
    files: tuple[Problem, ...] = ()

    @property
    def order(self) -> tuple[int, int, bool, str]:
        """Most urgent first; then the factory's own, then the communes by name."""
        code = self.problem.code
        urgency = URGENT.index(code) if code in URGENT else len(URGENT)
        return (self.gravity, urgency, bool(self.commune), self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlert:
    """An alert that the commune's agents have online, with its end as its page tells it."""

    level: str
    title: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One night of a trend: how many problems it left."""

    night: datetime
    problems: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One commune, as the morning finds it."""

    commune: str
    name: str
    online: bool
    done: CommuneNight | None = None
    """What its last night did."""
    tonight: bool = False
    """Whether that night is the factory's last."""
    since: datetime | None = None
    problems: tuple[Problem, ...] = ()
    trend: tuple[Point, ...] = ()
    known: datetime | None = None
    """Its first night, or one long enough ago."""
    backup: Backup | None = None
    restored: Trial | None = None
    """The last restore that was proven."""
    drill: Trial | None = None
    """The last that was tried."""
    reversible: Trial | None = None
    proof: Trial | None = None
    alerts: tuple[OpenAlert, ...] = ()
    deadlines: tuple[Due, ...] = ()
    to_mend: tuple[Problem, ...] = ()
    """What is wrong in its convention."""
    outages: tuple[Outage, ...] = ()
    """Those under way."""
    concerns: tuple[Concern, ...] = ()

    @property
    def gravity(self) -> Gravity | None:
        return min((one.gravity for one in self.concerns), default=None)

    @property
    def needs_care(self) -> bool:
        return self.gravity is not None and self.gravity < Gravity.SAVOIR

    def count(self, severity: Severity) -> int:
        """How many problems of that severity the last night left."""
        if self.done is None:
            return 0
        return {
            Severity.ERREUR: self.done.erreurs,
            Severity.AVERTISSEMENT: self.done.avertissements,
            Severity.INFORMATION: self.done.informations,
        }[severity]

    @property
    def order(self) -> tuple[int, int, int, int, str]:
        """Worst first."""
        worst, urgency, *_ = min(
            (one.order for one in self.concerns), default=(len(Gravity), 0, True, "")
        )
        return (
            worst,
            urgency,
            -self.count(Severity.ERREUR),
            -self.count(Severity.AVERTISSEMENT),
            self.name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """All the morning page says, at `moment`. `lines` and `concerns` are worst first."""

    moment: datetime
    night: Night | None
    late: bool
    """Whether a night is missing."""
    lines: tuple[Line, ...] = ()
    concerns: tuple[Concern, ...] = ()
    backups: bool = True
    """Whether backups are configured at all."""
    outages: tuple[Outage, ...] = ()
    """Those under way, the Métropole's own sites' included."""
    ended: timedelta | None = None
    """How long the last night took; None where it did not end."""
    last_end: datetime | None = None
    """When the last night that ended did."""
    mail: int = 0
    """Messages that wait to be sent."""
    sightings: tuple[Sighting, ...] = ()
    """The last look at each host."""
    states: Counter[str] = field(default_factory=Counter)

    @property
    def by_gravity(self) -> dict[Gravity, list[tuple[str, str, list[Concern]]]]:
        """Gravity → for each commune its name, slug and concerns; the factory's own first.

        What is the same for many communes is said once, with their names.
        """
        same: dict[tuple[Gravity, str], list[Concern]] = {}
        for one in self.concerns:
            if one.commune:
                same.setdefault(_alike(one), []).append(one)
        found: dict[Gravity, dict[tuple[str, str], list[Concern]]] = {}
        for one in self.concerns:
            shared = same.get(_alike(one), [])
            if len(shared) <= FEW:
                who = (one.name, one.commune)
                found.setdefault(one.gravity, {}).setdefault(who, []).append(one)
            elif one is shared[0]:
                who = (_names([other.name for other in shared]), "")
                found.setdefault(one.gravity, {}).setdefault(who, []).append(_together(shared))
        return {
            gravity: [(*who, some) for who, some in of.items()] for gravity, of in found.items()
        }

    def saved(self, line: Line) -> bool:
        """Whether that commune has a backup of less than a day."""
        return line.backup is not None and self.moment - line.backup.moment <= OLD_BACKUP

    def count(self, severity: Severity) -> int:
        """How many problems of that severity, over all communes."""
        return sum(line.count(severity) for line in self.lines)

    @property
    def sentence(self) -> str:
        """The one sentence that is enough on a good day."""
        total = len(self.lines)
        if not total:
            return "L’usine n’a pas encore de commune."
        good = sum(
            one.online and not one.outages and (self.saved(one) or not self.backups)
            for one in self.lines
        )
        care = sum(one.needs_care for one in self.lines)
        done = "en ligne et sauvegardée" if self.backups else "en ligne"
        if good == total:
            who = f"Les {total} communes sont" if total > 1 else "La commune est"
        else:
            who = f"{good or 'Aucune'} commune{'s' if good > 1 else ''} sur {total} "
            who += "sont" if good > 1 else "est" if good else "n’est"
        parts = done.replace("sauvegardée", "sauvegardées") if good > 1 else done
        asks = (
            "aucune ne demande votre attention"
            if not care
            else f"{care} demande{'nt' if care > 1 else ''} votre attention"
        )
        if total == 1:
            asks = "elle demande votre attention" if care else "rien ne demande votre attention"
        if any(one.gravity < Gravity.SAVOIR and not one.commune for one in self.concerns):
            asks += ", l’usine elle-même aussi" if care else ", l’usine elle-même si"
        alone = "" if self.backups else " ; les sauvegardes ne sont pas réglées"
        return f"{who} {parts}{alone} ; {asks}."


def _alike(one: Concern) -> tuple[Gravity, str]:
    """What is said once for all the communes that have it: the same words, or files at fault."""
    held = one.problem.code == HELD
    return one.gravity, HELD if held else one.problem.message + "".join(map(str, one.files))


def _together(shared: list[Concern]) -> Concern:
    """One concern for many communes, its remedy for all of them."""
    first = shared[0]
    slugs = " ".join(one.commune for one in shared) if len(shared) <= MANY else "COMMUNE…"
    remedy = first.problem.remedy.replace(f" {first.commune} »", f" {slugs} »")
    if first.problem.code != HELD:
        return replace(first, problem=replace(first.problem, remedy=remedy))
    files = sum(len({file.file for file in one.files}) for one in shared)
    message = f"{files} fichiers en faute : les sites montrent la dernière bonne version."
    remedy = "Voyez avec les communes ; leurs référents le lisent aussi dans leur courriel."
    return replace(first, problem=replace(first.problem, message=message, remedy=remedy), files=())


def _names(names: list[str]) -> str:
    """« 12 communes : Aurelle, Bois-Joli… », eight of them at most."""
    shown = ", ".join(names[:8])
    return f"{len(names)} communes : {shown}{'…' if len(names) > 8 else ''}"
