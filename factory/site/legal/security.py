"""/.well-known/security.txt (RFC 9116): whom to tell of a security flaw.

`Expires` must be a date, and within a year. It is the end of the half-year after the moment's:
six to twelve months ahead, and the same for six months, so that the file changes twice a year,
when the clock says so.
"""

from datetime import UTC, datetime, timedelta

from factory.ground.clock import Clock
from factory.ground.moment import PARIS
from factory.site.outputs import Page
from factory.site.plan import Plan
from factory.site.views import SecurityView
from factory.tenants.people import Interlocuteur

PATH = ".well-known/security.txt"
_FIRST_YEAR = 2026
_LANGUAGES = ("fr", "en")


def security(plan: Plan) -> Page | None:
    """None where nobody is named who could be told: a file without `Contact` is invalid."""
    contacts = _contacts(plan)
    if not contacts:
        return None
    own = plan.snapshot.commune.langue
    view = SecurityView(
        contacts=contacts,
        expire=_expiry(plan.clock),
        langues=", ".join(dict.fromkeys((own, *_LANGUAGES))),
        canonique=f"{plan.base}/{PATH}",
    )
    return Page(path=PATH, template="security.txt", view=view)


def _contacts(plan: Plan) -> tuple[str, ...]:
    """The Métropole's own, since it keeps the servers; else the town hall's."""
    commune = plan.snapshot.commune
    return _uris(plan.metropole.securite) or _mailbox(commune.courriel) or _uris(commune.contact)


def _uris(who: Interlocuteur | None) -> tuple[str, ...]:
    if who is None:
        return ()
    return _mailbox(who.courriel) + ((who.url,) if who.url.startswith("https://") else ())


def _mailbox(address: str) -> tuple[str, ...]:
    return (f"mailto:{address}",) if address else ()


def _expiry(clock: Clock) -> datetime:
    """The last second of the half-year after the one that the moment is in."""
    year, month = _FIRST_YEAR, 1
    while clock.reached(datetime(year, month, 1, tzinfo=PARIS)):
        year, month = (year, 7) if month == 1 else (year + 1, 1)
    following = (year, 7) if month == 1 else (year + 1, 1)
    end = datetime(*following, 1, tzinfo=PARIS) - timedelta(seconds=1)
    return end.astimezone(UTC)
