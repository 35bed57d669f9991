"""Who changed, repealed or gathered which act: looked up once for a whole site."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from factory.content.document import Document
from factory.content.models import Acte, Seance
from factory.ground.dates import parse_instant
from factory.ground.refusal import Refus
from factory.reception.snapshot import Snapshot
from factory.site.addresses import Addresses
from factory.site.words import collation

_NUMBER = re.compile(r"^.*?\bn\s?[°ºo]\s?", re.IGNORECASE)
"""« Délibération n° » before a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActIndex:
    """By path of an act, unless said otherwise."""

    sittings: Mapping[str, Document] = field(default_factory=dict)
    """The sitting of each act that has one."""
    gathered: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    """The acts of each sitting, by number."""
    named: Mapping[tuple[str, str], Document] = field(default_factory=dict)
    """The act that another one means: (its path, the words it wrote) → the act."""
    changed_by: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    repealed_by: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)


def index(
    snapshot: Snapshot,
    addresses: Addresses,
    acts: tuple[Document, ...],
    sittings: tuple[Document, ...],
) -> ActIndex:
    """Of the acts and sittings that are online."""
    finder = _Finder(snapshot, addresses, acts, sittings)
    of: dict[str, Document] = {}
    gathered: dict[str, list[Document]] = defaultdict(list)
    named: dict[tuple[str, str], Document] = {}
    changed: dict[str, list[Document]] = defaultdict(list)
    repealed: dict[str, list[Document]] = defaultdict(list)
    for act in acts:
        meta = act.meta
        assert isinstance(meta, Acte)
        sitting = finder.sitting(act, meta.seance)
        if sitting is not None:
            of[act.path] = sitting
            gathered[sitting.path].append(act)
        for words, effect in ((meta.modifie, changed), (meta.abroge, repealed)):
            for name in words:
                target = finder.act(act, name)
                if target is not None and target is not act:
                    named[act.path, name] = target
                    effect[target.path].append(act)
    return ActIndex(
        sittings=of,
        gathered={path: tuple(sorted(found, key=_by_number)) for path, found in gathered.items()},
        named=named,
        changed_by={path: tuple(found) for path, found in changed.items()},
        repealed_by={path: tuple(found) for path, found in repealed.items()},
    )


class _Finder:
    """What an author meant by a file, an address, a day or a number."""

    def __init__(
        self,
        snapshot: Snapshot,
        addresses: Addresses,
        acts: tuple[Document, ...],
        sittings: tuple[Document, ...],
    ) -> None:
        self._snapshot = snapshot
        self._addresses = addresses
        self._numbers: dict[str, list[Document]] = defaultdict(list)
        self._days: dict[str, list[Document]] = defaultdict(list)
        for act in acts:
            if number := getattr(act.meta, "numero", ""):
                self._numbers[number].append(act)
        for sitting in sittings:
            if sitting.meta.date:
                self._days[sitting.meta.date.isoformat()[:10]].append(sitting)

    def sitting(self, act: Document, wanted: str) -> Document | None:
        if not wanted:
            return None
        found = self._document(act, wanted)
        if found is not None:
            return found if isinstance(found.meta, Seance) else None
        try:
            day = parse_instant(wanted).isoformat()[:10]
        except Refus:
            return None
        return _only(self._days.get(day, []))

    def act(self, act: Document, wanted: str) -> Document | None:
        found = self._document(act, wanted)
        if found is not None and isinstance(found.meta, Acte):
            return found
        return _only(self._numbers.get(wanted) or self._numbers.get(_NUMBER.sub("", wanted), []))

    def _document(self, act: Document, wanted: str) -> Document | None:
        """The document online that is meant by its file or its address."""
        found = self._snapshot.lookup.find(wanted, act.path)
        if found is not None and found.path in self._addresses.urls:
            return self._snapshot.documents[found.path]
        owner = self._addresses.owners.get("/" + wanted.strip("/") + "/")
        return self._snapshot.documents[owner] if owner is not None else None


def _only(found: list[Document]) -> Document | None:
    return found[0] if len(found) == 1 else None


def _by_number(act: Document) -> tuple[str, str]:
    return (collation(getattr(act.meta, "numero", "")), act.path)
