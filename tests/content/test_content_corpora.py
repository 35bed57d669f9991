"""Real sites and hostile files: each gives a document or an error that names it, never more."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from factory.content.codec import dump, parse
from factory.content.load import load
from factory.ground.problems import Severity

CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="les corpus ne sont pas là")
YAML = re.compile(r"^  yaml: \|\n((?:    .*\n|\n)+)", re.M)
"""A test's text in YAML's own suite."""
SITES = {
    "accessibilite-numerique": "src",
    "belmontejo-es": "src/content",
    "cgct": "",
    "communs-numerique": "",
    "guides-etalab": "",
    "minumeco": "content",
}


def pages(site: str) -> Iterator[tuple[str, bytes]]:
    """Each file of a site with its path as a commune's; of the largest, one in forty."""
    root = CORPORA / site / SITES[site]
    found = sorted(root.rglob("*.md"))
    for path in found[:: 40 if len(found) > 2000 else 1]:
        yield unicodedata.normalize("NFC", f"contenu/{path.relative_to(root)}"), path.read_bytes()


@pytest.mark.parametrize("site", SITES)
def test_each_page_of_a_real_site_loads_or_says_why(site: str) -> None:
    held = Counter[str]()
    for path, data in pages(site):
        found = load(path, data)
        if found.document is None:
            held.update(p.code for p in found.problems if p.severity is Severity.ERREUR)
            continue
        assert found.document.meta.titre
        assert parse(dump(found.document)) == found.document
    assert sum(held.values()) <= (1 if site == "minumeco" else 0), held


def test_each_hostile_file_gives_a_document_or_an_error() -> None:
    for path in sorted((CORPORA / "nasty-markdown").rglob("*.md")):
        if path.name.endswith(".full.md"):
            continue
        found = load(f"contenu/{path.name}", path.read_bytes())
        errors = [p for p in found.problems if p.severity is Severity.ERREUR]
        assert (found.document is None) == bool(errors), path


def test_yamls_own_test_suite_in_front_matters() -> None:
    for path in sorted((CORPORA / "nasty-markdown" / "frontmatter-yaml").rglob("*.yaml")):
        for written in re.findall(
            r"^  yaml: \|\n((?:    .*\n|\n)+)", path.read_text("utf-8"), re.M
        ):
            text = "\n".join(line[4:] for line in written.split("\n"))
            for kind in ("page", "acte", "fiche"):
                load(f"contenu/{path.stem}.md", f"---\ntype: {kind}\n{text}\n---\n".encode())
                load(f"contenu/{path.stem}.md", f"---\nhoraires:\n{text}\n---\n".encode())


def test_tomls_own_test_suite_in_front_matters() -> None:
    """All that is invalid is told; what is valid is read, but for what only TOML 1.1 allows."""
    read = 0
    for path in sorted((CORPORA / "nasty-markdown" / "frontmatter-toml").rglob("*.toml")):
        found = load("contenu/a.md", b"+++\n" + path.read_bytes() + b"\n+++\nTexte")
        if "/valid/" in path.as_posix():
            read += found.document is not None
        elif not path.stem.endswith("cr"):  # a line may end so in any file of an agent
            assert found.document is None, path
    assert read > 250


def test_naughty_strings_as_values_stay_what_they_are() -> None:
    strings = json.loads((CORPORA / "nasty-markdown" / "naughty-strings" / "blns.json").read_text())
    for text in strings:
        found = load(
            "contenu/a.md",
            f"---\nresume: {json.dumps(text, ensure_ascii=False)}\n---\nTexte".encode(),
        )
        if found.document is not None:
            assert found.document.meta.resume == text.strip()
            assert parse(dump(found.document)) == found.document
        bare = text.replace("\n", " ")
        load("contenu/a.md", f"---\ntitre: {bare}\n---\n{text}".encode("utf-8", "replace"))
