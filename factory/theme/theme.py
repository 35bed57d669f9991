"""A theme: templates, words and assets, read once, then rendering without touching a file."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from jinja2 import TemplateSyntaxError

from factory.ground.digests import digest, digest_of
from factory.ground.problems import UsageError, error
from factory.site.views import CalendarView, FileView, PageView, PaletteView
from factory.theme import palette
from factory.theme.assets import Asset, fingerprinted
from factory.theme.calendar import calendar
from factory.theme.compiled import Compiled
from factory.theme.render import Renderer

_ICON = re.compile(r'<symbol id="([a-z-]+)"')

LANGUAGE = "fr"
"""The language every theme has, and the one for a site whose own the theme doesn't know."""


class Theme:
    """One theme directory. Frozen once loaded; `render` is a pure function."""

    def __init__(self, files: Mapping[str, bytes], name: str) -> None:
        """`files`: path within the theme → bytes. Use `Theme.load`."""
        self.name = name
        self.digest = digest_of([(path, digest(files[path])) for path in sorted(files)])
        """Of every file of the theme, and of nothing else."""
        self.assets: tuple[Asset, ...] = _assets(files, name)
        addresses = MappingProxyType({asset.name: asset.url for asset in self.assets})
        sources = MappingProxyType(
            {path: _text(data, path, name) for path, data in _under(files, "templates/").items()}
        )
        icons = frozenset(_ICON.findall(files.get("assets/icones.svg", b"").decode()))
        words = {
            path.removesuffix(".yaml"): _words(data, path, name)
            for path, data in _under(files, "i18n/").items()
        }
        if LANGUAGE not in words:
            raise _fault(name, f"il manque le fichier i18n/{LANGUAGE}.yaml")
        self.templates: tuple[str, ...] = tuple(sorted(sources))
        self._renderers = {
            language: Renderer(sources, MappingProxyType(words[LANGUAGE] | own), addresses, icons)
            for language, own in words.items()
        }
        self._prepared = False

    @classmethod
    def load(cls, directory: Path) -> "Theme":
        """Reads every file of the theme, once. Raises UsageError if it is not a theme."""
        if not (directory / "theme.yaml").is_file():
            raise _fault(directory.name, f"le fichier {directory.name}/theme.yaml n'existe pas")
        files = {
            path.relative_to(directory).as_posix(): path.read_bytes()
            for path in sorted(directory.rglob("*"))
            if path.is_file() and not _is_stray(path)
        }
        return cls(files, directory.name)

    def prepare(self, kept: Path | None = None) -> None:
        """Compiles all templates: before forking workers, and to check a theme.

        `kept` is the file where the compiled ones wait from one run to the next. Raises
        UsageError at the first template that is faulty. Not needed before `render`, which
        compiles what it uses; asked again, there is nothing to do.
        """
        if self._prepared:
            return
        compiled = Compiled(kept) if kept is not None else None
        for renderer in self._renderers.values():
            renderer.compiled_in(compiled)
            for template in self.templates:
                try:
                    renderer.template(template)
                except TemplateSyntaxError as fault:
                    raise _fault(
                        self.name,
                        f"le gabarit {fault.name}, ligne {fault.lineno}, ne se lit pas : {fault}",
                    ) from None
        if compiled is not None:
            compiled.keep()
        self._prepared = True

    def render(self, template: str, view: Any) -> bytes:
        """The bytes of a page: a pure function of the theme, the template's name and the view."""
        if isinstance(view, PaletteView):
            return self.palette(view.couleur)
        if isinstance(view, CalendarView):
            return calendar(view)
        if isinstance(view, FileView):
            return view.texte.encode()
        return self._renderer(view).bytes(template, view)

    def text(self, template: str, view: Any) -> str:
        """The page before it is minified: for the tests that compare the two."""
        return self._renderer(view).text(template, view)

    def palette(self, couleur: str) -> bytes:
        """The commune's colours as CSS custom properties. ValueError if it isn't a colour."""
        return palette.stylesheet(couleur)

    def _renderer(self, view: Any) -> Renderer:
        language = view.chrome.langue if isinstance(view, PageView) else LANGUAGE
        return self._renderers.get(language) or self._renderers[LANGUAGE]


def _under(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {
        path.removeprefix(folder): files[path] for path in sorted(files) if path.startswith(folder)
    }


def _assets(files: Mapping[str, bytes], theme: str) -> tuple[Asset, ...]:
    try:
        return fingerprinted(_under(files, "assets/"))
    except KeyError as missing:
        raise _fault(
            theme, f"une feuille de style demande le fichier {missing.args[0]}, qui n'existe pas"
        ) from None


def _words(data: bytes, path: str, theme: str) -> dict[str, str]:
    try:
        # BaseLoader: the scalars as they are written, no YAML 1.1 surprise.
        words = yaml.load(_text(data, path, theme), Loader=yaml.BaseLoader)
    except yaml.YAMLError as fault:
        raise _fault(theme, f"le fichier i18n/{path} ne se lit pas : {fault}") from None
    if not isinstance(words, dict) or not all(isinstance(word, str) for word in words.values()):
        raise _fault(theme, f"le fichier i18n/{path} doit donner un texte pour chaque mot")
    return words


def _text(data: bytes, path: str, theme: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise _fault(theme, f"le fichier {path} n'est pas en UTF-8") from None


def _is_stray(path: Path) -> bool:
    """What editors and file managers leave behind is no part of the theme."""
    return path.name.startswith(".") or path.name.endswith("~")


def _fault(theme: str, reason: str) -> UsageError:
    return UsageError(
        error(
            "theme-illisible",
            f"Le thème « {theme} » ne peut pas être utilisé : {reason}.",
            "Corrigez ce fichier, ou indiquez un autre thème à la clé « theme » de usine.yaml.",
        )
    )
