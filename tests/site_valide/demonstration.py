"""A built demonstration commune: its pages, and which states of the theme each shows."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from factory.archive import manifest as manifests
from factory.audit import website
from factory.audit.website import Page, Website

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "tests" / "outils" / "node_modules" / "axe-core"
COMMUNES = sorted(folder.parent.name for folder in (ROOT / "tenants").glob("*/commune.yaml"))
HOST = "http://commune.test"


@dataclass(frozen=True)
class Demo:
    """A built commune."""

    name: str
    tree: Path

    @cached_property
    def site(self) -> Website:
        return website.read(self.tree, {})

    @cached_property
    def templates(self) -> dict[str, str]:
        """Address → the template of the page."""
        made = manifests.read(self.tree.parents[1] / "manifests" / f"{self.tree.name}.json")
        assert made is not None
        return {
            f"/{path.removesuffix('index.html')}": output.gabarit
            for path, output in made.fichiers.items()
            if path.endswith(".html")
        }

    def states(self, page: Page) -> set[str]:
        """What there is to see in this page: its template, with each class and element of it."""
        template = self.templates[page.url]
        main = page.root.first("main")
        inside = list(main.walk()) if main else []
        classes = {name for node in inside for name in node.get("class").split()}
        return {template, *(f"{template} .{c}" for c in classes), *(n.tag for n in inside)}
