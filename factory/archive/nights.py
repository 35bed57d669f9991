"""What the factory remembers of a night, of each commune's part in it, and of an outage.

Fields may be added with a default; none is renamed or removed: what was written ten years ago is
still read.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from factory.ground.problems import Problem


class Outcome(StrEnum):
    """How a step of a night ended for one commune."""

    BIEN = "bien"
    RESERVES = "réserves"
    """Done, with something to mend."""
    ECHEC = "échec"
    """Something promised was not done."""
    SANS_OBJET = "sans objet"
    """Not this commune's turn, or nothing to do it with (no backup is configured)."""


class Verdict(StrEnum):
    """What a proof or a restore drill has shown."""

    PROUVEE = "prouvée"
    SOURCES = "sources prouvées, pages non"
    """The sources are those that were published; engine or theme are no longer there to rebuild."""
    ECHEC = "échec"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of one commune's night. `seconds` of all its tries together."""

    name: str
    outcome: Outcome
    seconds: float = 0.0
    tries: int = 1
    message: str = ""
    """Why it did not end well, in French."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One snapshot sent to one target. `added` and `size` in bytes: what it cost, what it holds."""

    moment: datetime
    snapshot: str
    target: str = ""
    added: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A share of a target's data read again: part `part` of `parts`."""

    moment: datetime
    target: str = ""
    part: int = 1
    parts: int = 1
    good: bool = True
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A restore drill or a proof of reversibility, made on the snapshot or generation `of`."""

    moment: datetime
    of: str
    verdict: Verdict
    message: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneNight:
    """What one night did for one commune, and where it left it."""

    commune: str
    name: str = ""
    state: str = ""
    """As a build calls it: « publiée », « inchangée », « non publiée »…; « disparue »."""
    code: int = 0
    """0 all well, 1 problems to mend, 3 something promised was not done (DESIGN §5)."""
    generation: int = 0
    """The one online; 0 where none is."""
    since: datetime | None = None
    """When it went online."""
    pages: int = 0
    octets: int = 0
    """Bytes of what is online, each file once."""
    erreurs: int = 0
    avertissements: int = 0
    informations: int = 0
    ecoindex: str = ""
    """The worst grade of its pages, A to G; empty where they were not weighed."""
    score: float | None = None
    """The worst EcoIndex, out of 100."""
    backups: tuple[Backup, ...] = ()
    checks: tuple[Check, ...] = ()
    drill: Trial | None = None
    proof: Trial | None = None
    steps: tuple[Step, ...] = ()

    @property
    def ended(self) -> str:
        """The state in words, where there is none too: its publication died."""
        return self.state or "sans réponse"

    @property
    def seconds(self) -> float:
        return sum(step.seconds for step in self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One run of `usine nightly`. `end` and `code` are None while it runs, or where it died."""

    start: datetime
    end: datetime | None = None
    code: int | None = None
    versions: dict[str, str] = field(default_factory=dict)
    """What it was made with: « usine », « moteur », « thème », « python », « restic »…"""
    communes: int = 0
    resumed: int = 0
    """How often it was killed and went on where it was."""
    message: str = ""
    """Why nothing could be done for any commune: a theme that does not read…"""
    problems: tuple[Problem, ...] = ()
    """Those of the factory itself: its settings, its history, the system's backup…"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A generation that went online. One that is not `complete` waits for the search's index."""

    moment: datetime
    generation: int
    complete: bool = True


class Watched(StrEnum):
    """What a probe looks at."""

    HTTP = "http"
    CERTIFICAT = "certificat"
    DNS = "dns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A host that did not answer as it should. `commune` is empty for the Métropole's own sites."""

    host: str
    watched: Watched
    start: datetime
    end: datetime | None = None
    commune: str = ""
    cause: str = ""
    """In French: « la connexion est refusée », « le certificat a expiré le … »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One look at a host. `causes`: what was looked at → why it was not as it should, or «  ».

    What could not be looked at is not there: without its name, nothing is known of a host's site.
    """

    host: str
    moment: datetime
    commune: str = ""
    causes: dict[Watched, str] = field(default_factory=dict)
    expires: datetime | None = None
    """When its certificate ends."""
    milliseconds: int = 0
    """How long its home page took."""
