"""Front matter written for another generator (Hugo, Jekyll, Eleventy), read as ours.

Foreign keys are aliases of the French ones. What they hold was not written for this factory, so
it never holds a page back: a value that does not fit is left out, with a notice. The French keys
win where both are given. In a front matter that is foreign as a whole, so are the keys that both
spell alike (`date`, `image`, `menu`…).
"""

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from factory.content.foreign_values import adapted
from factory.content.models import Fiche, Meta
from factory.ground import shapes
from factory.ground.binding import Bound, bind
from factory.ground.dates import plain
from factory.ground.problems import Problem, Severity, notice, warning
from factory.ground.yaml import Tree

_COMMON = {
    "title": "titre",
    "description": "resume",
    "summary": "resume",
    "excerpt": "resume",
    "lastmod": "maj",
    "updated": "maj",
    "last_modified_at": "maj",
    "draft": "brouillon",
    "publishDate": "publier_le",
    "expiryDate": "retirer_le",
    "aliases": "redirections",
    "redirect_from": "redirections",
    "weight": "ordre",
    "order": "ordre",
    "nav_order": "ordre",
    "tags": "mots_cles",
    "keywords": "mots_cles",
    "category": "categorie",
    "categories": "categorie",
    "lang": "langue",
    "locale": "langue",
    "permalink": "permalien",
    "url": "permalien",
    "slug": "permalien",
}
"""The foreign key → ours."""

_MARKERS = frozenset({*_COMMON, "layout", "author", "eleventyNavigation", "imageAlt"})
_OURS = frozenset({*_COMMON.values()} - {"categorie", "permalien"}) | {"responsable", "indexer"}


def aliases(model: type[Meta]) -> dict[str, str]:
    """Every other name of a type's keys. `adresse` is a page's, but a fiche's is postal."""
    return _COMMON if model is Fiche else {"adresse": "permalien", **_COMMON}


def bind_foreign(model: type[Meta], tree: Tree, *, file: str) -> Bound[Meta]:
    """Bind a front matter, ours or another generator's. Never raises."""
    if not isinstance(tree.value, dict) or _MARKERS.isdisjoint(tree.value):
        return _with_unknown(
            bind(model, tree, file=file, aliases=aliases(model)), model, tree, file
        )
    foreign = _OURS.isdisjoint(tree.value)
    lenient = set(tree.value) - {"type"} if foreign else _MARKERS & set(tree.value)
    tree, said = adapted(tree, file=file)
    bound = bind(model, tree, file=file, aliases=aliases(model))
    faulty = [p for p in bound.problems if p.severity is Severity.ERREUR]
    dropped = {key for key in lenient if any(_stands_at(tree, key, p) for p in faulty)}
    if dropped:
        kept = {key: value for key, value in tree.value.items() if key not in dropped}
        said += tuple(
            _left_out(key, p) for key in sorted(dropped) for p in faulty if _stands_at(tree, key, p)
        )
        bound = bind(model, replace(tree, value=kept), file=file, aliases=aliases(model))
    bound = replace(bound, problems=(*bound.problems, *said))
    return _with_unknown(bound, model, tree, file, foreign=foreign)


def _stands_at(tree: Tree, key: str, problem: Problem) -> bool:
    place = (problem.line, problem.column)
    return any(path[:1] == (key,) and mark[:2] == place for path, mark in tree.marks.items())


def _left_out(key: str, problem: Problem) -> Problem:
    return notice(
        "valeur-etrangere",
        f"« {key} » n’est pas retenu : {problem.message}",
        problem.remedy,
        file=problem.file,
        line=problem.line,
        column=problem.column,
        excerpt=problem.excerpt,
    )


def _with_unknown(
    bound: Bound[Meta], model: type[Meta], tree: Tree, file: str, *, foreign: bool = False
) -> Bound[Meta]:
    """The same, saying which keys nobody reads: a near miss of ours is a slip worth a warning."""
    if not bound.unknown:
        return bound
    problems: list[Problem] = []
    others: list[str] = []
    for key in bound.unknown:
        path = _path(key)
        close = "" if foreign else _slip(str(path[-1]), _names(model, path[:-1]))
        mark = tree.keys.get(path)
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
        problems.append(
            notice(
                "cles-inconnues",
                f"Clés qui ne sont pas lues : {', '.join(others)}.",
                "Elles ne gênent pas ; vous pouvez les effacer.",
                file=file,
            )
        )
    return replace(bound, problems=(*bound.problems, *problems))


def _names(model: type[Meta], above: tuple[str | int, ...]) -> Iterable[str]:
    """The keys that one may write at a place."""
    if not above:
        return model.keys()
    inner = shapes.of(shapes.at(model, above)).model
    return inner.model_fields if inner else ()


def _slip(key: str, names: Iterable[str]) -> str:
    """The key that was meant: only a close one, since a foreign key may be like ours by chance."""
    by_form = {plain(name): name for name in names}
    close = get_close_matches(plain(key).replace("-", "_"), by_form, n=1, cutoff=0.8)
    return by_form[close[0]] if close else ""


def _path(key: str) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdigit() else part for part in key.split("."))
