"""HTML that an author wrote: read tag by tag, and written anew from what is allowed.

Every `<` of what comes out was written here: text is escaped, tags are rebuilt with the few
attributes they keep, ids are names like a heading's, addresses are references. nh3 then balances
it within the page and stands as the second barrier (`sanitise.py`).
"""

import html
import re

from factory.content.markdown import html_faults
from factory.content.markdown.faults import Faults
from factory.content.markdown.labels import Labels
from factory.content.markdown.references import References
from factory.content.markdown.slug import Names, slug
from factory.content.markdown.tags import (
    ALLOWED,
    CLOSED_BY_ITSELF,
    CODE,
    EVERYWHERE,
    KNOWN,
    LINKED,
    RENAMED,
    SWALLOWED,
    VOID,
)
from factory.content.markdown.typography import french
from factory.ground.problems import Problem

_MARKUP = re.compile(
    r"<!--(?P<comment>.*?)(?P<end>-->|\Z)"
    r"|<[!?](?P<other>[^>]{0,4000})>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][^\s/>\"'=<]{0,60})"
    r"(?P<attributes>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+'){0,200}+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=\x00]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?"
)
_SOURCE = re.compile(r"<source\b[^<>]{0,2000}?\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


class RawHtml:
    """Rewrites the raw HTML of one text, piece after piece, in reading order."""

    def __init__(
        self,
        faults: Faults,
        references: References,
        names: Names,
        labels: Labels,
        langue: str,
    ) -> None:
        self._faults = faults
        self._references = references
        self._names = names
        self._labels = labels
        self._french = langue.startswith("fr")
        self._open: list[str] = []
        self._lines: list[int] = []
        self._told: set[str] = set()
        self._elsewhere = ""

    def block(self, source: str, line: int) -> str:
        """A block of HTML; its text is prose, and gets the typography."""
        out: list[str] = []
        place = counted = 0
        while mark := _MARKUP.search(source, place):
            out.append(self._prose(source[place : mark.start()]))
            line += source.count("\n", counted, mark.start())
            counted, place = mark.start(), mark.end()
            name = (mark["name"] or "").lower()
            if mark["comment"] is not None:
                self._comment(mark["end"], line)
            elif name in SWALLOWED and not mark["close"]:
                place, inside = _swallow(source, name, place)
                link = self._removed(name, mark["attributes"], inside, line)
                alone = link and "p" not in self._open
                out.append(f'<p class="video-lien">{link}</p>' if alone else link)
            elif name:
                out.append(self._tag(mark, line))
        out.append(self._prose(source[place:]))
        return "".join(out)

    def tag(self, source: str, line: int, inside: str = "") -> str:
        """One tag or comment among words; `inside`: what a removed element holds."""
        mark = _MARKUP.match(source)
        if mark is None or not mark["name"]:
            return ""
        if mark["name"].lower() in SWALLOWED and not mark["close"]:
            return self._removed(mark["name"].lower(), mark["attributes"], inside, line)
        return self._tag(mark, line)

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._open)

    def close_to(self, depth: int) -> str:
        """The closing tags of what was opened since: words don't carry a mark past their line."""
        names = self._open[depth:]
        del self._open[depth:], self._lines[depth:]
        return "".join(f"</{name}>" for name in reversed(names))

    def check_closed(self) -> None:
        """Tell the element that stays open to the end of the text."""
        for name, line in zip(self._open, self._lines, strict=True):
            if name not in CLOSED_BY_ITSELF:
                self._tell("ouverte", html_faults.unclosed(name), line)

    def _close(self, name: str) -> str:
        if name not in self._open:
            return ""
        place = len(self._open) - 1 - self._open[::-1].index(name)
        del self._open[place:], self._lines[place:]
        return f"</{name}>"

    def _prose(self, text: str) -> str:
        if not text or text.isspace():
            return text
        text = html.unescape(text).replace("\0", "\ufffd")
        if self._french and not any(name in CODE for name in self._open):
            text = french([text])[0]
        return html.escape(text, quote=False)

    def _tag(self, mark: re.Match[str], line: int) -> str:
        written = mark["name"]
        name = RENAMED.get(written.lower(), written.lower())
        if name not in ALLOWED:
            return "" if mark["close"] else self._removed(written, mark["attributes"], "", line)
        if mark["close"]:
            return self._close(name)
        if name not in VOID:
            if len(self._open) >= html_faults.DEEPEST:
                self._tell("profondeur", html_faults.TOO_DEEP, line)
                return ""
            self._open.append(name)
            self._lines.append(line)
        attributes = self._attributes(name, _attributes(mark["attributes"]), line)
        if attributes is None:
            if name == "img":
                return self._picture_instead(_attributes(mark["attributes"]).get("alt", ""))
            if name == "a":
                self._open.pop()
                self._lines.pop()
            return ""
        return f"<{name}{attributes}>"

    def _attributes(self, tag: str, written: dict[str, str], line: int) -> str | None:
        """The attributes to write; None where the tag itself must go."""
        kept = {
            key: value
            for key, value in written.items()
            if (key in ALLOWED[tag] or key in EVERYWHERE) and "\0" not in value
        }
        for key in written:
            if key.startswith("on") or key == "style":
                self._tell(key, html_faults.attribute_removed(key), line)
        if tag == "img":
            return self._picture(kept, line)
        name = slug(written.get("id") or (written.get("name", "") if tag == "a" else ""))
        if name:
            kept["id"] = self._names.take(name)
        if tag == "a" and "href" in kept:
            href = self._references.link(kept["href"], line, kept.get("title", ""))
            if href is None:
                return None
            kept["href"] = href
        return _written(kept)

    def _picture(self, kept: dict[str, str], line: int) -> str | None:
        target = kept.pop("src", "")
        alt = kept.get("alt")
        title = kept.get("title", "")
        src = self._references.picture(target, alt, line, title)
        if src is None:
            self._elsewhere = self._references.foreign_picture(target, line) or ""
            return None
        return _written({"src": src, "alt": alt or "", **({"title": title} if title else {})})

    def _picture_instead(self, alt: str) -> str:
        """A link to a picture of another site; its words alone within a link."""
        href, self._elsewhere = self._elsewhere, ""
        words = html.escape(alt.strip() or self._labels.image, quote=False)
        if not href:
            return html.escape(alt, quote=False)
        return words if "a" in self._open else f'<a href="{html.escape(href)}">{words}</a>'

    def _removed(self, written: str, attributes: str, inside: str, line: int) -> str:
        name = written.lower()
        if name in LINKED:
            found = _attributes(attributes)
            source = found.get("src") or found.get("data") or ""
            if not source and (nested := _SOURCE.search(inside)):
                source = html.unescape(nested[1])
            return self._link_instead(name, source, found.get("title", ""), line)
        if name in KNOWN:
            self._tell(name, html_faults.tag_removed(name), line)
        else:
            self._tell(name, html_faults.component(written), line)
        return ""

    def _link_instead(self, name: str, source: str, title: str, line: int) -> str:
        self._tell(name, html_faults.replaced(name), line, once=False)
        if not source:
            return ""
        href = self._references.link(source, line)
        if href is None:
            return ""
        video = name == "video" or any(host in source for host in _VIDEO_HOSTS)
        label = self._labels.video if video else self._labels.contenu
        words = f"{label} « {title} »" if title else label
        words = french([words])[0] if self._french else words
        return f'<a href="{html.escape(href)}">{html.escape(words, quote=False)}</a>'

    def _comment(self, end: str, line: int) -> None:
        if not end:
            self._tell("commentaire", html_faults.UNCLOSED_COMMENT, line)

    def _tell(self, kind: str, problem: Problem, line: int, *, once: bool = True) -> None:
        if once and kind in self._told:
            return
        self._told.add(kind)
        self._faults.add(problem, line, 0)


_VIDEO_HOSTS = ("youtube", "youtu.be", "dailymotion", "vimeo", "peertube", "/videos/")


def _swallow(source: str, name: str, place: int) -> tuple[int, str]:
    """Where a removed element ends (the piece's end if it never does), and what it held."""
    end = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(source, place)
    return (end.end(), source[place : end.start()]) if end else (len(source), source[place:])


def _attributes(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, double, single, bare in _ATTRIBUTE.findall(source):
        found.setdefault(key.lower(), html.unescape(double or single or bare))
    return found


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
