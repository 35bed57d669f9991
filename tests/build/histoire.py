"""The words in which builds are told: `commune.write(…)`, `factory.build()`, `commune.online`."""

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path

from commande import usine
from PIL import Image

from factory.archive import manifest as manifests
from factory.archive.manifest import Manifest
from factory.build import elsewhere, publish
from factory.build.campaign import Campaign
from factory.build.layout import Layout
from factory.build.report import Report
from factory.ground.confined.children import run_all
from factory.ground.moment import PARIS
from factory.media.batches import Carrier
from factory.tenants import folder, settings
from factory.theme.theme import Theme

MOMENT = datetime(2026, 11, 23, 10, tzinfo=PARIS)
THEME = Path(__file__).resolve().parents[2] / "themes" / "institutional"


class Commune:
    """A commune's folder, edited as an agent would."""

    def __init__(self, root: Path, slug: str) -> None:
        self.slug = slug
        self.folder = root / "tenants" / slug
        self.output = root / "build" / slug
        self.layout = Layout(self.output)

    def write(self, path: str, content: str | bytes) -> "Commune":
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        # A new inode each time, as an editor does: no stamp can be that of the bytes before.
        target.unlink(missing_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def read(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def remove(self, path: str) -> "Commune":
        (self.folder / path).unlink()
        return self

    def rename(self, path: str, new: str) -> "Commune":
        target = self.folder / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).rename(target)
        return self

    def picture(self, path: str, colour: str = "navy") -> "Commune":
        data = io.BytesIO()
        Image.new("RGB", (64, 48), colour).save(data, "JPEG")
        return self.write(path, data.getvalue())

    def with_a_picture(self) -> "Commune":
        """A page shows it."""
        self.picture("medias/place.jpg")
        return self.write("contenu/place.md", "![La place](../medias/place.jpg)\n")

    @property
    def manifest(self) -> Manifest:
        found = manifests.read(self.layout.manifest(self.layout.online()))
        assert found is not None, "nothing is online"
        return found

    @property
    def online(self) -> dict[str, bytes]:
        """What is public, by path, but for what earlier generations left for a day."""
        root = self.output / "public"
        if not root.exists():
            return {}
        left = {p for p, output in self.manifest.fichiers.items() if output.reste}
        return {path: data for path, data in tree(root).items() if path not in left}

    def page(self, url: str) -> str:
        return self.online[url.lstrip("/") + "index.html"].decode()


class Factory:
    """A factory and its communes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "tenants").mkdir(parents=True)
        (root / "usine.yaml").write_text("theme: theme\nmetropole: {telephone: 04 00 00 00 00}\n")
        shutil.copytree(THEME, root / "theme")
        self.moment = MOMENT
        self.carry: Carrier = partial(run_all, jobs=2)

    def commune(self, slug: str = "exemple") -> Commune:
        commune = Commune(self.root, slug)
        if not commune.folder.exists():
            commune.write(
                "commune.yaml", f"nom: {slug.title()}\ncode_insee: 13999\ndomaine: {slug}.example\n"
            ).write("contenu/accueil.md", "# Bienvenue\n\nLe site de la commune.\n")
        return commune

    def campaign(self, **changes: object) -> Campaign:
        found = settings.load(self.root / "usine.yaml", {}, self.root)
        campaign = Campaign(
            settings=found,
            theme=_theme(found.theme, _signature(found.theme)),
            moment=self.moment,
            carry=self.carry,
        )
        return replace(campaign, **changes)  # type: ignore[arg-type]

    def build(self, **changes: object) -> dict[str, Report]:
        """Build every commune; each one's report."""
        campaign = self.campaign(**changes)
        listing = folder.communes(campaign.settings)
        return {report.slug: report for report in publish.build(campaign, listing.tenants)}

    def clean(self, commune: Commune, **changes: object) -> dict[str, bytes]:
        """What a build from nothing gives, at the same moment, from the same sources."""
        to = self.root / "ailleurs"
        shutil.rmtree(to, ignore_errors=True)
        campaign = self.campaign(carry=partial(run_all, jobs=2), **changes)
        tenants = folder.communes(campaign.settings, [commune.slug]).tenants
        for _ in elsewhere.build(campaign, tenants, to):
            pass
        return tree(to / commune.slug)

    def fresh(self, commune: Commune, **environment: str) -> dict[str, bytes]:
        """The same in a process of its own, by the command line."""
        to = self.root / "ailleurs"
        shutil.rmtree(to, ignore_errors=True)
        self.usine(
            "build", commune.slug, "--at", self.moment.isoformat(), "--to", str(to),
            environment=environment,
        )  # fmt: skip
        return tree(to / commune.slug)

    def usine(
        self, *words: str, environment: dict[str, str] | None = None, said: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        return usine(self.root, *words, said=said, **(environment or {}))

    def later(self, **time: float) -> None:
        self.moment += timedelta(**time)


def tree(root: Path) -> dict[str, bytes]:
    root = root.resolve()
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def _signature(theme: Path) -> tuple[tuple[str, bytes], ...]:
    return tuple(
        (str(path), path.read_bytes()) for path in sorted(theme.rglob("*")) if path.is_file()
    )


@lru_cache(maxsize=4)
def _theme(theme: Path, _: object) -> Theme:
    return Theme.load(theme)
