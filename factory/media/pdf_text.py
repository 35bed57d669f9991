"""The text of a PDF, looked through for personal data. For a child: bytes are hostile."""

import logging
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from factory.content.personal_data import Suspicion, suspicions

MOST_PAGES = 400
MOST_BYTES = 50 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What looking through a file gave. `lue` is False where it could not be read to its end."""

    suspicions: tuple[Suspicion, ...] = ()
    lue: bool = True


def inspect(path: Path) -> Inspection:
    """The suspicions of a PDF, page by page. Time and memory are the caller's to bound."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    found: list[Suspicion] = []
    try:
        if path.stat().st_size > MOST_BYTES:
            return Inspection(lue=False)
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Inspection(lue=False)
        for number, page in enumerate(islice(reader.pages, MOST_PAGES), 1):
            found += suspicions(page.extract_text(), number)
        whole = len(reader.pages) <= MOST_PAGES
    except MemoryError:
        raise
    except Exception:  # pypdf on hostile bytes: KeyError, RecursionError, zlib.error…
        return Inspection(suspicions=tuple(found), lue=False)
    return Inspection(suspicions=tuple(found), lue=whole)
