"""What a workshop tells: what became of a commune, or why nothing could."""

from dataclasses import dataclass

from factory.build.report import Report
from factory.ground.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What became of one commune. Without a report, its folder is gone."""

    slug: str
    report: Report | None
    settled: float
    """When its folder had settled, or its date came (seconds of `time.monotonic`)."""
    done: float
    news: bool = True
    """False of a look that nobody asked for and that found nothing more to tell."""

    @property
    def milliseconds(self) -> int:
        """From settled to done, what is tidied once the site is public included."""
        return round((self.done - self.settled) * 1000)

    @property
    def online(self) -> int | None:
        """Milliseconds from settled to public; None where nothing new went online."""
        when = self.report.online if self.report else None
        return None if when is None else round((when - self.settled) * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What is wrong with the settings, the theme or the list of communes, which stay as they were.

    Without a problem: all is well again.
    """

    problems: tuple[Problem, ...] = ()
    fault: str = ""
    """An internal fault, as a traceback, for the operator."""


Told = Built | Refused
