"""What the duties are judged on: the documents online, and who hosts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from factory.content.document import Document
from factory.content.models import Seance
from factory.ground.moment import PARIS
from factory.reception.snapshot import Snapshot
from factory.site.legal import own
from factory.site.site import addresses
from factory.site.words import collation
from factory.tenants.usine import Metropole


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is published at a moment, and what the Métropole says of itself."""

    moment: datetime
    metropole: Metropole
    documents: tuple[Document, ...]
    """The published ones, by path."""
    lacking: Mapping[str, tuple[str, ...]]
    """For each legal page that the commune wrote itself, by address, what it does not say."""

    @property
    def day(self) -> date:
        """Today, in France."""
        return self.moment.astimezone(PARIS).date()

    def of_type(self, *kinds: str) -> tuple[Document, ...]:
        return tuple(document for document in self.documents if document.type in kinds)

    def titled(self, *words: str) -> tuple[Document, ...]:
        """The documents, or those with a file, whose title holds all of these words."""
        return tuple(d for d in self.documents if any(_holds(t, words) for t in _titles(d)))

    def linked(self, host: str) -> tuple[Document, ...]:
        """The documents that link to a page of that host."""
        link = re.compile(rf'href="https?://(?:[^"/]+\.)?{re.escape(host)}["/]')
        return tuple(d for d in self.documents if link.search(d.body.html))

    def sittings(self) -> tuple[tuple[Document, Seance], ...]:
        """The sittings of the municipal council, the earliest first."""
        found = [
            (document, document.meta)
            for document in self.of_type("seance")
            if isinstance(document.meta, Seance)
            and "conseil municipal" in collation(document.meta.assemblee)
        ]
        return tuple(sorted(found, key=lambda pair: pair[1].date.isoformat()))


def facts(snapshot: Snapshot, metropole: Metropole, moment: datetime) -> Facts:
    """The facts of the site that `snapshot` gives at `moment`."""
    published = (snapshot.documents[path] for path in sorted(snapshot.published))
    state = snapshot.commune.accessibilite.conformite(moment.astimezone(PARIS).date())
    return Facts(
        moment=moment,
        metropole=metropole,
        documents=tuple(published),
        lacking=own.lacking(snapshot, addresses(snapshot).owners, state),
    )


def recent(documents: Iterable[Document], since: date) -> tuple[Document, ...]:
    """Those dated `since` or later; one without a date is taken at its word."""
    return tuple(document for document in documents if _day(document) >= since)


def names(documents: Iterable[Document], most: int = 3) -> str:
    """« A », « B »: the titles of the first ones, and how many there are besides."""
    titles = [f"« {document.meta.titre} »" for document in documents]
    more = f" et {len(titles) - most} de plus" if len(titles) > most else ""
    return ", ".join(titles[:most]) + more


def _titles(document: Document) -> Iterable[str]:
    yield document.meta.titre
    for piece in document.meta.documents:
        yield piece.titre


def _holds(title: str, words: tuple[str, ...]) -> bool:
    found = collation(title)
    return all(word in found for word in words)


def _day(document: Document) -> date:
    when = document.meta.date or getattr(document.meta, "date_acte", None)
    if when is None:
        return date.max
    return when.date() if isinstance(when, datetime) else when
