"""Where things are under `build/<commune>/` (the operators' contract, DESIGN §4)."""

import os
from dataclasses import dataclass
from pathlib import Path

from factory.archive.store import Store

INDEXES = "_recherche/"
"""Where in a site the indexes of its search are, each in a folder of its own."""


@dataclass(frozen=True, slots=True)
class Layout:
    root: Path

    @property
    def store(self) -> Store:
        return Store(self.root / "store")

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def state(self) -> Path:
        return self.cache / "etat.json"

    @property
    def results(self) -> Path:
        return self.cache / "resultats.sqlite"

    @property
    def manifests(self) -> Path:
        return self.root / "manifests"

    @property
    def generations(self) -> Path:
        return self.root / "generations"

    @property
    def public(self) -> Path:
        return self.root / "public"

    @property
    def lock(self) -> Path:
        return self.root / "verrou"

    @property
    def hold(self) -> Path:
        """Written by a rollback: no build goes online while it is there."""
        return self.root / "maintien.json"

    @property
    def published(self) -> Path:
        """Each switch, one line: which generation went online, and when."""
        return self.manifests / "publications.jsonl"

    def manifest(self, number: int) -> Path:
        return self.manifests / f"{number}.json"

    def generation(self, number: int) -> Path:
        return self.generations / str(number)

    def staging(self, number: int) -> Path:
        return self.generations / f".{number}-partiel"

    @property
    def spare(self) -> Path:
        """The folder of a generation that is no longer kept, for the next one to be made in."""
        return self.cache / "libre"

    @property
    def unfinished(self) -> Path:
        """There while a run writes or removes blobs; after it, where that run died at it."""
        return self.cache / "inacheve"

    @property
    def waiting(self) -> Path:
        """Records whose index is to be made, and indexes that are to be published."""
        return self.cache / "recherche"

    def online(self) -> int:
        """The number of the generation that is public; 0 where none is."""
        try:
            name = Path(os.readlink(self.public)).name
        except OSError:
            return 0
        whole = name.isdigit() and self.generation(int(name)).is_dir()
        return int(name) if whole else 0

    def numbers(self) -> set[int]:
        """The generations that have a folder."""
        if not self.generations.is_dir():
            return set()
        return {int(entry.name) for entry in os.scandir(self.generations) if entry.name.isdigit()}
