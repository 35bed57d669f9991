"""What the preview adds to a page as it serves it: its problems, and what reloads it."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from factory.ground.digests import digest
from factory.ground.french.counts import counted
from factory.ground.problems import Problem, Severity

STYLE, SCRIPT, STREAM = "/_apercu/apercu.css", "/_apercu/apercu.js", "/_apercu/flux"

_HELD = (
    "Cette page est celle d’avant : ce que vous venez d’écrire n’a pas pu être mis en place. "
    "Corrigez ce qui suit."
)


def dressed(page: bytes, problems: Sequence[Problem], *, held_back: bool) -> tuple[bytes, str]:
    """The page as it is served, and the version of what it shows.

    Whatever would show otherwise has another version: a page reloads when, and only when, its own
    content changed.
    """
    added = panel(problems, held_back=held_back)
    version = digest(page + added.encode())[:32]
    script = f'<script src="{SCRIPT}" data-version="{version}" defer></script>'
    return _before_end(page, (added + script).encode()), version


def panel(problems: Sequence[Problem], *, held_back: bool) -> str:
    """The panel of what there is to mend; empty where there is nothing."""
    if not problems and not held_back:
        return ""
    serious = held_back or any(problem.severity is Severity.ERREUR for problem in problems)
    mild = all(problem.severity is Severity.INFORMATION for problem in problems)
    title = "À savoir" if mild and not held_back else "À corriger"
    told = f"<p>{_HELD}</p>" if held_back else ""
    lines = "".join(_line(problem) for problem in problems)
    return (
        f'<link rel="stylesheet" href="{STYLE}">'
        '<aside class="apercu-panneau" aria-label="Aperçu" lang="fr">'
        f"<details{' open' if serious else ''}>"
        f"<summary>{title} : {summed(problems) or 'publication retenue'}</summary>"
        f"{told}<ul>{lines}</ul></details></aside>"
    )


def summed(problems: Sequence[Problem]) -> str:
    """« 2 erreurs, 1 avertissement »; empty where there is none."""
    found = Counter(problem.severity for problem in problems)
    return ", ".join(counted(found[one], one) for one in Severity if found[one])


def _line(problem: Problem) -> str:
    place = problem.file
    if problem.line:
        place += f", ligne {problem.line}"
        place += f", colonne {problem.column}" if problem.column else ""
    shown = f"<p><code>{escape(place)}</code></p>" if place else ""
    excerpt = f"<pre>{escape(problem.excerpt)}</pre>" if problem.excerpt else ""
    remedy = f"<p>→ {escape(problem.remedy)}</p>" if problem.remedy else ""
    return (
        f'<li class="apercu-{problem.severity}"><p><strong>{problem.severity.capitalize()} :'
        f"</strong> {escape(problem.message)}</p>{shown}{excerpt}{remedy}</li>"
    )


def _before_end(page: bytes, added: bytes) -> bytes:
    """`added` as the last of the body, or at the end of a page that does not close its own."""
    place = page.rfind(b"</body>")
    return page[:place] + added + page[place:] if place >= 0 else page + added
