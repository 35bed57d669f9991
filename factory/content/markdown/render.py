"""Markdown in, a Body out: every stage of the way, in order."""

from dataclasses import dataclass

from markdown_it.token import Token

from factory.content.body import Body
from factory.content.markdown import dialect, output
from factory.content.markdown.addresses import link_addresses
from factory.content.markdown.faults import Faults
from factory.content.markdown.foreign_syntax import take_out
from factory.content.markdown.guards import LONGEST, check_depth, too_long
from factory.content.markdown.headings import name_headings, take_title
from factory.content.markdown.labels import Labels, labels
from factory.content.markdown.marks import settle
from factory.content.markdown.notes import check_notes
from factory.content.markdown.pasted import mended
from factory.content.markdown.prose import summary, typeset
from factory.content.markdown.raw_html import RawHtml
from factory.content.markdown.references import References
from factory.content.markdown.sanitise import sanitise
from factory.content.markdown.shaping import shape
from factory.content.markdown.slug import Names
from factory.ground.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    body: Body
    problems: tuple[Problem, ...] = ()


def render(
    text: str,
    *,
    file: str,
    first_line: int = 1,
    langue: str = "fr",
    domaine: str = "",
    typography: bool = True,
) -> Rendered:
    """The Body of a Markdown text, and its problems.

    `first_line` is the line of the file where the text begins (after the front matter). French
    typography is for French alone; `typography=False` leaves the text as written. Absolute
    addresses on `domaine` are the site's own.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    faults = Faults(text, file=file, first_line=first_line)
    if len(text) > LONGEST:
        faults.add(too_long(len(text)), 0)
        return Rendered(body=Body(html=""), problems=faults.problems())
    words = labels(langue)
    tokens = _tokens(text, faults, words)
    if typography and langue.lower().partition("-")[0] == "fr":
        typeset(tokens)
    else:
        langue = ""
    titre = take_title(tokens)
    names = Names()
    headings = name_headings(tokens, names, faults)
    check_notes(text, tokens, faults)
    texte = summary(tokens)
    references = References(faults, domaine)
    raw = RawHtml(faults, references, names, words, langue)
    settle(tokens, references, raw)
    raw.check_closed()
    references.check_anchors(names)
    body = Body(
        html=sanitise(output.write(tokens, words)),
        texte=texte,
        titre=titre,
        headings=headings,
        references=tuple(references.found),
    )
    return Rendered(body=body, problems=faults.problems())


def _tokens(text: str, faults: Faults, words: Labels) -> list[Token]:
    def parse(source: str) -> list[Token]:
        return dialect.parse(source, Faults("", file="", first_line=1), words)

    tokens = dialect.parse(mended(take_out(text, parse, faults), faults), faults, words)
    check_depth(tokens, dialect.deepest(), faults)
    link_addresses(tokens)
    return shape(tokens, faults)
