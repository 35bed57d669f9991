"""What every commune's night needs, made once in the process that forks them."""

from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path

from factory.build.campaign import Campaign
from factory.build.engine import engine
from factory.build.warm import warm
from factory.ground.children import run_all
from factory.ground.moment import PARIS
from factory.ground.problems import UsageError, error
from factory.nightly.order import Order
from factory.tenants.settings import Settings
from factory.theme.theme import Theme

_CARRY = partial(run_all, jobs=1)
_ANY = datetime(1970, 1, 1, tzinfo=PARIS)


def prepare(order: Order) -> None:
    """Load the theme, its compiled templates, the models: children then find them here."""
    engine()
    warm()
    if order.theme:
        campaign(order)


def theme(settings: Settings) -> Theme:
    """The theme of tonight, all of its templates compiled. Raises UsageError where it is faulty."""
    found = Theme.load(settings.theme)
    found.prepare(Campaign(settings=settings, theme=found, moment=_ANY, carry=_CARRY).templates)
    return found


def campaign(order: Order) -> Campaign:
    """What a build or a check of this commune is made with, tonight. Everything is read again:
    the night believes no stamp.

    Raises UsageError where the theme is no longer the one the night began with.
    """
    settings = order.settings
    bare = Campaign(
        settings=settings,
        theme=_theme(settings.theme, order.theme),
        moment=order.moment,
        carry=_CARRY,
        verify=True,
    )
    bare.theme.prepare(bare.templates)
    return bare


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
