"""The commune's media made ready: facts of every file, derivatives of the pictures it shows."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from factory.build.bench import Bench
from factory.ground.problems import Problem
from factory.media.derive import Derived
from factory.media.facts import DocumentFacts, Examined, PictureFacts
from factory.media.recipes import Recipe, filename
from factory.reception.retained import stays
from factory.reception.sources import SourceFile
from factory.site.media import Derivatives, FileFacts, Media
from factory.site.outputs import Copy
from factory.site.views import Source

_FOLDER = "_medias"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    media: Media
    problems: tuple[Problem, ...]
    retained: dict[str, SourceFile]
    """The versions that stand for pictures in fault, by path."""


def prepare(
    files: Mapping[str, SourceFile],
    wanted: Iterable[str],
    spares: Mapping[str, SourceFile],
    bench: Bench,
) -> Ready:
    """Facts of all `files`; derivatives of the pictures of `wanted`, made where they are new.

    A picture in fault is made from its version in `spares`, the last that was good, if it has one.
    """
    names = sorted(set(wanted))
    examined = bench.facts(files)
    made, faults = _pictures(bench, _shown(names, examined), files)
    faulty = {path for path, found in examined.items() if found.facts is None} | faults.keys()
    lost = {path: spares[path] for path in names if path in faulty and path in spares}
    before = bench.facts(lost)
    remade, _ = _pictures(bench, _shown(lost, before), lost)
    bench.close()
    problems: list[Problem] = []
    for path, found in examined.items():
        met = (*found.problems, *([faults[path]] if path in faults else []))
        problems += [stays(problem) for problem in met] if path in remade else met
    facts = examined | {path: before[path] for path in remade}
    downloads = {p: _file_facts(one.facts) for p, one in facts.items() if one.facts is not None}
    return Ready(
        media=Media(pictures=made | remade, files=downloads),
        problems=tuple(problems),
        retained={path: lost[path] for path in remade},
    )


def _shown(paths: Iterable[str], examined: Mapping[str, Examined]) -> dict[str, PictureFacts]:
    return {
        path: found.facts
        for path in paths
        if (found := examined.get(path)) and isinstance(found.facts, PictureFacts)
    }


def _pictures(
    bench: Bench, shown: Mapping[str, PictureFacts], files: Mapping[str, SourceFile]
) -> tuple[dict[str, Derivatives], dict[str, Problem]]:
    """The pictures that could be made whole, and what is wrong with the others."""
    outcomes = bench.derivatives(shown, files)
    made: dict[str, Derivatives] = {}
    faults: dict[str, Problem] = {}
    for path, results in outcomes.items():
        good = [result for result in results.values() if isinstance(result, Derived)]
        faulty = [result for result in results.values() if not isinstance(result, Derived)]
        if faulty:
            faults[path] = faulty[0].problem.at(file=path)
        elif good:
            made[path] = _ready(path, files[path].digest, good)
    return made, faults


def _ready(path: str, name: str, good: list[Derived]) -> Derivatives:
    """What `<picture>` needs: a source for each format but the last, which is the fallback."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    order = list(dict.fromkeys(result.recipe.format for result in good))
    urls: dict[Recipe, str] = {}
    copies = []
    for result in good:
        file = filename(stem, result.recipe, result.recipe.key(name))
        urls[result.recipe] = f"/{_FOLDER}/{file}"
        copies.append(
            Copy(
                path=f"{_FOLDER}/{file}",
                digest=result.digest,
                size=result.size,
                source=path,
                fingerprinted=True,
            )
        )
    fallback = max(
        (result.recipe for result in good if result.recipe.format == order[-1]),
        key=lambda recipe: recipe.largeur,
    )
    several = len(good) > len(order)
    sources = tuple(
        Source(type=_mime(good, form), srcset=_srcset(good, form, urls, several))
        for form in order
        if len(order) > 1 and (form != order[-1] or several)
    )
    return Derivatives(
        src=urls[fallback],
        width=fallback.largeur,
        height=fallback.hauteur,
        sources=sources,
        copies=tuple(copies),
    )


def _mime(good: list[Derived], form: str) -> str:
    return next(result.recipe.mime for result in good if result.recipe.format == form)


def _srcset(good: list[Derived], form: str, urls: Mapping[Recipe, str], several: bool) -> str:
    of_form = sorted(
        (result.recipe for result in good if result.recipe.format == form),
        key=lambda recipe: recipe.largeur,
    )
    return ", ".join(
        urls[recipe] + (f" {recipe.largeur}w" if several else "") for recipe in of_form
    )


def _file_facts(facts: PictureFacts | DocumentFacts) -> FileFacts:
    if isinstance(facts, DocumentFacts):
        return FileFacts(
            label=facts.format,
            language=facts.langue,
            title=facts.titre,
            extension=facts.extension,
            accessible=_readable(facts),
        )
    return FileFacts(label=facts.format, picture=True)


def _readable(facts: DocumentFacts) -> bool:
    """Whether nothing says that a screen reader would stumble (RGAA 13.3): a PDF has text, tags, a
    title and a language. Of other formats the file's own facts tell too little.
    """
    if facts.format != "PDF":
        return facts.texte
    return facts.texte and facts.balise and bool(facts.titre and facts.langue)
