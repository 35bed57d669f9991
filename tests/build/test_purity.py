"""A site is a pure function: drawing and rendering it touch no file, socket, clock or chance, and
its bytes are the same whatever the process, its language, its time zone and its folder.
"""

import ast
import os
import random
import re
import secrets
import shutil
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hasards import differences, settled
from histoire import Commune, Factory, tree

import factory as package
from factory.build import worker
from factory.ground.confined.children import Task
from factory.site import site
from factory.theme.theme import Theme

TENANTS = Path(__file__).resolve().parents[2] / "tenants"
SMALLEST = "val-d-oriou"
DEMOS = ("port-calanque", "sainte-mirandole", SMALLEST)
SILENT = ("object.", "compile", "exec", "code.", "marshal.", "sys._getframe", "builtins.id")
"""Events of a process that talks to itself alone: all others touch something outside it."""
CHANCE = [
    (time, ("time", "time_ns", "monotonic", "localtime", "gmtime")),
    (random, ("random", "choice", "randrange", "shuffle")),
    (secrets, ("token_hex", "token_bytes")),
    (uuid, ("uuid1", "uuid4")),
    (os, ("urandom", "getcwd", "getenv", "stat", "getpid")),
]


class ImpureError(BaseException):
    """Not an Exception: the press must not take it for a template's fault."""


class Guard:
    """Armed, it refuses whatever reaches outside the process."""

    def __init__(self) -> None:
        self.armed = 0
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.armed and not event.startswith(SILENT):
            self.armed = 0
            raise ImpureError(f"{event} {arguments!r}")

    @contextmanager
    def over(self, patch: pytest.MonkeyPatch) -> Iterator[None]:
        """Clock and chance raise no event: they are replaced."""
        with patch.context() as inside:
            for module, names in CHANCE:
                for name in names:
                    inside.setattr(module, name, partial(_refused, f"{module.__name__}.{name}"))
            self.armed += 1
            try:
                yield
            finally:
                self.armed = 0


GUARD = Guard()


def _refused(name: str, *_: object, **__: object) -> None:
    raise ImpureError(name)


def guarded(call: Callable[..., Any], patch: pytest.MonkeyPatch, seen: list[str]) -> Any:
    def under_guard(*given: Any, **named: Any) -> Any:
        seen.append(call.__name__)
        with GUARD.over(patch):
            return call(*given, **named)

    return under_guard


def here(tasks: Iterable[Task]) -> Iterator[tuple[Task, bytes]]:
    """Carries tasks no further than this process."""
    for task in tasks:
        yield task, task.work()


def built_under_guard(factory: Factory, patch: pytest.MonkeyPatch) -> list[str]:
    """Build all communes with every page drawn and rendered under guard; the calls seen."""
    seen: list[str] = []
    factory.campaign().theme.prepare()
    patch.setattr(worker.site, "draw", guarded(site.draw, patch, seen))
    patch.setattr(Theme, "render", guarded(Theme.render, patch, seen))
    for slug, report in factory.build(carry=here, clean=True).items():
        assert report.faults == () and report.number, (slug, report.faults)
    return seen


def demo(factory: Factory, slug: str) -> Commune:
    shutil.copytree(
        TENANTS / slug,
        factory.root / "tenants" / slug,
        ignore=shutil.ignore_patterns("registre"),
    )
    return Commune(factory.root, slug)


def test_no_page_of_any_type_looks_outside(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune = settled(factory)
    seen = built_under_guard(factory, monkeypatch)
    pages = sum(1 for output in commune.manifest.fichiers.values() if output.gabarit)
    assert seen.count("draw") == 1 and seen.count("render") == pages > 50


def test_no_page_of_a_real_site_looks_outside(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo(factory, SMALLEST)
    assert built_under_guard(factory, monkeypatch).count("render") > 20


@pytest.mark.slow
@pytest.mark.parametrize("slug", [slug for slug in DEMOS if slug != SMALLEST])
def test_no_page_of_a_large_site_looks_outside(
    factory: Factory, monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    demo(factory, slug)
    assert built_under_guard(factory, monkeypatch).count("render") > 50


@pytest.mark.parametrize(
    "look",
    [
        lambda: Path(__file__).read_bytes(),
        lambda: os.listdir("."),
        lambda: time.time(),
        lambda: random.random(),
        lambda: __import__("socket").socket(),
        lambda: __import__("antigravity"),
    ],
    ids=["file", "folder", "clock", "chance", "socket", "import"],
)
def test_a_render_that_cheats_is_caught(
    factory: Factory, monkeypatch: pytest.MonkeyPatch, look: Callable[[], Any]
) -> None:
    factory.commune()
    original = Theme.render

    def render(self: Theme, template: str, view: Any) -> bytes:
        look()
        return original(self, template, view)

    monkeypatch.setattr(Theme, "render", render)
    with pytest.raises(ImpureError):
        built_under_guard(factory, monkeypatch)


# The type `datetime` cannot be patched, so the rooms that decide bytes are read instead.

PURE_ROOMS = ("content", "site", "theme")
NOT_IMPORTED = {
    "locale",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "time",
    "urllib.request",
    "uuid",
}
NOT_ASKED = {"now", "today", "utcnow", "getlocale", "getcwd", "cwd", "environ", "getenv", "urandom"}

_IN_A_LANGUAGE = re.compile(r"^%[aAbBcpxX]$|%[aAbBcpxX](?=[ -]*%)")
"""What `strftime` writes in the language of the process."""


def _asked(source: ast.AST) -> Iterator[str]:
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in NOT_IMPORTED)
        elif isinstance(node, ast.ImportFrom) and node.module in NOT_IMPORTED:
            yield node.module
        elif isinstance(node, ast.Attribute) and node.attr in NOT_ASKED:
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _IN_A_LANGUAGE.findall(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from {"hash", "id", "open"} & {node.func.id}


def test_no_pure_room_knows_the_day_or_the_machine() -> None:
    root = Path(package.__file__).parent
    found = {
        (path.relative_to(root).as_posix(), name)
        for room in PURE_ROOMS
        for path in sorted((root / room).rglob("*.py"))
        for name in _asked(ast.parse(path.read_text("utf-8")))
    }
    assert found == set()


WORLDS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"},
    {
        "PYTHONHASHSEED": "4242",
        "TZ": "America/Lima",
        "LC_ALL": "fr_FR.UTF-8",
        "LANG": "tr_TR.UTF-8",
    },
]


def in_each_world(factory: Factory, elsewhere: Path, slug: str) -> list[dict[str, bytes]]:
    """The commune's site as fresh processes give it: each in its world, the last in a folder of
    another name, started from somewhere else."""
    commune = demo(factory, slug) if slug in DEMOS else settled(factory)
    sites = [factory.fresh(commune, **world) for world in WORLDS]
    shutil.copytree(factory.root, elsewhere)
    words = ["build", slug, "--at", factory.moment.isoformat(), "--to", str(elsewhere / "la")]
    words += ["--config", str(elsewhere / "usine.yaml"), "--jobs", "1"]
    shutil.rmtree(factory.root / "tenants")
    done = factory.usine(*words, environment=WORLDS[1])
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return [*sites, tree(elsewhere / "la" / slug)]


@pytest.mark.parametrize(
    "slug", ["exemple", *(pytest.param(slug, marks=pytest.mark.slow) for slug in DEMOS)]
)
def test_the_same_bytes_in_every_world(factory: Factory, tmp_path: Path, slug: str) -> None:
    first, *others = in_each_world(factory, tmp_path / "Un autre dossier, là", slug)
    assert len(first) > 50
    assert [differences(first, other) for other in others] == [[]] * len(others)
