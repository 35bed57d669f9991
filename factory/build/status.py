"""Where each commune stands, from what the last build left: nothing is built."""

from dataclasses import dataclass
from datetime import datetime

from factory.archive import manifest as manifests
from factory.build import hold, state
from factory.build.layout import Layout
from factory.ground.clock import next_change
from factory.ground.french.counts import counted
from factory.ground.moment import day_and_time
from factory.ground.problems import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`until` is the next instant at which a date changes the site, if there is one."""

    commune: str
    generation: int
    moment: str
    pages: int
    erreurs: int
    avertissements: int
    until: datetime | None
    suspension: str

    def __str__(self) -> str:
        if not self.generation:
            return f"{self.commune} : pas encore en ligne"
        lines = [
            f"{self.commune} : génération {self.generation} du {day_and_time(self.moment)}, "
            f"{counted(self.pages, 'page')}"
        ]
        if self.erreurs or self.avertissements:
            errors = counted(self.erreurs, "erreur")
            lines.append(f"    {errors}, {counted(self.avertissements, 'avertissement')}")
        if self.until is not None:
            lines.append(
                f"    prochain changement dû à une date : {day_and_time(self.until.isoformat())}"
            )
        if self.suspension:
            lines.append(f"    publication suspendue : {self.suspension}")
        return "\n".join(lines)


def standing(commune: str, layout: Layout) -> Standing:
    online = layout.online()
    manifest = manifests.read(layout.manifest(online)) if online else None
    last = state.read(layout)
    problems = last.problems if last else ()
    held = hold.read(layout)
    return Standing(
        commune=commune,
        generation=online,
        moment=manifest.moment if manifest else "",
        pages=sum(1 for output in manifest.fichiers.values() if output.gabarit) if manifest else 0,
        erreurs=sum(problem.severity is Severity.ERREUR for problem in problems),
        avertissements=sum(problem.severity is Severity.AVERTISSEMENT for problem in problems),
        until=next_change(last.until) if last else None,
        suspension=f"{held.qui} : {held.pourquoi}" if held else "",
    )
