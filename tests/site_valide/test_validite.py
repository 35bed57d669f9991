"""Every page of the demonstration communes, before the Nu HTML checker and axe."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tests" / "outils" / "node_modules"
CHECKER = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
AXE = TOOLS / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium")
WIDTHS = (1280, 320)

COMMUNES = sorted(
    (folder.parent.name for folder in (ROOT / "tenants").glob("*/commune.yaml")),
    key=lambda name: len([*(ROOT / "tenants" / name / "contenu").rglob("*.md")]),
)
"""The smallest first: it is for the ordinary tests, the others are slow."""

EACH = [
    pytest.param(name, marks=[pytest.mark.slow] if rank else [])
    for rank, name in enumerate(COMMUNES)
]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Builds a commune, once."""
    work = tmp_path_factory.mktemp("validite")
    theme = json.dumps(str(ROOT / "themes" / "institutional"))
    (work / "usine.yaml").write_text(f"theme: {theme}\n", "utf-8")

    def built(name: str) -> Path:
        if not (work / "tenants" / name).exists():
            shutil.copytree(ROOT / "tenants" / name, work / "tenants" / name)
            done = subprocess.run(
                [sys.executable, "-c", "from factory.cli import main; main()", "build", name],
                cwd=work, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode in (0, 1), done.stdout + done.stderr
        return (work / "build" / name / "public").resolve()

    return built


@pytest.mark.skipif(
    not (CHECKER.exists() and shutil.which("java")), reason="the Nu HTML checker needs `make tools`"
)
@pytest.mark.parametrize("name", EACH)
def test_every_page_is_valid_html(public: Any, name: str) -> None:
    root = public(name)
    command = ["java", "-Xss4m", "-jar", str(CHECKER), "--format", "json", "--skip-non-html"]
    done = subprocess.run([*command, str(root)], capture_output=True, text=True, check=False)
    told = json.loads(done.stderr)["messages"]
    assert [_line(root, one) for one in told] == []


def _line(root: Path, one: dict[str, Any]) -> str:
    path = one.get("url", "").partition(str(root))[2]
    return f"{path}:{one.get('lastLine')}: {one.get('message')} {one.get('extract', '')}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as browsers:
        yield browsers.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )


@pytest.mark.skipif(not AXE.exists(), reason="axe-core needs `make tools`")
@pytest.mark.parametrize("name", EACH)
def test_axe_finds_nothing(public: Any, browser: Any, name: str) -> None:
    """At two widths, light; the redirections, which leave at once, are not read."""
    root = public(name)
    pages = [page for page in sorted(root.rglob("*.html")) if not _leaves(page)]
    assert len(pages) > 10
    context = browser.new_context(locale="fr-FR", bypass_csp=True, reduced_motion="reduce")
    context.add_init_script(AXE.read_text("utf-8"))
    tab = context.new_page()
    tab.route("**/*", lambda route: _from_disk(root, route))
    found: list[str] = []
    for width in WIDTHS if name == COMMUNES[0] else WIDTHS[:1]:
        tab.set_viewport_size({"width": width, "height": 800})
        for page in pages:
            tab.goto(f"http://commune.test/{page.relative_to(root).as_posix()}")
            answer = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
            found += [
                f"{width} /{page.relative_to(root)}: {one['id']} {node['html']}"
                for one in answer["violations"]
                for node in one["nodes"]
            ]
    context.close()
    assert found == []


def _leaves(page: Path) -> bool:
    return "http-equiv=refresh" in page.read_text("utf-8")


def _from_disk(root: Path, route: Any) -> None:
    """The file as the web server would give it; nothing from anywhere else."""
    host, _, path = route.request.url.removeprefix("http://").partition("/")
    file = root / path.partition("?")[0]
    if host == "commune.test" and file.is_file():
        route.fulfill(path=file)
    else:
        route.fulfill(status=404, body="")
