"""How a legal page is written: parts, paragraphs, lists, links. Prose gets French typography."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

from factory.content.markdown.typography import french
from factory.ground.slugs import slug
from factory.site.views import Block, Contact, Link, Part
from factory.site.views.legal import Line
from factory.site.words import MONTHS

Words = str | Link


def part(titre: str, *blocs: Block, niveau: int = 2) -> Part:
    return Part(titre=prose(titre), niveau=niveau, id=slug(titre), blocs=blocs)


def opening(*blocs: Block) -> Part:
    """What stands before the first heading."""
    return Part(titre="", niveau=0, id="", blocs=blocs)


def paragraph(*words: Words) -> Block:
    return Block(lignes=(line(*words),))


def bullets(lines: Iterable[Words | Line]) -> Block:
    made = (one if isinstance(one, tuple) else line(one) for one in lines)
    return Block(lignes=tuple(made), liste=True)


def line(*words: Words) -> Line:
    texts = iter(french([word for word in words if isinstance(word, str)]))
    return tuple(
        Link(texte=next(texts), url="") if isinstance(word, str) else word for word in words
    )


def reach(contact: Contact) -> Block:
    return Block(contact=contact)


def link(text: str, url: str) -> Link:
    return Link(texte=prose(text), url=url)


def mail(address: str) -> Link:
    return Link(texte=address, url=f"mailto:{quote(address, safe='@+')}")


def prose(text: str) -> str:
    return french([text])[0]


def day(when: date) -> str:
    """« 1er mars 2026 »."""
    number = "1er" if when.day == 1 else str(when.day)
    return f"{number}\u00a0{MONTHS[when.month - 1]}\u00a0{when.year}"
