"""A history in which more goes wrong, and more is asked."""

import io
import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from hasards import History, check, differences, settled
from histoire import Commune, Factory
from PIL import Image

from factory.archive import manifest as manifests
from factory.archive import registre as registers
from factory.build import hold
from factory.build.report import Status

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


TOUR = (
    "edit_body", "go_back", "twin", "rename", "forget_addresses", "rename", "break_and_look",
    "delete", "edit_body", "go_back", "muddle_manifest", "older_register", "edit_theme", "go_back",
    "change_picture", "stray_file", "torn_lines", "edit_body", "go_back", "lose_manifest",
    "edit_commune", "rename", "edit_body", "go_back", "break_and_look",
)  # fmt: skip


def tour(factory: Factory, seed: int) -> None:
    commune = settled(factory)
    life = Life(factory, commune, seed)
    life.check("at first")
    for name in TOUR:
        life.do(name)
        life.check(name)
