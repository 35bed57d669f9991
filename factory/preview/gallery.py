"""What the preview has to show: each commune's site as its last build left it."""

import threading
from collections.abc import Callable
from dataclasses import replace

from factory.ground.problems import Problem, UsageError
from factory.preview.plant import Plant
from factory.preview.shown import Shown, look
from factory.preview.told import Built, Refused, Told


class Gallery:
    """Filled by what a workshop tells, read by requests."""

    def __init__(self, plant: Callable[[], Plant]) -> None:
        self._plant = plant
        self._shown: dict[str, Shown] = {}
        self._common: tuple[Problem, ...] = ()
        self._lock = threading.Lock()

    def take(self, told: Told) -> None:
        with self._lock:
            if isinstance(told, Refused):
                self._common = told.problems
                for slug, shown in self._shown.items():
                    self._shown[slug] = replace(shown, common=told.problems)
            else:
                self._built(told)

    def find(self, slug: str) -> Shown | None:
        return self._shown.get(slug)

    def all(self) -> list[Shown]:
        """By slug."""
        with self._lock:
            return [self._shown[slug] for slug in sorted(self._shown)]

    def expected(self) -> list[str]:
        """The communes there are, though nothing may be built of some yet."""
        try:
            return [tenant.slug for tenant in self._plant().communes().tenants]
        except UsageError:
            return []

    def expects(self, slug: str) -> bool:
        return slug in self._shown or slug in self.expected()

    @property
    def common(self) -> tuple[Problem, ...]:
        return self._common

    def _built(self, told: Built) -> None:
        if told.report is None:
            self._shown.pop(told.slug, None)
            return
        output = self._plant().output(told.slug)
        self._shown[told.slug] = look(told.slug, output, told.report, self._common)
