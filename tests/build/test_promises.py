"""What must hold whatever a commune lives, beside equality with a clean build.

No address is lost: what was online is online, redirected, or said to be gone. A source that breaks
leaves its page as it was. Any generation that is kept can be put back, byte for byte. A process
killed at any of its writes, a damaged memory, an older register leave nothing behind.
"""

import io
import json
import os
import re
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from histoire import Commune, Factory
from PIL import Image
from test_equivalence import EXAMPLES, History, check, differences, settled, without_orders

from factory.archive import manifest as manifests
from factory.archive import registre as registers
from factory.build import bench, generation, hold, keys, loading, state
from factory.build.report import Status
from factory.content.models import MODELS
from factory.ground.digests import digest_of
from factory.ground.problems import UsageError
from factory.reception import reception, sources
from factory.site import site

WRITES = ("replace", "link", "rename", "unlink", "rmdir", "fsync", "symlink")
DAMAGING = frozenset(
    {"tamper", "lose_output", "spoil_store", "stray_file", "lose_manifest", "muddle_manifest",
     "lose_build", "break_and_look", "die_anywhere"}
)  # fmt: skip
"""What may cost a former generation."""


class Life(History):
    """A history in which more goes wrong, and more is asked."""

    def __init__(self, factory: Factory, commune: Commune, seed: int) -> None:
        super().__init__(factory, commune, seed)
        self.addresses: set[str] = set()
        self.were: dict[int, dict[str, bytes]] = {}

    def operations(self) -> list[Callable[[], None]]:
        return [
            *super().operations(), *[self.die_anywhere] * 3, self.break_and_look, self.go_back,
            self.older_register, self.torn_lines, self.lose_manifest, self.muddle_manifest,
            self.spoil_cache, self.stray_file, self.twin,
        ]  # fmt: skip

    def step(self) -> str:
        done = super().step()
        self.forget_damaged(done)
        return done

    def do(self, name: str) -> None:
        getattr(self, name)()
        self.forget_damaged(name)

    def forget_damaged(self, done: str) -> None:
        if done in DAMAGING:
            self.were.clear()

    def check(self, told: str) -> None:
        check(self.factory, self.commune, told)
        manifest = self.commune.manifest
        here = {
            "/" + path.removesuffix("index.html")
            for path, output in manifest.fichiers.items()
            if output.source.startswith("contenu/") and not output.empreinte
        }
        lost = self.addresses - here - {*manifest.redirections, *manifest.disparues}
        lost -= {"/" + path.removesuffix("index.html") for path in self.commune.online}
        assert not lost, f"{told}: lost {sorted(lost)}"
        self.addresses |= here
        self.were[manifest.numero] = self.commune.online

    # Each of these leaves something that the next build must not be taken in by.

    def die_anywhere(self) -> None:
        """The whole run killed at one of the parent's writes, or its worker at one of its own."""
        self.edit_body()
        at = int(self.random.triangular(0, 120, 4))
        worker = self.random.random() < 0.5
        pid = os.fork()
        if pid == 0:
            try:
                _killed_at(at, worker)
                self.factory.build(accept_removals=True)
            finally:
                os._exit(0)
        os.waitpid(pid, 0)

    def lose_manifest(self) -> None:
        self.commune.layout.manifest(self.commune.layout.online()).unlink(missing_ok=True)

    def muddle_manifest(self) -> None:
        """Another version's manifest, in which the same words mean something else."""
        path = self.commune.layout.manifest(self.commune.layout.online())
        if not path.exists():
            return
        data = json.loads(path.read_bytes())
        data["version"] = manifests.VERSION - 1
        pages = sorted(name for name, output in data["fichiers"].items() if output["gabarit"])
        blobs = [data["fichiers"][name]["blob"] for name in pages]
        for name, blob in zip(pages, blobs[1:] + blobs[:1], strict=True):
            data["fichiers"][name]["blob"] = blob
        path.write_text(json.dumps(data))
        self.edit_body()

    def spoil_cache(self) -> None:
        path = self.commune.layout.results
        if path.exists():
            data = bytearray(path.read_bytes())
            for _ in range(20):
                data[self.random.randrange(len(data))] ^= 0xFF
            path.write_bytes(data)
        self.edit_body()

    def stray_file(self) -> None:
        public = self.commune.output / "public"
        if public.exists():
            (public / "intrus.html").write_text("<h1>Intrus</h1>")

    def twin(self) -> None:
        """A second file with the bytes of another, at another place."""
        path = self.random.choice(self.documents())
        target = f"contenu/copies/{self.random.randrange(5)}/{Path(path).name}"
        self.commune.write(target, (self.commune.folder / path).read_bytes())

    def older_register(self) -> None:
        """A register restored from an older backup: all that it does not say was never said."""
        self._forget(self.random.choice(registers.NAMES), self.random.randrange(1, 5))

    def forget_addresses(self) -> None:
        self._forget("adresses", 1)

    def _forget(self, name: str, count: int) -> None:
        path = self.commune.folder / "registre" / f"{name}.jsonl"
        lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
        if len(lines) > count:
            path.write_bytes(b"".join(lines[:-count]))
            self.addresses.clear()

    def change_picture(self) -> None:
        data = io.BytesIO()
        size = (self.random.randrange(20, 90), self.random.randrange(20, 90))
        Image.new("RGB", size, self.random.choice(["red", "green", "navy"])).save(data, "JPEG")
        self.commune.write("medias/place.jpg", data.getvalue())

    def torn_lines(self) -> None:
        register = self.commune.folder / "registre"
        names = [register / f"{name}.jsonl" for name in registers.NAMES]
        for path in (*names, self.commune.layout.published):
            if path.exists():
                with path.open("ab") as file:
                    file.write(b'{"moment')

    # Each of these asks.

    def break_and_look(self) -> None:
        self.factory.build(accept_removals=True)
        before = self.commune.online
        shown = {
            path: output.source
            for path, output in self.commune.manifest.fichiers.items()
            if output.source.endswith(".md") and (self.commune.folder / output.source).exists()
        }
        if not shown:
            return
        path = self.random.choice(sorted(shown))
        good = (self.commune.folder / shown[path]).read_bytes()
        self.commune.write(shown[path], "---\ntitre: [\n")
        if self.random.random() < 0.5:
            shutil.rmtree(self.commune.output)
        self.factory.build(accept_removals=True)
        assert self.commune.online.get(path) == before[path], f"{path} did not stay"
        self.commune.write(shown[path], good)

    def go_back(self) -> None:
        """Any generation that is kept, and that nobody touched, can be put back as it was."""
        layout = self.commune.layout
        known = sorted(self.were.keys() & layout.numbers() - {layout.online()})
        if not known or not layout.online():
            return
        number = self.random.choice(known)
        hold.roll_back(layout, number, "Camille", "essai", self.factory.moment)
        assert differences(self.commune.online, self.were[number]) == [], f"not as {number} was"
        assert self.factory.build()["exemple"].status is Status.SUSPENDUE
        hold.lift(layout)


def _killed_at(at: int, in_worker: bool) -> None:
    """This process, or its children, killed at their `at`-th write from now."""
    parent, left = os.getpid(), [at]

    def dying(call: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            if (os.getppid() if in_worker else os.getpid()) == parent:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return counted

    for name in WRITES:
        setattr(os, name, dying(getattr(os, name)))


def live(factory: Factory, seed: int, steps: int) -> Commune:
    commune = settled(factory)
    life = Life(factory, commune, seed)
    life.check("at first")
    told = f"seed {seed}"
    for _ in range(steps):
        told += f", {life.step()}"
        life.check(told)
    return commune


@pytest.mark.parametrize("seed", range(2))
def test_what_was_promised_holds(factory: Factory, seed: int) -> None:
    live(factory, seed, steps=8)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200, 203))
def test_what_was_promised_holds_for_long(factory: Factory, seed: int) -> None:
    commune = live(factory, seed, steps=30)
    assert differences(commune.online, factory.fresh(commune)) == []


def _without(text: str, key: str) -> str:
    return re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", text, count=1, flags=re.M)


UNWRITTEN = ("permalien", "remplacement", "retrait")
"""Keys that the examples give under another name, or that only an act already online may have."""


@pytest.mark.slow
@pytest.mark.parametrize("step", range(4))
def test_every_field_of_every_type(factory: Factory, step: int) -> None:
    """Each key of each type is taken away, then put back: one of each type at a time."""
    commune = settled(factory)
    check(factory, commune, "at first")
    written = {kind: sorted(set(model.written()) - {"type"}) for kind, model in MODELS.items()}
    for rank in range(step, max(map(len, written.values())), 4):
        for kind, names in written.items():
            text = without_orders((EXAMPLES / f"{kind}.md").read_text("utf-8"))
            if rank < len(names):
                changed = _without(text, names[rank])
                assert changed != text or names[rank] in UNWRITTEN, (kind, names[rank])
                text = changed
            commune.write(f"contenu/exemples/{kind}.md", text)
        check(factory, commune, f"field {rank}")


# Faults put into the engine: each must break a promise or the equality with a clean build.

TOUR = (
    "edit_body", "go_back", "twin", "rename", "forget_addresses", "rename", "break_and_look",
    "delete", "edit_body", "go_back", "muddle_manifest", "older_register", "edit_theme", "go_back",
    "change_picture", "stray_file", "torn_lines", "edit_body", "go_back", "lose_manifest",
    "edit_commune", "rename", "edit_body", "go_back", "break_and_look",
)  # fmt: skip


def _any_version(patch: pytest.MonkeyPatch) -> None:
    def read(path: Path) -> manifests.Manifest | None:
        return manifests._MANIFEST.read(path.read_bytes()) if path.exists() else None

    patch.setattr(manifests, "read", read)


def _key_of(module: object, keep: Callable[[tuple[str, ...]], object]) -> Callable[..., None]:
    original = module.digest_of  # type: ignore[attr-defined]
    return lambda patch: patch.setattr(module, "digest_of", lambda given: original(keep(given)))


def _only_the_last_generation_is_needed(patch: pytest.MonkeyPatch) -> None:
    original = manifests.numbers

    def sweep(layout: generation.Layout) -> int:
        kept = manifests.read(layout.manifest(original(layout.manifests)[-1]))
        return layout.store.sweep(kept.blobs() if kept else ())

    patch.setattr(generation, "prune", lambda layout, *_: sweep(layout))


MUTANTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "former addresses are forgotten": lambda patch: patch.setattr(
        site, "former_addresses", lambda plan, registre: ({}, ())
    ),
    "the last good version is not kept": lambda patch: patch.setattr(
        reception._Desk, "_last_good", lambda self, path, faults: None
    ),
    "documents are remembered by their bytes alone": _key_of(loading, lambda given: given[1:]),
    "facts are remembered by path": _key_of(bench, lambda given: given[0]),
    "another version's manifest is believed": _any_version,
    "the register's stamps are not compared": lambda patch: patch.setattr(
        state, "registre_stamps", lambda folder: "même"
    ),
    "manifests are kept without their blobs": lambda patch: patch.setattr(
        manifests, "blobs", lambda path: set()
    ),
    "the sweep keeps the last generation's blobs alone": _only_the_last_generation_is_needed,
    "a view's fields are digested without their names' values": lambda patch: patch.setattr(
        keys.Keys, "key", lambda self, page: keys.Key(
            engine="", theme="", template=page.template, view=digest_of(page.path)
        )
    ),
}  # fmt: skip


def tour(factory: Factory, seed: int) -> None:
    commune = settled(factory)
    life = Life(factory, commune, seed)
    life.check("at first")
    for name in TOUR:
        life.do(name)
        life.check(name)


def _broken(factory: Factory, seed: int) -> bool:
    try:
        tour(factory, seed)
    except (AssertionError, LookupError, OSError, ValueError, UsageError):
        return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_a_faulty_engine_breaks_a_promise(tmp_path: Path, factory: Factory, name: str) -> None:
    for seed in range(4):
        with pytest.MonkeyPatch.context() as patch:
            MUTANTS[name](patch)
            if _broken(Factory(tmp_path / str(seed)), seed):
                return
    pytest.fail("no history noticed")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_the_engine_as_it_is_keeps_them(factory: Factory, seed: int) -> None:
    tour(factory, seed)


def test_a_change_within_the_clock_s_grain_is_seen(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second writing in the same instant, at the same size, into the same file."""
    commune = factory.commune().write("contenu/a.md", "Un.\n")
    page = commune.folder / "contenu/a.md"
    monkeypatch.setattr(sources, "YOUNG", 2_000_000_000)
    for module in (state, sources):  # the kernel's own stamp of the change cannot be set back
        monkeypatch.setattr(
            module, "stamp_of", lambda found: (found.st_size, found.st_mtime_ns, 0, found.st_ino)
        )
    written = page.stat().st_mtime_ns
    factory.build()
    for text in ("Du.\n", "Tr.\n"):
        page.write_text(text)
        os.utime(page, ns=(written, written))
        factory.build()
        assert text.strip() in commune.page("/a/")


def _two_generations(factory: Factory) -> Commune:
    commune = factory.commune().write("contenu/a.md", "Première.\n")
    factory.build()
    commune.write("contenu/a.md", "Seconde.\n")
    factory.build()
    return commune


@pytest.mark.parametrize("damage", ["lost", "changed", "added"])
def test_a_rollback_looks_at_the_files_that_it_would_serve(factory: Factory, damage: str) -> None:
    commune = _two_generations(factory)
    target = commune.layout.generation(1) / "a" / ("index.html" if damage != "added" else "b.html")
    target.unlink(missing_ok=True)
    if damage != "lost":
        target.write_text("<h1>Intrus</h1>")
    with pytest.raises(UsageError, match="La génération 1 est abîmée"):
        hold.roll_back(commune.layout, 1, "Camille", "essai", factory.moment)
    assert "Seconde." in commune.page("/a/")


def test_a_lost_manifest_is_written_anew(factory: Factory) -> None:
    commune = _two_generations(factory)
    factory.build()
    before = commune.online
    commune.layout.manifest(2).unlink()
    factory.build()
    assert commune.online == before and commune.manifest.numero == 3


def test_a_torn_line_of_the_journal_costs_that_line_alone(factory: Factory) -> None:
    commune = _two_generations(factory)
    with commune.layout.published.open("ab") as journal:
        journal.write(b'{"moment')
    commune.write("contenu/a.md", "Troisième.\n")
    factory.build()
    assert [number for number, _ in generation.publications(commune.layout)] == [1, 2, 3]
