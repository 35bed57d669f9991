"""Real sites made for other generators, and hostile files, each as a commune of its own."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from histoire import Commune, Factory

from factory.archive.manifest import Manifest
from factory.ground.digests import digest

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
SITES = ("belmontejo-es", "accessibilite-numerique", "minumeco", "communs-numerique",
         "guides-etalab", "cgct")  # fmt: skip
HOSTILE = ("nasty-markdown", "nasty-images", "nasty-pdf")
SAMPLE = 60
"""Articles of the cgct that the ordinary tests take; it has 7,400, all alike."""

CODE = re.compile(r"<(code|pre|samp|kbd)\b.*?</\1>", re.DOTALL)
FOREIGN = re.compile(r"\{%|\{\{|:::|\[\[toc\]\]|\{:", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""A text that holds one of them is refused whole."""
CHROMIUM = shutil.which("chromium")

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not on this machine")


def settle(factory: Factory, name: str, sample: int = 0) -> Commune:
    """The corpus as the content of a commune of its name."""
    commune = factory.commune(name)
    commune.remove("contenu/accueil.md")
    root = CORPORA / name
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    for path in files[:sample] if sample else files:
        target = commune.folder / "contenu" / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return commune


def built(factory: Factory, *words: str) -> dict[str, dict[str, Any]]:
    done = factory.usine("build", "--json", *words)
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr == ""
    return {report["commune"]: report for report in json.loads(done.stdout)["communes"]}


def unnamed(commune: Commune, report: dict[str, Any]) -> list[str]:
    """The source files that are neither published nor named by a problem."""
    manifest = commune.manifest
    published = {output.source for output in manifest.fichiers.values()}
    # The same picture kept at two places is derived, and published, once.
    published_bytes = {manifest.sources.get(path) for path in published}
    named = {problem["file"] for problem in report["problemes"]}
    left = []
    for path in commune.folder.rglob("*"):
        name = path.relative_to(commune.folder).as_posix()
        hidden = any(part.startswith(".") for part in path.parts)
        if path.is_dir() or hidden or name.startswith("registre/") or name == "commune.yaml":
            continue
        if name not in published and name not in named:
            same = digest(path.read_bytes())
            copies = {p for p in named | published if p.startswith("contenu/")}
            if same not in published_bytes and not _is_twin(commune, same, copies, path):
                left.append(name)
    return sorted(left)


def _is_twin(commune: Commune, same: str, known: set[str], path: Path) -> bool:
    size = path.stat().st_size
    twins = (commune.folder / other for other in known)
    return any(
        twin.is_file() and twin.stat().st_size == size and digest(twin.read_bytes()) == same
        for twin in twins
    )


def unreported(commune: Commune, report: dict[str, Any]) -> Iterator[str]:
    """Pages that show another generator's syntax, though nothing was said of their file."""
    named = {problem["file"] for problem in report["problemes"]}
    manifest: Manifest = commune.manifest
    for path, output in manifest.fichiers.items():
        if not path.endswith(".html") or output.source in named:
            continue
        text = (commune.output / "public" / path).read_text("utf-8")
        if found := FOREIGN.search(CODE.sub("", text)):
            yield f"{path} ({output.source}): {found[0]}"


def judge(factory: Factory, communes: list[Commune]) -> None:
    reports = built(factory)
    assert set(os.listdir(factory.root / "tenants")) == set(reports)
    for commune in communes:
        report = reports[commune.slug]
        assert report["statut"] == "publiée" and report["defauts"] == [], commune.slug
        assert unnamed(commune, report) == [], commune.slug
        assert list(unreported(commune, report)) == [], commune.slug
    for slug, report in built(factory, "--verifier").items():
        assert (report["statut"], report["pages_refaites"]) == ("inchangée", 0), slug


def test_real_sites_beside_the_demonstration(factory: Factory) -> None:
    for demo in (ROOT / "tenants").iterdir():
        if (demo / "commune.yaml").exists():
            shutil.copytree(demo, factory.root / "tenants" / demo.name)
    judge(factory, [settle(factory, name, SAMPLE if name == "cgct" else 0) for name in SITES])


@pytest.mark.slow
def test_seven_thousand_pages(factory: Factory) -> None:
    commune = settle(factory, "cgct")
    judge(factory, [commune])
    assert len([path for path in commune.online if path.endswith(".html")]) > 7_000


@pytest.mark.slow
def test_hostile_sets(factory: Factory) -> None:
    """No crash, no text that takes the machine's time: the run itself has that deadline."""
    (factory.root / "usine.yaml").write_text("theme: theme\nlimites: {secondes: 240}\n")
    communes = [settle(factory, name) for name in HOSTILE]
    for commune in communes:
        root = commune.folder / "contenu"
        files = (path for path in sorted(root.rglob("*")) if path.suffix != ".md")
        shown = (path.relative_to(root).as_posix() for path in files if path.is_file())
        mark = "" if commune.slug == "nasty-pdf" else "!"
        lines = "\n\n".join(f"{mark}[Une description](<{name}>)" for name in shown)
        commune.write("contenu/tout.md", f"# Tout\n\n{lines}\n")
    reports = built(factory)
    for commune in communes:
        report = reports[commune.slug]
        assert report["statut"] == "publiée" and report["defauts"] == [], commune.slug
        assert unnamed(commune, report) == [], commune.slug
        codes = {problem["code"] for problem in report["problemes"]}
        assert not codes & {"page-non-fabriquee", "fichier-panne", "construction-interrompue"}


def test_a_page_beside_the_folder_of_its_name_is_that_folder_s(factory: Factory) -> None:
    """As GitBook and Eleventy sites have them: one address, one page, drawn once."""
    commune = factory.commune().write("contenu/methode.md", "# La méthode\n\nSon texte.\n")
    commune.write("contenu/methode/outils.md", "# Les outils\n")
    assert built(factory)["exemple"]["code"] == 0
    page = commune.page("/methode/")
    assert "Son texte." in page
    assert "href=/methode/outils/" in page
    assert built(factory, "--verifier")["exemple"]["pages_refaites"] == 0


def test_emphasis_without_end_is_shown(factory: Factory) -> None:
    """Thousands of nested emphases once killed the worker in the minifier."""
    text = (CORPORA / "nasty-markdown/pathological/nested-strong-emph.full.md").read_text("utf-8")
    commune = factory.commune().write("contenu/a.md", text).write("contenu/b.md", "# B\n")
    report = built(factory)["exemple"]
    assert report["statut"] == "publiée" and report["defauts"] == []
    assert {"a/index.html", "b/index.html"} <= set(commune.online)


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
def test_no_payload_runs_in_a_browser(factory: Factory) -> None:
    from playwright.sync_api import sync_playwright

    source = CORPORA / "nasty-markdown/html-sanitizer/dompurify-expect.json"
    cases = json.loads(source.read_text("utf-8"))
    payloads = [CONTROL.sub(" ", case["payload"]) for case in cases]
    commune = factory.commune()
    for start in range(0, len(payloads), 10):
        body = "\n\n".join(
            f"## Cas {start + place}\n\n{payload}\n\nEn ligne {payload.replace(chr(10), ' ')} fin."
            for place, payload in enumerate(payloads[start : start + 10])
        )
        commune.write(f"contenu/cas/c{start}.md", f"# Cas {start}\n\n{body}\n")
    built(factory)
    pages = sorted((commune.output / "public" / "cas").glob("c*/index.html"))
    assert len(pages) == -(-len(payloads) // 10)
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        page = browser.new_page()
        ran: list[str] = []
        page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
        page.route("**/*", lambda route: (
            route.continue_() if route.request.url.startswith("file:") else route.abort()
        ))  # fmt: skip
        page.add_init_script(
            "window.ran = []; for (const name of ['alert', 'confirm', 'prompt', 'print'])"
            " window[name] = () => { window.ran.push(name + location) };"
        )
        page.goto((commune.output / "public" / "index.html").resolve().as_uri())
        globals_of = "() => Object.getOwnPropertyNames(window).sort()"
        usual = set(page.evaluate(globals_of))
        for file in pages:
            page.goto(file.resolve().as_uri())
            assert page.evaluate("window.ran") == [], file
            runs = "document.querySelectorAll('script:not([type=\"application/ld+json\"])').length"
            assert page.evaluate(runs) <= 1, file
            live = "[onload],[onerror],[onclick],[onfocus],iframe,object,embed,form,style,base"
            assert page.locator(f"main :is({live})").count() == 0, file
            new = {name for name in page.evaluate(globals_of) if not name.isdigit()} - usual
            assert new == set(), file
        browser.close()
    assert ran == []
