"""What an agent reads when a text has a fault: word for word, in its place (`messages.md`)."""

import os
import re
from pathlib import Path

import pytest

import factory.content.markdown
from factory.content.markdown import render

HERE = Path(__file__)
GOLDEN = HERE.with_name("messages.md")
GUIDE = HERE.resolve().parents[3] / "docs/guide/problemes/redaction.md"
SOURCES = Path(factory.content.markdown.__file__).parent
CASE = re.compile(r"^(?P<title>[^\n]+)\n\.\n(?P<input>.*?)^\.\n(?P<expected>.*?)^\.$", re.M | re.S)


def cases() -> list[tuple[str, str, str]]:
    return [
        (case["title"], case["input"], case["expected"])
        for case in CASE.finditer(GOLDEN.read_text())
    ]


def said(text: str) -> str:
    problems = render(text, file="contenu/fete.md", first_line=5).problems
    return "".join(f"{problem}\n" for problem in problems)


def codes() -> set[str]:
    """Every code that the sources pass to error(), warning() or notice()."""
    call = re.compile(r"(?<!\w)(?:error|warning|notice|tell)\(\s*\"([a-z-]+)\"")
    return {code for source in SOURCES.glob("*.py") for code in call.findall(source.read_text())}


@pytest.mark.parametrize(("title", "text", "expected"), cases())
def test_an_agent_reads_exactly_this(title: str, text: str, expected: str) -> None:
    assert said(text) == expected, title


@pytest.mark.skipif("GOLDEN" not in os.environ, reason="écrit le fichier de référence à la demande")
def test_write_the_messages_anew() -> None:
    GOLDEN.write_text(
        CASE.sub(
            lambda case: f"{case['title']}\n.\n{case['input']}.\n{said(case['input'])}.",
            GOLDEN.read_text(),
        )
    )


def test_every_code_has_its_entry_in_the_guide_and_its_words_here() -> None:
    assert codes() == set(re.findall(r"^## (\S+)$", GUIDE.read_text(), re.MULTILINE))
    beside = {"page-trop-longue", "problemes-trop-nombreux", "crochets-trop-nombreux"}
    assert codes() == set(re.findall(r"\[([a-z]+(?:-[a-z]+)+)\]", GOLDEN.read_text())) | beside


def test_a_text_that_is_too_long_is_refused_with_an_error() -> None:
    rendered = render("a" * 600_001, file="contenu/fete.md")
    assert rendered.body.html == ""
    assert str(rendered.problems[0]).startswith(
        "contenu/fete.md:1: erreur [page-trop-longue] "
        "Ce texte fait 600001 caractères ; une page en contient au plus 600000."
    )


def test_problems_past_two_hundred_are_counted() -> None:
    problems = render("![](a.jpg)\n\n" * 250, file="contenu/fete.md").problems
    assert len(problems) == 201
    assert problems[0].message == "50 autres problèmes de ce texte ne sont pas détaillés."


def test_a_tangle_of_brackets_is_shown_as_written() -> None:
    rendered = render("[a" * 200 + " **b**", file="contenu/fete.md")
    assert "**b**" in rendered.body.html
    assert [problem.code for problem in rendered.problems] == ["crochets-trop-nombreux"]


def test_lists_deeper_than_the_reader_follows_are_told() -> None:
    rendered = render("> " * 150 + "au fond", file="contenu/fete.md")
    assert [problem.code for problem in rendered.problems] == ["imbrication-excessive"]


def test_a_summary_of_the_first_words_stops_at_a_word() -> None:
    body = render("## Titre\n\n" + "Les mots du texte. " * 40, file="contenu/fete.md").body
    assert len(body.texte) <= 300
    assert body.texte.startswith("Les mots du texte. Les mots")
    assert body.texte.endswith("mots du…")
