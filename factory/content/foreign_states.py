"""What other tools say of a page's publication: on which day, and whether it is public at all."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from factory.ground.moment import wall
from factory.ground.problems import Problem, notice
from factory.ground.yaml.reading import Tree

DATES = (
    "date_published", "published_at", "publishedAt", "pubDate", "publish_up", "post_date",
    "published", "created_at", "created",
)  # fmt: skip
"""Where Ghost, Joomla, Drupal, WordPress, Astro and Obsidian keep a day: the surest first."""

STATES = frozenset({"status", "post_status", "published", "publish", "isDraft", "state"})
_HIDDEN: dict[str, frozenset[str]] = {
    "status": frozenset({
        "draft", "pending", "private", "trash", "future", "scheduled", "unpublished",
        "auto-draft", "brouillon", "prive", "0", "false",
    }),
    "published": frozenset({"0", "false", "no", "non"}),
    "isDraft": frozenset({"1", "true", "yes", "oui"}),
    "state": frozenset({"0", "-2", "draft", "trash", "unpublished"}),
    "visibility": frozenset({"private", "members", "paid", "password"}),
}  # fmt: skip
_HIDDEN |= {"publish": _HIDDEN["published"], "post_status": _HIDDEN["status"]}
_PLAIN = frozenset(
    {"published", "publish", "public", "publie", "1", "true", "yes", "oui", "0", "false"}
)
"""Words that leave a page public where they do not hide it: `isDraft: false`, `status: publish`."""
_STAMP = re.compile(r"\d{9,10}")
_EMPTY = re.compile(r"0{4}-00-00.*|0|null", re.S)


def with_published_day(tree: Tree) -> Tree:
    """The tree with a date, where another tool's key gives it; else the tree itself."""
    value = tree.value
    for key in DATES:
        written = value.get(key)
        if not isinstance(written, str) or not re.search(r"\d{4}", written):
            continue
        if _EMPTY.fullmatch(written):
            continue
        day = _from_stamp(written) if _STAMP.fullmatch(written) else written
        marks = {**tree.marks, ("date",): tree.marks[(key,)]}
        kept = {name: part for name, part in value.items() if name != key}
        return replace(tree, value={**kept, "date": day}, marks=marks)
    return tree


def with_state(tree: Tree, *, file: str) -> tuple[Tree, tuple[Problem, ...]]:
    """The tree without the keys that say whether a page is public; where it is not, a draft's.

    A page that its authors had not published must not come online by changing tools.
    """
    said = {
        key: word
        for key, part in tree.value.items()
        if isinstance(part, str)
        and (word := part.strip().lower()) in _PLAIN | _HIDDEN.get(key, frozenset())
        and key in _HIDDEN
    }
    hiding = next((key for key, word in said.items() if word in _HIDDEN[key]), "")
    kept = {key: part for key, part in tree.value.items() if key not in said}
    if not hiding or {"brouillon", "draft"} & kept.keys():
        return replace(tree, value=kept), ()
    problem = notice(
        "brouillon-etranger",
        f"« {hiding}: {tree.value[hiding]} » dit, pour un autre outil, que cette page n’est pas "
        "publique : elle n’est pas publiée.",
        "Pour la publier, effacez cette ligne. Sinon, écrivez « brouillon: oui » à sa place.",
        file=file,
        **tree.marks[(hiding,)]._asdict(),
    )
    marks = {**tree.marks, ("brouillon",): tree.marks[(hiding,)]}
    return replace(tree, value={**kept, "brouillon": "oui"}, marks=marks), (problem,)


def _from_stamp(written: str) -> str:
    """Seconds since 1970, as Drupal counts, on clocks in France."""
    return wall(datetime.fromtimestamp(int(written), UTC)).isoformat(sep=" ")
