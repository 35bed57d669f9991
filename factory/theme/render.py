"""Templates in memory, rendered as pure functions of a view.

A template sees its view (`vue`), the theme's words (`mots`), its helpers, and nothing else: no
global of Jinja's, no clock, no chance, no file. An unknown name or field is an error, not a blank.
"""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateNotFound
from jinja2.environment import Environment
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from factory.site import views
from factory.site.views import Chrome, PageView
from factory.site.views.values import View
from factory.theme.compiled import Compiled
from factory.theme.helpers import FILTERS
from factory.theme.minify import minified

_KEPT_FILTERS = ("default", "e", "escape", "first", "join", "last", "length", "lower", "trim")
_KEPT_TESTS = ("defined", "none", "in", "eq", "ne")
_MARKED_UP = (".html", ".xml")


class Sources(BaseLoader):
    """Jinja's loader over sources that are already in memory."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            return self.sources[template], template, lambda: True
        except KeyError:
            raise TemplateNotFound(template) from None


class Words(SimpleNamespace):
    """The theme's words, by name: `mots.contact`."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with a short way for the values we made ourselves.

    A template of the theme reads two hundred fields a page. Those of a view are plain data: the
    questions that the sandbox asks of each attribute (half of a page's rendering, measured) are
    kept for all other objects.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) in _PLAIN and attribute[0] != "_":
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


class Renderer:
    """One theme's templates in one language."""

    def __init__(
        self,
        sources: Mapping[str, str],
        words: Mapping[str, str],
        addresses: Mapping[str, str],
        icons: frozenset[str],
    ) -> None:
        """`addresses` gives the URL of each asset by its name; `icons` names those there are."""
        self._environment = _environment(sources)
        drawings = addresses.get("icones.svg", "")
        self._environment.globals.update(
            mots=Words(**words),
            asset=addresses.__getitem__,
            icone=lambda name: Markup(
                '<svg class="icone" width="24" height="24" aria-hidden="true">'
                '<use href="{}#{}"></use></svg>'
            ).format(drawings, name),
            icones=icons,
        )
        self._chrome: tuple[Chrome, Markup, Markup] | None = None

    def compiled_in(self, codes: Compiled | None) -> None:
        """Take compiled templates from there, and put there those that are not."""
        self._environment.bytecode_cache = codes

    def template(self, name: str) -> Template:
        """Compiled at its first use, once. Raises jinja2.TemplateError for a faulty one."""
        return self._environment.get_template(name)

    def text(self, name: str, view: Any) -> str:
        """The page before it is minified."""
        context: dict[str, Any] = {"vue": view}
        if isinstance(view, PageView):
            context["site"] = view.chrome
            context["entete"], context["pied"] = self._around(view)
        return self.template(name).render(context)

    def bytes(self, name: str, view: Any) -> bytes:
        """The file: HTML minified, XML without the characters that XML forbids."""
        text = self.text(name, view)
        if name.endswith(".html"):
            return minified(text)
        if name.endswith(".xml"):
            text = text.translate(_FORBIDDEN_IN_XML)
        return text.encode()

    def _around(self, view: PageView) -> tuple[Markup, Markup]:
        """The header and the footer, rendered once for a chrome, with this page's place marked.

        The same frozen chrome gives the same HTML: what is kept is an economy, not a state.
        """
        if self._chrome is None or self._chrome[0] is not view.chrome:
            shared = {"site": view.chrome}
            self._chrome = (
                view.chrome,
                Markup(self.template("_entete.html").render(shared)),
                Markup(self.template("_pied.html").render(shared)),
            )
        _, header, footer = self._chrome
        for ancestor in view.fil[1:]:
            header = _marked(header, ancestor.url, "true")
        return _marked(header, view.url, "page"), _marked(footer, view.url, "page")


def _marked(html: Markup, url: str, value: str) -> Markup:
    """`aria-current` on the links to `url`: those that are written `<a href="…">` and no more."""
    link = f'<a href="{escape(url)}"'
    return Markup(str(html).replace(f"{link}>", f'{link} aria-current="{value}">'))


def _environment(sources: Mapping[str, str]) -> Sandbox:
    environment = Sandbox(
        loader=Sources(sources),
        autoescape=lambda name: name is not None and name.endswith(_MARKED_UP),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _KEPT_FILTERS}
    environment.filters.update(FILTERS)
    environment.tests = {name: environment.tests[name] for name in _KEPT_TESTS}
    return environment


_VIEWS = (kind for kind in vars(views).values() if isinstance(kind, type))
_PLAIN = {kind for kind in _VIEWS if issubclass(kind, View)} | {Words}

_FORBIDDEN_IN_XML = dict.fromkeys(
    [*(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)), 0xFFFE, 0xFFFF,
     *range(0xD800, 0xE000)]
)  # fmt: skip
