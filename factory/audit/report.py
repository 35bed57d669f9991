"""The report of `usine check --html`: one file, to be read by an agent, printed, or sent."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from factory.audit.audit import Audit
from factory.audit.criteria import criteria
from factory.audit.finding import Finding
from factory.audit.harm import Harm
from factory.audit.obligations import State

_FOLDER = Path(__file__).with_name("data")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
STATES = (State.NON_SATISFAITE, State.A_CONFIRMER, State.SATISFAITE, State.SANS_OBJET)
"""What is to be done first."""
MOST = 12
"""Addresses that one finding names; the number of the others is said."""
FEW = 4
"""Findings of one kind that are shown at once: the others are a click away, and printed."""


def html(audits: Sequence[Audit], moment: datetime) -> str:
    """The page, whole: its style is inside it, and nothing is fetched."""
    return _template().render(
        audits=audits,
        when=_when(moment),
        harms=[harm for harm in Harm if harm < Harm.SAVOIR],
        by_harm=_by_harm,
        states=STATES,
        criteria=criteria(),
        most=MOST,
        few=FEW,
    )


def _by_harm(audit: Audit, harm: Harm) -> list[tuple[str, list[Finding]]]:
    """Code → its findings, in the audit's order: one heading for what is mended one way."""
    found: dict[str, list[Finding]] = {}
    for one in audit.findings:
        if one.harm is harm:
            found.setdefault(one.problem.code, []).append(one)
    return list(found.items())


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("rapport.html")


def _when(moment: datetime) -> str:
    day = "1er" if moment.day == 1 else str(moment.day)
    hour = f"{moment.hour}\u00a0h\u00a0{moment.minute:02}"
    return f"{day}\u00a0{_MONTHS[moment.month - 1]} {moment.year} à {hour}"
