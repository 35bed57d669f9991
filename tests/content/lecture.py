"""One file read, in the words of the tests."""

from factory.content.document import Loaded
from factory.content.load import load
from factory.content.models import Meta


def loaded(path: str, text: str) -> Loaded:
    return load(path, text.encode())


def meta(path: str, text: str) -> Meta:
    found = loaded(path, text)
    assert found.document is not None, list(map(str, found.problems))
    return found.document.meta


def printed(path: str, text: str) -> list[str]:
    return [str(problem) for problem in loaded(path, text).problems]
