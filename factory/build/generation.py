"""Generations: whole sites in folders of hard links, and the one rename that puts one online."""

import json
import os
import shutil
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from factory.archive import manifest as manifests
from factory.archive.manifest import Manifest, Output
from factory.build import tree
from factory.build.layout import INDEXES, Layout
from factory.build.tree import NO_FILE, Stamp
from factory.ground.files import link_or_copy, sync

CARRIED = timedelta(hours=24)
"""How long a fingerprinted file outlives the generation that was public: a page fetched a second
ago must find its style sheet."""


Stamper = Callable[[str], Stamp | None]
"""The stamp of the blob of that name, which is known to be intact."""


def stage(layout: Layout, manifest: Manifest, stamp: Stamper) -> None:
    """Write the generation and its manifest, safe on the disk, not yet online."""
    staging = layout.staging(manifest.numero)
    shutil.rmtree(staging, ignore_errors=True)
    layout.generations.mkdir(parents=True, exist_ok=True)
    wanted = _folders(manifest.fichiers)
    standing, folders = _recycled(layout.spare, staging, manifest.fichiers, set(wanted), stamp)
    root, store = str(staging), str(layout.store.root)
    for folder in wanted:
        if folder not in folders:
            os.mkdir(f"{root}/{folder}")
    for path, output in manifest.fichiers.items():
        if path not in standing:
            link_or_copy(f"{store}/{output.blob[:2]}/{output.blob[2:]}", f"{root}/{path}")
    manifests.write(layout.manifests, manifest)
    staging.rename(layout.generation(manifest.numero))
    sync(layout.root)


def _recycled(
    spare: Path, staging: Path, files: Mapping[str, Output], wanted: Container[str], stamp: Stamper
) -> tuple[set[str], set[str]]:
    """The files and folders that already stand as they should in the staging folder.

    Two generations that follow differ by a few files: a folder of links that is no longer kept is
    quicker mended than made. A file of it stays only where it is the very blob that is wanted.
    """
    try:
        spare.rename(staging)
    except OSError:
        staging.mkdir()
        return set(), set()
    standing, folders = tree.look(staging)
    good = set()
    for path, found in standing.items():
        output = files.get(path)
        if output is not None and found != NO_FILE and found == stamp(output.blob):
            good.add(path)
        else:
            os.unlink(f"{staging}/{path}")
    for folder in reversed(folders):
        if folder not in wanted:
            os.rmdir(f"{staging}/{folder}")
    return good, {folder for folder in folders if folder in wanted}


def _folders(paths: Iterable[str]) -> list[str]:
    """Every folder of those files, parents first."""
    found: set[str] = set()
    for path in paths:
        folder = os.path.dirname(path)
        while folder and folder not in found:
            found.add(folder)
            folder = os.path.dirname(folder)
    return sorted(found)


def switch(layout: Layout, number: int, moment: datetime, complete: bool = True) -> None:
    """Put a generation online: `public` is the old site or the new one, whole.

    One that is not `complete` is noted as such: another follows, with the search's new index.
    """
    layout.manifests.mkdir(parents=True, exist_ok=True)
    with layout.published.open("a+b") as journal:
        stamp = moment.isoformat(timespec="seconds")
        entry = {"moment": stamp, "numero": number, **({} if complete else {"complet": False})}
        line = json.dumps(entry) + "\n"
        journal.write((b"" if _ends_well(journal) else b"\n") + line.encode())
    temporary = layout.root / ".public-partiel"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(Path("generations") / str(number))
    temporary.replace(layout.public)


def _ends_well(file: BinaryIO) -> bool:
    """Whether the last line is whole; one that is torn must not swallow the next."""
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def publications(layout: Layout) -> list[tuple[int, datetime]]:
    """Each time a generation went online, oldest first. A torn last line is no line."""
    return [(number, when) for number, when, _ in switches(layout)]


def switches(layout: Layout) -> list[tuple[int, datetime, bool]]:
    """The same, each with whether it was complete."""
    try:
        lines = layout.published.read_text().splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            entry = json.loads(line)
            when = datetime.fromisoformat(entry["moment"])
            found.append((int(entry["numero"]), when, entry.get("complet", True)))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def _completed(layout: Layout) -> set[int]:
    """The generations that only stood until the search's index of the one right after was made."""
    journal = switches(layout)
    pairs = pairwise(journal)
    return {before[0] for before, after in pairs if after[2] and not before[2]}


def carried(old: Manifest, new: Mapping[str, Output], moment: datetime) -> dict[str, Output]:
    """The fingerprinted files of the generation online that the new one no longer has.

    Those that it had itself carried go 24 hours after they were replaced; those of the search's
    index at once, since each edit replaces it: a page of the search that misses them says so.
    """
    now = moment.isoformat(timespec="seconds")
    kept: dict[str, Output] = {}
    for path, output in old.fichiers.items():
        if not output.empreinte or path in new or (output.reste and path.startswith(INDEXES)):
            continue
        replaced = output.reste or now
        if moment - datetime.fromisoformat(replaced) <= CARRIED:
            kept[path] = replace(output, reste=replaced)
    return kept


def tidy(layout: Layout) -> None:
    """Remove unfinished folders, generations never put online, and halves of those that go."""
    for path in _left(layout):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _left(layout: Layout) -> list[Path]:
    """What a run that died left behind.

    A folder without its manifest says of no file what it should be, a manifest alone serves
    nothing: of what was put online, only the two together are a generation.
    """
    if not layout.generations.is_dir():
        return []
    online = layout.online()
    known = {number for number, _ in publications(layout)}
    named = set(manifests.numbers(layout.manifests))
    whole = {str(number) for number in (known & named) | {online}}
    left = [Path(e.path) for e in os.scandir(layout.generations) if e.name not in whole]
    left += [layout.manifest(n) for n in named - (known & layout.numbers()) - {online}]
    partial = layout.root / ".public-partiel"
    return [*left, partial] if partial.is_symlink() else left


@contextmanager
def writing(layout: Layout) -> Iterator[None]:
    """Blobs are written or removed here: should it not end well, the next run sweeps."""
    layout.cache.mkdir(parents=True, exist_ok=True)
    layout.unfinished.touch()
    yield
    layout.unfinished.unlink(missing_ok=True)


def recover(layout: Layout) -> None:
    """Remove what a run that died left behind, its blobs included; nothing to do after others.

    To be called once what that run put online is confirmed: its lines name bytes of the store.
    """
    if _left(layout) or layout.unfinished.exists():
        with writing(layout):
            tidy(layout)
            sweep(layout)


def next_number(layout: Layout) -> int:
    """A number no generation ever had."""
    seen = {number for number, _ in publications(layout)}
    return max({0, *seen, *layout.numbers(), *manifests.numbers(layout.manifests)}) + 1


def prune(layout: Layout, moment: datetime, last: int, days: int) -> int:
    """Keep the `last` generations and the last of each of `days` days; sweep what they don't need.

    How many generations went.
    """
    history = publications(layout)
    kept = {layout.online()}
    recent: list[int] = []
    completed = _completed(layout)
    for number, _ in reversed(history):
        if number not in recent and number not in completed:
            recent.append(number)
    kept |= set(recent[:last])
    by_day: dict[str, int] = {}
    for number, when in history:
        if moment - when <= timedelta(days=days):
            by_day[when.date().isoformat()] = number
    kept |= set(by_day.values())
    # Those public in the last day lend their fingerprinted files to the next ones.
    gone = sorted((layout.numbers() | set(manifests.numbers(layout.manifests))) - kept)
    if not gone:
        return 0
    with writing(layout):
        for number in gone:
            # The manifest first: whenever this is killed, what stays is whole or is no generation.
            layout.manifest(number).unlink(missing_ok=True)
            _discard(layout, layout.generation(number))
        sweep(layout)
    return len(gone)


def _discard(layout: Layout, folder: Path) -> None:
    """Keep the folder for the next generation, or remove it where one is kept already."""
    try:
        if not layout.spare.exists():
            folder.rename(layout.spare)
    except OSError:
        pass
    shutil.rmtree(folder, ignore_errors=True)


def sweep(layout: Layout) -> int:
    """Remove the blobs that no kept manifest names, as output or as source."""
    needed: set[str] = set()
    for number in manifests.numbers(layout.manifests):
        kept = manifests.blobs(layout.manifest(number))
        if kept is None:
            return 0  # a manifest that does not read may name any blob: nothing is removed
        needed |= kept
    gone = layout.store.sweep(needed)
    _strip(str(layout.spare))
    return gone


def _strip(folder: str) -> None:
    """Let go of what nothing else holds: a blob that was swept must leave the disk."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _strip(entry.path)
            elif entry.stat(follow_symlinks=False).st_nlink == 1:
                os.unlink(entry.path)


def outputs_equal(one: Mapping[str, Output], other: Mapping[str, Output]) -> bool:
    """Whether two generations serve the same files, what is carried over apart."""
    return _own(one.items()) == _own(other.items())


def _own(items: Iterable[tuple[str, Output]]) -> dict[str, str]:
    return {path: output.blob for path, output in items if not output.reste}
