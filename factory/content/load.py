"""Loading: one file's path and bytes to a Document, and every problem it has. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from factory.content.document import Around, Document, Loaded
from factory.content.event_dates import as_event
from factory.content.foreign import bind_foreign
from factory.content.front import Front, split
from factory.content.kind import human_name, kind
from factory.content.markdown import render
from factory.content.models import MODELS, Meta
from factory.content.models.rules import Fault
from factory.content.page_day import with_day
from factory.content.spacing import spaced
from factory.content.toml import read_toml
from factory.ground.dates import plain
from factory.ground.models.binding import Bound
from factory.ground.problems import Problem, Severity, holds_back, in_order, notice
from factory.ground.yaml.reading import Tree, read

_ALONE = Around()


def load(path: str, data: bytes, around: Around = _ALONE) -> Loaded:
    """The document in `data`, a file at `path` (NFC, relative to the commune's folder).

    Never raises. Where a problem is an error there is no document: the caller keeps the last
    one that loaded. All problems are given at once, in reading order.
    """
    front = split(data, path)
    if holds_back(front.problems):
        return Loaded(document=None, problems=_titled(front.problems, human_name(path)))
    tree, tight = _tree(front, path)
    keys = tree.value if isinstance(tree.value, dict) else {}
    name, said = kind(path, _entry(keys, "type"), keys, file=path)
    completed, undated = _completed(tree, path, name)
    bound = bind_foreign(MODELS[name], completed, file=path)
    spoken = (bound.value.langue if bound.value else "") or around.langue
    rendered = render(
        front.body_text,
        file=path,
        first_line=front.body_first_line,
        langue=spoken,
        domaine=around.domaine,
    )
    faults = bound.value.faults() if bound.value else ()
    if bound.value is None and not front.head_text:
        bound = replace(bound, problems=_without_head(front, bound.problems))
    problems = [
        *_weighed(front.problems, bound.value),
        *tight,
        *tree.problems,
        *((_placed(Fault(("type",), said), bound, front, path),) if said else ()),
        *undated,
        *bound.problems,
        *(_placed(fault, bound, front, path) for fault in faults),
        *rendered.problems,
    ]
    title = _title(bound.value, _entry(keys, "titre"), rendered.body.titre, path)
    if bound.value is None or holds_back(problems):
        return Loaded(document=None, problems=_titled(problems, title))
    problems += _two_titles(bound.value, rendered.body.titre, path)
    meta = bound.value.model_copy(update={"titre": title})
    document = Document(path=path, meta=meta, body=rendered.body, places=bound.places)
    return Loaded(document=document, problems=_titled(problems, title))


def _weighed(problems: Iterable[Problem], value: Meta | None) -> Iterator[Problem]:
    """A front matter without dashes holds back the page whose keys it should have given."""
    for said in problems:
        if value is None and said.code == "entete-sans-tirets":
            yield replace(said, severity=Severity.ERREUR, message=_UNREAD)
        elif value is not None or said.code != "fichier-vide":
            yield said


_UNREAD = "Les premières lignes ressemblent à un en-tête, mais il leur manque leurs tirets."


def _without_head(front: Front, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """What a text without front matter lacks, and where to write it; an empty file, that alone."""
    if any(said.code == "entete-sans-tirets" for said in front.problems):
        return ()
    if not front.body_text.strip():
        return tuple(replace(problem, message=_EMPTY, remedy=_FILL) for problem in problems[:1])
    return tuple(
        replace(problem, remedy=_BETWEEN.format(line=line[1]))
        if problem.code == "cle-manquante" and (line := _LINE.search(problem.remedy))
        else problem
        for problem in problems
    )


_EMPTY = "Le fichier est vide : il n’y a rien à publier."
_FILL = "Écrivez son en-tête et son texte, ou supprimez le fichier."
_LINE = re.compile(r"« ([a-z_]+:[^»]*?) ?»")
_BETWEEN = (
    "Commencez le fichier par trois lignes : « --- », puis « {line} », puis « --- ». "
    "Le texte vient après."
)


def _tree(front: Front, path: str) -> tuple[Tree, tuple[Problem, ...]]:
    first = front.head_first_line
    if front.toml:
        return read_toml(front.head_text, file=path, first_line=first), ()
    text, tight = spaced(front.head_text, first_line=first, file=path)
    return read(text, file=path, first_line=first), tuple(tight)


def _entry(keys: dict[str, Any], name: str) -> Any:
    """What is written under a key, in capitals or not."""
    return next((value for key, value in keys.items() if key.lower() == name), None)


def _completed(tree: Tree, path: str, name: str) -> tuple[Tree, tuple[Problem, ...]]:
    """The tree with what the file's place says: its type, and its date if none is written."""
    if not isinstance(tree.value, dict):
        return tree, ()
    written = {key: part for key, part in tree.value.items() if key.lower() != "type"}
    whole = replace(tree, value={**written, "type": name})
    whole, said = with_day(whole, path, name)
    return (as_event(whole) if name == "evenement" else whole), said


def _title(meta: Meta | None, written: Any, heading: str, path: str) -> str:
    own = (meta.titre or heading or meta.own_title()) if meta else ""
    return own or (written if isinstance(written, str) else "") or heading or human_name(path)


def _two_titles(meta: Meta, heading: str, path: str) -> Iterator[Problem]:
    if meta.titre and heading and plain(meta.titre) != plain(heading):
        yield notice(
            "deux-titres",
            f"Le texte commence par le titre « {heading} », et l’en-tête dit « {meta.titre} » : "
            "c’est ce dernier qui est affiché.",
            "Gardez l’un des deux. Pour un intertitre, écrivez « ## » au lieu de « # ».",
            file=path,
        )


def _placed(fault: Fault, bound: Bound[Meta], front: Front, path: str) -> Problem:
    """The problem of a fault, at its key or at the nearest key above it."""
    for length in range(len(fault.key), 0, -1):
        place = bound.places.get(".".join(map(str, fault.key[:length])))
        if place:
            break
    else:
        return fault.problem.at(file=path, line=1, column=1)
    line, column = place
    lines = front.head_text.split("\n")
    inside = 0 <= line - front.head_first_line < len(lines)
    excerpt = lines[line - front.head_first_line] if inside else ""
    return fault.problem.at(file=path, line=line, column=column, excerpt=excerpt)


def _titled(problems: Any, title: str) -> tuple[Problem, ...]:
    return in_order(problem.at(document=title) for problem in problems)
