"""A small client of `pagefind --service`: records in, an index out.

The service reads requests on its standard input and answers each on its standard output, both as
base64 of JSON ended by a comma. Requests go one at a time, so that pages are numbered in the order
of the records and no pipe ever fills. Files are asked for rather than written: the service says
that it wrote them before it has.
"""

import base64
import html
import json
import os
import re
import subprocess
import threading
from collections.abc import Iterable, Mapping
from typing import Any

from factory.build.search.steady import steady
from factory.site.records import Record

SECONDS = 300.0
"""A service that has not made its index by then is killed (500 pages take about one second)."""
_STOPPED = "le service s’est arrêté ; si le site est très grand, voyez « limites: memoire »"
"""It takes about 0.14 MB a page, and ends in several ways where it is refused memory."""

_KEPT = re.compile(r"pagefind\.js|pagefind-entry\.json|.*\.pf_(?:meta|index|filter|fragment)")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu)['’](?=\w)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_CHUNK = 1 << 20


class Unavailable(Exception):
    """There is no index: no binary, or it failed. Its text says why, for an operator."""


def index(records: Iterable[Record], language: str) -> dict[str, bytes]:
    """The files of the index by their path in it, sorted.

    The same records in the same order give the same bytes. Raises Unavailable.
    """
    with _Service(language) as service:
        for record in records:
            service.ask("AddRecord", index_id=service.index, **_request(record, language))
        answer = service.ask("GetFiles", index_id=service.index)
    made = {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}
    try:
        return steady(_needed(made))
    except (KeyError, IndexError, ValueError, OSError) as reason:
        raise Unavailable(f"index illisible : {reason!r}") from None


def text(fragment: str) -> str:
    """The words of a fragment of HTML."""
    return " ".join(html.unescape(_TAG.sub(" ", fragment)).split())


def parted(words: str) -> str:
    """« l’école » in two words, so that who looks for « école » finds it.

    The page of the search joins them again (recherche.js).
    """
    return _ELISION.sub(r"\g<0> ", words)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _request(record: Record, language: str) -> dict[str, Any]:
    words = [word for word in (record.resume, text(record.corps), *record.mots) if word]
    # A record without a text is left out: a list says its title.
    content = " ".join(_sentence(word) for word in words or [record.titre])
    meta = {"title": parted(record.titre), "type": record.type, "date": record.date}
    filters = {"type": [record.type], "rubrique": [record.rubrique]}
    return {
        "url": record.url,
        "content": parted(content),
        "language": language,
        "meta": {name: value for name, value in meta.items() if value},
        "filters": {name: values for name, values in filters.items() if values[0]},
    }


def _needed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What our page loads: not Pagefind's own interface, nor another language's stemmer."""
    languages = json.loads(files["pagefind-entry.json"])["languages"].values()
    stemmers = {f"wasm.{known['wasm'] or 'unknown'}.pagefind" for known in languages}
    return {path: data for path, data in files.items() if path in stemmers or _KEPT.fullmatch(path)}


class _Service:
    """One run of the binary, with one index."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._asked = 0

    def __enter__(self) -> "_Service":
        try:
            from pagefind_bin import get_executable

            command = [str(get_executable()), "--service"]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except (ImportError, OSError) as reason:
            raise Unavailable(str(reason)) from None
        self._watch = threading.Timer(SECONDS, self._process.kill)
        self._watch.daemon = True
        self._watch.start()
        config = {"force_language": self._language}
        self.index: int = self.ask("NewIndex", config=config)["index_id"]
        return self

    def __exit__(self, *_: object) -> None:
        self._watch.cancel()
        self._process.kill()
        self._process.communicate()

    def ask(self, request: str, **what: Any) -> dict[str, Any]:
        """The service's answer. Raises Unavailable where it refuses, dies or is too slow."""
        assert self._process.stdin is not None
        self._asked += 1
        message = {"message_id": self._asked, "payload": {"type": request, **what}}
        try:
            self._process.stdin.write(base64.b64encode(json.dumps(message).encode()) + b",")
            self._process.stdin.flush()
            answer = json.loads(base64.b64decode(self._answer()))
        except BrokenPipeError:
            raise Unavailable(f"{request} : {_STOPPED}") from None
        except (OSError, EOFError, ValueError) as reason:
            raise Unavailable(f"{request} : {reason}") from None
        payload: dict[str, Any] = answer["payload"]
        if payload["type"] == "Error":
            raise Unavailable(f"{request} : {payload.get('message')}")
        return payload

    def _answer(self) -> bytes:
        assert self._process.stdout is not None
        heard = bytearray()
        while not heard.endswith(b","):
            chunk = os.read(self._process.stdout.fileno(), _CHUNK)
            if not chunk:
                raise EOFError(_STOPPED)
            heard += chunk
        return bytes(heard[:-1])
