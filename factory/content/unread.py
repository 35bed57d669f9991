"""Keys of a front matter that nobody reads: slips to mend, or leftovers of another generator."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from factory.content.models import Meta
from factory.ground.dates import plain
from factory.ground.models import shapes
from factory.ground.problems import Problem, notice, warning
from factory.ground.yaml.reading import Path, Tree

_MOST_SLIPS = 50
"""Beyond so many, they are not slips."""
_CODE = "cles-inconnues"
_BEGINNING = "Clés qui ne sont pas lues : "
_REMEDY = "Elles ne gênent pas ; vous pouvez les effacer."


def unread_keys(
    keys: Sequence[str], model: type[Meta], tree: Tree, *, file: str, slips: bool
) -> tuple[Problem, ...]:
    """What to say of them; with `slips`, one that is close to a key of ours is a warning.

    « retire_le » would leave a page online for ever: it must not pass unnoticed.
    """
    problems: list[Problem] = []
    others: list[str] = []
    empty = _empty_groups(model, tree)
    slips = slips and len(keys) <= _MOST_SLIPS
    for key in keys:
        path = _path(key)
        mark = tree.keys.get(path)
        group = next((above for above, names in empty.items() if plain(key) in names), "")
        if group and mark:
            problems.append(
                warning(
                    "cle-sans-retrait",
                    f"« {key} » n’est pas lu : il appartient à « {group} », mais il lui manque "
                    "son retrait.",
                    "Ajoutez deux espaces au début de cette ligne.",
                    file=file,
                    **mark._asdict(),
                )
            )
            continue
        close = _slip(str(path[-1]), _names(model, path[:-1])) if slips else ""
        if not close or mark is None:
            others.append(key)
            continue
        problems.append(
            warning(
                "cle-inconnue",
                f"La clé « {key} » n’existe pas ici : elle n’est pas lue.",
                f"Vouliez-vous dire « {close} » ?",
                file=file,
                **mark._asdict(),
            )
        )
    if others:
        message = f"{_BEGINNING}{', '.join(others)}."
        problems.append(notice("cles-inconnues", message, _REMEDY, file=file))
    return tuple(problems)


def once_per_site(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """A commune's problems, with one notice for the unread keys of all its documents."""
    counts: Counter[str] = Counter()
    kept: list[Problem] = []
    for problem in problems:
        if problem.code != _CODE or not problem.file:
            kept.append(problem)
            continue
        listed = problem.message.removeprefix(_BEGINNING).removesuffix(".")
        counts.update({re.sub(r"\.\d+(?=\.|$)", "", key) for key in listed.split(", ")})
    if counts:
        listed = ", ".join(f"{key} ({count})" for key, count in sorted(counts.items()))
        message = f"{_BEGINNING}{listed}. Entre parenthèses, le nombre de documents."
        kept.append(notice("cles-inconnues", message, _REMEDY))
    return tuple(kept)


def _empty_groups(model: type[Meta], tree: Tree) -> dict[str, Collection[str]]:
    """Groups left empty (`image:` then `fichier: …` at the margin), each with its keys."""
    found: dict[str, Collection[str]] = {}
    for key, value in tree.value.items():
        name = model.written().get(plain(key)) if value == "" else None
        shape = shapes.of(shapes.annotation(model, name)) if name else None
        inner = shape and (shape.model or (shape.item and shapes.of(shape.item).model))
        if inner:
            found[key] = inner.model_fields.keys()
    return found


def _names(model: type[Meta], above: Path) -> Iterable[str]:
    """The keys that one may write at a place."""
    if not above:
        return model.written()
    inner = shapes.of(shapes.at(model, above)).model
    return inner.model_fields if inner else ()


def _slip(key: str, names: Iterable[str]) -> str:
    """The key that was meant: only a close one, since a foreign key may be like ours by chance."""
    by_form = {plain(name): name for name in names}
    close = get_close_matches(plain(key).replace("-", "_"), by_form, n=1, cutoff=0.8)
    return by_form[close[0]] if close else ""


def _path(key: str) -> Path:
    return tuple(int(part) if part.isdigit() else part for part in key.split("."))
