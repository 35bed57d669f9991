"""The curve of docs/scale.md: a night that few communes changed, by 1 and 2 workers of dask.

    python -m benchmarks.machines [--communes 100 1000] [--workers 1 2] [--pages 20] [--write]

Workers are processes of this machine, of one thread each: what is seen is what the coordination
costs, and how the work divides. No backup: restic's cost is its key's derivation, the same for
each commune (docs/scale.md counts it).
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import report
from benchmarks.contents import Commune, edit, generate
from benchmarks.measure import Cost, run
from benchmarks.tools import CACHE, ROOT, Usine
from factory.archive.history import History

Machine = subprocess.Popen[bytes]
PAGE = ROOT / "docs" / "scale.md"
CHANGED = 100
"""One commune in as many changes between two nights."""


def main() -> None:
    chosen = _arguments().parse_args()
    lines = [
        "| communes | changed | workers | night | processor | a commune |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    print(*lines, sep="\n")
    for number in chosen.communes:
        work = CACHE / "machines" / str(number)
        shutil.rmtree(work, ignore_errors=True)
        usine = Usine(work)
        usine.prepare()
        communes = [generate(usine.communes, rank, chosen.pages) for rank in range(number)]
        _night(usine)
        _night(usine)
        for turn, workers in enumerate((0, *chosen.workers)):
            changed = _change(communes, turn)
            with park(work, workers) as (options, machines):
                before = sum(map(_spent, machines))
                cost = _night(usine, *options)
                cpu = cost.cpu + sum(map(_spent, machines)) - before
            name = f"{workers}" if workers else "none (`--jobs 2`)"
            each = f"{1000 * cpu / number:.0f} ms"
            lines.append(
                f"| {number} | {changed} | {name} | {cost.wall:.1f} s | {cpu:.1f} s | {each} |"
            )
            print(lines[-1], flush=True)
        shutil.rmtree(work)
    if chosen.write:
        report.write(PAGE, "\n".join(lines))


def _spent(process: Machine) -> float:
    """Processor seconds of a machine and of the children it has waited for."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _night(usine: Usine, *words: str) -> Cost:
    command = usine.command("nightly", "--jobs", "2", *words)
    cost = run(command, env=usine.env, accepted=(0, 1))
    with History(usine.work / "memoire") as history:
        night = history.last_night()
        assert night is not None and night.end is not None, "the night did not end"
        assert len(history.communes(night.start)) == night.communes
    return cost


def _change(communes: Sequence[Commune], turn: int) -> int:
    changed = communes[:: max(1, CHANGED)]
    for commune in changed:
        edit(commune.documents[5], f"nuit {turn}")
    return len(changed)


@contextmanager
def park(folder: Path, workers: int) -> Iterator[tuple[tuple[str, ...], list[Machine]]]:
    """A scheduler and its workers, on this machine: what the command is told to use them; them."""
    if not workers:
        yield (), []
        return
    known = folder / "ordonnanceur.json"
    known.unlink(missing_ok=True)
    words = ("--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0")
    started = [_start(folder, "dask_scheduler", *words, "--scheduler-file", str(known))]
    try:
        while not known.exists():
            if started[0].poll() is not None:
                sys.exit("No scheduler: install the extra « cluster ».")
            time.sleep(0.05)
        address = json.loads(known.read_text("utf-8"))["address"]
        for _ in range(workers):
            started.append(
                _start(folder, "dask_worker", address, "--no-nanny", "--nthreads", "1",
                       "--no-dashboard", "--local-directory", str(folder))
            )  # fmt: skip
        time.sleep(5)  # until they have all come
        yield ("--executor", "dask", "--scheduler", address), started
    finally:
        for process in started:
            process.kill()
            process.wait()


def _start(folder: Path, program: str, *words: str) -> Machine:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{program}", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.machines")
    parser.add_argument("--communes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--write", action="store_true", help="put the table in docs/scale.md")
    return parser


if __name__ == "__main__":
    main()
