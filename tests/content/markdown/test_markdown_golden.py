"""The dialect, case by case: `dialecte.md` holds what is written and the HTML it gives.

A case is a title, a line « . », the Markdown, « . », the HTML, the problems one a line after
« → », « . ». With GOLDEN=1 in the environment the file is written anew, to be read in a diff.
"""

import os
import re
from pathlib import Path

import pytest

from factory.content.markdown import render

GOLDEN = Path(__file__).with_name("dialecte.md")
CASE = re.compile(r"^(?P<title>[^\n]+)\n\.\n(?P<input>.*?)^\.\n(?P<expected>.*?)^\.$", re.M | re.S)


def cases() -> list[tuple[int, str, str, str]]:
    text = GOLDEN.read_text()
    return [
        (text.count("\n", 0, case.start()) + 1, case["title"], case["input"], case["expected"])
        for case in CASE.finditer(text)
    ]


def told(markdown: str) -> str:
    rendered = render(markdown, file="page.md")
    lines = [rendered.body.html.replace("\u202f", "&#8239;").rstrip("\n")]
    if rendered.body.titre:
        lines.append(f"= {rendered.body.titre}")
    lines += [
        f"ref:{number} {reference.nature} {reference.cible}"
        for number, reference in enumerate(rendered.body.references)
    ]
    lines += [f"→ {p.line}:{p.column} {p.severity} [{p.code}]" for p in rendered.problems]
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize(("line", "title", "markdown", "expected"), cases())
def test_what_is_written_gives_this_html(
    line: int, title: str, markdown: str, expected: str
) -> None:
    assert told(markdown) == expected, f"{GOLDEN.name}:{line}: {title}"


@pytest.mark.skipif("GOLDEN" not in os.environ, reason="écrit le fichier de référence à la demande")
def test_write_the_golden_file_anew() -> None:
    new = CASE.sub(
        lambda case: f"{case['title']}\n.\n{case['input']}.\n{told(case['input'])}.",
        GOLDEN.read_text(),
    )
    GOLDEN.write_text(new)
