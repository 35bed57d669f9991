"""A commune's site as the preview shows it: looked up in its manifest, never in a folder.

An address is a key of the manifest or it is nothing: no `..`, link, special file or listing can
be reached by asking for it.
"""

import posixpath
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from factory.archive import manifest as manifests
from factory.archive.manifest import Manifest
from factory.build.layout import Layout
from factory.build.report import Report, Status
from factory.ground.problems import Problem, in_order

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".geojson": "application/geo+json",
    ".svg": "image/svg+xml",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".wasm": "application/wasm",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OTHER = "application/octet-stream"
HOME, NOT_FOUND = "index.html", "404.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an address leads to: a file of the site, or another address."""

    status: int
    file: str = ""
    location: str = ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One commune at one moment. `manifest` is None until a first build has ended well."""

    slug: str
    layout: Layout
    report: Report | None = None
    manifest: Manifest | None = None
    common: tuple[Problem, ...] = field(default=())
    """What is wrong with the settings or the theme: every page tells it."""

    def find(self, address: str) -> Found:
        """Where an address as a browser writes it leads, its query apart."""
        key = _key(address)
        if self.manifest is None or key is None:
            return Found(status=404, file=NOT_FOUND)
        files = self.manifest.fichiers
        if not key or key.endswith("/"):
            key += HOME
        if key in files and key != NOT_FOUND:
            return Found(status=200, file=key)
        if f"{key}/index.html" in files:
            return Found(status=301, location=quote(f"/{key}/"))
        if f"/{key}".removesuffix(HOME) in self.manifest.disparues:
            return Found(status=410, file=NOT_FOUND)
        return Found(status=404, file=NOT_FOUND)

    def blob(self, file: str) -> Path | None:
        """Where the bytes of a file of the site are."""
        output = self.manifest.fichiers.get(file) if self.manifest else None
        return self.layout.store.path(output.blob) if output else None

    def etag(self, file: str) -> str:
        assert self.manifest is not None
        return f'"{self.manifest.fichiers[file].blob[:32]}"'

    def problems(self, file: str) -> tuple[Problem, ...]:
        """What to mend, as one page tells it: its own source's, and every page's.

        The home page and the page of a missing address also tell what belongs to no page.
        """
        source = self._pages.get(file, "")
        found = [*self._by_source.get(source, ())] if source else []
        if file in (HOME, NOT_FOUND):
            shown = set(self._pages.values())
            for path, problems in self._by_source.items():
                found += problems if path not in shown else ()
        return (*self.common, *in_order(found))

    @property
    def held_back(self) -> bool:
        """Whether what is shown is not what the folder says now."""
        status = self.report.status if self.report else None
        return bool(self.common) or status in (Status.ECHEC, Status.RETENUE, Status.OCCUPEE)

    @cached_property
    def _pages(self) -> dict[str, str]:
        files = self.manifest.fichiers if self.manifest else {}
        return {path: output.source for path, output in files.items() if output.gabarit}

    @cached_property
    def _by_source(self) -> dict[str, list[Problem]]:
        found: dict[str, list[Problem]] = defaultdict(list)
        for problem in self.report.problems if self.report else ():
            found[problem.file].append(problem)
        return dict(found)


def look(slug: str, output: Path, report: Report | None, common: tuple[Problem, ...]) -> Shown:
    """What the last build of this commune left to show."""
    layout = Layout(output)
    online = layout.online()
    manifest = manifests.read(layout.manifest(online)) if online else None
    return Shown(slug=slug, layout=layout, report=report, manifest=manifest, common=common)


def content_type(file: str) -> str:
    return TYPES.get(posixpath.splitext(file)[1].lower(), OTHER)


def _key(address: str) -> str | None:
    """The address as a manifest would write it; None where it is no text."""
    path = address.partition("#")[0].partition("?")[0]
    if not path.startswith("/"):
        return None
    try:
        return unquote_to_bytes(path[1:]).decode()
    except UnicodeDecodeError:
        return None
