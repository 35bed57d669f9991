"""What differs between what is online and what it should be: each file named."""

from dataclasses import dataclass
from enum import StrEnum


class Nature(StrEnum):
    """How a file differs."""

    MANQUE = "manque"
    SURPLUS = "en trop"
    ALTERE = "altéré"


class Where(StrEnum):
    """What was compared with what the generation's manifest says."""

    SITE = "site en ligne"
    """The tree that is served."""
    STORE = "magasin"
    """The commune's blobs, by their digest."""
    SOURCES = "sources"
    """The texts and pictures that the rebuild retained."""
    REBUILT = "reconstruction"
    """The site made again from the sources."""
    ADDRESSES = "adresses"
    """What the web server is told: former addresses, those that are gone, those kept out of search
    engines. The digest is that of where they lead."""
    EXPORT = "export"
    """The bag itself: its lists of digests against its files."""
    BACKUP = "sauvegarde"
    """What the last backup holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One file that is not what it should be.

    `attendu` and `trouve` are SHA-256 digests, empty where there is no file. `source` is the file
    that a page shows. `raisons` says in French which part of the page changed, where that is known.
    """

    ou: Where
    nature: Nature
    fichier: str
    attendu: str = ""
    trouve: str = ""
    source: str = ""
    raisons: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = f" ({self.source})" if self.source else ""
        why = f" : {' ; '.join(self.raisons)}" if self.raisons else ""
        return f"{self.ou} : {self.fichier}{shown} {_VERBS[self.nature]}{why}"


_VERBS = {
    Nature.MANQUE: "manque",
    Nature.SURPLUS: "est en trop",
    Nature.ALTERE: "diffère",
}
