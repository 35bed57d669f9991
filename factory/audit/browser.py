"""The built pages in Chromium, before axe: what only a browser can tell.

Asked for by `--navigateur`. It needs Chromium, Playwright (extra `navigateur`) and axe-core 4.14.1
or later, the first version whose RGAA tags are right: `USINE_AXE` names the folder of its npm
package, else it is looked for where `make tools` puts it, beside usine.yaml
(docs/decisions/axe-core.md).
"""

import json
import mimetypes
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from factory.audit.finding import Finding
from factory.ground.problems import Problem, UsageError, error, warning

VARIABLE = "USINE_AXE"
BESIDE = Path("tests/outils/node_modules/axe-core")
TAGS = ("RGAAv4", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
VIEWS = (("light", 1440), ("dark", 320))
"""Each page is read twice: its two modes, its two extreme widths."""
_HOST = "commune.test"
_CRITERION = re.compile(r"RGAA-(\d+\.\d+)\.\d+")


@dataclass(frozen=True, slots=True)
class Browser:
    """A tab of an open browser, axe in hand."""

    tab: Any

    def findings(self, tree: Path, urls: Sequence[str]) -> Iterator[Finding]:
        """axe's violations on each page of the site in `tree`, in each view."""
        self.tab.unroute_all()
        self.tab.route("**/*", lambda route: from_disk(tree, route))
        for scheme, width in VIEWS:
            self.tab.emulate_media(color_scheme=scheme)
            self.tab.set_viewport_size({"width": width, "height": 900})
            for url in urls:
                self.tab.goto(f"http://{_HOST}{url}")
                for one in self.violations():
                    yield Finding(problem=_problem(one), critere=_criterion(one), pages=(url,))

    def violations(self) -> list[dict[str, Any]]:
        """What axe finds in the page that is open."""
        options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
        found: list[dict[str, Any]] = self.tab.evaluate(
            "options => axe.run(document, options).then(answer => answer.violations)", options
        )
        return found


@dataclass(frozen=True, slots=True)
class Tools:
    """Where Chromium and axe-core are."""

    chromium: str
    axe: Path

    @contextmanager
    def opened(self) -> Iterator[Browser]:
        """A browser ready to look."""
        from playwright.sync_api import sync_playwright

        with sync_playwright() as browsers:
            args = ["--no-sandbox"] if os.geteuid() == 0 else []
            window = browsers.chromium.launch(executable_path=self.chromium, args=args)
            # The pages' own policy would refuse axe, which is no script of theirs.
            context = window.new_context(locale="fr-FR", bypass_csp=True, reduced_motion="reduce")
            context.add_init_script(script(self.axe))
            try:
                yield Browser(context.new_page())
            finally:
                window.close()


def tools(environment: Mapping[str, str], beside: Path) -> Tools:
    """What the browser's checks need; `beside` is the folder of usine.yaml.

    Raises UsageError where something is missing, before anything is begun.
    """
    axe = _axe(environment, beside)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise UsageError(_missing("Chromium n’est pas installé.", "Installez le paquet chromium."))
    if find_spec("playwright") is None:
        raise UsageError(
            _missing(
                "Il manque de quoi conduire Chromium (Playwright).",
                "Installez l’usine avec son option « navigateur ».",
            )
        )
    return Tools(chromium, axe)


def script(axe: Path) -> str:
    """axe, speaking French."""
    words = json.loads((axe / "locales" / "fr.json").read_text("utf-8"))
    return (axe / "axe.min.js").read_text(
        "utf-8"
    ) + f";axe.configure({json.dumps({'locale': words})})"


def from_disk(tree: Path, route: Any) -> None:
    """The file as the web server would give it; nothing from anywhere else."""
    host, _, path = route.request.url.partition("://")[2].partition("/")
    file = tree / path.partition("?")[0].partition("#")[0]
    file = file / "index.html" if file.is_dir() else file
    if host == _HOST and file.resolve().is_relative_to(tree.resolve()) and file.is_file():
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type=kind)
    else:
        route.fulfill(status=404, body="")


def _axe(environment: Mapping[str, str], beside: Path) -> Path:
    named = environment.get(VARIABLE)
    folder = Path(named) if named else beside / BESIDE
    if not (folder / "axe.min.js").is_file():
        raise UsageError(
            _missing(
                f"axe-core n’est pas dans le dossier « {folder} ».",
                f"Lancez « make tools », ou donnez son dossier par la variable {VARIABLE}.",
            )
        )
    return folder


def _missing(message: str, remedy: str) -> Problem:
    return error("navigateur-absent", message, remedy)


def _criterion(violation: dict[str, Any]) -> str:
    found = (_CRITERION.fullmatch(tag) for tag in violation["tags"])
    return next((match[1] for match in found if match), "")


def _problem(violation: dict[str, Any]) -> Problem:
    criterion = _criterion(violation)
    cited = f" (RGAA, critère {criterion})" if criterion else ""
    where = violation["nodes"][0]["html"][:120] if violation["nodes"] else ""
    return warning(
        "regle-axe",
        f"{violation['help']}{cited} : {where}",
        f"Signalez-le à la Métropole, avec le nom de la règle d’axe, « {violation['id']} ».",
    )
