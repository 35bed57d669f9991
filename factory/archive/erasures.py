"""The ledger of what was erased for good: a restore must not bring it back.

    <memoire>/effacements.jsonl

It is the factory's, outside any commune's backup: a backup made before an erasure still holds what
was erased, and cannot be asked. It names no person, and holds no path nor text: documents and bytes
are known by a salted digest, which only serves to recognise them. So is the commune itself, by its
INSEE code, for a bag that is imported under another name.

The first line gives the salt. The lines are chained (archive/chain.py): one that was removed shows,
and no restore is made with a ledger that was touched.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from factory.archive import chain
from factory.archive.chain import Chain, Line
from factory.ground.locks import waited_for
from factory.ground.problems import UsageError, error
from factory.tenants.places import FolderPlace

FILE = "effacements.jsonl"
RECEIPTS = "effacements"
"""The folder of the receipts, by commune (factory/erasure/receipt.py)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What was erased, of every commune."""

    salt: str = ""
    contents: dict[str, frozenset[str]] = field(default_factory=dict)
    """Commune → the salted digests of bytes: they are gone wherever they are found."""
    documents: dict[str, dict[str, datetime]] = field(default_factory=dict)
    """Commune → the salted name of a document → the last time it was erased: what was saved before
    is gone; a document made since under that name is another."""
    spared: dict[str, dict[str, str]] = field(default_factory=dict)
    """Commune → the salted name of a document of which only former versions were erased → the
    salted digest of the one that stays."""
    identities: dict[str, frozenset[str]] = field(default_factory=dict)
    """A salted INSEE code → the names that its commune had here."""

    def concerns(self, commune: str) -> bool:
        return commune in self.contents or commune in self.documents

    def names(self, commune: str, insee: str) -> tuple[str, ...]:
        """Every name under which that commune's erasures were noted, its own first."""
        others = self.identities.get(_salted(self.salt, insee), frozenset()) if insee else ()
        return (commune, *sorted({*others} - {commune}))

    def identity(self, path: str) -> str:
        """What that document is called here."""
        return _salted(self.salt, path)

    def holds(self, commune: str, path: str, digest: str, saved: datetime) -> bool:
        """Whether a file, as it was saved at that moment, was erased since (or its bytes ever)."""
        known = _salted(self.salt, digest)
        if known in self.contents.get(commune, frozenset()):
            return True
        name = _salted(self.salt, path)
        when = self.documents.get(commune, {}).get(name)
        spared = self.spared.get(commune, {}).get(name, "")
        return when is not None and saved < when and known != spared


def receipts(memory: Path) -> FolderPlace:
    """Where the receipts of a commune's erasures are. The ledger itself is no commune's."""
    return FolderPlace("Reçus d’effacement", lambda tenant: memory / RECEIPTS / tenant.slug)


def read(memory: Path) -> Ledger:
    """The ledger; an empty one where there is none. Raises `UsageError` where it was touched."""
    return _ledger(_checked(memory))


def note(
    memory: Path,
    commune: str,
    moment: datetime,
    *,
    documents: Iterable[str] = (),
    contents: Iterable[str] = (),
    spared: Mapping[str, str] | None = None,
    insee: str = "",
) -> int:
    """Write down an erasure: paths of documents, SHA-256 of bytes. How many are new.

    `spared` says of a document of which only former versions go the SHA-256 of the one that stays.
    Noted twice, bytes are written once; a document, where it was erased again later. Raises
    `UsageError` where the ledger was touched.
    """
    paths, digests = sorted(set(documents)), sorted(set(contents))
    kept = spared or {}
    if not paths and not digests:
        return 0
    memory.mkdir(parents=True, exist_ok=True)
    # Two processes that erase at the same time write one after the other.
    with waited_for(memory / f".{FILE}.verrou"):
        found = _checked(memory)
        lines: list[Line] = []
        if not found.lines:
            lines.append({"sel": secrets.token_hex(32)})
        known = _ledger(found) if found.lines else Ledger(salt=lines[0]["sel"])
        gone = known.contents.get(commune, frozenset())
        named = known.documents.get(commune, {})
        new_contents = [s for d in digests if (s := _salted(known.salt, d)) not in gone]
        new_documents = [
            s for p in paths if moment > named.get(s := _salted(known.salt, p), _NEVER)
        ]
        identity = _salted(known.salt, insee) if insee else ""
        met = not identity or commune in known.identities.get(identity, frozenset())
        if new_contents or new_documents or not met:
            line: Line = {
                "commune": commune,
                "moment": moment.isoformat(timespec="seconds"),
                "documents": new_documents,
                "contenus": new_contents,
            }
            stays = {_salted(known.salt, p): _salted(known.salt, d) for p, d in kept.items()}
            if stays:
                line["gardes"] = stays
            if identity:
                line["insee"] = identity
            lines.append(line)
            chain.append(memory / FILE, found, lines)
        return len(new_contents) + len(new_documents)


def replay(ledger: Ledger, commune: str, folder: Path, saved: datetime) -> tuple[str, ...]:
    """Remove from a restored folder what was erased; the paths that went, sorted.

    `saved` is the backup's moment. Links are not followed.
    """
    if not ledger.concerns(commune):
        return ()
    gone = []
    for parent, _, files in os.walk(folder):
        for name in files:
            path = Path(parent, name)
            within = path.relative_to(folder).as_posix()
            if ledger.holds(commune, within, _digest(path), saved):
                path.unlink()
                gone.append(within)
    return tuple(sorted(gone))


_NEVER = datetime.min.replace(tzinfo=UTC)


def _salted(salt: str, text: str) -> str:
    return hmac.new(
        bytes.fromhex(salt), text.encode("utf-8", "surrogateescape"), "sha256"
    ).hexdigest()


def _digest(path: Path) -> str:
    if path.is_symlink():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checked(memory: Path) -> Chain:
    found = chain.read(memory / FILE)
    if found.broken_at:
        raise UsageError(
            error(
                "effacements-alteres",
                f"La ligne {found.broken_at} du registre des effacements ne suit pas de la "
                "précédente : le fichier a été modifié.",
                "Rien n’est restauré avec un registre altéré : ce qui a été effacé pourrait "
                "revenir. Reprenez ce fichier dans la dernière sauvegarde du système.",
                file=str(memory / FILE),
                line=found.broken_at,
            )
        )
    return found


def _ledger(found: Chain) -> Ledger:
    contents: dict[str, frozenset[str]] = {}
    documents: dict[str, dict[str, datetime]] = {}
    spared: dict[str, dict[str, str]] = {}
    identities: dict[str, frozenset[str]] = {}
    for line in found.lines[1:]:
        commune, moment = line["commune"], datetime.fromisoformat(line["moment"])
        if line["contenus"]:
            contents[commune] = contents.get(commune, frozenset()) | set(line["contenus"])
        for name in line["documents"]:
            documents.setdefault(commune, {})[name] = moment
            spared.setdefault(commune, {})[name] = line.get("gardes", {}).get(name, "")
        if code := line.get("insee"):
            identities[code] = identities.get(code, frozenset()) | {commune}
    return Ledger(
        salt=found.lines[0]["sel"] if found.lines else "",
        contents=contents,
        documents=documents,
        spared=spared,
        identities=identities,
    )
