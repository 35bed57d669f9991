"""A clock that is set while a night goes on, and the two nights on which all clocks are: for real.

libfaketime gives one process a clock of its own, which a file sets anew while it runs.
"""

import json
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from histoire import Commune
from pannes import act, large, registered
from veillee import Nights, codes

from factory.archive.registre import read
from factory.ground.moment import PARIS

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed"),
]


def clock(**how: str) -> dict[str, str]:
    """The environment of a process with a clock of its own; time passes in it as it does."""
    return {"LD_PRELOAD": str(LIBRARY), "DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1", **how}


def dated(commune: Commune) -> list[datetime]:
    """When each of its acts came online, as its register says."""
    acts = read(commune.folder / "registre").actes.values()
    return [datetime.fromisoformat(act.moment) for act in acts]


@pytest.mark.parametrize(
    ("before", "offset"), [("2026-10-25 00:59:59", 1), ("2027-03-28 00:59:59", 2)]
)
def test_a_night_on_which_clocks_change_lasts_as_long_as_it_lasts(
    nights: Nights, before: str, offset: int
) -> None:
    """It begins a second before the change, and ends after: the system's clock stands still, so
    that however slow this machine is, it begins then.
    """
    large(nights.commune("aubagne"), pages=120)
    answer = nights.night(**clock(FAKETIME=before))
    assert answer["code"] == 0
    start, end = (datetime.fromisoformat(answer[key]) for key in ("debut", "fin"))
    assert timedelta(0) < end - start < timedelta(minutes=5)
    assert end.utcoffset() == timedelta(hours=offset) != start.utcoffset()
    with nights.history() as history:
        (night,) = history.nights()
        assert night.end is not None and night.end - night.start == end - start


def test_a_clock_set_while_a_night_goes_on_dates_nothing(nights: Nights, tmp_path: Path) -> None:
    """Back by three hours, then forward by two days: a night counts the time that passes."""
    first, last = (act(nights.commune(slug), 0) for slug in ("aubagne", "marseille"))
    setting = tmp_path / "heure"
    own = clock(FAKETIME_TIMESTAMP_FILE=str(setting), FAKETIME_NO_CACHE="1")
    began = datetime.now(PARIS)
    for number, jump in enumerate(("-3h", "+2d"), start=1):
        setting.write_text("+0")
        run = nights.started(jobs=1, **own)
        while not list((nights.memory / "nuits").glob("*/communes/aubagne.json")):
            assert run.poll() is None
            time.sleep(0.005)
        setting.write_text(jump)
        answer = json.loads(run.communicate(timeout=300)[0])
        assert answer["code"] in (0, 1), answer
        start, end = (datetime.fromisoformat(answer[key]) for key in ("debut", "fin"))
        assert began <= start < end <= datetime.now(PARIS), jump
        for commune in (first, last):
            moments = dated(commune)
            assert len(moments) == number
            assert began - timedelta(seconds=1) <= min(moments) <= max(moments) <= end, jump
            act(commune, number)

    # Still three hours late the next night: nothing is published till somebody has looked.
    setting.write_text("-3h")
    held = nights.night(**own)
    assert held["code"] == 3 and codes(held["problemes"]) == {"horloge-en-retard"}
    assert len(registered(first)) == 2
    healed = nights.night()
    assert healed["code"] in (0, 1) and len(registered(first)) == len(registered(last)) == 3
