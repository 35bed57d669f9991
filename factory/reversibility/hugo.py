"""The site as a Hugo project: `hugo` in its folder builds every page at the same address.

Each page is a Markdown file that holds its HTML under a front matter (Hugo no longer reads HTML
files unless it is told to); pictures, documents and styles are those of the
`site/` folder of the export, mounted rather than copied.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from factory.build.drawing import Drawing
from factory.reversibility.pages import Leaf
from factory.site.views import MenuItem

_STATIC = ("! **.html", "! **.br", "! **.gz", "! _recherche/**")
"""What of the site's folder is no page of the project's own. Such lists are read since…"""
OLDEST = "0.153.0"

_BASE = """<!doctype html>
<html lang="{{ site.Params.langue }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }}{{ if not .IsHome }} | {{ site.Title }}{{ end }}</title>
{{ with .Description }}<meta name="description" content="{{ . }}">{{ end }}
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header>
<p><a href="/">{{ site.Title }}</a></p>
<nav aria-label="Menu principal">{{ partial "menu.html" (dict "entrees" site.Menus.main) }}</nav>
</header>
<main>
{{ block "main" . }}{{ end }}
</main>
<footer><nav aria-label="Informations sur le site">
{{ partial "menu.html" (dict "entrees" site.Menus.pied) }}</nav></footer>
</body>
</html>
"""
_PAGE = """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ .Content }}{{ end }}
"""
_MENU = """<ul>
{{ range .entrees }}<li>
{{ if .URL }}<a href="{{ .URL }}">{{ .Name }}</a>{{ else }}{{ .Name }}{{ end }}
{{ with .Children }}{{ partial "menu.html" (dict "entrees" .) }}{{ end }}
</li>
{{ end }}</ul>
"""
_STYLE = """:root { color-scheme: light dark; font-family: system-ui, sans-serif; }
body { line-height: 1.6; margin: 0 auto; max-width: 70rem; padding: 1rem; }
img { height: auto; max-width: 100%; }
svg { height: 1em; width: 1em; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; list-style: none; padding: 0; }
"""
_UNSEEN = json.dumps({"title": "", "build": {"render": "never", "list": "never"}}) + "\n"


def write(drawing: Drawing, pages: Iterable[Leaf], moved: Mapping[str, str], to: Path) -> None:
    """The project, in the folder `to`, which stands beside `site/` in the export.

    `moved`: former address → address today.
    """
    former: dict[str, list[str]] = {}
    for old, new in sorted(moved.items()):
        if "?" not in old:
            former.setdefault(new, []).append(old)
    leaves = list(pages)
    folders = _folders(leaf.url for leaf in leaves)
    for leaf in leaves:
        _write(
            to / "content" / _file(leaf.url, folders),
            _front(leaf, former.get(leaf.url, [])) + _body(leaf),
        )
    own = {leaf.url for leaf in leaves}
    for folder in sorted(folders - own):
        _write(to / "content" / f"{folder.lstrip('/')}_index.md", _UNSEEN)
    _write(to / "hugo.json", json.dumps(_settings(drawing), ensure_ascii=False, indent=1) + "\n")
    for name in ("list", "single"):
        _write(to / "layouts" / "_default" / f"{name}.html", _PAGE)
    _write(to / "layouts" / "_default" / "baseof.html", _BASE)
    _write(to / "layouts" / "partials" / "menu.html", _MENU)
    _write(to / "static" / "style.css", _STYLE)


def _folders(urls: Iterable[str]) -> set[str]:
    """The addresses that have others below them."""
    found = {"/"}
    for url in urls:
        above = url.rstrip("/").rpartition("/")[0] + "/"
        while above not in found:
            found.add(above)
            above = above.rstrip("/").rpartition("/")[0] + "/"
    return found


def _file(url: str, folders: set[str]) -> str:
    path = url.lstrip("/")
    if url in folders:
        return f"{path}_index.md"
    return f"{path.removesuffix('.html').rstrip('/')}.md"


def _body(leaf: Leaf) -> str:
    """One line: Markdown takes a block of HTML as it is, up to the first blank line."""
    text = leaf.html.strip().replace("\r", "").replace("\n", "&#10;")
    return f"\n<div>{text}</div>\n"


def _front(leaf: Leaf, former: Sequence[str]) -> str:
    """JSON, which Hugo reads as it does YAML: what authors write needs no second quoting."""
    front: dict[str, Any] = {"title": leaf.titre, "url": leaf.url, "type": "page"}
    if leaf.resume:
        front["description"] = leaf.resume
    if former:
        front["aliases"] = list(former)
    if leaf.document is not None:
        meta = leaf.document.meta
        front |= {
            key: value.isoformat()
            for key, value in (("date", meta.date), ("lastmod", meta.maj))
            if value is not None
        }
        front["params"] = {"source": leaf.document.path, "genre": leaf.type}
    return json.dumps(front, ensure_ascii=False, indent=1) + "\n"


def _settings(drawing: Drawing) -> dict[str, Any]:
    chrome: Any = next(p.view for p in drawing.site.pages if p.path == "index.html").chrome
    mounts = [{"source": name, "target": name} for name in ("content", "layouts", "static")]
    site = {"source": "../site", "target": "static", "files": [*_STATIC]}
    menus: list[dict[str, Any]] = []
    _entries(chrome.menu, "", menus)
    foot = [{"name": link.texte, "url": link.url} for link in chrome.pied]
    return {
        "baseURL": drawing.plan.base + "/",
        "title": drawing.snapshot.commune.intitule,
        "disableKinds": ["taxonomy", "term", "rss", "sitemap", "404"],
        "params": {"langue": drawing.snapshot.commune.langue},
        "buildFuture": True,
        "buildExpired": True,
        "markup": {"goldmark": {"renderer": {"unsafe": True}}},
        "module": {"hugoVersion": {"min": OLDEST}, "mounts": [*mounts, site]},
        "menus": {"main": menus, "pied": foot},
    }


def _entries(items: Sequence[MenuItem], above: str, found: list[dict[str, Any]]) -> None:
    for item in items:
        name = f"e{len(found)}"
        entry = {"identifier": name, "name": item.texte, "weight": len(found) + 1}
        found.append(entry | ({"url": item.url} if item.url else {}))
        if above:
            found[-1]["parent"] = above
        _entries(item.enfants, name, found)


def _write(to: Path, text: str) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(text, "utf-8")
