"""One commune's night, as an errand that a crew carries."""

from dataclasses import dataclass

from factory.nightly import foreman, ready
from factory.nightly.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class NightErrand:
    order: Order

    @property
    def slug(self) -> str:
        return self.order.slug

    @property
    def seconds(self) -> float:
        return self.order.settings.limites.nuit + foreman.GRACE

    def prepare(self) -> None:
        ready.prepare(self.order)

    def run(self) -> bytes:
        return foreman.pass_night(self.order)
