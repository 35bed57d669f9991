"""A commune destroyed, whole: conditions met, walked, its hosts answering 410, minutes issued."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from unicodedata import normalize

from factory.archive import destructions
from factory.archive.destructions import Destruction, Emptied
from factory.convention import former
from factory.destruction import papers, refusals, staying, walk
from factory.destruction.conditions import Case, examine
from factory.destruction.places import places
from factory.destruction.walk import Listener
from factory.ground.problems import Problem, UsageError
from factory.reversibility.signature import key_of
from factory.serving.sites import published
from factory.tenants import folder
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings

Confirmation = Callable[[str], str]
"""Given the commune's name, what the operator typed for it."""


_KEYS = str.maketrans("’\u02bc\u2010\u2011\u2013", "''---")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a destruction would do today, and what is lacking. Nothing was touched."""

    case: Case
    found: tuple[Emptied, ...]
    unverified: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a destruction ended. `issued` is None while something is left to do."""

    known: Destruction
    issued: papers.Issued | None = None
    problems: tuple[Problem, ...] = ()


def foresee(settings: Settings, slug: str, moment: datetime) -> Foreseen:
    """List it all, touching nothing. Raises UsageError where no commune has that name."""
    tenant = _tenant(settings, slug)
    return Foreseen(
        case=examine(settings, tenant, moment.date()),
        found=tuple(walk.counted(place, tenant) for place in places(settings)),
        unverified=tuple(staying.unverified(settings, slug, moment.date())),
    )


def destroy(
    settings: Settings,
    slug: str,
    moment: datetime,
    *,
    confirmed: Confirmation,
    told: Listener,
    address: str = "",
) -> Done:
    """Destroy a commune; or go on with a destruction that was interrupted.

    `address` (host:port) is where our web server is asked for each of its names. Raises UsageError
    where a condition is not met, where the name was not confirmed, or where a night or a build is
    under way: nothing is then touched.
    """
    key_of(settings.preuves.cle)  # a key that cannot sign is told before anything is destroyed
    known, first = destructions.under_way(settings.memoire, slug), _nothing
    if known is None:
        case = examine(settings, _tenant(settings, slug), moment.date())
        if case.grounds is None:
            raise UsageError(*case.problems)
        known = walk.begin(case, slug, moment)
        first = partial(_account, settings, slug, case)
    if as_typed(confirmed(known.nom)) != as_typed(known.nom):
        raise UsageError(refusals.not_confirmed(known.nom))
    known, left = walk.walk(settings, known, told, first)
    if left is not None:
        return Done(known=known, problems=(left,))
    return _closed(settings, known, moment, address)


def _nothing() -> None:
    """A destruction that goes on has kept the accounts already."""


def _account(settings: Settings, slug: str, case: Case) -> None:
    """Keep what the accounts need of the convention, which goes with its folder."""
    assert case.convention is not None, "each condition is met"
    try:
        former.keep(settings, slug, case.nom, case.convention)
    except OSError as fault:
        raise UsageError(refusals.no_accounts(settings.convention, fault)) from None


def as_typed(name: str) -> str:
    """A name as any keyboard writes it: « Val-d'Oriou » for « Val-d’Oriou »."""
    return " ".join(normalize("NFC", name).translate(_KEYS).split())


def _closed(settings: Settings, known: Destruction, moment: datetime, address: str) -> Done:
    """All is gone: what its hosts answer, then the papers, then the end."""
    mine, others = _hosts(settings, known)
    said, refused = papers.answered(mine, address) if address else (papers.NOT_ASKED, None)
    if refused is not None:
        return Done(known=known, problems=(refused,))
    elsewhere = (refusals.of_another(others),) if others else ()
    done = replace(known, reponse=said, fin=moment.replace(microsecond=0))
    issued = papers.issue(settings, done, moment)
    destructions.keep(settings.memoire, done)
    return Done(known=done, issued=issued, problems=(*elsewhere, *issued.problems))


def _hosts(settings: Settings, known: Destruction) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hosts for which the generated configuration answers 410; those another commune has."""
    sites = published(settings).sites
    closed = {host for site in sites if site.terminee for host in site.hotes}
    mine = tuple(host for host in known.hotes if host in closed)
    return mine, tuple(host for host in known.hotes if host not in closed)


def _tenant(settings: Settings, slug: str) -> Tenant:
    """Raises UsageError where there is no such commune; where it was destroyed, saying when."""
    try:
        (tenant,) = folder.communes(settings, (slug,)).tenants
    except (UsageError, ValueError) as fault:
        gone = destructions.last(settings.memoire, slug)
        if gone is not None and gone.fin is not None:
            raise UsageError(refusals.already(gone, gone.folder(settings.memoire))) from None
        if isinstance(fault, UsageError):
            raise
        raise UsageError(*folder.communes(settings, (slug,)).problems) from None
    return tenant
