"""Front matter written for another generator (Hugo, Jekyll, Ghost, Drupal…), read as ours.

Foreign keys are aliases of the French ones. What they hold was not written for this factory, so
it never holds a page back: a value that does not fit is left out, with a notice. The French keys
win where both are given. In a front matter that is foreign as a whole, so are the keys that both
spell alike (`date`, `image`, `menu`…).
"""

from dataclasses import replace

from factory.content.foreign_states import STATES, with_state
from factory.content.foreign_values import adapted
from factory.content.models import Fiche, Meta
from factory.content.unread import unread_keys
from factory.ground.models.binding import Bound, bind
from factory.ground.problems import Problem, Severity, notice
from factory.ground.yaml.reading import Tree

_COMMON = {
    "title": "titre",
    "description": "resume",
    "summary": "resume",
    "excerpt": "resume",
    "lastmod": "maj",
    "updated": "maj",
    "last_modified_at": "maj",
    "updated_at": "maj",
    "date_updated": "maj",
    "draft": "brouillon",
    "publishDate": "publier_le",
    "expiryDate": "retirer_le",
    "aliases": "redirections",
    "redirect_from": "redirections",
    "weight": "ordre",
    "order": "ordre",
    "nav_order": "ordre",
    "sidebar_position": "ordre",
    "tags": "mots_cles",
    "keywords": "mots_cles",
    "category": "categorie",
    "categories": "categorie",
    "lang": "langue",
    "locale": "langue",
    "permalink": "permalien",
    "url": "permalien",
    "slug": "permalien",
    "path": "permalien",
}
"""The foreign key → ours."""

_MARKERS = frozenset(
    {
        *_COMMON,
        "layout",
        "author",
        "eleventyNavigation",
        "imageAlt",
        "nid",
        "id_article",
        "id_rubrique",
        *STATES,
    }
)
_OURS = frozenset({*_COMMON.values()} - {"categorie", "permalien"}) | {"responsable", "indexer"}


def aliases(model: type[Meta]) -> dict[str, str]:
    """Every other name of a type's keys. `adresse` is a page's, but a fiche's is postal."""
    return _COMMON if model is Fiche else {"adresse": "permalien", **_COMMON}


def bind_foreign(model: type[Meta], tree: Tree, *, file: str) -> Bound[Meta]:
    """Bind a front matter, ours or another generator's. Never raises."""
    names = aliases(model)
    if not isinstance(tree.value, dict) or _MARKERS.isdisjoint(tree.value):
        return _with_unread(
            bind(model, tree, file=file, aliases=names), model, tree, file, slips=True
        )
    ours = not _OURS.isdisjoint(key.lower() for key in tree.value)
    tree, said = adapted(tree, file=file)
    tree, hidden = with_state(tree, file=file)
    said += hidden
    bound = bind(model, tree, file=file, aliases=names)
    # A layout is another tool's, whatever the language of the keys beside it.
    dropped = _misfits(model, tree, bound, ours and "layout" not in tree.value)
    if dropped:
        kept = {key: value for key, value in tree.value.items() if key not in dropped}
        said += tuple(_left_out(key, problem) for key, problem in dropped.items())
        bound = bind(model, replace(tree, value=kept), file=file, aliases=names)
    bound = replace(bound, problems=(*bound.problems, *said))
    return _with_unread(bound, model, tree, file, slips=ours)


def _misfits(model: type[Meta], tree: Tree, bound: Bound[Meta], ours: bool) -> dict[str, Problem]:
    """The keys to leave out, each with the first error that says why."""
    if bound.value is not None:
        return {}
    stands = {(mark.line, mark.column): path[0] for path, mark in tree.marks.items() if path}
    found: dict[str, Problem] = {}
    for problem in bound.problems:
        key = stands.get((problem.line, problem.column))
        if (
            problem.severity is Severity.ERREUR
            and isinstance(key, str)
            and _lenient(model, key, ours)
        ):
            found.setdefault(key, problem)
    return found


def _with_unread(
    bound: Bound[Meta], model: type[Meta], tree: Tree, file: str, *, slips: bool
) -> Bound[Meta]:
    if not bound.unknown:
        return bound
    said = unread_keys(bound.unknown, model, tree, file=file, slips=slips)
    return replace(bound, problems=(*bound.problems, *said))


def _lenient(model: type[Meta], key: str, ours: bool) -> bool:
    """Whether a key's value may be left out: it was not written for us, and nothing needs it."""
    if key in _COMMON:
        return True
    field = None if ours else Meta.model_fields.get(key)
    return field is not None and key != "type" and not model.model_fields[key].is_required()


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
