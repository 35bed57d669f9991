"""A commune leaves with everything: its export, and the papers that its convention gives it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from factory.build.campaign import Campaign
from factory.convention import page
from factory.convention.desk import open_desk
from factory.convention.document import Document, Facts
from factory.convention.papers.privacy import own_register
from factory.drops.sshd import authorized
from factory.ground.problems import Problem, UsageError
from factory.ground.tables import csv_text
from factory.ground.written import written
from factory.reversibility.export import Exported, export
from factory.reversibility.progress import Told, silent
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings

REGISTER = "registres/traitements"
AGENTS = "registres/agents.csv"


def leave(
    campaign: Campaign, tenant: Tenant, to: Path, *, with_theme: bool = True, told: Told = silent
) -> Exported | Problem:
    """The commune's export with its papers, in the new folder `to` or the new file `to` (.zip).

    What the command calls, and what an interface for agents calls: it is told each step by `told`,
    holds no more than a file's piece in memory, and may be asked again after a break. Raises
    UsageError where `to` exists.
    """
    given = partial(papers, campaign.settings, tenant)
    return export(campaign, tenant, to, with_theme=with_theme, papers=given, told=told)


def papers(settings: Settings, tenant: Tenant, moment: datetime) -> Mapping[str, bytes]:
    """The commune's register of processing as of `moment`, and its agents: what there is."""
    return {**_register(settings, tenant, moment), **_agents(settings, tenant)}


def _agents(settings: Settings, tenant: Tenant) -> Mapping[str, bytes]:
    """Those who leave files in the commune's drop, each with their public key; it is no secret."""
    if not settings.depots.cles:
        return {}
    file = Path(settings.depots.cles) / f"{tenant.slug}.pub"
    if not file.is_file():
        return {}
    keys = authorized(file.read_text("utf-8", "replace").splitlines()).splitlines()
    rows = []
    for _, kind, *rest in (line.split(maxsplit=3) for line in keys):
        key, name = (*rest, "", "")[:2]
        rows.append((name, kind, key))
    return {AGENTS: _table(("agent", "type", "cle"), rows)}


def _register(settings: Settings, tenant: Tenant, moment: datetime) -> Mapping[str, bytes]:
    """GDPR, art. 30.1: as a page, a table and data; nothing where no convention can be read."""
    try:
        desk = open_desk(settings, moment.date(), [tenant.slug])
    except UsageError:
        return {}
    (party,) = desk.parties
    if party.convention is None:
        return {}
    register = own_register(party, desk, moment.date())
    return {
        f"{REGISTER}.html": page.html(register).encode(),
        f"{REGISTER}.csv": _table(("rubrique", "contenu"), _rows(register)),
        f"{REGISTER}.json": _data(register),
    }


def _rows(document: Document) -> list[tuple[str, str]]:
    return [row for block in document.blocks if isinstance(block, Facts) for row in block.rows]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return csv_text((head, *rows)).encode()


def _data(document: Document) -> bytes:
    entries = [{"rubrique": name, "contenu": text} for name, text in _rows(document)]
    return written({"version": 1, "titre": document.title, "rubriques": entries}) + b"\n"
