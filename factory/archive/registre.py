"""A commune's register: what the factory decided for it, and must decide again the same way.

    tenants/<commune>/registre/
      actes.jsonl      each act that came online, when, and the digests of its bytes
      adresses.jsonl   each address that appeared, moved or went
      retenus.jsonl    the last good version of each document, and of each picture shown
      pieces/<sha256>  those bytes: of acts for ever, but for what was withdrawn for privacy; of
                       the others while they are retained

It is a source like the others: a build from it and the commune's files alone gives the site that
is online. Only the factory's parent process writes here, after the switch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from factory.archive import chain
from factory.archive.acts import RegisteredAct, erased, note_act
from factory.archive.chain import Chain, Line
from factory.archive.store import Store
from factory.ground.digests import digest
from factory.ground.files import write_whole
from factory.ground.problems import Problem, error

Lines = dict[str, list[Line]]
"""Lines to add, by register: « actes », « adresses », « retenus »."""

NAMES = ("actes", "adresses", "retenus")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registre:
    """What the register says today."""

    actes: Mapping[str, RegisteredAct] = field(default_factory=dict)
    vivantes: Mapping[str, str] = field(default_factory=dict)
    """Addresses online: URL → the file it shows."""
    anciennes: Mapping[str, str] = field(default_factory=dict)
    """Addresses that were online: URL → the file that took over, empty where none did."""
    renommes: Mapping[str, str] = field(default_factory=dict)
    """Files that changed name: old path → new path."""
    empreintes: Mapping[str, str] = field(default_factory=dict)
    """The digest of each downloadable file that has an address: path → digest."""
    retenus: Mapping[str, str] = field(default_factory=dict)
    """The last good version of each document, and of each picture shown: path → digest."""
    effacees: Mapping[str, str] = field(default_factory=dict)
    """The digests withdrawn for privacy, with the moment: digest → ISO 8601."""
    problems: tuple[Problem, ...] = ()


def read(folder: Path) -> Registre:
    """The register as its lines tell it. A broken chain is an error that stops the commune."""
    chains = {name: chain.read(folder / f"{name}.jsonl") for name in NAMES}
    return _fold(chains)


def extended(registre: Registre, lines: Lines) -> Registre:
    """The register as it will be once `lines` are confirmed."""
    acts = dict(registre.actes)
    for line in lines.get("actes", ()):
        note_act(acts, line)
    living, former = dict(registre.vivantes), dict(registre.anciennes)
    renamed, digests = dict(registre.renommes), dict(registre.empreintes)
    for line in lines.get("adresses", ()):
        _note_addresses(living, former, renamed, line)
        digests.update(line.get("empreintes", {}))
    kept = dict(registre.retenus)
    for line in lines.get("retenus", ()):
        _note_retained(kept, line)
    return Registre(
        actes=acts,
        vivantes=living,
        anciennes=former,
        renommes=renamed,
        empreintes=digests,
        retenus=kept,
        effacees=erased(acts),
        problems=registre.problems,
    )


def confirm(folder: Path, lines: Lines, store: Store) -> None:
    """Add the lines that are not there yet, their bytes first.

    Called once the generation that proposes them is online, and again by the next run if this one
    died before it was done. Raises FileNotFoundError where the commune's folder is gone: a register
    is never begun in a folder that nobody made.
    """
    if not any(lines.values()):
        return
    folder.mkdir(exist_ok=True)
    chains = {name: chain.read(folder / f"{name}.jsonl") for name in NAMES}
    before = _fold(chains)
    missing = {name: _not_in(found, lines.get(name, ())) for name, found in chains.items()}
    pieces = folder / "pieces"
    for name in sorted(_bytes_named(missing)):
        _keep_piece(pieces, name, store)
    for name, found in chains.items():
        chain.append(folder / f"{name}.jsonl", found, missing[name])
    after = extended(before, missing)
    let_go = {*named_pieces(before), *after.effacees}
    for name in sorted(let_go - named_pieces(after)):
        (pieces / name).unlink(missing_ok=True)


def _not_in(found: Chain, lines: Sequence[Line]) -> list[Line]:
    known = {chain.canonical(line) for line in found.lines}
    return [line for line in lines if chain.canonical(line) not in known]


def named_pieces(registre: Registre) -> set[str]:
    """The digests of the bytes that the register needs."""
    acts = {name for act in registre.actes.values() for name in act.digests}
    return (acts | set(registre.retenus.values())) - set(registre.effacees)


def piece(folder: Path, name: str) -> bytes | None:
    """Registered bytes, or None where they are missing or damaged."""
    try:
        data = (folder / "pieces" / name).read_bytes()
    except FileNotFoundError:
        return None
    return data if digest(data) == name else None


def _fold(chains: Mapping[str, Chain]) -> Registre:
    problems = tuple(
        error(
            "registre-altere",
            f"La ligne {found.broken_at} du registre ne suit pas de la précédente : "
            "le fichier a été modifié.",
            "Ne corrigez pas le registre à la main. Restaurez ce fichier depuis la dernière "
            "sauvegarde, puis prévenez le support de la Métropole.",
            file=f"registre/{name}.jsonl",
            line=found.broken_at,
        )
        for name, found in chains.items()
        if found.broken_at
    )
    lines = {name: list(found.lines) for name, found in chains.items()}
    return extended(Registre(problems=problems), lines)


def _note_addresses(
    living: dict[str, str], former: dict[str, str], renamed: dict[str, str], line: Line
) -> None:
    for url in line.get("retirees", ()):
        living.pop(url, None)
        former[url] = ""
    for url, file in line.get("deplacees", {}).items():
        living.pop(url, None)
        former[url] = file
    for url, file in line.get("apparues", {}).items():
        living[url] = file
        former.pop(url, None)
    renamed.update(line.get("renommes", {}))
    for path in line.get("apparues", {}).values():
        renamed.pop(path, None)


def _note_retained(kept: dict[str, str], line: Line) -> None:
    kept.update(line.get("fichiers", {}))
    for path in line.get("oublies", ()):
        kept.pop(path, None)


def _bytes_named(lines: Lines) -> set[str]:
    acts: Sequence[Line] = lines.get("actes", ())
    named = {d for line in acts for d in (line["empreinte"], *line["pieces"].values()) if d}
    return named | {
        d for line in lines.get("retenus", ()) for d in line.get("fichiers", {}).values()
    }


def _keep_piece(pieces: Path, name: str, store: Store) -> None:
    path = pieces / name
    if path.exists() and digest(path.read_bytes()) == name:
        return
    data = store.get(name)
    if data is None:
        raise LookupError(f"blob {name} is not in the store")
    pieces.mkdir(exist_ok=True)
    write_whole(path, data, 0o444)
