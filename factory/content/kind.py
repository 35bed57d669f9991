"""Which of the eleven types a file is, and what its name alone says."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from factory.content.foreign_states import DATES
from factory.content.models import FOLDERS, MODELS, Meta
from factory.ground.dates import MONTHS, in_words, plain
from factory.ground.models.refusal_text import nearest
from factory.ground.problems import Problem, notice, warning

FOLDER_PAGES = frozenset({"index", "_index", "readme"})
_DATED = re.compile(
    r"(?:(?P<y>\d{4})(?P<s>[-._])(?P<m>\d{2})(?P=s)(?P<d>\d{2})"
    r"|(?P<y2>(?:19|20)\d{2})(?P<m2>\d{2})(?P<d2>\d{2})"
    r"|(?P<d3>\d{2})(?P<s3>[-._])(?P<m3>\d{2})(?P=s3)(?P<y3>\d{4})"
    rf"|(?P<d4>\d{{1,2}})(?:er)?[-_ ](?P<w>{'|'.join(MONTHS)})[-_ ](?P<y4>\d{{4}}))"
    r"(?:[-_ .,]+|$)",
    re.I,
)
"""« 2026-03-03 », « 20260303 », « 03.03.2026 », « 3 mars 2026 »."""
_SERIAL = re.compile(r"(?<=\S) [0-9a-f]{32}$")
"""What Notion adds to the name of each page and folder that it exports."""
_NUMBERED = re.compile(r"(\d{1,2})(?:\.\s*|\s+[-–]\s+|(?<=0\d)[-_\s]\s*)(?=[^\W\d])")
_MONTHS = tuple(plain(month) for month in MONTHS)
_NEWS_ELSEWHERE = frozenset({"_posts", "posts", "blog", "news", "actus", "articles"})
"""Where other generators keep news: dated, a file there is one."""
_BY_FORM = {plain(name): name for name in MODELS} | {
    plain(name): of for name, of in FOLDERS.items()
}


def kind(
    path: str, written: Any, keys: Mapping[str, Any], *, file: str
) -> tuple[str, Problem | None]:
    """The type of the file at `path` whose front matter says `type: written`.

    A word that is no type was meant for another generator: the file is an ordinary page, unless
    the word looks like one of ours, and then its folder decides.
    """
    by_place = _by_place(PurePosixPath(path), keys)
    if not isinstance(written, str) or not written:
        return by_place, None
    known = _BY_FORM.get(plain(written))
    if known:
        return known, None
    close = nearest(written, MODELS)
    if close and by_place != "page":
        return by_place, warning(
            "type-inconnu",
            f"« {written} » n’est pas un type de page : le dossier décide, c’est « {by_place} ».",
            f"Écrivez « type: {close} », ou effacez cette ligne.",
            file=file,
        )
    return "page", notice(
        "type-inconnu",
        f"« {written} » n’est pas un type de page connu : le fichier est lu comme une page.",
        (f"Vouliez-vous dire « type: {close} » ? " if close else "")
        + f"Les types sont : {', '.join(MODELS)}.",
        file=file,
    )


def _by_place(path: PurePosixPath, keys: Mapping[str, Any]) -> str:
    """The type of the top folder; a folder's own page is an ordinary page.

    `actualites/fete/index.md`, beside its pictures, is a piece of news and not a section: it is
    told by the keys that only its type has, or requires.
    """
    folders = path.parts[1:-1]
    found = _by_folder(path, keys)
    stem = path.stem.lower()
    if stem not in FOLDER_PAGES:
        return found
    if stem != "index" or len(folders) == 1:
        return "page"
    return found if any(plain(key) in _own_keys(found) for key in keys) else "page"


def _by_folder(path: PurePosixPath, keys: Mapping[str, Any]) -> str:
    folder = plain(path.parts[1]) if len(path.parts) > 2 else ""
    if folder.removeprefix("_") in FOLDERS:  # a collection of Jekyll's: `_actualites/`
        return FOLDERS[folder.removeprefix("_")]
    if folder in _NEWS_ELSEWHERE and (
        "date" in keys or not keys.keys().isdisjoint(DATES) or dated(path.as_posix())
    ):
        return "actualite"
    return FOLDERS.get(folder, "page")


def _own_keys(kind: str) -> set[str]:
    fields = MODELS[kind].model_fields
    return {
        name
        for name, field in fields.items()
        if name not in Meta.model_fields or field.is_required()
    }


def dated(path: str) -> date | None:
    """The day that the file's name begins with, or its folder's for an `index.md`."""
    found = _day_first(naming_part(path))
    return found[0] if found else None


def _day_first(name: str) -> tuple[date, str] | None:
    """The day that a name begins with, and the rest of the name."""
    found = _DATED.match(name)
    if found is None:
        return None
    parts = found.groupdict()
    year = parts["y"] or parts["y2"] or parts["y3"] or parts["y4"]
    day = parts["d"] or parts["d2"] or parts["d3"] or parts["d4"]
    word = parts["w"]
    month = _MONTHS.index(plain(word)) + 1 if word else parts["m"] or parts["m2"] or parts["m3"]
    try:
        return date(int(year), int(month), int(day)), name[found.end() :]
    except ValueError:
        return None


def human_name(path: str) -> str:
    """The file's name as a title: « 2026-03-03-fete_du-village.md » is « Fete du village »."""
    name = naming_part(path)
    if name in ("contenu", "accueil"):
        return "Accueil"
    if found := _day_first(name):
        name = found[1] or in_words(found[0])
    words = " ".join(re.split(r"[-_\s]+", numbered(name)[1])).strip() or name
    return words[:1].upper() + words[1:]


def numbered(name: str) -> tuple[int | None, str]:
    """The number that a name begins with to be put in order, and the name without it.

    « 01-dechets », « 2. École », « 1 - Vie pratique »; « 14-juillet » and « 8 mai » are days.
    """
    found = _NUMBERED.match(name)
    if found is None or plain(name[found.end() :]).startswith(_MONTHS):
        return None, name
    return int(found[1]), name[found.end() :]


def naming_part(path: str) -> str:
    """What a file is called by: its own name, or its folder's for an `index.md`."""
    parts = PurePosixPath(path)
    own = parts.stem.lower() in FOLDER_PAGES and len(parts.parts) > 1
    return without_serial(parts.parts[-2] if own else parts.stem)


def without_serial(name: str) -> str:
    """« Démarches 3f2a9c1b7d8e4f5a9b0c1d2e3f4a5b6c » is « Démarches »."""
    return _SERIAL.sub("", name)
