"""The names and addresses of erased documents, taken out of the register's memory.

For an address that itself names a person: nothing is left that could answer 410 for it. Acts are
no part of this. The lines that stay are chained anew; the erasure's receipt says that it was done.
"""

from collections.abc import Callable, Collection
from pathlib import Path

from factory.archive import chain
from factory.archive.chain import Line
from factory.ground.digests import digest
from factory.ground.files import write_whole


def forget(registre: Path, paths: Collection[str]) -> bool:
    """Forget these files in « adresses » and « retenus »; whether anything was there.

    May be asked again. The register must have been read, and found whole.
    """
    gone = frozenset(paths)
    named = chain.read(registre / "adresses.jsonl").lines
    appeared = [pair for line in named for pair in line.get("apparues", {}).items()]
    # An address that is or was another file's too goes on being answered for.
    theirs = {url for url, file in appeared if file not in gone}
    urls = frozenset(url for url, file in appeared if file in gone) - theirs
    rewritten = (
        _rewritten(registre / "adresses.jsonl", lambda line: _address(line, gone, urls)),
        _rewritten(registre / "retenus.jsonl", lambda line: _retained(line, gone)),
    )
    return any(rewritten)


def _address(line: Line, gone: frozenset[str], urls: frozenset[str]) -> Line:
    pairs: dict[str, Callable[[str, str], bool]] = {
        "apparues": lambda url, file: file in gone,
        "deplacees": lambda url, file: url in urls or file in gone,
        "renommes": lambda old, new: old in gone or new in gone,
        "empreintes": lambda file, name: file in gone,
    }
    found = dict(line)
    for key, goes in pairs.items():
        if key in line:
            found[key] = {one: other for one, other in line[key].items() if not goes(one, other)}
    if "retirees" in line:
        found["retirees"] = [url for url in line["retirees"] if url not in urls]
    return found


def _retained(line: Line, gone: frozenset[str]) -> Line:
    found = dict(line)
    if "fichiers" in line:
        found["fichiers"] = {p: name for p, name in line["fichiers"].items() if p not in gone}
    if "oublies" in line:
        found["oublies"] = [path for path in line["oublies"] if path not in gone]
    return found


def _rewritten(file: Path, change: Callable[[Line], Line]) -> bool:
    before = chain.read(file).lines
    after = [change(line) for line in before]
    if list(before) == after:
        return False
    last, data = "", bytearray()
    for line in after:
        raw = chain.canonical({**line, "precedent": last})
        last = digest(raw)
        data += raw + b"\n"
    write_whole(file, bytes(data))
    return True
