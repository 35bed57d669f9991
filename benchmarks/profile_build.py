"""Where the time of one commune's build goes: its worker, in this process, under cProfile.

python -m benchmarks.profile_build [--pages 100] [--edited]
"""

import argparse
import cProfile
import pstats
import shutil
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.contents import edit, generate
from benchmarks.tools import CACHE, Usine
from factory.build.campaign import Campaign
from factory.build.publish import build
from factory.ground.confined.children import ChildDied, Task
from factory.tenants import settings
from factory.tenants.folder import communes
from factory.theme.theme import Theme

MOMENT = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Paris"))


def main() -> None:
    chosen = _arguments().parse_args()
    work = CACHE / "profil"
    shutil.rmtree(work, ignore_errors=True)
    usine = Usine(work)
    usine.prepare()
    commune = generate(usine.communes, 1, chosen.pages)
    if chosen.edited:
        _build(work)
        edit(commune.documents[10], "profil")
    profile = cProfile.Profile()
    start = time.perf_counter()
    if chosen.bare:
        _build(work)
        print(f"{time.perf_counter() - start:.3f} s")
        return
    profile.runcall(_build, work)
    pstats.Stats(profile).sort_stats(chosen.by).print_stats(chosen.lines)


def _build(work: Path) -> None:
    known = settings.load(work / "usine.yaml", {}, work)
    theme = Theme.load(known.theme)
    theme.prepare()
    campaign = Campaign(settings=known, theme=theme, moment=MOMENT, carry=here)
    for report in build(campaign, communes(known).tenants):
        print(f"{report.slug}: {report.status}, {report.rendered} pages rendered")
        for problem in report.problems[:5]:
            print(problem)
        for fault in report.faults:
            print(fault)


def here(tasks: Iterable[Task]) -> Iterator[tuple[Task, bytes | ChildDied]]:
    for task in tasks:
        yield task, task.work()


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile_build")
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--edited", action="store_true", help="a second build, one page edited")
    parser.add_argument("--bare", action="store_true", help="only the time, without the profiler")
    parser.add_argument("--by", default="cumulative", help="cumulative or tottime")
    parser.add_argument("--lines", type=int, default=45)
    return parser


if __name__ == "__main__":
    main()
