"""What a drawing may hold, and the words that refuse the rest."""

import re

from factory.ground.problems import error
from factory.media.picture import Refused

_KNOWN = (
    "svg g defs symbol use switch title desc path rect circle ellipse line polyline polygon text"
    " tspan textPath linearGradient radialGradient stop clipPath mask pattern marker style filter"
    " feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting"
    " feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR"
    " feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting"
    " feSpotLight feTile feTurbulence"
)
ELEMENTS = frozenset(_KNOWN.split())
ACTIVE = frozenset(
    ("script", "foreignObject", "iframe", "embed", "object", "audio", "video", "handler")
)
RASTER = frozenset(("image", "feImage"))
TRANSPARENT = frozenset(("a",))
"""Dropped, but what they hold is kept; every other unknown element goes with what it holds."""

_REFERENCES = re.compile(r"url\(([^()]*)\)", re.IGNORECASE)
_LOCAL = re.compile(r"#[\w.:-]+")
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CSS_DANGER = re.compile(
    r"[\\<]|@(?!media|supports)[\w-]*|(?:expression|image|image-set|src|cross-fade|attr)\s*\(|"
    r"javascript:|-moz-binding|behavior\s*:",
    re.IGNORECASE,
)
DROPPED = ("src", "base", "data-")
_WORDS = ("aria-", "id", "class")
"""Attributes that hold words, which may well have brackets."""
_SIMPLER = "Exportez-le en « SVG simple » (Inkscape) ou en PNG, puis remplacez le fichier."


def is_local(target: str) -> bool:
    """Whether a reference stays within the file."""
    return _LOCAL.fullmatch(target.strip()) is not None


def references(css: str) -> list[str]:
    """What the `url()` of a style or an attribute point to."""
    if "url(" not in css.lower():
        return []
    return [_unquoted(match[1].strip()) for match in _REFERENCES.finditer(css)]


def _unquoted(text: str) -> str:
    return text[1:-1].strip() if text[:1] in ("'", '"') and text[-1:] == text[:1] else text


def checked_css(css: str) -> str:
    """The style without its comments, which could hide what follows them.

    Raises Refused where it leaves the file or runs something.
    """
    css = _CSS_COMMENT.sub("", css)
    found = references(css)
    if css.lower().count("url(") != len(found) or not all(map(is_local, found)):
        raise external()
    if match := _CSS_DANGER.search(css):
        raise active(f"Le style de ce dessin SVG contient « {match[0]} ».")
    return css


def checked_attribute(name: str, value: str) -> str:
    """An attribute's value: style, or words. Raises Refused."""
    if name == "style" or ("(" in value and not name.startswith(_WORDS)):
        return checked_css(value)
    return value


def active(message: str) -> Refused:
    return Refused(error("svg-actif", message, _SIMPLER))


def external() -> Refused:
    message = "Ce dessin SVG va chercher quelque chose ailleurs."
    return Refused(error("svg-externe", message, _SIMPLER))


def too_complex(message: str) -> Refused:
    return Refused(error("svg-trop-complexe", message, _SIMPLER))


def illegible(message: str) -> Refused:
    remedy = "Exportez le dessin de nouveau depuis le logiciel qui l’a fait."
    return Refused(error("svg-illisible", message, remedy))


def pasted() -> Refused:
    message = "Ce dessin SVG contient une image collée."
    remedy = "Exportez le tout en PNG ou en JPEG, puis remplacez le fichier."
    return Refused(error("svg-image", message, remedy))


def entities() -> Refused:
    message = "Ce dessin SVG déclare des entités XML, qui sont refusées."
    return Refused(error("svg-entites", message, _SIMPLER))
