"""Whom the preview answers, and what it adds to a page."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory.archive.manifest import Manifest, Output
from factory.build.layout import Layout
from factory.build.report import Report, Status
from factory.ground.problems import UsageError, error, notice, warning
from factory.preview import hosts, panel
from factory.preview.shown import Shown, content_type

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("header", "commune"),
    [
        ("localhost", ""),
        ("localhost:8000", ""),
        ("127.0.0.1:8000", ""),
        ("[::1]:8000", ""),
        ("LocalHost.", ""),
        ("val-d-oriou.localhost:8000", "val-d-oriou"),
        ("VAL-D-ORIOU.LOCALHOST", "val-d-oriou"),
        ("a.b.localhost", None),
        (".localhost", None),
        ("localhost.exemple.fr", None),
        ("exemple.fr", None),
        ("localhost:8000:8000", None),
        ("localhost/", None),
        ("", None),
        (None, None),
    ],
)
def test_a_host_names_the_list_a_commune_or_nothing(header, commune):
    assert hosts.hosts("127.0.0.1").commune(header) == commune


@pytest.mark.parametrize("bound", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost"])
def test_the_loopback_needs_no_leave(bound):
    hosts.check(bound, open_to_network=False)


@pytest.mark.parametrize("bound", ["0.0.0.0", "::", "192.0.2.1", "nom-inconnu.invalid", ""])
def test_anything_else_does(bound):
    with pytest.raises(UsageError):
        hosts.check(bound, open_to_network=False)
    hosts.check(bound, open_to_network=True)


def _shown(**files: str) -> Shown:
    outputs = {
        path.replace("__", "/").replace("_html", ".html"): Output(
            blob="ab" * 32, taille=1, source=source, gabarit="page.html"
        )
        for path, source in files.items()
    }
    manifest = Manifest(
        numero=1, moment="", moteur="", theme="", fichiers=outputs, sources={}, disparues=("/x/",)
    )
    return Shown(slug="a", layout=Layout(Path("/nulle-part")), manifest=manifest)


@given(st.text(), st.sampled_from(["", "/", "/a/", "//", "/../", "/%2e%2e/", "\\"]))
def test_whatever_is_asked_for_is_of_the_manifest_or_nothing(text, prefix):
    shown = _shown(index_html="", a__index_html="")
    found = shown.find(prefix + text)
    assert found.file in ("", "index.html", "a/index.html", "404.html")
    assert found.location in ("", "/a/")


def test_what_is_gone_is_said_to_be():
    assert _shown(index_html="").find("/x/").status == 410
    assert content_type("carte.GEOJSON") == "application/geo+json"
    assert content_type("sans-extension") == "application/octet-stream"


def test_a_problem_is_told_on_its_page_and_homeless_ones_at_home():
    own = warning("alt-manquant", "Ici.", "", file="contenu/a.md")
    lost = error("date-illisible", "Ailleurs.", "", file="contenu/b.md")
    shown = _shown(index_html="contenu/accueil.md", a__index_html="contenu/a.md")
    shown = Shown(
        slug="a",
        layout=shown.layout,
        manifest=shown.manifest,
        report=Report(slug="a", status=Status.PUBLIEE, problems=(own, lost)),
    )
    assert shown.problems("a/index.html") == (own,)
    assert shown.problems("index.html") == (lost,)


def test_the_panel_escapes_what_it_quotes():
    problem = error(
        "lien-mort",
        "<script>alert(1)</script>",
        "Écrivez « a & b ».",
        file='"><img>.md',
        line=2,
        column=3,
        excerpt="</pre><script>",
    )
    told = panel.panel([problem], held_back=False)
    assert re.findall(r"<script|<img", told) == []
    assert "Écrivez « a &amp; b »." in told
    assert "<details open>" in told


def test_a_page_without_a_problem_only_gets_the_script():
    page, version = panel.dressed(b"<body><p>Oui</body></html>", [], held_back=False)
    assert page == (
        b'<body><p>Oui<script src="/_apercu/apercu.js" data-version="'
        + version.encode()
        + b'" defer></script></body></html>'
    )
    again = panel.dressed(b"<body><p>Oui</body></html>", [], held_back=False)[1]
    with_notice = panel.dressed(b"<body><p>Oui</body></html>", [notice("x", "y")], held_back=False)
    assert again == version != with_notice[1]
    assert "À savoir : 1 information".encode() in with_notice[0]


def test_every_code_has_its_entry_in_the_guide():
    guide = (ROOT / "docs/guide/problemes/apercu.md").read_text("utf-8")
    told = set()
    for source in (ROOT / "factory/preview").glob("*.py"):
        told |= set(
            re.findall(r'\b(?:error|warning|notice)\(\s*"([a-z-]+)"', source.read_text("utf-8"))
        )
    assert told == set(re.findall(r"^## (\S+)$", guide, re.M))
