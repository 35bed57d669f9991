"""The table of DESIGN, section 9, as Markdown, and its place in docs/performance.md."""

import platform
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BEGIN, END = "<!-- mesures : écrites par `make bench` -->", "<!-- fin des mesures -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. `met` is None where there is no goal to meet."""

    what: str
    goal: str
    usine: str
    hugo: str = ""
    ratio: float | None = None
    met: bool | None = None


def table(rows: Sequence[Row]) -> str:
    lines = ["| | goal | factory | Hugo | ratio | |", "|---|---|---:|---:|---:|---|"]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        met = {True: "met", False: "**not met**", None: ""}[row.met]
        lines.append(f"| {row.what} | {row.goal} | {row.usine} | {row.hugo} | {ratio} | {met} |")
    return "\n".join(lines)


def machine(hugo: str) -> str:
    """What the figures were taken on."""
    processor = platform.machine()
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    if found:
        processor = found[1]
    cores = Path("/proc/cpuinfo").read_text(encoding="utf-8").count("processor\t")
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{cores} cores ({processor}), Python {python}, Hugo {hugo}."


def write(target: Path, text: str) -> None:
    """Put `text` between the marks of `target`; the rest of the page is its authors'."""
    page = target.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    target.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"
