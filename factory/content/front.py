"""A file's two parts: its front matter (YAML between `---`, TOML between `+++`) and its body."""

import json
import re
from dataclasses import dataclass, replace
from itertools import pairwise

from factory.content.encoding import decode
from factory.ground.problems import Problem, error, holds_back, notice, warning

_KEY = re.compile(r"[\"']?[^\W\d][\w.-]*(?: [\w.-]+){0,2}[\"']?\s?:(\s|$)")
_STRICT_KEY = re.compile(r"[\"']?[a-zA-Z_][\w.-]*[\"']?:(\s|$)")
_FRENCH_KEY = re.compile(r"(titre|title|resume|date|type|debut|nature|layout):\s")
_PROSE = re.compile(r"[^\W\d_][^:]*$|\*\*|!?\[")
_CLOSING = re.compile(r"(---|\.\.\.)\s*$")
_BAD_DASHES = re.compile(r"\s*(--|-{4,}|[—–]+-?|-[—–])\s*$")
_INDENTED_DASHES = re.compile(r"\s+---\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Line numbers count from 1 in the file; both texts have `\\n` line ends."""

    head_text: str = ""
    head_first_line: int = 1
    toml: bool = False
    """Whether `head_text` is TOML, as many of Hugo's sites have it."""
    body_text: str = ""
    body_first_line: int = 1
    problems: tuple[Problem, ...] = ()


def split(data: bytes, file: str) -> Front:
    """Front matter and body. An error among `problems` says that neither could be told.

    A body that begins with a horizontal rule is not taken for a front matter.
    """
    text, said = decode(data, file=file)
    if said is None:
        return _parts(text, file)
    if holds_back((said,)):
        return Front(problems=(said,))
    front = _parts(text, file)
    return replace(front, problems=(said, *front.problems))


def _parts(text: str, file: str) -> Front:
    if not text.strip():
        return Front(body_text=text, problems=(_empty(file),))
    lines = text.split("\n")
    first = next(number for number, line in enumerate(lines) if line.strip())
    opening = lines[first].rstrip()
    if opening == "---":
        return _between_dashes(lines, first, file)
    if opening == "+++":
        return _between_pluses(lines, first, file)
    fault = _foreign_front(text, opening, file, first)
    if fault:
        return Front(problems=(fault,))
    if _is_ill_opened(lines, first):
        return _between_other_dashes(lines, first, file)
    undashed = (_undashed(lines, first, file),) if _FRENCH_KEY.match(lines[first]) else ()
    return Front(body_text=text, problems=undashed)


def _between_dashes(lines: list[str], first: int, file: str) -> Front:
    inner = first + 1
    other = _other_dashes(lines, first)
    if other is not None:
        return _read_with(lines, first, other, lines[other], other, file)
    closing = next((n for n in range(inner, len(lines)) if _CLOSING.match(lines[n])), None)
    if closing is not None and not _is_body(lines[inner:closing]):
        if _runs_into_prose(lines[inner:closing]):
            return Front(problems=(_unclosed(lines, first, file),))
        return Front(
            head_text="\n".join(lines[inner:closing]),
            head_first_line=inner + 1,
            body_text="\n".join(lines[closing + 1 :]),
            body_first_line=closing + 2,
        )
    if closing is None and not _is_body(lines[inner:]):
        return Front(problems=(_unclosed(lines, first, file),))
    return Front(body_text="\n".join(lines), problems=())


def _between_pluses(lines: list[str], first: int, file: str) -> Front:
    inner = first + 1
    closing = next((n for n in range(inner, len(lines)) if lines[n].rstrip() == "+++"), None)
    if closing is None:
        return Front(problems=(_unclosed(lines, first, file, "+++"),))
    return Front(
        head_text="\n".join(lines[inner:closing]),
        head_first_line=inner + 1,
        toml=True,
        body_text="\n".join(lines[closing + 1 :]),
        body_first_line=closing + 2,
    )


def _is_body(inner: list[str]) -> bool:
    """Whether what follows `---` is prose after a horizontal rule, and not keys."""
    filled = [line for line in inner if line.strip()]
    if not filled:
        return len(inner) > 1
    if not inner[0].strip():
        return not _STRICT_KEY.match(filled[0])
    return not any(_KEY.match(line) or ":" in line.split(" ")[0] for line in filled)


def _runs_into_prose(inner: list[str]) -> bool:
    """Whether keys give way to a paragraph: the `---` found is then a rule further down."""
    pairs = pairwise(inner)
    return any(not before.strip() and _PROSE.match(line) for before, line in pairs)


def _other_dashes(lines: list[str], first: int) -> int | None:
    """The line « ---- » or « — » that closes keys that follow one another, if one does."""
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if _BAD_DASHES.match(line) or _INDENTED_DASHES.match(line):
            return number if number > first + 1 and _STRICT_KEY.match(lines[first + 1]) else None
        if not line.strip() or _CLOSING.match(line) or line.startswith("# "):
            return None
    return None


def _unclosed(lines: list[str], first: int, file: str, mark: str = "---") -> Problem:
    last = first
    for number in range(first + 1, len(lines)):
        if not lines[number].strip() or (lines[number].startswith("# ") and last > first):
            break
        last = number
    return error(
        "entete-non-fermee",
        f"L’en-tête ouvert à la ligne {first + 1} n’est pas fermé : il manque la ligne « {mark} » "
        "qui le sépare du texte.",
        f"Ajoutez une ligne « {mark} » après la ligne {last + 1}.",
        file=file,
        line=last + 1,
        column=1,
        excerpt=lines[last],
    )


def _is_ill_opened(lines: list[str], first: int) -> bool:
    opening = lines[first]
    following = lines[first + 1] if first + 1 < len(lines) else ""
    dashes = _BAD_DASHES.match(opening) or _INDENTED_DASHES.match(opening)
    return bool(dashes) and bool(_STRICT_KEY.match(following))


def _between_other_dashes(lines: list[str], first: int, file: str) -> Front:
    """« — » or « ---- » before keys: Word's dashes, or one too many. Read, where they close."""
    closing = _other_dashes(lines, first) or next(
        (n for n in range(first + 1, len(lines)) if _CLOSING.match(lines[n])), None
    )
    if closing is not None and not _runs_into_prose(lines[first + 1 : closing]):
        return _read_with(lines, first, closing, lines[first], first, file)
    problem = error(
        "entete-mal-ouverte",
        "L’en-tête doit commencer par « --- », trois tirets seuls au début de la ligne, et finir "
        "de même.",
        f"Remplacez la ligne {first + 1} par « --- », et ajoutez-en une autre après la dernière "
        "clé.",
        file=file,
        line=first + 1,
        column=1,
        excerpt=lines[first],
    )
    return Front(problems=(problem,))


def _read_with(
    lines: list[str], first: int, closing: int, odd: str, place: int, file: str
) -> Front:
    """The front matter between two lines, `odd` being read as three dashes."""
    said = notice(
        "entete-mal-ouverte",
        f"« {odd.rstrip()} » est lu comme les trois tirets « --- » d’un en-tête.",
        "Écrivez trois tirets simples, seuls sur leur ligne, avant et après l’en-tête.",
        file=file,
        line=place + 1,
        column=1,
        excerpt=odd,
    )
    return Front(
        head_text="\n".join(lines[first + 1 : closing]),
        head_first_line=first + 2,
        body_text="\n".join(lines[closing + 1 :]),
        body_first_line=closing + 2,
        problems=(said,),
    )


def _foreign_front(text: str, opening: str, file: str, first: int) -> Problem | None:
    where = {"file": file, "line": first + 1, "column": 1, "excerpt": opening}
    remedy = (
        "Écrivez l’en-tête entre deux lignes « --- », une clé par ligne : « titre: Mon titre »."
    )
    if (opening.startswith("{") and _is_json_object(text)) or opening in ("---json", "---js"):
        return error(
            "entete-json",
            "L’en-tête est écrit en JSON (entre accolades), qui n’est pas lu ici.",
            remedy,
            **where,
        )
    return None


def _is_json_object(text: str) -> bool:
    try:
        value, _ = json.JSONDecoder().raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and bool(value)


def _undashed(lines: list[str], first: int, file: str) -> Problem:
    return warning(
        "entete-sans-tirets",
        "Les premières lignes ressemblent à un en-tête, mais elles seront publiées comme du texte.",
        "Ajoutez une ligne « --- » avant elles et une autre après.",
        file=file,
        line=first + 1,
        column=1,
        excerpt=lines[first],
    )


def _empty(file: str) -> Problem:
    return notice(
        "fichier-vide",
        "Le fichier est vide : la page n’a que son titre.",
        "Écrivez son texte, ou supprimez le fichier.",
        file=file,
    )
