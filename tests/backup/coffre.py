"""The words in which backups are told: `shed.save()`, `shed.restore()`, `shed.drill()`."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyrage
from histoire import Commune, Factory

from factory.backup import checking, drill, listing, record, restoring, saving, system
from factory.backup.restoring import LAST, Wanted
from factory.backup.shelter import Shelter, shelter
from factory.tenants import folder, settings
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings

IDENTITY = pyrage.x25519.Identity.generate()
SETTINGS = """theme: theme
metropole: {{telephone: 04 00 00 00 00}}
sauvegardes:
  depot: depot
  cles: cles
  cle_de_secours: {recipient}
  delai: 5 min
{more}"""


class Shed(Factory):
    """A factory with backups."""

    def __init__(self, root: Path, more: str = "") -> None:
        super().__init__(root)
        self.settle(more)
        (root / "secours.txt").write_text(f"{IDENTITY}\n")
        (root / "convention").mkdir()
        (root / "convention/depenses.csv").write_text("date;mandat\n")

    def settle(self, more: str = "", **other: str) -> None:
        text = SETTINGS.format(recipient=IDENTITY.to_public(), more=more)
        for old, new in other.items():
            text = text.replace(f"  {old}: {old}\n", f"  {old}: {new}\n")
        (self.root / "usine.yaml").write_text(text)

    @property
    def settings(self) -> Settings:
        return settings.load(self.root / "usine.yaml", {}, self.root)

    @property
    def shelter(self) -> Shelter:
        return shelter(self.settings)

    def tenant(self, slug: str = "exemple") -> Tenant:
        return folder.tenant(self.settings, slug)

    def save(self, slug: str = "exemple", *, anew: bool = False) -> saving.Saved:
        found = self.settings
        return saving.back_up(
            shelter(found), found, folder.tenant(found, slug), self.moment, anew=anew
        )

    def save_system(self) -> saving.Saved:
        found = self.settings
        return system.back_up_system(shelter(found), found, self.moment)

    def listed(self, slug: str = "exemple") -> listing.Listing:
        return listing.listing(self.shelter, slug)

    def check(self, slug: str = "exemple", *, whole: bool = False) -> checking.Checked:
        return checking.check(self.shelter, slug, self.moment, whole=whole)

    def restore(self, to: Path, slug: str = "exemple", wanted: Wanted = LAST) -> restoring.Restored:
        return restoring.restore(self.shelter, slug, to, wanted)

    def drill(self, slug: str = "exemple", wanted: Wanted = LAST) -> drill.Drill:
        return drill.drill(self.shelter, self.campaign(), self.tenant(slug), self.moment, wanted)

    def restic(
        self, *words: str, slug: str = "exemple", cwd: Path | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """restic itself, by the commune's key: what an intruder who took it could do."""
        return subprocess.run(
            ["restic", "-r", str(self.root / "depot" / slug),
             "--password-file", str(self.root / "cles" / slug), "--no-cache", *words],
            cwd=cwd or self.root, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    def packs(self, slug: str = "exemple", depot: str = "depot") -> list[Path]:
        found = (
            p
            for p in (self.root / depot / slug / "data").rglob("*")
            if p.is_file() and "-tmp-" not in p.name
        )
        return sorted(found, key=lambda path: (path.stat().st_size, path.name))


def codes(problems: object) -> list[str]:
    return [problem.code for problem in problems]


def flip(path: Path, where: int | None = None) -> None:
    """Change one bit of a file, in its middle."""
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if where is None else where] ^= 1
    path.write_bytes(data)


def fill(commune: Commune) -> Commune:
    """A site with a picture, an act with its file, and a page."""
    commune.picture("contenu/ecole.jpg").write(
        "contenu/ecole.md", "# École\n\n![La cour](ecole.jpg)\n"
    )
    commune.write("contenu/actes/a.pdf", b"%PDF-1.4\n").write("contenu/actes/rue.md", ACTE)
    return commune


ACTE = """---
nature: arrêté
numero: 2026-012
objet: Stationnement rue de l’Exemple
date_acte: 2026-11-20
auteurs: [{prenom: Camille, nom: Exemple, qualite: maire}]
fichier: a.pdf
---
Le stationnement est interdit.
"""


def as_root() -> bool:
    return os.geteuid() == 0


def said(done: "subprocess.CompletedProcess[str]") -> dict[str, object]:
    return json.loads(done.stdout)


def fresh(path: Path) -> Path:
    shutil.rmtree(path, ignore_errors=True)
    return path


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A copy of a folder, put back at the end."""
    kept = path.with_name(f"{path.name}.bon")
    shutil.copytree(path, kept, symlinks=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        kept.rename(path)


def pass_off(shed: Shed, folder: Path, *, note: bool = False) -> None:
    """Put a folder in the repository as the last backup of the commune."""
    tops = sorted(path.name for path in folder.iterdir())
    when = shed.moment.strftime("%Y-%m-%d 23:59:%S")
    done = shed.restic("backup", "--host", "usine", "--time", when, *tops, cwd=folder)
    assert done.returncode == 0, done.stderr
    shed.later(seconds=1)
    if note:
        # What was noted when the factory made it stands under the name of the forged one.
        known = record.read(shed.shelter.memory, "exemple")
        last = shed.listed().snapshots
        forged = [one for one in last if one.target == "dépôt"][-1].id
        noted = {**known.empreintes, forged: next(iter(known.empreintes.values()))}
        record.write(shed.shelter.memory, "exemple", replace(known, empreintes=noted))
