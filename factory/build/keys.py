"""A page's key: the digest of everything its bytes depend on. This is the whole of incremental
building: equal key, and the last generation's blob intact, and the page is not rendered again.
"""

from dataclasses import dataclass
from typing import Any

from factory.ground.digests import digest, digest_of
from factory.ground.written import written
from factory.site.outputs import Page
from factory.site.views import Chrome

_SMALL = 32
"""Bytes of a field's value that is likely to be many pages'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a page depends on. Its digest is the key."""

    engine: str
    theme: str
    template: str
    view: str

    @property
    def digest(self) -> str:
        return digest_of((self.engine, self.theme, self.template, self.view))


class Keys:
    """The keys of one site's pages. What pages share is digested once."""

    def __init__(self, engine: str, theme: str) -> None:
        self._engine = engine
        self._theme = theme
        self._chromes: dict[int, tuple[Chrome, str]] = {}
        self._small: dict[bytes, str] = {}
        """Most fields of most views are empty: one digest serves them all."""

    def key(self, page: Page) -> Key:
        view = digest_of((type(page.view).__name__, self._fields(page.view)))
        return Key(engine=self._engine, theme=self._theme, template=page.template, view=view)

    def parts(self, page: Page) -> dict[str, str]:
        """The digest of each field of the view, shortened: what `usine why` compares."""
        return {name: self._part(value) for name, value in self._fields(page.view).items()}

    def shared(self) -> dict[str, str]:
        """The digest of each part of the chrome that the site's pages share."""
        chromes = [chrome for chrome, _ in self._chromes.values()]
        return {
            name: digest_of(getattr(chrome, name))[:12]
            for chrome in chromes[:1]
            for name in chrome.__struct_fields__
        }

    def _fields(self, view: Any) -> dict[str, Any]:
        values = {name: getattr(view, name) for name in view.__struct_fields__}
        chrome = values.get("chrome")
        if isinstance(chrome, Chrome):
            values["chrome"] = self._shared(chrome)
        return values

    def _part(self, value: Any) -> str:
        data = written(value)
        if len(data) > _SMALL:
            return digest(data)[:12]
        if data not in self._small:
            self._small[data] = digest(data)[:12]
        return self._small[data]

    def _shared(self, chrome: Chrome) -> str:
        # Kept beside its digest, so that its identity cannot be another's.
        if id(chrome) not in self._chromes:
            self._chromes[id(chrome)] = (chrome, digest_of(chrome))
        return self._chromes[id(chrome)][1]
