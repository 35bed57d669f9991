"""Addresses from one build to the next: no URL disappears without a redirection or a 410.

A file that changed its name is recognised: by its bytes, else by its type and title, else by its
file name under another folder.
"""

import posixpath
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from factory.archive.chain import Line
from factory.archive.registre import Registre


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What a file that changed its name is recognised by."""

    digest: str
    type: str = ""
    titre: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    line: Line | None
    """For the register; None where nothing changed."""
    removed: tuple[str, ...]
    """Addresses that go without a successor."""
    before: int
    """How many addresses were online."""


def moves(
    registre: Registre,
    now: Mapping[str, str],
    likeness: Mapping[str, Likeness],
    former: Mapping[str, Likeness],
    moment: str,
) -> Moves:
    """What changed between the register's addresses and `now` (URL → file).

    `likeness` describes today's files, `former` what is known of those that the register names.
    """
    gone = {url: file for url, file in registre.vivantes.items() if now.get(url) != file}
    appeared = {url: file for url, file in now.items() if registre.vivantes.get(url) != file}
    if not gone and not appeared:
        return Moves(line=None, removed=(), before=len(registre.vivantes))
    here = set(now.values())
    missing = {file for file in gone.values() if file not in here}
    fresh = here - set(registre.vivantes.values())
    renamed = _renamed(missing, fresh, likeness, former)
    moved: dict[str, str] = {}
    removed: list[str] = []
    for url, file in gone.items():
        successor = file if file in here else renamed.get(file, "")
        if url in now:
            continue  # another file has the address now
        if successor:
            moved[url] = successor
        else:
            removed.append(url)
    line: Line = {"moment": moment}
    if appeared:
        line["apparues"] = dict(sorted(appeared.items()))
    if moved:
        line["deplacees"] = dict(sorted(moved.items()))
    if removed:
        line["retirees"] = sorted(removed)
    if renamed:
        line["renommes"] = dict(sorted(renamed.items()))
    digests = {
        file: likeness[file].digest
        for file in sorted(set(appeared.values()))
        if file in likeness and not likeness[file].type
    }
    if digests:
        line["empreintes"] = digests
    return Moves(line=line, removed=tuple(sorted(removed)), before=len(registre.vivantes))


def successor(registre: Registre, file: str, here: Mapping[str, str]) -> str:
    """Where `file` went: its path today, following its changes of name; empty where it is gone.

    `here` holds the files online today, with their URL.
    """
    seen = set()
    while file and file not in here and file not in seen:
        seen.add(file)
        file = registre.renommes.get(file, "")
    return file if file in here else ""


def _renamed(
    missing: set[str],
    fresh: set[str],
    likeness: Mapping[str, Likeness],
    former: Mapping[str, Likeness],
) -> dict[str, str]:
    renamed: dict[str, str] = {}

    def by_digest(path: str, known: Mapping[str, Likeness]) -> Hashable:
        return known[path].digest if path in known else None

    def by_title(path: str, known: Mapping[str, Likeness]) -> Hashable:
        like = known.get(path)
        return (like.type, like.titre) if like is not None and like.titre else None

    def by_name(path: str, known: Mapping[str, Likeness]) -> Hashable:
        name = posixpath.basename(path)
        return None if name in ("index.md", "_index.md", "README.md") else name

    for trait in (by_digest, by_title, by_name):
        left = missing - set(renamed)
        free = fresh - set(renamed.values())
        renamed |= _matched(left, free, trait, former, likeness)
    return renamed


def _matched(
    missing: set[str],
    fresh: set[str],
    trait: Callable[[str, Mapping[str, Likeness]], Hashable],
    former: Mapping[str, Likeness],
    likeness: Mapping[str, Likeness],
) -> dict[str, str]:
    """Pairs that alone share a trait: two candidates are no answer."""
    old: dict[Hashable, list[str]] = defaultdict(list)
    new: dict[Hashable, list[str]] = defaultdict(list)
    for path in sorted(missing):
        old[trait(path, former)].append(path)
    for path in sorted(fresh):
        new[trait(path, likeness)].append(path)
    return {
        paths[0]: new[value][0]
        for value, paths in old.items()
        if value is not None and len(paths) == 1 and len(new.get(value, ())) == 1
    }
