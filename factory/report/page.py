"""The morning page: one file for all communes, one for each. Nothing in them is fetched.

build/rapport/index.html              what an operator reads first
build/rapport/communes/<commune>.html
build/rapport/rapport.json            the same for machines, `version: 1`
build/rapport/usine.prom              the same for Prometheus
"""

import base64
import hashlib
from functools import cache, partial
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from factory.ground.french import durations, sizes
from factory.ground.french.counts import agreed, kept_together
from factory.ground.problems import Problem, Severity
from factory.report import words
from factory.report.morning import Gravity, Line, Morning
from factory.report.sparkline import HEIGHT, WIDTH, sparkline
from factory.theme import palette

_FOLDER = Path(__file__).with_name("data")
COLOUR = "#1b5e6b"
"""The factory's own: a page for operators is no commune's."""
MOST = 4
"""Files that one concern names on the page of all communes; the commune's own page has them all."""


def index(morning: Morning) -> str:
    return _page("index.html", morning)


def of_commune(morning: Morning, line: Line) -> str:
    return _page("commune.html", morning, line=line, by_file=by_file(line.problems))


def letter(subject: str, told: object) -> str:
    """A letter's HTML; its style is its own, since mail programs drop what they do not know."""
    return _environment().get_template("courriel.html").render(subject=subject, told=told)


def by_file(problems: tuple[Problem, ...]) -> list[tuple[str, str, list[Problem]]]:
    """(file, the document's title, its problems), the files with the gravest first."""
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    ordered = sorted(problems, key=lambda one: one.file)
    groups = [(file, list(found)) for file, found in groupby(ordered, key=lambda one: one.file)]
    found = [
        (
            file,
            next((one.document for one in some if one.document), ""),
            sorted(some, key=lambda one: (ranks[one.severity], one.order)),
        )
        for file, some in groups
    ]
    return sorted(found, key=lambda group: (ranks[group[2][0].severity], group[0]))


def _page(template: str, morning: Morning, **more: object) -> str:
    style = _style()
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment()
        .get_template(template)
        .render(
            morning=morning,
            moment=morning.moment,
            style=style,
            policy=f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; "
            "form-action 'none'",
            ago=partial(words.ago, now=morning.moment),
            **more,
        )
    )


@cache
def _style() -> str:
    """The colours that the theme reckons, each pair with its contrast, then the shapes."""
    own = (_FOLDER / "style.css").read_text("utf-8")
    return palette.stylesheet(COLOUR).decode() + own


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=words.unbroken,
    )  # fmt: skip
    made.globals.update(
        gravities=tuple(Gravity), severities=tuple(Severity), sparkline=sparkline, most=MOST,
        width=WIDTH, height=HEIGHT,
    )  # fmt: skip
    made.filters.update(
        moment=words.moment, short=words.short, bare=words.bare, day=words.day,
        lasting=durations.spoken, seconds=durations.short, size=sizes.short,
        counted=kept_together, agreed=agreed,
    )  # fmt: skip
    return made
