"""The site as files: its pages, read once each, and what it holds beside them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from factory.audit.node import Node, parse

_LANDMARKS = ("header", "nav", "main", "footer", "search", "aside")


@dataclass(frozen=True, eq=False)
class Page:
    """One page. `url` is its address, « /agenda/ »."""

    url: str
    root: Node
    size: int
    """Bytes as a browser receives them: compressed, where a compressed form is there."""

    @cached_property
    def elements(self) -> list[Node]:
        return [node for node in self.root.walk() if node.tag]

    @cached_property
    def ids(self) -> set[str]:
        return {node.get("id") for node in self.elements if "id" in node.attrs}

    @cached_property
    def links(self) -> list[Node]:
        return [node for node in self.elements if node.tag == "a" and "href" in node.attrs]

    @cached_property
    def landmarks(self) -> list[Node]:
        """The page's zones, outside its contents: header, menus, main, footer."""
        return [
            node
            for node in self.elements
            if node.tag in _LANDMARKS and node.inside("main", "article") is None
        ]

    @cached_property
    def title(self) -> str:
        node = self.root.first("title")
        return node.text if node else ""

    @property
    def leaves(self) -> bool:
        """A redirection: nobody stays to read it."""
        return any(node.get("http-equiv").lower() == "refresh" for node in self.root.all("meta"))


@dataclass(frozen=True, eq=False)
class Website:
    """A generation's tree. `sources`: address → the file that the page is made from."""

    folder: Path
    domain: str
    """« https://exemple.fr », as pages call themselves; empty where none says."""
    files: dict[str, int]
    """Each file, as it would be asked for, « /agenda/index.html », with its bytes."""
    pages: tuple[Page, ...]
    """In order of address; redirections are in `files` only."""
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Page | None:
        return next((page for page in self.pages if page.url == "/"), None)

    def page(self, url: str) -> Page | None:
        return self._by_url.get(url)

    @cached_property
    def _by_url(self) -> dict[str, Page]:
        return {page.url: page for page in self.pages}

    def inside(self, href: str) -> str | None:
        """The path that a link asks of this very site; None where it leads elsewhere."""
        if self.domain and (href == self.domain or href.startswith(self.domain + "/")):
            href = href.removeprefix(self.domain) or "/"
        if not href.startswith("/") or href.startswith("//"):
            return None
        return unquote(href.partition("#")[0].partition("?")[0])

    def holds(self, path: str) -> bool:
        return path in self.files or f"{path}index.html" in self.files

    def transfer(self, path: str) -> int:
        """Bytes of a file as a browser receives it."""
        return self.files.get(f"{path}.br", self.files.get(path, 0))


def read(folder: Path, sources: dict[str, str]) -> Website:
    """The website in `folder`. Raises OSError where it cannot be read."""
    files = {f"/{path}": size for path, size in sorted(_files(folder))}
    pages = [_page(folder, path, files) for path in files if path.endswith(".html")]
    home = next((page for page in pages if page.url == "/"), None)
    return Website(
        folder=folder,
        domain=_domain(home),
        files=files,
        pages=tuple(sorted((p for p in pages if not p.leaves), key=lambda page: page.url)),
        sources=sources,
    )


def _files(folder: Path) -> Iterator[tuple[str, int]]:
    for file in folder.rglob("*"):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file.stat().st_size


def _page(folder: Path, path: str, files: dict[str, int]) -> Page:
    html = (folder / path[1:]).read_text("utf-8", "replace")
    size = files.get(f"{path}.br", files[path])
    return Page(url=path.removesuffix("index.html"), root=parse(html), size=size)


def _domain(home: Page | None) -> str:
    links = home.root.all("link") if home else ()
    found = next((link.get("href") for link in links if link.get("rel") == "canonical"), "")
    return "/".join(found.split("/")[:3])
