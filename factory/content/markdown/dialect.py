"""The Markdown that we read: CommonMark, tables, ~~struck~~, footnotes, `:::` blocks.

markdown-it's `js-default` rules. Links are taken as they are written, whatever their scheme:
`references.py` judges them, and can then say which is refused and why.
"""

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def, footnote_ref, footnote_tail

from factory.content.markdown.containers import container
from factory.content.markdown.faults import Faults
from factory.content.markdown.guards import brackets
from factory.content.markdown.labels import Labels
from factory.content.markdown.pasted import pasted_tables
from factory.content.markdown.raw_space import raw_space


class _Dialect(MarkdownIt):
    def normalizeLink(self, url: str) -> str:
        return url

    def validateLink(self, url: str) -> bool:
        return True


@cache
def _parser() -> MarkdownIt:
    """The one parser of this process; it keeps nothing from one text to the next."""
    parser = _Dialect("js-default", {"html": True})
    parser.block.ruler.before(
        "fence", "container", container, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.block.ruler.before(
        "reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]}
    )
    parser.inline.ruler.after("image", "footnote_ref", footnote_ref)
    parser.inline.ruler.after("footnote_ref", "raw_space", raw_space)
    parser.core.ruler.before("inline", "brackets", brackets)
    parser.core.ruler.before("brackets", "pasted_tables", pasted_tables)
    parser.core.ruler.after("inline", "footnote_tail", footnote_tail)
    return parser


def parse(text: str, faults: Faults, labels: Labels) -> list[Token]:
    """The text's tokens; faults of its blocks are told."""
    return _parser().parse(text, {"faults": faults, "labels": labels})


def deepest() -> int:
    """How many elements may stand within each other; what is deeper is left out by the parser."""
    return _parser().options.maxNesting
