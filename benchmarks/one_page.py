"""One edited page in a large commune: how long until a reader sees it."""

import json
import os
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.contents import Commune, edit, generate
from benchmarks.measure import Failed
from benchmarks.report import Row, seconds
from benchmarks.search import WITHOUT
from benchmarks.tools import Usine
from factory.preview.agenda import SETTLING

PAGES = 500
_REST = 5.0
"""Seconds between two saves: the search's index of the one before is made meanwhile."""
_PATIENCE = 60.0
"""Seconds after which a page that did not come is a failure."""


def rows(usine: Usine, turns: int) -> Iterator[Row]:
    commune = generate(usine.communes, 1, PAGES)
    usine.build()
    usine.settle()
    document = commune.folder / "contenu" / "mairie" / "page-3.md"
    shell = statistics.median(_from_the_shell(usine, commune, document, n) for n in range(turns))
    yield Row(
        what=f"one edited page in a {PAGES}-page commune, from the shell",
        goal="≤ 500 ms",
        usine=seconds(shell),
        met=shell <= 0.5,
    )
    saved, settled = _watched(usine, commune, document, turns)
    yield Row(
        what="the same in a running `usine watch`, saved → public",
        goal="≤ 100 ms",
        usine=seconds(saved),
        met=saved <= 0.1,
    )
    yield Row(
        what=f"of which, once the folder has settled ({SETTLING * 1000:.0f} ms without a change)",
        goal="≤ 100 ms",
        usine=seconds(settled),
        met=settled <= 0.1,
    )


def _from_the_shell(usine: Usine, commune: Commune, document: Path, turn: int) -> float:
    edit(document, f"depuis la ligne de commande, {turn}")
    return usine.build(commune.slug, WITHOUT).wall


def _watched(usine: Usine, commune: Commune, document: Path, turns: int) -> tuple[float, float]:
    """Medians: what a reader waits, and what the service itself says of it."""
    public = usine.output / commune.slug / "public" / "mairie" / "page-3" / "index.html"
    process = subprocess.Popen(
        usine.command("watch", "--json"),
        env={**os.environ, **usine.env},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        # The first two wait for the watcher and for the commune's child, and are not counted.
        times = []
        for turn in range(turns + 2):
            time.sleep(_REST)
            if process.poll() is not None:
                raise Failed(f"usine watch ended with code {process.returncode}")
            times.append(_until_public(document, public, f"veille {turn}"))
        time.sleep(_REST)
    finally:
        process.terminate()
        said, _ = process.communicate(timeout=30)
    told = [json.loads(line).get("millisecondes_en_ligne") for line in said.splitlines()]
    settled = [milliseconds / 1000 for milliseconds in told if milliseconds is not None]
    return statistics.median(times[2:]), statistics.median(settled[-turns:])


def _until_public(document: Path, public: Path, mark: str) -> float:
    edit(document, mark)
    start = time.perf_counter()
    sought = mark.encode()
    while time.perf_counter() - start < _PATIENCE:
        if sought in public.read_bytes():
            return time.perf_counter() - start
        time.sleep(0.001)
    raise Failed(f"« {mark} » was not public after {_PATIENCE:.0f} s")
