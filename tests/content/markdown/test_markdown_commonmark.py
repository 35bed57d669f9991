"""CommonMark's own examples, read by the dialect; each deviation is named with its reason."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it.common.normalize_url import normalizeLink

from factory.content.markdown import dialect, output, render
from factory.content.markdown.faults import Faults
from factory.content.markdown.labels import FRENCH
from factory.content.markdown.prose import plain

SPEC = Path(__file__).resolve().parents[3].parent / "shared/corpora/nasty-markdown/spec"

DEVIATIONS: dict[int, str] = {}
"""Examples that the dialect reads otherwise, and why. What `render` then does on purpose (the
title taken out, HTML sanitised, links judged) is shown in dialecte.md beside this file."""


def examples(name: str) -> list[dict[str, Any]]:
    path = SPEC / name
    if not path.exists():
        pytest.skip("les exemples de CommonMark ne sont pas sur cette machine (shared/corpora)")
    return json.loads(path.read_text())


class Normal(HTMLParser):
    """HTML as a list of events, spaces between tags left out."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[Any] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {
            key: normalizeLink(value or "") if key in ("href", "src") else value
            for key, value in attrs
        }
        if tag == "div" and found == {"class": "tableau"}:
            return
        self.events.append((tag, sorted(found.items())))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag != "div":
            self.events.append("/" + tag)

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        if text.strip():
            self.events.append(text.strip())

    def handle_comment(self, data: str) -> None:
        self.events.append(f"<!--{data}-->")


def read(text: str) -> str:
    faults = Faults(text, file="x.md", first_line=1)
    tokens = dialect.parse(text, faults, FRENCH)
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":  # written by a later stage, which tells the missing ones
                child.attrs["alt"] = plain(child.children or ())
    return output.write(tokens, FRENCH)


def test_commonmark_examples_read_the_same_but_for_the_named_deviations() -> None:
    different = {
        example["example"]
        for example in examples("commonmark-spec.json")
        if Normal(read(example["markdown"])).events != Normal(example["html"]).events
    }
    assert different == set(DEVIATIONS)


@pytest.mark.parametrize(
    "name",
    ["commonmark-spec.json", "gfm-spec.json", "cmark-regression.json", "gfm-extensions.json"],
)
def test_every_example_gives_balanced_html_whose_tags_are_all_allowed(name: str) -> None:
    for example in examples(name):
        found = render(example["markdown"], file="contenu/x.md")
        again = Normal(found.body.html).events
        opened = [event[0] for event in again if isinstance(event, tuple)]
        assert not {"script", "iframe", "style", "h1", "object"} & set(opened)
        for number, reference in enumerate(found.body.references):
            assert f'"ref:{number}"' in found.body.html, (example["markdown"], reference)
