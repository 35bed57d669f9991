"""A file of facts, to which each is added or completed as it comes to be known, and never changed.

The file stays as people wrote it, comments included. What it says afterwards is read again and
compared with what it said before, and the fact: anything else, and nothing is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from factory.convention.facts import Kind, Told, among, same
from factory.ground.files import sync, write_whole
from factory.ground.models.binding import Bound
from factory.ground.problems import Problem, Severity, UsageError, error
from factory.ground.yaml.adding import NotAdded, added
from factory.tenants import source

M = TypeVar("M", bound=BaseModel)
Way = tuple[str | int, ...]
Given = Mapping[str, Told | tuple[Told, ...]]
"""What was told, by key; several values where the key is a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier(Generic[M]):
    """A file and what it is to say. `line`: where the last fact that was noted stands."""

    model: type[M]
    file: Path
    shown: str
    text: str
    line: int = 0

    def read(self) -> Bound[M]:
        return source.read(self.model, self.text.encode(), file=self.shown)

    @property
    def value(self) -> M:
        """What the text says. Raises UsageError where it cannot be read."""
        bound = self.read()
        if bound.value is None:
            raise UsageError(*bound.problems)
        return bound.value

    def noted(self, kind: Kind, given: Given, under: Way = ()) -> "Dossier[M]":
        """With a fact, new or completed; the same where nothing is new. Raises UsageError.

        `under`: where the kind's list is, if not at the top of the file.
        """
        where = (*under, *kind.where)
        kept: Sequence[BaseModel] = _at(self.value, where)
        key = given[kind.known_by]
        assert isinstance(key, Told)
        rank = among(kept, kind, key.value)
        if rank is None:
            rank = len(kept)
            found = self._with(kind, (*where, rank), given)
        else:
            found = self._completed(kind, (*where, rank), kept[rank], given)
        return replace(found, line=found._line((*where, rank)))

    def write(self) -> None:
        """Raises UsageError where the file cannot be written."""
        try:
            mode = self.file.stat().st_mode & 0o777 if self.file.exists() else 0o644
            write_whole(self.file, self.text.encode(), mode)
            sync(self.file.parent)
        except OSError as fault:
            raise UsageError(
                error(
                    "fait-non-inscrit",
                    f"Le fait n’a pas été inscrit ({fault}).",
                    "Vérifiez que ce fichier peut s’écrire, et recommencez.",
                    file=self.shown,
                )
            ) from None

    def _completed(self, kind: Kind, where: Way, one: BaseModel, given: Given) -> "Dossier[M]":
        found = self
        for name, new in given.items():
            old = getattr(one, name)
            if isinstance(new, tuple):
                fresh = [item for item in new if not any(same(item.value, kept) for kept in old)]
                for rank, item in enumerate(fresh, len(old)):
                    found = found._with(kind, (*where, name, rank), item)
            elif name not in one.model_fields_set:
                found = found._with(kind, (*where, name), new)
            elif not same(new.value, old):
                raise UsageError(self._already(kind, (*where, name)))
        return found

    def _with(self, kind: Kind, path: Way, told: Told | Given) -> "Dossier[M]":
        """The text with something at a path, and nothing else changed."""
        plain = told.text if isinstance(told, Told) else _written(kind, told)
        try:
            text = added(self.text, path, plain)
        except NotAdded:
            raise UsageError(self._by_hand(kind, path, plain)) from None
        found = replace(self, text=text)
        bound = found.read()
        if bound.value is None:
            faults = (one for one in bound.problems if one.severity is Severity.ERREUR)
            raise UsageError(*(one.at(line=0, column=0, excerpt="") for one in faults))
        before, after = self.value.model_dump(), bound.value.model_dump()
        if _but(after, path) != _but(before, path) or not _says(_at(bound.value, path), told):
            raise UsageError(self._by_hand(kind, path, plain))
        return found

    def _line(self, path: Way) -> int:
        return self.read().places.get(".".join(map(str, path)), (0, 0))[0]

    def _already(self, kind: Kind, path: Way) -> Problem:
        return error(
            "fait-deja-ecrit",
            f"{kind.title} : « {path[-1]} » est déjà écrit, et dit autre chose.",
            "Un fait se complète et ne se récrit pas. S’il est faux, corrigez-le dans le fichier.",
            file=self.shown,
            line=self._line(path),
        )

    def _by_hand(self, kind: Kind, path: Way, plain: str | dict[str, Any]) -> Problem:
        pairs = {str(path[-1]): plain} if isinstance(plain, str) else plain
        lines = ", ".join(f"« {key}: {one} »" for key, one in pairs.items())
        above = " : ".join(str(step) for step in path[:-1] if isinstance(step, str))
        return error(
            "fait-a-ecrire",
            f"{kind.title} : la façon dont ce fichier est écrit ne permet pas à l’usine d’y "
            "ajouter une ligne sans risque.",
            f"Ajoutez vous-même sous « {above} » : {lines}.",
            file=self.shown,
        )


def opened(model: type[M], file: Path, shown: str, head: str = "") -> Dossier[M]:
    """A file as it stands; with `head`, a file that is not there yet.

    Raises UsageError where it is not written in UTF-8.
    """
    data = file.read_bytes() if file.is_file() else head.encode()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(*source.read(model, data, file=shown).problems) from None
    return Dossier(model=model, file=file, shown=shown, text=text)


def _at(value: Any, path: Way) -> Any:
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def _written(kind: Kind, given: Given) -> dict[str, Any]:
    """As the file will say it: what the fact is known by, then the keys in their order."""
    found: dict[str, Any] = {}
    for name in dict.fromkeys((kind.known_by, *kind.fields)):
        told = given.get(name)
        if told is not None:
            found[name] = told.text if isinstance(told, Told) else [one.text for one in told]
    return found


def _says(found: Any, told: Told | Given) -> bool:
    if isinstance(told, Told):
        return same(found, told.value)
    return all(
        [one.value for one in new] == list(getattr(found, name))
        if isinstance(new, tuple)
        else same(getattr(found, name), new.value)
        for name, new in told.items()
    )


def _but(tree: Any, path: Way) -> Any:
    """A value but for what stands at a path: all that must stay the same."""
    step, *rest = path
    if isinstance(step, str):
        return {**tree, step: _but(tree[step], tuple(rest)) if rest else None}
    kept = [*tree]
    if rest:
        kept[step] = _but(kept[step], tuple(rest))
        return kept
    return [*kept[:step], *kept[step + 1 :]]
