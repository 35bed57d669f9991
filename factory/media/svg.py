"""SVG: a drawing is rewritten from what is known to be harmless, or refused with a word.

A commune's SVG may be opened on its own in a browser, where a script in it would run with the
site's address. So nothing of the file passes as it is: known shapes, attributes and styles are
written anew, what an editor leaves behind (Inkscape's and Illustrator's namespaces, comments) is
dropped, and what is active or comes from elsewhere refuses the file.
"""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from factory.ground.problems import Problem
from factory.media import svg_rules as rules
from factory.media.facts import PictureFacts
from factory.media.picture import Refused
from factory.media.svg_reuse import Reuse, TooMuch

MOST_BYTES = 2 << 20
MOST_ELEMENTS = 50_000
DEEPEST = 64

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"

_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|)\s*", re.I)
_PIXELS = {"px": 1.0, "": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
_UNSIZED = (300, 150)
"""What browsers give a drawing that says no size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    clean: bytes
    facts: PictureFacts


def drawing(path: Path, name: str) -> Drawing | Problem:
    """The drawing made harmless, with its size in CSS pixels; the problem that refuses it."""
    writer = _Writer()
    try:
        if path.stat().st_size > MOST_BYTES:
            raise rules.too_complex("Ce dessin SVG est trop lourd.")
        clean = writer.rewrite(path.read_bytes())
    except Refused as refusal:
        return refusal.problem.at(file=name)
    except TooMuch:
        message = "Ce dessin SVG se répète lui-même un nombre démesuré de fois."
        return rules.too_complex(message).problem.at(file=name)
    except expat.ExpatError as failure:
        told = rules.illegible("Ce dessin SVG est abîmé : il ne se lit pas.").problem
        return told.at(file=name, line=failure.lineno, column=failure.offset + 1)
    width, height = writer.size
    return Drawing(
        clean=clean,
        facts=PictureFacts(format="SVG", largeur=width, hauteur=height, alpha=True),
    )


class _Writer:
    """Reads with expat, writes what is allowed."""

    def __init__(self) -> None:
        self.size = _UNSIZED
        self._out: list[str] = []
        self._open: list[str] = []
        self._skipped = 0
        self._elements = 0
        self._style: list[str] | None = None
        self._reuse = Reuse()

    def rewrite(self, data: bytes) -> bytes:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.Parse(data, True)
        self._reuse.check()
        return "".join(self._out).encode()

    def _entity(self, *_: object) -> NoReturn:
        raise rules.entities()

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        namespace, name = _split(full)
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(self._open) > DEEPEST:
            raise rules.too_complex("Ce dessin SVG est trop compliqué.")
        if name in rules.ACTIVE or namespace == "http://www.w3.org/1999/xhtml":
            raise rules.active(f"Ce dessin SVG contient du code (« {name} »).")
        if self._style is not None:
            raise rules.active(f"Le style de ce dessin SVG contient « <{name}> ».")
        if not self._open and not self._skipped and name != "svg":
            raise rules.illegible("Ce fichier n’est pas un dessin SVG.")
        if self._skipped:
            self._skipped += 1
            return
        if namespace in (_SVG, "") and name in rules.RASTER:
            raise rules.pasted()
        if namespace in (_SVG, "") and name in rules.TRANSPARENT:
            self._open.append("")
            self._reuse.enter("")
            return
        if namespace not in (_SVG, "") or name not in rules.ELEMENTS:
            self._skipped = 1
            return
        kept = self._kept(attributes)
        self._reuse.enter(kept.get("id", ""))
        if "href" in kept:
            self._reuse.use(kept["href"].strip()[1:])
        if not self._open:
            self.size = _size(kept)
            self._out.append(f'<svg xmlns="{_SVG}"')
        else:
            self._out.append(f"<{name}")
        for value in kept.values():
            self._refer(value)
        self._out += [f' {key}="{escape(value)}"' for key, value in kept.items()]
        self._out.append(">")
        self._open.append(name)
        if name == "style":
            self._style = []

    def _end(self, _: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        name = self._open.pop()
        self._reuse.leave()
        if name == "style" and self._style is not None:
            css = rules.checked_css("".join(self._style))
            self._refer(css)
            self._out.append(escape(css, quote=False))
            self._style = None
        if name:
            self._out.append(f"</{name}>")

    def _text(self, text: str) -> None:
        if self._skipped or not self._open:
            return
        if self._style is not None:
            self._style.append(text)
        else:
            self._out.append(escape(text, quote=False))

    def _refer(self, value: str) -> None:
        for target in rules.references(value):
            self._reuse.use(target[1:])

    def _kept(self, attributes: dict[str, str]) -> dict[str, str]:
        """The attributes that pass, by the name under which they are written."""
        kept: dict[str, str] = {}
        for full, value in attributes.items():
            namespace, name = _split(full)
            if not namespace and name.lower().startswith("on"):
                raise rules.active(f"Ce dessin SVG contient du code (« {name} »).")
            if name == "href" and namespace in ("", _XLINK):
                if self._is_link(value):
                    kept.setdefault("href", value.strip())
            elif namespace == _XML and name in ("space", "lang"):
                kept[f"xml:{name}"] = value
            elif not namespace and not name.startswith(rules.DROPPED):
                kept[name] = rules.checked_attribute(name, value)
        return kept

    def _is_link(self, target: str) -> bool:
        """A reference within the file is kept, an empty one dropped; another refuses the file."""
        if target.strip() and not rules.is_local(target):
            raise rules.external()
        return bool(target.strip())


def _split(full: str) -> tuple[str, str]:
    namespace, _, name = full.rpartition(" ")
    return namespace, name


def _size(attributes: dict[str, str]) -> tuple[int, int]:
    """Width and height in CSS pixels, from the attributes or else the view box."""
    width, height = (_length(attributes.get(key, "")) for key in ("width", "height"))
    try:
        box = [float(part) for part in attributes.get("viewBox", "").replace(",", " ").split()]
    except ValueError:
        box = []
    ratio = box[2] / box[3] if len(box) == 4 and box[2] > 0 and box[3] > 0 else 0.0
    if not width and not height and ratio:
        width, height = box[2], box[3]
    elif ratio:
        width, height = width or height * ratio, height or width / ratio
    if not width or not height or not (0 < width < 1e5 and 0 < height < 1e5):
        return _UNSIZED
    return max(1, round(width)), max(1, round(height))


def _length(text: str) -> float:
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _PIXELS[match[2].lower()] if match else 0.0
