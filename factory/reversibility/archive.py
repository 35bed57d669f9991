"""A bag as one zip file, the same bytes for the same files."""

import os
import zipfile
from pathlib import Path

from factory.ground.files import sync
from factory.reversibility.progress import Progress, Step, Told, silent

_STAMP = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip can tell: the files' own dates are no part of the export."""
_PACKED = frozenset(
    {".avif", ".br", ".gz", ".jpg", ".jpeg", ".png", ".webp", ".pdf", ".odt", ".ods", ".odp",
     ".docx", ".xlsx", ".zip", ".mp4", ".pagefind"}
)  # fmt: skip
"""What would not be smaller packed again."""
_CHUNK = 1 << 20


def pack(bag: Path, to: Path, name: str, told: Told = silent) -> None:
    """Write the bag as the zip file `to`, below one folder called `name`.

    What a run that was killed left of it is written over by the next one.
    """
    files = sorted(
        Path(parent, file).relative_to(bag).as_posix()
        for parent, _, names in os.walk(bag)
        for file in names
    )
    partial = to.with_name(f".{to.name}.partiel.zip")
    with zipfile.ZipFile(partial, "w", allowZip64=True) as archive:
        for done, path in enumerate(files):
            told(Progress(etape=Step.ARCHIVE, fait=done, total=len(files)))
            entry = zipfile.ZipInfo(f"{name}/{path}", _STAMP)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            packed = Path(path).suffix.lower() in _PACKED
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            entry.file_size = (bag / path).stat().st_size
            with (bag / path).open("rb") as source, archive.open(entry, "w") as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
    sync(partial.parent)
    partial.replace(to)
