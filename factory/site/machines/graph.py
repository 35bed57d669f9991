"""JSON-LD: nodes of schema.org as the text of a `<script type="application/ld+json">`.

Such an element is a data block: no browser runs it, and no `script-src` is asked about it (HTML,
« Prepare the script element », step 8 onwards). Only its end has to be guarded against: nothing in
it may read as `</script` or `<!--`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pydantic_core import to_json

from factory.ground.moment import aware
from factory.site.views import Link, PageView, When

CONTEXT = "https://schema.org"

Node = Mapping[str, Any]


def text(nodes: Iterable[Node]) -> str:
    """The nodes as they stand in a graph; what is empty is left out."""
    return ",".join(_json(given(node)) for node in nodes)


def given(node: Node) -> dict[str, Any]:
    """The node without the properties that nothing is known of."""
    return {name: value for name, value in node.items() if value not in ("", None, (), [], {})}


def document(view: PageView) -> str:
    """All that the page says to machines: its own nodes, then where it stands in the site."""
    parts = [view.donnees] if view.donnees else []
    if view.fil:
        parts.append(_json(_trail(view)))
    if not parts:
        return ""
    return f'{{"@context":"{CONTEXT}","@graph":[{",".join(parts)}]}}'


def commune(base: str, name: str) -> Node:
    """The commune, where a node names it; the home page says the rest."""
    return {"@type": "GovernmentOrganization", "@id": f"{base}/#commune", "name": name}


def instant(when: When | None) -> str:
    """ISO 8601: a day, or an hour with its offset."""
    if when is None:
        return ""
    return aware(when).isoformat() if isinstance(when, datetime) else when.isoformat()


def stretch(du: date | None, au: date | None) -> str:
    """An ISO 8601 interval, open where a bound is not known; empty where neither is."""
    if du is None and au is None:
        return ""
    return f"{du.isoformat() if du else '..'}/{au.isoformat() if au else '..'}"


def _trail(view: PageView) -> Node:
    """The breadcrumbs. The last item is the page itself: its address is the page's."""
    base = view.chrome.domaine
    steps = [link for link in view.fil if link.url != view.url]
    here = Link(texte=view.titre, url=view.url)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": rank, "name": link.texte, "item": base + link.url}
            for rank, link in enumerate((*steps, here), 1)
        ],
    }


def _json(value: Node) -> str:
    return to_json(value).decode().replace("<", "\\u003c")
