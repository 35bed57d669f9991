"""The page of components shows them all, and opens without a server."""

import re
import sys
from pathlib import Path

import samples
from page_reader import PageReader

from factory.theme.theme import Theme

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from docs import components


def classes(html: str) -> set[str]:
    found = (a.get("class") or "" for _, a in PageReader(html).elements)
    return {name for several in found for name in several.split()}


def test_every_class_that_a_template_prints_is_on_the_page(theme: Theme) -> None:
    shown = classes(components.page(theme))
    for name, (template, view) in samples.PAGES.items():
        main = re.search(r"<main.*</main>", theme.render(template, view).decode(), re.DOTALL)
        assert main is None or classes(main[0]) <= shown, name
    assert {"alerte-urgence", "alerte-vigilance", "pied", "menu"} <= shown


def test_every_id_is_there_once_and_every_file_beside_it(theme: Theme, tmp_path: Path) -> None:
    page = components.write(theme, tmp_path).read_text("utf-8")
    read = PageReader(page)
    ids = [a["id"] for _, a in read.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for tag, name in (("link", "href"), ("script", "src"), ("use", "href")):
        for attributes in read.all(tag):
            target = (attributes.get(name) or "").partition("#")[0]
            if target.startswith("_theme/") or target == "couleurs.css":
                assert (tmp_path / target).is_file(), target
    assert (tmp_path / "couleurs.css").is_file()
    assert "couleurs.css" in page
