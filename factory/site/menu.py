"""The menu, the breadcrumbs and the site map: how one goes about in a site."""

from factory.content.document import Document
from factory.ground.problems import warning
from factory.site.legal.fixed import FIXED
from factory.site.plan import Plan
from factory.site.sections import Section, page_order, rank
from factory.site.views import Link, MenuItem, SiteMapNode
from factory.site.words import collation
from factory.tenants.commune import Entree

_TOP = 9
_LISTED = frozenset({
    "acte", "actualite", "alerte", "avis", "elu", "evenement", "publication", "seance",
})  # fmt: skip
"""Their section's own listing says more of them than a map of the site would."""
_BELOW = 14
"""A menu that lists more than that helps nobody: the section's own page does it better."""


def menu(plan: Plan) -> tuple[MenuItem, ...]:
    """The commune's own menu, or one made from its folders."""
    wanted = plan.snapshot.commune.menu
    if wanted:
        entries = (_entry(plan, entry) for entry in wanted)
        return tuple(entry for entry in entries if entry is not None)
    root = plan.sections[""]
    ranked = [
        item
        for folder in root.sections
        if (item := _section_item(plan, plan.sections[folder])) is not None
    ]
    for document in map(plan.document, root.documents):
        # A page at the root is in the menu where it asks to be, or where there is no folder.
        if document.meta.menu or (not root.sections and document.meta.menu is not False):
            ranked.append((page_order(document)[:2], _page_item(plan, document)))
    ranked.sort(key=lambda pair: (pair[0], pair[1].url))
    return tuple(item for _, item in ranked[:_TOP])


def breadcrumbs(plan: Plan, folder: str, last: str = "") -> tuple[Link, ...]:
    """From the home page down to a folder; `last` is a page's own URL, left out."""
    trail = [Link(texte="Accueil", url="/")]
    parts = folder.split("/") if folder else []
    for depth in range(1, len(parts) + 1):
        section = plan.sections["/".join(parts[:depth])]
        if section.url != last:
            trail.append(Link(texte=section.titre, url=section.url))
    return tuple(trail)


def site_map(plan: Plan, folder: str = "") -> tuple[SiteMapNode, ...]:
    """The lasting pages, as a tree. Pages that ask not to be indexed are left out; what has a
    listing of its own (news, events, acts, elected members…) is there."""
    section = plan.sections[folder]
    nodes = []
    for path in () if section.type in _LISTED else section.documents:
        document = plan.document(path)
        if document.meta.indexer:
            link = plan.links[path]
            nodes.append(SiteMapNode(texte=link.texte, url=link.url, langue=link.langue))
    for below in section.sections:
        child = plan.sections[below]
        nodes.append(SiteMapNode(texte=child.titre, url=child.url, enfants=site_map(plan, below)))
    return tuple(nodes)


def _section_item(plan: Plan, section: Section) -> tuple[tuple[int, str], MenuItem] | None:
    own = plan.document(section.page) if section.page else None
    if own is not None and own.meta.menu is False:
        return None
    label = own.meta.menu if own is not None and isinstance(own.meta.menu, str) else section.titre
    item = MenuItem(texte=label, url=section.url, enfants=_below(plan, section))
    return (*rank(section.ordre), collation(section.titre)), item


def _below(plan: Plan, section: Section) -> tuple[MenuItem, ...]:
    """The entries under a section's: its pages and folders, where they are few and lasting."""
    if section.type != "page":
        return ()
    documents = [plan.document(path) for path in section.documents]
    shown = [d for d in documents if d.meta.menu is not False and not d.meta.brouillon]
    shown.sort(key=page_order)
    items = [
        MenuItem(texte=plan.sections[f].titre, url=plan.sections[f].url) for f in section.sections
    ]
    items += [_page_item(plan, document) for document in shown]
    return tuple(items) if len(items) <= _BELOW else ()


def _page_item(plan: Plan, document: Document) -> MenuItem:
    label = document.meta.menu if isinstance(document.meta.menu, str) else document.meta.titre
    return MenuItem(texte=label, url=plan.addresses.urls[document.path])


def _entry(plan: Plan, entry: Entree) -> MenuItem | None:
    below = (_entry(plan, child) for child in entry.enfants)
    children = tuple(child for child in below if child is not None)
    if entry.lien:
        return MenuItem(texte=entry.titre, url=entry.lien, enfants=children)
    if not entry.page:
        return MenuItem(texte=entry.titre, url="", enfants=children)
    link = page_link(plan, entry.page, entry.titre)
    if link is None:
        plan.problems.append(
            warning(
                "menu-page-introuvable",
                f"L’entrée de menu « {entry.titre or entry.page} » mène à « {entry.page} », "
                "qui n’est pas en ligne.",
                "Corrigez le chemin, compté depuis le dossier « contenu/ », ou retirez l’entrée.",
                file="commune.yaml",
            )
        )
        return None
    return MenuItem(texte=link.texte, url=link.url, enfants=children)


def page_link(plan: Plan, target: str, text: str = "") -> Link | None:
    """A page or a folder named in `commune.yaml`, from `contenu/`."""
    found = plan.snapshot.lookup.find(target, "contenu/accueil.md")
    if found is not None and plan.online(found.path):
        link = plan.links[found.path]
        return Link(texte=text, url=link.url) if text else link
    folder = target.strip("/").removeprefix("contenu/").strip("/")
    section = plan.sections.get(folder)
    if section is None:
        wanted = "/" + folder + "/"
        section = next((s for s in plan.sections.values() if s.url == wanted), None)
    if section is not None:
        return Link(texte=text or section.titre, url=section.url)
    url = "/" + folder + "/"
    return Link(texte=text or FIXED[url], url=url) if url in FIXED else None
