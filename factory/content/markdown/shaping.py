"""What some blocks make of what they hold: tables, galleries, steps, captions."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from factory.content.markdown.faults import Faults
from factory.ground.problems import notice, warning

_ALIGNED = {"text-align:right": "a-droite", "text-align:center": "au-centre"}


def shape(tokens: list[Token], faults: Faults) -> list[Token]:
    """The tokens with tables, galleries, steps and captions in their final form."""
    kinds = {token.type for token in tokens}
    if "table_open" in kinds:
        _tables(tokens)
    if "block_open" in kinds:
        tokens = _blocks(tokens, faults)
    return _figures(tokens)


def _tables(tokens: Sequence[Token]) -> None:
    """Column headings say so; an empty one is an ordinary cell; alignment is a class."""
    for place, token in enumerate(tokens):
        if token.type not in ("th_open", "td_open"):
            continue
        aligned = _ALIGNED.get(str(token.attrs.pop("style", "")))
        if token.type == "th_open":
            if tokens[place + 1].content.strip():
                token.attrs["scope"] = "col"
            else:
                token.tag = tokens[place + 2].tag = "td"
        if aligned:
            token.attrs["class"] = aligned


def _blocks(tokens: list[Token], faults: Faults) -> list[Token]:
    out: list[Token] = []
    opened: list[tuple[str, int, Token]] = []
    for token in tokens:
        if token.type == "block_open":
            opened.append((str(token.meta.get("kind", "")), len(out), token))
        out.append(token)
        if token.type == "block_close":
            kind, start, opening = opened.pop()
            if kind == "galerie":
                out[start + 1 : -1] = _gallery(out[start + 1 : -1])
            elif kind == "etapes":
                out[start + 1 : -1] = _steps(out[start + 1 : -1], opening, faults)
            elif kind == "documents" and not _links(out[start + 1 : -1]):
                _empty(opening, faults)
    return out


def _gallery(inside: list[Token]) -> list[Token]:
    """The pictures, each in its place of a list; what else was written stands before."""
    items: list[Token] = []
    others: list[Token] = []
    place = 0
    while place < len(inside):
        token = inside[place]
        line = inside[place + 1] if token.type == "paragraph_open" else token
        children = (line.children or ()) if line is not token else ()
        if children and all(_picture_or_space(child) for child in children):
            for picture in _pictures(line):
                items += (Token("item_open", "li", 1), *_figure(picture))
                items.append(Token("item_close", "li", -1))
            place += 3
        elif token.nesting < 0 and others and others[-1].nesting > 0:
            others.pop()  # a list whose pictures went: nothing is left between its tags
            place += 1
        else:
            others.append(token)
            place += 1
    if not items:
        return others
    return [*others, Token("list_open", "ul", 1), *items, Token("list_close", "ul", -1)]


def _pictures(inline: Token) -> Iterator[Token]:
    line = inline.map[0] if inline.map else 0
    for child in inline.children or ():
        if child.type == "image":
            child.map = [line, line + 1]
            yield child
        elif child.type != "text":
            line += 1


def _picture_or_space(child: Token) -> bool:
    return child.type in ("image", "softbreak", "hardbreak") or (
        child.type == "text" and not child.content.strip()
    )


def _figure(picture: Token) -> list[Token]:
    """A picture, and its title as a caption."""
    caption = str(picture.attrs.pop("title", ""))
    tokens = [Token("figure_open", "figure", 1), _line(picture)]
    if caption:
        # RGAA 1.9: its name is its caption. HTML now refuses the role that is asked as well.
        tokens[0].attrs = {"aria-label": caption}
        words = Token("text", "", 0, content=caption)
        tokens += [
            Token("caption_open", "figcaption", 1),
            _line(words),
            Token("caption_close", "figcaption", -1),
        ]
    return [*tokens, Token("figure_close", "figure", -1)]


def _line(child: Token) -> Token:
    return Token("inline", "", 0, children=[child], map=child.map)


def _figures(tokens: list[Token]) -> list[Token]:
    """A titled picture alone in its paragraph becomes a figure with a caption."""
    alone = [
        place
        for place, token in enumerate(tokens)
        if token.type == "inline"
        and len(children := token.children or []) == 1
        and children[0].type == "image"
        and children[0].attrs.get("title")
        and tokens[place - 1].type == "paragraph_open"
        and not tokens[place - 1].hidden
    ]
    if not alone:
        return tokens
    out: list[Token] = []
    last = 0
    for place in alone:
        picture = (tokens[place].children or [])[0]
        picture.map = tokens[place].map
        out += tokens[last : place - 1]
        out += _figure(picture)
        last = place + 2
    return out + tokens[last:]


def _steps(inside: list[Token], opening: Token, faults: Faults) -> list[Token]:
    """An ordered list as it is; else each heading begins a step."""
    if any(token.type == "ordered_list_open" for token in inside):
        return inside
    starts = [place for place, token in enumerate(inside) if token.type == "heading_open"]
    if not starts:
        faults.add(
            warning(
                "etapes-sans-liste",
                "Ce bloc « étapes » ne contient pas de liste numérotée.",
                "Écrivez une étape par ligne : « 1. Prenez rendez-vous », « 2. Venez… ».",
            ),
            opening.map[0] if opening.map else 0,
            1,
        )
        return inside
    steps: list[Token] = []
    for start, end in zip(starts, [*starts[1:], len(inside)], strict=True):
        steps += (Token("item_open", "li", 1), *inside[start:end], Token("item_close", "li", -1))
    before = inside[: starts[0]]
    return [*before, Token("list_open", "ol", 1), *steps, Token("list_close", "ol", -1)]


def _links(inside: Sequence[Token]) -> bool:
    return any(
        child.type in ("link_open", "html_inline")
        for token in inside
        if token.type == "inline"
        for child in token.children or ()
    )


def _empty(opening: Token, faults: Faults) -> None:
    faults.add(
        notice(
            "documents-sans-lien",
            "Ce bloc « documents » ne contient aucun lien.",
            "Écrivez un document par ligne : « - [Le règlement](reglement.pdf) ».",
        ),
        opening.map[0] if opening.map else 0,
        1,
    )
