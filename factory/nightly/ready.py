"""What every commune's night needs, made once in the process that forks them."""

from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache, partial
from importlib import import_module
from pathlib import Path

from factory.build.campaign import Campaign
from factory.build.engine import engine
from factory.build.warm import warm
from factory.ground.confined.children import run_all
from factory.ground.moment import PARIS
from factory.ground.problems import UsageError, error
from factory.nightly.closing import closing
from factory.tenants.settings import Settings
from factory.theme.theme import Theme

_NEEDED = (
    "factory.build.worker",
    "factory.build.lender",
    "factory.build.inspecting",
    "factory.audit.audit",
    "encodings.idna",
)
_CARRY = partial(run_all, jobs=1)
_ANY = datetime(1970, 1, 1, tzinfo=PARIS)


def prepare(settings: Settings, theme: str) -> None:
    """Load the theme of that digest, its compiled templates, the models: children find them here.

    An empty digest: there is no theme to be had tonight.
    """
    _once()
    if theme:
        campaign(settings, theme, _ANY)


@cache
def _once() -> None:
    """What does not depend on the night: each child would else import it, compute it again."""
    engine()
    warm()
    for name in _NEEDED:
        import_module(name)


def theme(settings: Settings) -> Theme:
    """The theme of tonight, all of its templates compiled. Raises UsageError where it is faulty."""
    found = Theme.load(settings.theme)
    found.prepare(Campaign(settings=settings, theme=found, moment=_ANY, carry=_CARRY).templates)
    return found


def campaign(settings: Settings, theme: str, moment: datetime, **flags: bool) -> Campaign:
    """What a build or a check of one commune is made with.

    Raises UsageError where the theme is no longer the one of that digest.
    """
    found = Campaign(
        settings=settings,
        theme=_theme(settings.theme, theme),
        moment=moment,
        carry=_CARRY,
        over=closing(settings, moment.date()),
    )
    found.theme.prepare(found.templates)
    return replace(found, **flags)  # type: ignore[arg-type]


@lru_cache(maxsize=2)
def _theme(folder: Path, digest: str) -> Theme:
    theme = Theme.load(folder)
    if theme.digest != digest:
        raise UsageError(
            error(
                "theme-change",
                f"Le thème « {theme.name} » a changé depuis le début de la nuit.",
                "Relancez la nuit : les sites seront refaits avec le nouveau thème.",
            )
        )
    return theme
