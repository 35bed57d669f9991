"""The words in which erasures are told: `gum.erase(…)`, `gum.traces(…)`, `gum.search(…)`."""

import gzip
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import brotli
from coffre import Shed, fill

from factory.backup.purging import Purged, purge, renew
from factory.backup.restoring import Wanted as Backup
from factory.build.campaign import Campaign
from factory.erasure import erasing, request, wanted
from factory.erasure.erasing import Erased
from factory.erasure.findings import Findings
from factory.erasure.folding import Terms
from factory.erasure.order import Desk, Order
from factory.erasure.wanted import Wanted
from factory.ground.confined.children import run_all
from factory.reversibility.receipt import Kept

CANARY = "Élodie Zéphyr-Canari"
"""A fictitious person."""
PRIZE, PHOTO, PARTY = (
    "contenu/actualites/prix.md",
    "contenu/actualites/remise.jpg",
    "contenu/actualites/fete.md",
)


class Gum(Shed):
    """A factory in which documents are erased."""

    def wanted(self, *paths: str, slug: str = "exemple", **how: bool) -> Wanted:
        found = self.settle_wanted(*paths, slug=slug, **how)
        assert isinstance(found, Wanted), found
        return found

    def settle_wanted(self, *paths: str, slug: str = "exemple", **how: bool) -> object:
        settings = self.settings
        return wanted.settle(self.tenant(slug), paths, communes=settings.communes, **how)

    def erase(
        self, *paths: str, slug: str = "exemple", forget: bool = False, **how: bool
    ) -> Erased:
        """Erase, whole or former versions only, and keep the receipt."""
        asked = self.wanted(*paths, slug=slug, **how)
        backups = partial(self.purge, slug, forget=forget)
        return erasing.begin(self.campaign(), self.tenant(slug), asked, "courrier du 12", backups)

    def resume(self, slug: str = "exemple", campaign: Campaign | None = None) -> Erased:
        backups = partial(self.purge, slug)
        return erasing.resume(campaign or self.campaign(), self.tenant(slug), backups)

    def interrupted(self, *paths: str) -> Order:
        """An erasure that died once it had put the files aside."""
        desk = Desk(self.tenant())
        moment = self.moment.isoformat(timespec="seconds")
        order = desk.write(Order(wanted=self.wanted(*paths), moment=moment))
        desk.set_aside(order)
        return order

    def purge(self, slug: str, *, forget: bool = False) -> tuple[Purged, ...]:
        if not self.shelter.vault.has(slug):
            return ()
        if forget:
            whole = self.shelter, self.settings, self.tenant(slug), self.moment
            return renew(*whole, other_side=False)
        return purge(self.shelter, slug)

    def close(self, done: Erased, slug: str = "exemple") -> Kept:
        return request.closed(self.settings, self.tenant(slug), done, self.moment).kept

    def asked(self, snapshot: str) -> Backup:
        return Backup(snapshot=snapshot)

    def search(self, *terms: str, slug: str = "exemple") -> Findings:
        carry = partial(run_all, jobs=2)
        return request.searched(self.settings, self.tenant(slug), Terms.of(terms), carry).findings

    def traces(self, *words: str, of: str = "") -> set[str]:
        """Every file of the factory, but backups, that has one of these words, by name or within;
        a reading of its own, which knows nothing of what is tested."""
        apart = {self.root / name for name in ("depot", "cles", "theme", "sacs")}
        found = set()
        for path in sorted((self.root / of).rglob("*")):
            if path.is_file() and not any(path.is_relative_to(one) for one in apart):
                shown = path.relative_to(self.root).as_posix()
                texts = [shown.encode(), *_readings(path)]
                if any(word.encode() in text for word in words for text in texts):
                    found.add(shown)
        return found


def town(gum: Gum, slug: str = "exemple") -> None:
    """A site in which a person is named: in a story, in a photo's metadata, in another story."""
    commune = fill(gum.commune(slug))
    commune.write(PRIZE, story("Le prix", f"Remis à {CANARY}.\n\n![La remise](remise.jpg)"))
    commune.picture(PHOTO, "red")
    commune.write(PARTY, story("La fête", f"Avec {CANARY.upper()}."))


def story(title: str, text: str) -> str:
    return f"---\ntitre: {title}\ndate: 2026-11-01\n---\n{text}\n"


def _readings(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    yield data
    if data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    if path.suffix == ".br":
        yield brotli.decompress(data)
