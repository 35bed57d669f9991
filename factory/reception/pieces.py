"""The files that an act brings: with its text, they are the act."""

import posixpath
from collections.abc import Mapping
from urllib.parse import urlsplit

from factory.content.document import Document
from factory.content.files import files_named
from factory.content.models import Acte
from factory.reception.lookup import Lookup
from factory.reception.sources import SourceFile


def pieces(
    document: Document, lookup: Lookup, files: Mapping[str, SourceFile]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Path → digest of each of them, and the names of those that are missing.

    Its own file and its annexes, wherever they are; of what else its text or its front matter
    shows, what lies beside it: a picture that the whole site shares is no part of an act.
    """
    assert isinstance(document.meta, Acte)
    own = [document.meta.fichier] if document.meta.fichier else []
    own += [annexe.fichier for annexe in document.meta.annexes]
    found: dict[str, str] = {}
    missing = []
    for target in own:
        path = _path(target, document, lookup, files)
        if path:
            found[path] = files[path].digest
        else:
            missing.append(target)
    folder = posixpath.dirname(document.path) + "/"
    others = [reference.cible for reference in document.body.references]
    for target in (*others, *files_named(document.meta)):
        path = _path(target, document, lookup, files)
        if path.startswith(folder):
            found[path] = files[path].digest
    return dict(sorted(found.items())), tuple(missing)


def _path(target: str, document: Document, lookup: Lookup, files: Mapping[str, SourceFile]) -> str:
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    found = lookup.find(parts.path, document.path)
    return found.path if found is not None and found.path in files else ""
