"""The day of a page: written in full or not, under another tool's key, or in its file's name."""

from dataclasses import replace
from datetime import date

from factory.content.foreign_states import with_published_day
from factory.content.kind import dated, naming_part
from factory.ground.dates import day_within, in_words, month_of, month_within
from factory.ground.problems import Problem, notice, warning
from factory.ground.yaml.reading import Tree

_WHOLE = frozenset({"evenement", "seance", "acte", "alerte"})
"""Types whose day has effects: nothing is guessed of it."""


def with_day(tree: Tree, path: str, name: str) -> tuple[Tree, tuple[Problem, ...]]:
    """The tree of a page of type `name`, with its date, and what to say of where it comes from.

    A page of news that says but a month is of its first day: better than not at all online.
    """
    key = next((key for key in tree.value if key.lower() == "date"), "date")
    written = tree.value.get(key)
    if written:
        month = month_of(written) if isinstance(written, str) and name not in _WHOLE else None
        if month is None:
            return tree, ()
        said = _without_day(f"« {written} » ne dit pas le jour", month)
        return _with(tree, key, month), (said.at(file=path, **tree.marks[(key,)]._asdict()),)
    if day := dated(path):
        return _with(tree, key, day), ()
    if name != "actualite":
        return tree, ()
    foreign = with_published_day(tree)
    if foreign is not tree:
        return foreign, ()
    words = naming_part(path).replace("-", " ").replace("_", " ")
    if day := day_within(words):
        return _with(tree, key, day), (_from_name(day).at(file=path),)
    if month := month_within(words):
        said = _without_day("La date manque, et le nom du fichier ne dit pas le jour", month)
        return _with(tree, key, month), (said.at(file=path),)
    return tree, ()


def _with(tree: Tree, key: str, day: date) -> Tree:
    return replace(tree, value={**tree.value, key: day.isoformat()})


def _without_day(lead: str, day: date) -> Problem:
    return warning(
        "date-sans-jour",
        f"{lead} : la page est datée du {in_words(day)}.",
        f"Écrivez la date entière, par exemple « date: {in_words(day)} ».",
    )


def _from_name(day: date) -> Problem:
    return notice(
        "date-du-nom",
        f"La date manque : la page est datée du {in_words(day)}, d’après le nom de son fichier.",
        f"Si c’est bien elle, écrivez-la dans l’en-tête : « date: {in_words(day)} ».",
    )
