"""What other generators write under their keys, turned into what ours hold."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

from factory.ground.problems import Problem, notice
from factory.ground.slugs import slug
from factory.ground.yaml.reading import Tree

_ALT = ("imageAlt", "image_alt", "alt")
_NOTHING = ("false", "no", "non", "none")
_PATTERN = re.compile(r"/:|:\w+/|\{\{|\{%|\$\{|:(title|slug|year|categories|path)\b")
_PLACES = ("permalink", "url", "slug", "path")
_WORDS = frozenset({"title", "titre", "description", "summary", "excerpt", "resume"})
_ORDERS = frozenset({"ordre", "weight", "order", "nav_order", "sidebar_position"})
_PICTURE = {"src": "fichier", "url": "fichier", "path": "fichier", "image": "fichier"}
_LEADING = (
    "feature_image", "featured_image", "featuredImage", "cover_image", "coverImage", "cover",
)  # fmt: skip
"""A page's picture, as Ghost, WordPress, Gatsby, Publii and Hugo's themes name it."""
_NUMBERED = {
    "nid": "/node/{}",
    "id_article": "/article{}.html",
    "id_rubrique": "/rubrique{}.html",
}
_CAPTION = {"caption": "legende", "title": "legende"}


def adapted(tree: Tree, *, file: str) -> tuple[Tree, tuple[Problem, ...]]:
    """The tree with foreign values in our shapes, and notices of those left out."""
    value = {key: _characters(key, part) for key, part in tree.value.items()}
    if isinstance(value.get("path"), dict):  # Drupal's: {alias: /vie-locale/fete, pid: 12}
        value["path"] = value["path"].get("alias", "")
    problems = [
        problem for key in _PLACES if key in value for problem in _place(value, key, tree, file)
    ]
    _image(value)
    _menu(value)
    _former(value)
    for key in ("category", "categories"):
        if isinstance(value.get(key), list):
            value[key] = next(iter(value[key]), "")
    return replace(tree, value=value), tuple(problems)


def _characters(key: Any, part: Any) -> Any:
    """« V&oelig;ux &#8211; 2026 » in the words that WordPress and Drupal leave as HTML."""
    return unescape(part) if key in _WORDS and isinstance(part, str) and "&" in part else part


def _place(value: dict[str, Any], key: str, tree: Tree, file: str) -> list[Problem]:
    """`/about.html` is `/about/`; a pattern (`/:categories/:title/`) or `false` is left out."""
    written = value[key]
    if not isinstance(written, str) or not written:
        return []
    if written.lower() in _NOTHING or _PATTERN.search(written):
        del value[key]
        return [
            notice(
                "valeur-etrangere",
                f"« {key} » n’est pas retenu : « {written} » est une consigne pour un autre "
                "générateur de sites.",
                "La page garde l’adresse que lui donne son fichier. Pour une autre, écrivez "
                "« adresse: /ma-page/ ».",
                file=file,
                **tree.marks[(key,)]._asdict(),
            )
        ]
    if "://" not in written:
        path = re.sub(r"(^|/)index\.html?$|\.html?$", r"\1", written)
        segments = [segment for segment in path.split("/") if segment not in ("", ".", "..")]
        clean = "/".join(slug(segment) for segment in segments)
        value[key] = f"/{clean}/" if "/" in path and clean else clean or "/"
    return []


def _image(value: dict[str, Any]) -> None:
    """`image: photo.jpg` with `imageAlt` beside it; `image: false`; `image: {src, caption}`."""
    leading = next((key for key in _LEADING if value.get(key)), "")
    if leading and not value.get("image"):
        value["image"] = value.pop(leading)
        for key in (f"{leading}_alt", f"{leading}Alt"):
            if isinstance(value.get(key), str):
                value["imageAlt"] = value.pop(key)
    image = value.get("image", "")
    alt = next((value.pop(key) for key in _ALT if isinstance(value.get(key), str)), None) or None
    if isinstance(image, str):
        if image.lower() in ("", "true", *_NOTHING):
            value.pop("image", None)
        elif alt is not None:
            value["image"] = {"fichier": image, "alt": alt}
    elif isinstance(image, dict):
        renamed = {
            _PICTURE.get(key) or _CAPTION.get(key) or key: part for key, part in image.items()
        }
        value["image"] = {"alt": alt, **renamed} if alt is not None else renamed


def _former(value: dict[str, Any]) -> None:
    """A page's number in Drupal or SPIP, as the address that it had there."""
    numbered = [
        address.format(value.pop(key))
        for key, address in _NUMBERED.items()
        if isinstance(value.get(key), str) and value[key].isascii() and value[key].isdigit()
    ]
    if numbered:
        key = next((key for key in ("redirections", "aliases") if key in value), "redirections")
        known = value.get(key) or []
        value[key] = [*([known] if isinstance(known, str) else known), *numbered]


def _menu(value: dict[str, Any]) -> None:
    """Hugo's `menu: {main: {weight: 10}}` and Eleventy's `eleventyNavigation: {order: 10}`."""
    entry: Any = value.get("eleventyNavigation")
    menu = value.get("menu")
    if isinstance(menu, dict | list):
        value["menu"] = "oui"
    if isinstance(menu, dict):
        entry = next(iter(menu.values()), None)
    order = entry.get("weight", entry.get("order")) if isinstance(entry, dict) else None
    if isinstance(order, str) and _ORDERS.isdisjoint(value):
        value["ordre"] = order
