"""Run a command and say what it cost, from a process that is small itself.

A process starts with the peak memory of the one it was forked from: measured straight from the
benchmark, which draws photos of 12 megapixels, a small command would seem large.

    python -S launch.py REPORT COMMAND…      REPORT receives: code, wall, CPU seconds, peak KiB
"""

import os
import sys
import time


def main() -> None:
    report, command = sys.argv[1], sys.argv[2:]
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    with open(report, "w", encoding="ascii") as file:
        file.write(f"{code} {wall} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}")


if __name__ == "__main__":
    main()
