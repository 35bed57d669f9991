"""Where backups go: a folder, or an address as restic writes it, with a repository per commune."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from factory.ground.problems import UsageError, error
from factory.tenants.settings import Settings
from factory.tenants.subcontracting import is_address
from factory.tenants.usine import Depot

SYSTEM = "_systeme"
"""The repository of what is no commune's own; no slug begins with a line."""
SEALED = "_cles"
"""Beside the repositories of a folder: the sealed copies of their keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One place where each commune has a repository."""

    name: str
    """In French: « dépôt », « copie », « copie 2 »."""
    place: str
    options: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict, repr=False)
    append_only: bool = False

    @property
    def folder(self) -> Path | None:
        """The folder it is; None where it is an address."""
        if self.place.startswith("local:"):
            return Path(self.place.removeprefix("local:"))
        return None if is_address(self.place) else Path(self.place)

    def repository(self, name: str) -> str:
        """The repository of a commune, or of SYSTEM, as restic is told."""
        end = "/" if self.place.startswith("rest:") else ""
        return f"{self.place.rstrip('/')}/{name}{end}"


def targets(settings: Settings) -> tuple[Target, ...]:
    """The places of `usine.yaml`, the first one first.

    Raises `UsageError` where none is named, or where a file of credentials does not read.
    """
    backups = settings.sauvegardes
    if not backups.depot or not backups.cles:
        missing = "depot" if not backups.depot else "cles"
        raise UsageError(
            error(
                "sauvegardes-non-reglees",
                f"usine.yaml ne dit pas où vont les sauvegardes : « {missing} » manque.",
                "Écrivez « sauvegardes: » avec « depot » (où elles vont) et « cles » (le dossier "
                "des clés, ailleurs).",
            )
        )
    return tuple(_targets(backups, backups.copies))


def _targets(first: Depot, copies: tuple[Depot, ...]) -> Iterator[Target]:
    yield _target("dépôt", first)
    for rank, copy in enumerate(copies, start=1):
        yield _target("copie" if len(copies) == 1 else f"copie {rank}", copy)


def _target(name: str, written: Depot) -> Target:
    return Target(
        name=name,
        place=written.depot,
        options=tuple(written.options),
        environment=_credentials(written.identifiants),
        append_only=written.ajout_seul,
    )


def _credentials(file: str) -> dict[str, str]:
    """The « NAME=value » lines of a file; comments and empty lines are left out."""
    if not file:
        return {}
    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            error(
                "identifiants-illisibles",
                f"Le fichier des identifiants d’un dépôt ne se lit pas : {file}.",
                "Vérifiez le chemin « identifiants » de usine.yaml et les droits du fichier.",
            )
        ) from None
    pairs = (line.strip().partition("=") for line in lines if not line.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, sign, value in pairs if sign}
