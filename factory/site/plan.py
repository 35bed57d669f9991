"""The plan: all that the pages of one site are drawn from, looked up once."""

from dataclasses import dataclass, field
from functools import cached_property

from factory.content.document import Document
from factory.ground.clock import Clock
from factory.ground.problems import Problem, Severity
from factory.reception.lookup import Lookup
from factory.reception.snapshot import Snapshot
from factory.reception.sources import is_document
from factory.site.act_index import ActIndex, index
from factory.site.addresses import Addresses
from factory.site.agenda import Date, horizon, to_come
from factory.site.media import Media
from factory.site.outputs import Copy
from factory.site.sections import Section, Sections
from factory.site.views import Link
from factory.site.words import collation
from factory.tenants.usine import Metropole


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A site before its pages are drawn. `problems` and `copies` gather what drawing meets."""

    snapshot: Snapshot
    addresses: Addresses
    sections: Sections
    media: Media
    clock: Clock
    metropole: Metropole
    """Who hosts the site."""
    palette: str
    """URL of the stylesheet with the commune's colours."""
    drafts: bool = False
    problems: list[Problem] = field(default_factory=list)
    copies: dict[str, Copy] = field(default_factory=dict)
    """Files to download that some page links to, by output path."""
    asked: set[str] = field(default_factory=set)
    """The files that some page asks for, published or not."""

    @property
    def base(self) -> str:
        """« https://exemple.fr », without a final slash."""
        return f"https://{self.snapshot.commune.domaine}"

    def document(self, path: str) -> Document:
        return self.snapshot.documents[path]

    def online(self, path: str) -> bool:
        return path in self.addresses.urls

    def of_type(self, kind: str) -> tuple[Document, ...]:
        """The documents of that type online now, by path."""
        return self._by_type.get(kind, ())

    @cached_property
    def headed(self) -> dict[str, Section]:
        """The sections that have a page of their own, by that page's path."""
        return {section.page: section for section in self.sections.values() if section.page}

    @cached_property
    def held_back(self) -> Lookup:
        """The pages that an error keeps out of the site, as links may name them."""
        return Lookup(
            problem.file
            for problem in self.snapshot.problems
            if problem.severity is Severity.ERREUR and is_document(problem.file)
        )

    @cached_property
    def former(self) -> dict[str, str]:
        """The pages by the addresses that they say they had, without a final slash."""
        return {
            "/" + written.strip("/"): path
            for path in sorted(self.addresses.urls, reverse=True)
            for written in self.document(path).meta.redirections
        }

    @cached_property
    def links(self) -> dict[str, Link]:
        """A link to each document online, under its title, by path."""
        return {
            path: Link(texte=document.meta.titre, url=url, langue=self.language(document))
            for path, url in self.addresses.urls.items()
            for document in (self.document(path),)
        }

    def language(self, document: Document) -> str:
        """A document's language, where it is not the site's (RGAA 8.7)."""
        own = document.meta.langue
        return own if own != self.snapshot.commune.langue else ""

    @cached_property
    def acts(self) -> ActIndex:
        """What acts say of one another, and their sittings."""
        return index(self.snapshot, self.addresses, self.of_type("acte"), self.of_type("seance"))

    @cached_property
    def _by_type(self) -> dict[str, tuple[Document, ...]]:
        found: dict[str, list[Document]] = {}
        for path in sorted(self.addresses.urls):
            document = self.document(path)
            found.setdefault(document.type, []).append(document)
        return {kind: tuple(documents) for kind, documents in found.items()}

    @cached_property
    def dates(self) -> dict[str, tuple[Date, ...]]:
        """The dates to come of each event online, up to the agenda's horizon, by path."""
        until = horizon(self.clock)
        return {e.path: to_come(e, self.clock, until) for e in self.of_type("evenement")}

    @cached_property
    def entries(self) -> dict[str, Document]:
        """The directory's entries by title and by file name, folded; the first by path wins."""
        found: dict[str, Document] = {}
        for entry in self.of_type("fiche"):
            name = entry.path.rpartition("/")[2].removesuffix(".md")
            for words in (entry.meta.titre, name):
                found.setdefault(collation(words), entry)
        return found
