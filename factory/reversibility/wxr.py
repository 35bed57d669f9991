"""The site for WordPress: an eXtended RSS file, version 1.2.

There is no specification: what is written is what WordPress's own importer reads, one tag a line,
and the author on a single one, since one of its readers takes the file line by line. News are
posts, all else is pages, whose tree is that of the addresses: what WordPress will show elsewhere
all the same is in `adresses.csv`. Pictures and documents are attachments, fetched from the site
while it is online; `medias.csv` says which file of the export each is.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape

from factory.build.drawing import Drawing
from factory.ground.moment import PARIS
from factory.ground.slugs import slug
from factory.ground.tables import csv_text
from factory.reversibility import wordpress
from factory.reversibility.pages import Leaf
from factory.site.outputs import Copy

_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
_TAIL = "</channel>\n</rss>\n"
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (§2.2)."""
AUTHOR = "commune"


def write(drawing: Drawing, pages: Iterable[Leaf], moment: datetime, to: Path) -> None:
    """The file `to`, one page at a time. `moment` dates the pages that have no date."""
    shown = wordpress.shown(list(pages))
    numbers = {leaf.url: rank for rank, leaf in enumerate(shown, 1)}
    with to.open("w", encoding="utf-8") as out:
        out.write(_HEAD)
        _channel(drawing, shown, out)
        for leaf in shown:
            _item(drawing, leaf, numbers, moment, out)
        for rank, (copy, alt) in enumerate(_attachments(drawing), len(shown) + 1):
            _attachment(drawing, copy, alt, rank, moment, out)
        out.write(_TAIL)
    if moved := wordpress.moved(shown):
        table = csv_text([("ancienne_adresse", "adresse_wordpress"), *moved])
        to.with_name("adresses.csv").write_text(table, "utf-8", newline="")


def _channel(drawing: Drawing, shown: Sequence[Leaf], out: TextIO) -> None:
    commune, base = drawing.snapshot.commune, drawing.plan.base
    _tag(out, "title", commune.intitule)
    _tag(out, "link", base)
    _tag(out, "description", commune.intitule)
    _tag(out, "language", commune.langue)
    _tag(out, "wp:wxr_version", "1.2")
    _tag(out, "wp:base_site_url", base)
    _tag(out, "wp:base_blog_url", base)
    author = io.StringIO()
    _tag(author, "wp:author_id", "1")
    _tag(author, "wp:author_login", AUTHOR)
    _tag(author, "wp:author_email", commune.courriel)
    _tag(author, "wp:author_display_name", commune.intitule)
    _tag(out, "wp:author", author.getvalue().replace("\n", ""), raw=True)
    names = {name for leaf in shown for name in _categories(leaf)}
    for rank, name in enumerate(sorted(names), 1):
        out.write("<wp:category>\n")
        _tag(out, "wp:term_id", str(rank))
        _tag(out, "wp:category_nicename", slug(name))
        _tag(out, "wp:category_parent", "")
        _tag(out, "wp:cat_name", name)
        out.write("</wp:category>\n")


def _item(
    drawing: Drawing, leaf: Leaf, numbers: dict[str, int], moment: datetime, out: TextIO
) -> None:
    meta = leaf.document.meta if leaf.document else None
    written = _instant((meta.publier_le or meta.date) if meta else None, moment)
    post = leaf.type == "actualite"
    above = (
        0
        if post or wordpress.parent(leaf.url) == "/"
        else numbers.get(wordpress.parent(leaf.url), 0)
    )
    out.write("<item>\n")
    _tag(out, "title", leaf.titre)
    _tag(out, "link", drawing.plan.base + leaf.url)
    _tag(out, "pubDate", written.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000"))
    _tag(out, "dc:creator", AUTHOR)
    out.write(f'<guid isPermaLink="false">{escape(drawing.plan.base + leaf.url)}</guid>\n')
    _tag(out, "description", "")
    _tag(out, "content:encoded", leaf.absolute(drawing.plan.base))
    _tag(out, "excerpt:encoded", leaf.resume)
    _post(out, numbers[leaf.url], written, _instant(meta.maj if meta else None, written))
    _tag(out, "wp:post_name", wordpress.name(leaf.url))
    _tag(out, "wp:status", "publish")
    _tag(out, "wp:post_parent", str(above))
    _tag(out, "wp:menu_order", str(meta.ordre or 0) if meta else "0")
    _tag(out, "wp:post_type", "post" if post else "page")
    _tag(out, "wp:post_password", "")
    _tag(out, "wp:is_sticky", "0")
    for name in _categories(leaf):
        _term(out, "category", name)
    for name in meta.mots_cles if meta else ():
        _term(out, "post_tag", name)
    out.write("</item>\n")


def _attachments(drawing: Drawing) -> Iterator[tuple[Copy, str]]:
    """Each file of the site that is no drawing of the theme's; of a picture, the plainest form."""
    alts: dict[str, str] = {}
    for path in drawing.plan.addresses.urls:
        document = drawing.plan.document(path)
        for reference in document.body.references:
            found = drawing.snapshot.lookup.find(reference.cible, path) if reference.alt else None
            if found and reference.alt:
                alts.setdefault(found.path, reference.alt)
    shown = {made.src: path for path, made in drawing.plan.media.pictures.items()}
    for copy in drawing.site.copies:
        if not copy.fingerprinted or "/" + copy.path in shown:
            yield copy, alts.get(copy.source, "")


def _attachment(
    drawing: Drawing, copy: Copy, alt: str, number: int, moment: datetime, out: TextIO
) -> None:
    address = f"{drawing.plan.base}/{copy.path}"
    name = (copy.source or copy.path).rpartition("/")[2]
    out.write("<item>\n")
    _tag(out, "title", name)
    _tag(out, "link", address)
    _tag(out, "dc:creator", AUTHOR)
    out.write(f'<guid isPermaLink="false">{escape(address)}</guid>\n')
    _tag(out, "description", "")
    _tag(out, "content:encoded", "")
    _tag(out, "excerpt:encoded", "")
    _post(out, number, moment, moment)
    _tag(out, "wp:post_name", f"{slug(name)}-{number}")
    _tag(out, "wp:status", "inherit")
    _tag(out, "wp:post_parent", "0")
    _tag(out, "wp:menu_order", "0")
    _tag(out, "wp:post_type", "attachment")
    _tag(out, "wp:attachment_url", address)
    if alt:
        out.write("<wp:postmeta>\n")
        _tag(out, "wp:meta_key", "_wp_attachment_image_alt")
        _tag(out, "wp:meta_value", alt)
        out.write("</wp:postmeta>\n")
    out.write("</item>\n")


def _post(out: TextIO, number: int, written: datetime, changed: datetime) -> None:
    form = "%Y-%m-%d %H:%M:%S"
    _tag(out, "wp:post_id", str(number))
    _tag(out, "wp:post_date", written.strftime(form))
    _tag(out, "wp:post_date_gmt", written.astimezone(UTC).strftime(form))
    _tag(out, "wp:post_modified", changed.strftime(form))
    _tag(out, "wp:post_modified_gmt", changed.astimezone(UTC).strftime(form))
    _tag(out, "wp:comment_status", "closed")
    _tag(out, "wp:ping_status", "closed")


def _categories(leaf: Leaf) -> tuple[str, ...]:
    """A news item's category; of another page its type, so that they can be told apart."""
    if leaf.document is None:
        return ()
    if leaf.type == "actualite":
        return tuple(filter(None, (getattr(leaf.document.meta, "categorie", ""),)))
    return () if leaf.type == "page" else (leaf.type,)


def _term(out: TextIO, domain: str, name: str) -> None:
    out.write(f'<category domain="{domain}" nicename="{slug(name)}">{_text(name)}</category>\n')


def _instant(when: date | datetime | None, otherwise: datetime) -> datetime:
    if when is None:
        return otherwise.astimezone(PARIS)
    if isinstance(when, datetime):
        return when.replace(tzinfo=PARIS) if when.tzinfo is None else when.astimezone(PARIS)
    return datetime(when.year, when.month, when.day, tzinfo=PARIS)


def _tag(out: TextIO, name: str, text: str, *, raw: bool = False) -> None:
    out.write(f"<{name}>{text if raw else _text(text)}</{name}>\n")


def _text(text: str) -> str:
    """As CDATA where it is more than a word: WordPress's own exports do the same."""
    clean = _FORBIDDEN.sub("", text)
    if not re.search(r"[<&>]|\s", clean):
        return clean
    return "<![CDATA[" + clean.replace("]]>", "]]]]><![CDATA[>") + "]]>"
