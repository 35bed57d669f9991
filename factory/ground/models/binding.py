"""A tree of texts bound to a model: every fault at once, in French, at its place.

Keys are matched without regard to case, accents or hyphens (« Catégorie », « publier-le »), and
so are the words of a closed list (« Confirmé »). What pydantic refuses is told with the source
line and what to write instead.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from factory.ground.dates import plain
from factory.ground.models import shapes
from factory.ground.models.faults import refusals
from factory.ground.models.refusal_text import nearest
from factory.ground.problems import Problem, error, holds_back, notice
from factory.ground.yaml.reading import Mark, Path, Tree, taken_as_text

M = TypeVar("M", bound=BaseModel)
_NO_ALIASES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound(Generic[M]):
    """`value` is None where a problem is an error. `unknown`: keys nobody reads, dotted."""

    value: M | None
    problems: tuple[Problem, ...] = ()
    unknown: tuple[str, ...] = ()
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where each value stands, by its canonical key: « image.fichier » → (line, column)."""


def bind(
    model: type[M],
    tree: Tree,
    *,
    file: str,
    aliases: Mapping[str, str] = _NO_ALIASES,
    strict: bool = False,
) -> Bound[M]:
    """Bind what was read to a model. Never raises; `tree.problems` are not repeated.

    `aliases` gives foreign keys their canonical name, at the top level. `strict` makes an unknown
    key an error. Where the tree itself holds an error, the value is None and missing keys are
    not reported: they may stand in what could not be read.
    """
    binding = _Binding(tree, file, {_folded(k): v for k, v in aliases.items()}, strict)
    if not isinstance(tree.value, dict):
        binding.refuse(
            (),
            "cles-attendues",
            "Des clés sont attendues ici, une par ligne.",
            "Écrivez par exemple « titre: Fête du village ».",
        )
        return Bound(value=None, problems=tuple(binding.problems))
    prepared = binding.mapping(model, tree.value, (), ())
    value: M | None = None
    try:
        value = model.model_validate(prepared)
    except ValidationError as caught:
        binding.report(model, caught)
    if holds_back(tree.problems) or holds_back(binding.problems):
        value = None
    return Bound(
        value=value,
        problems=tuple(dict.fromkeys(binding.problems)),
        unknown=tuple(binding.unknown),
        places={
            ".".join(map(str, path)): (mark.line, mark.column)
            for path, written in binding.written.items()
            if path and (mark := tree.marks.get(written)) is not None
        },
    )


class _Binding:
    """One tree on its way to a model. `written` maps canonical paths to the tree's own."""

    def __init__(self, tree: Tree, file: str, aliases: Mapping[str, str], strict: bool) -> None:
        self.tree = tree
        self.file = file
        self.aliases = aliases
        self.strict = strict
        self.problems: list[Problem] = []
        self.unknown: list[str] = []
        self.written: dict[Path, Path] = {(): ()}

    # -- from the tree to what pydantic validates -------------------------------------------

    def value(self, annotation: Any, value: Any, path: Path, written: Path) -> Any:
        """The value as its annotation wants it: keys renamed, closed lists' words matched."""
        self.written[path] = written
        shape = shapes.of(annotation)
        if isinstance(value, list) and shape.item is not None:
            return [
                self.value(shape.item, item, (*path, rank), (*written, rank))
                for rank, item in enumerate(value)
                if not self._blank(item, (*written, rank))
            ]
        if shape.item is not None and shapes.of(shape.item).model is not None and value != "":
            return [self.value(shape.item, value, (*path, 0), written)]
        if isinstance(value, dict):
            if shape.model is not None:
                return self.mapping(shape.model, value, path, written)
            if shape.text and not shape.mapping:
                return self._colon(value, written)
            if shape.mapping and shape.entry is not None:
                return {
                    key: self.value(shape.entry, entry, (*path, key), (*written, key))
                    for key, entry in value.items()
                    if not self._blank(entry, (*written, key))
                }
            return value
        if isinstance(value, str):
            choices = shape.choices or (shapes.of(shape.item).choices if shape.item else ())
            for choice in choices:
                if plain(value) == plain(choice):
                    return choice
            if shape.doubt and (doubt := shape.doubt.says(value)):
                self.problems.append(doubt.at(**self._where(self._mark(path))))
        return value

    def mapping(
        self, model: type[BaseModel], value: dict[str, Any], path: Path, written: Path
    ) -> dict[str, Any]:
        """A mapping's entries under their canonical names; blank ones left out.

        A model whose `lit_ses_cles` is true reads its keys itself: they are days, for instance.
        """
        if getattr(model, "lit_ses_cles", False):
            return value
        names = shapes.names(model)
        taken: dict[str, Any] = {}
        foreign: dict[str, str] = {}
        # Canonical keys first: they win over an alias that says the same.
        for key, entry in sorted(value.items(), key=lambda pair: _folded(pair[0]) not in names):
            here = (*written, key)
            name = names.get(_folded(key))
            if name is None and not path:
                name = self.aliases.get(_folded(key))
                if name is not None and name not in model.model_fields:
                    name = None
            if name is None:
                self._unknown(model, key, path, here)
                continue
            if self._blank(entry, here):
                self.written.setdefault((*path, name), here)
                continue
            if name in taken:
                self._twice(key, foreign[name], here)
                continue
            foreign[name] = key
            annotation = shapes.annotation(model, name)
            if entry == "" and not shapes.of(annotation).text:
                continue
            taken[name] = self.value(annotation, entry, (*path, name), here)
        return taken

    def _blank(self, value: Any, written: Path) -> bool:
        """Nothing was written: `date:` alone. An empty text in quotes is a text."""
        if value != "":
            return False
        key = self.tree.keys.get(written)
        if key is None:
            mark = self.tree.marks.get(written)
            return mark is not None and mark.excerpt[mark.column - 1 :][:1] not in ("'", '"')
        return key == self.tree.marks.get(written)

    def _colon(self, value: dict[str, Any], written: Path) -> Any:
        """« - Carte d’identité : l’original » is a text, though YAML takes it for a key."""
        mark = self.tree.marks.get(written)
        if len(value) != 1 or mark is None:
            return value
        [(key, entry)] = value.items()
        text = mark.excerpt[mark.column - 1 :].strip()
        if not isinstance(entry, str) or not text.startswith(key) or not text.endswith(entry):
            return value
        self.problems.append(taken_as_text(text).at(**self._where(mark)))
        return text

    # -- problems ---------------------------------------------------------------------------

    def report(self, model: type[BaseModel], caught: ValidationError) -> None:
        """Pydantic's errors, as problems."""
        incomplete = holds_back(self.tree.problems)
        for path, refus in refusals(model, caught):
            if not (incomplete and refus.code == "cle-manquante"):
                self.refuse(path, refus.code, refus.message, refus.remedy)

    def refuse(self, path: Path, code: str, message: str, remedy: str) -> None:
        mark = self._mark(path)
        if code == "cle-manquante":
            # What lacks is nowhere: no source line to point at.
            mark = mark._replace(excerpt="")
        elif code in ("cle-inconnue", "jour-en-double"):
            mark = self.tree.keys.get(path, mark)
        self.problems.append(error(code, message, remedy, **self._where(mark)))

    def _unknown(self, model: type[BaseModel], key: str, path: Path, written: Path) -> None:
        dotted = ".".join(str(part) for part in (*path, key))
        self.unknown.append(dotted)
        if not self.strict:
            return
        close = nearest(key, model.model_fields)
        self.problems.append(
            error(
                "cle-inconnue",
                f"La clé « {key} » n’existe pas ici."
                + (f" Vouliez-vous dire « {close} » ?" if close else ""),
                f"Remplacez « {key} » par « {close} »."
                if close
                else f"Effacez cette ligne, ou choisissez parmi : {_listed(model.model_fields)}.",
                **self._where(self.tree.keys.get(written) or self._mark(path)),
            )
        )

    def _twice(self, key: str, first: str, written: Path) -> None:
        self.problems.append(
            notice(
                "cle-deux-fois",
                f"« {key} » et « {first} » disent la même chose : « {first} » est retenu.",
                f"Effacez la ligne « {key} ».",
                **self._where(self.tree.keys.get(written) or self._mark(())),
            )
        )

    def _mark(self, path: Path) -> Mark:
        """The place of the nearest thing that was written on the way to `path`."""
        for length in range(len(path), -1, -1):
            written = self.written.get(path[:length])
            if written is None and length < len(path):
                continue
            rest = path[length:]
            for below in range(len(rest), -1, -1):
                mark = (
                    self.tree.marks.get((*written, *rest[:below])) if written is not None else None
                )
                if mark is not None:
                    return mark
        return self.tree.marks.get((), Mark(1, 1, ""))

    def _where(self, mark: Mark) -> dict[str, Any]:
        return {"file": self.file, **mark._asdict()}


@lru_cache(1024)
def _folded(key: str) -> str:
    return re.sub(r"[\s-]+", "_", plain(key))


def _listed(names: Mapping[str, Any]) -> str:
    return ", ".join(names)
