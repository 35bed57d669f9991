"""The pages of the register: the latest acts, and every act by year, sitting, nature, matter,
street; the statement of each act's publication.
"""

from collections.abc import Callable, Iterable, Iterator

from factory.content.document import Document
from factory.content.models import Acte
from factory.content.models.nomenclature import matter
from factory.ground.slugs import slug
from factory.site import acts, deliberations, statement
from factory.site.cards import cards, chronological
from factory.site.outputs import Page, file_of
from factory.site.plan import Plan
from factory.site.publicity import publicity, unsaid
from factory.site.views import (
    Chrome,
    Facet,
    FileLink,
    Group,
    Html,
    Link,
    ListView,
    RegisterView,
)
from factory.site.words import FOLDERS, collation
from factory.tenants.naming import de

LATEST = 30
"""Acts that the register's first page shows."""

Values = Callable[[Document, Acte], Iterable[str]]


def pages(plan: Plan, chrome: Chrome, listings: list[Page]) -> list[Page]:
    """The register's pages. `listings` has the page of the folder « actes », which is replaced."""
    documents = sorted(plan.of_type("acte"), key=chronological, reverse=True)
    if not documents:
        return listings
    plan.problems.extend(unsaid(plan))
    base = acts.register_url(plan)
    facets = [_Facet(plan, base, *kind) for kind in _KINDS]
    for facet in facets:
        facet.gather(documents)
    table = deliberations.table(plan, base)
    made = [page for facet in facets for page in facet.pages(chrome)]
    made += [statement.page(plan, chrome, act) for act in documents if plan.snapshot.act(act.path)]
    made += [table.page] if table else []
    above = next((page for page in listings if page.path == file_of(base)), None)
    first = _first(plan, chrome, base, documents, facets, table.link if table else None, above)
    others = [page for page in listings if page.path != file_of(base)]
    return [*others, first, *made]


class _Facet:
    """One way to look acts up: its values, each with the acts that have it."""

    def __init__(self, plan: Plan, base: str, key: str, title: str, values: Values) -> None:
        self._plan = plan
        self._base = f"{base}{key}/"
        self._title = title
        self._values = values
        self._found: dict[str, tuple[str, list[Document]]] = {}

    def gather(self, documents: Iterable[Document]) -> None:
        for document in documents:
            assert isinstance(document.meta, Acte)
            for value in dict.fromkeys(self._values(document, document.meta)):
                known = self._found.setdefault(slug(value), (value, []))
                if document not in known[1][-1:]:
                    known[1].append(document)

    def facet(self) -> Facet:
        named = sorted(self._found.items(), key=lambda pair: collation(pair[1][0]))
        if self._base.endswith("/annee/"):
            named.reverse()
        return Facet(
            titre=self._title,
            valeurs=tuple(
                (Link(texte=value, url=f"{self._base}{name}/"), len(found))
                for name, (value, found) in named
            ),
        )

    def pages(self, chrome: Chrome) -> Iterator[Page]:
        taken = set(self._plan.addresses.owners)
        taken |= {section.url for section in self._plan.sections.values()}
        for name, (value, found) in sorted(self._found.items()):
            url = f"{self._base}{name}/"
            if url in taken:
                continue  # the commune's own page or folder keeps its address
            view = ListView(
                chrome=chrome,
                url=url,
                titre=f"{_TITLE} : {value}",
                fil=acts.trail(self._plan),
                type="acte",
                corps=Html(""),
                groupes=_by_year(self._plan, found),
            )
            yield Page(path=file_of(url), template="actes.html", view=view)


def _first(
    plan: Plan,
    chrome: Chrome,
    base: str,
    documents: list[Document],
    facets: list[_Facet],
    table: FileLink | None,
    above: Page | None,
) -> Page:
    """The register's first page, under what the commune wrote in the folder's own page."""
    shown = [facet.facet() for facet in facets]
    own = above.view if above is not None and isinstance(above.view, ListView) else None
    view = RegisterView(
        chrome=chrome,
        url=base,
        titre=own.titre if own else FOLDERS[Acte.DOSSIER],
        resume=(own.resume if own else "") or _SUMMARY.format(de(plan.snapshot.commune.nom)),
        langue=own.langue if own else "",
        indexer=own.indexer if own else True,
        fil=acts.trail(plan, last=base),
        corps=own.corps if own else Html(""),
        cartes=cards(plan, documents[:LATEST]),
        publicite=publicity(plan),
        facettes=tuple(f for f in (*shown[:1], _sittings(plan), *shown[1:]) if f.valeurs),
        donnees_ouvertes=table,
        nombre=len(documents),
    )
    source = above.source if above is not None else ""
    return Page(path=file_of(base), template="registre.html", view=view, source=source)


def _sittings(plan: Plan) -> Facet:
    """The sittings that have acts: their own pages gather them."""
    found = [plan.document(path) for path in plan.acts.gathered]
    found.sort(key=chronological, reverse=True)
    return Facet(
        titre="Par séance",
        valeurs=tuple(
            (
                Link(texte=sitting.meta.titre, url=plan.addresses.urls[sitting.path]),
                len(plan.acts.gathered[sitting.path]),
            )
            for sitting in found
        ),
    )


def _by_year(plan: Plan, documents: Iterable[Document]) -> tuple[Group, ...]:
    years: dict[str, list[Document]] = {}
    for document in documents:
        years.setdefault(chronological(document)[0][:4] or "Sans date", []).append(document)
    return tuple(
        Group(titre=year, id=f"annee-{slug(year)}", cartes=cards(plan, found))
        for year, found in years.items()
    )


def _year(document: Document, meta: Acte) -> Iterable[str]:
    year = chronological(document)[0][:4]
    return (year,) if year else ()


def _matter(document: Document, meta: Acte) -> Iterable[str]:
    code = ".".join(meta.matiere.split(".")[:2])
    return (f"{code} {matter(code)}",) if code else ()


_SUMMARY = "Les actes {}, à lire et à télécharger : par année, séance, nature, matière ou rue."
_TITLE = "Actes"
_KINDS: tuple[tuple[str, str, Values], ...] = (
    ("annee", "Par année", _year),
    ("nature", "Par nature", lambda document, meta: (meta.nature.capitalize(),)),
    ("matiere", "Par matière", _matter),
    ("rue", "Par rue ou lieu", lambda document, meta: map(acts.street, meta.lieux)),
)
