"""Hostile texts: no script survives, no text hangs or crashes the reading."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory.content.markdown import render
from factory.content.markdown.tags import ALLOWED

NASTY = Path(__file__).resolve().parents[3].parent / "shared/corpora/nasty-markdown"
ATTRIBUTES = {
    *("href", "src", "alt", "title", "lang", "dir", "class", "id", "role", "aria-label"),
    *("start", "reversed", "type", "value", "datetime", "colspan", "rowspan", "scope", "abbr"),
    *("span", "open", "data-ref"),
}
ADDRESS = re.compile(r"ref:\d+|https?:.*|mailto:.*|tel:.*|#[a-z0-9_-]*", re.DOTALL)
ID = re.compile(r"[a-z0-9-]+|(?:note|appel)_[0-9-]+")
VOID = {"br", "hr", "img", "wbr", "col"}


class Inspector(HTMLParser):
    """Fails on anything that isn't plain, balanced, harmless HTML."""

    def __init__(self, html: str, references: int) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.references = references
        self.feed(html)
        self.close()
        assert not self.open, f"reste ouvert : {self.open}"
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        for key, value in attrs:
            assert key in ATTRIBUTES, key
            if key in ("href", "src"):
                assert ADDRESS.fullmatch(value or ""), value
                if (value or "").startswith("ref:"):
                    assert int((value or "")[4:]) < self.references
            if key == "id":
                assert ID.fullmatch(value or ""), value
                self.ids.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"commentaire : {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


def inspect(text: str) -> None:
    body = render(text, file="contenu/x.md").body
    Inspector(body.html, len(body.references))


def corpus(name: str) -> Path:
    if not (NASTY / name).exists():
        pytest.skip("shared/corpora n’est pas sur cette machine")
    return NASTY / name


def test_no_payload_of_dompurify_survives() -> None:
    for case in json.loads(corpus("html-sanitizer/dompurify-expect.json").read_text()):
        for text in (case["payload"], f"a {case['payload']} b", f"<div>{case['payload']}"):
            inspect(text)


def test_no_naughty_string_breaks_a_page() -> None:
    for text in json.loads(corpus("naughty-strings/blns.json").read_text()):
        for around in ("{}", "# {}", "[{}](x.md)", "[x]({})", "::: info {}\n:::", "<p title='{}'>"):
            inspect(around.replace("{}", text))


def test_pathological_texts_are_read_in_time_and_give_plain_html() -> None:
    for path in sorted(corpus("pathological").glob("*.small.md")):
        inspect(path.read_bytes().decode("utf-8", "replace"))


@pytest.mark.slow
def test_pathological_texts_at_full_size_come_to_an_end() -> None:
    for path in sorted(corpus("pathological").glob("*.full.md")):
        render(path.read_bytes().decode("utf-8", "replace"), file=path.name)


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#10;script:alert(1))",
        "[x](&#1;javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
        "<vbscript:alert(1)>",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href=&#106;avascript:alert(1)>x</a>",
        "<img src=x onerror=alert(1)>",
        "<div style='background:url(javascript:alert(1))'>x</div>",
        "<div><svg><script>alert(1)</script></svg></div>",
        "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<form action=/x><input name=y><button>z</button></form>",
        "<base href='https://exemple.test/'>",
        "<meta http-equiv=refresh content='0;url=https://exemple.test/'>",
        "<a href='ref:99'>x</a> [y](ref:99) <div data-ref='99'>z</div>",
        "::: vidéo javascript:alert(1)\n:::",
        "::: contact <script>alert(1)</script>\n:::",
        "::: <script>alert(1)</script>\n:::",
        "<textarea><p>jamais fermé",
        "Du texte <plaintext> jamais fermé, **gras**",
        "<table><tr><td>jamais fermé\n\n# suite",
        "<!-- jamais fermé\n\nsuite",
        "<b>gras jamais fermé\n\nsuite",
    ],
)
def test_hostile_or_broken_html_is_made_harmless(text: str) -> None:
    inspect(text)


WRITTEN = (
    "< > \" ' & ; / = ` * _ [ ] ( ) ! # : ::: ~ | \\ \n \n\n - 1. \t {{ }} {% %} é «\u202f » "
    "<script> </script> <a href=x <img src=y <b> </b> <div> </div> <!-- --> <![CDATA[ ]]> &lt; "
    "&#x3c; javascript: ref:0 id=x style= onload= a b 1 ```"
)
PIECES = st.sampled_from(WRITTEN.split(" "))


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_is_written_the_page_stays_plain_and_balanced(text: str) -> None:
    inspect(text)


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_any_characters_are_read(text: str) -> None:
    inspect(text)


def test_emphasis_within_emphasis_ends_somewhere() -> None:
    text = "*a **a " * 5000 + "b" + " a** a*" * 5000
    html = render(text, file="contenu/x.md").body.html
    assert "b" in html and html.count("<em>") + html.count("<strong>") <= 32
