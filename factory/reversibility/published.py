"""Which bytes of a commune's files are the published ones, and which stand apart.

An export carries the sources as they were published: from them alone the site comes back. A file
that was changed since, or that no longer loads, goes apart: nothing is lost, nothing is mixed.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factory.archive import registre as registers
from factory.archive.manifest import Manifest
from factory.archive.store import Store
from factory.reception.sources import UNREADABLE_NAME, SourceFile, is_document, scan
from factory.tenants import convention
from factory.tenants.folder import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file to carry. `path` is relative to the commune's folder."""

    path: str
    real: Path
    digest: str = ""
    """Empty where the bytes are to be taken as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """A commune's files, sorted. `left` says of each file that cannot be carried why, `misnamed`
    names those of them whose name is why."""

    sources: tuple[Kept, ...]
    apart: tuple[Kept, ...]
    left: tuple[str, ...]
    misnamed: tuple[str, ...]


def sort(tenant: Tenant, manifest: Manifest, largest: int) -> Sorted:
    """The commune's files, with the bytes that were published for each.

    `largest` is the greatest size of one file, in bytes. Raises LookupError where bytes that were
    published are nowhere any more.
    """
    found = scan(tenant.folder, {}, time.time_ns(), largest)
    wanted = {**_downloads(manifest, found.files), **manifest.sources}
    store = Store(tenant.output / "store")
    sources = [_published(tenant, store, path, name, found.files) for path, name in wanted.items()]
    apart = []
    for path, file in found.files.items():
        if path not in wanted and not is_document(path):
            sources.append(Kept(path=path, real=file.real, digest=file.digest))
        elif wanted.get(path) != file.digest:
            apart.append(Kept(path=path, real=file.real, digest=file.digest))
    sources += _registre(tenant)
    agreement = tenant.folder / convention.FILE
    if agreement.is_file() and not agreement.is_symlink():
        sources.append(Kept(path=convention.FILE, real=agreement))
    return Sorted(
        sources=tuple(sorted(sources, key=lambda kept: kept.path)),
        apart=tuple(apart),
        left=tuple(f"{problem.file} : {problem.message}" for problem in found.problems),
        misnamed=tuple(one.file for one in found.problems if one.code == UNREADABLE_NAME),
    )


def _downloads(manifest: Manifest, files: dict[str, SourceFile]) -> dict[str, str]:
    """The documents that are given as they are, with the digest of what is online."""
    return {
        output.source: output.blob
        for output in manifest.fichiers.values()
        if output.source
        and not (output.gabarit or output.reste or output.de)
        and output.source not in manifest.sources
        and (output.source not in files or not _is_derived(output.blob, files[output.source]))
    }


def _is_derived(blob: str, file: SourceFile) -> bool:
    """Whether what is online was made from the file (an SVG made safe), rather than copied."""
    return blob != file.digest and file.path.lower().endswith((".svg", ".svgz"))


def _published(
    tenant: Tenant, store: Store, path: str, name: str, files: dict[str, SourceFile]
) -> Kept:
    file = files.get(path)
    places = (
        *((file.real,) if file is not None and file.digest == name else ()),
        store.path(name),
        tenant.folder / "registre" / "pieces" / name,
    )
    for real in places:
        if real.is_file():
            return Kept(path=path, real=real, digest=name)
    raise LookupError(path)


def _registre(tenant: Tenant) -> Iterator[Kept]:
    """The register, whole: its lines and the bytes they name."""
    folder = tenant.folder / "registre"
    for name in registers.NAMES:
        if (folder / f"{name}.jsonl").is_file():
            yield Kept(path=f"registre/{name}.jsonl", real=folder / f"{name}.jsonl")
    for name in sorted(registers.named_pieces(registers.read(folder))):
        if (folder / "pieces" / name).is_file():
            yield Kept(path=f"registre/pieces/{name}", real=folder / "pieces" / name, digest=name)
