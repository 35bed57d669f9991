"""A round: every host is looked at, several at once; what fails, twice before it is told."""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from factory.archive.nights import Sighting, Watched
from factory.probe.look import Ways, look
from factory.probe.targets import Target, Targets

AT_ONCE = 16
PAUSE = 5.0
"""Seconds before a host that failed is looked at again: a blink is no outage."""
_STEPS = 4
"""Name, certificate, page, page without TLS: each may take the whole of one deadline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round saw. `isolated`: the witness failed too, so nothing is known of the others."""

    sightings: tuple[Sighting, ...]
    isolated: bool = False


def go_round(
    targets: Targets, ways: Ways, now: Callable[[], datetime], pause: float = PAUSE
) -> Round:
    """Look at each host, twice where it fails."""
    seen = {one.host: one for one in _looked(targets.cibles, ways, now)}
    failed = tuple(one for one in targets.cibles if is_down(seen[one.host]))
    if not failed:
        return Round(sightings=_in_order(seen.values()))
    time.sleep(pause)
    seen |= {one.host: one for one in _looked(failed, ways, now)}
    down = any(is_down(one) for one in seen.values())
    if down and targets.temoin:
        (witness,) = _looked((Target(host=targets.temoin),), ways, now)
        if is_down(witness):
            return Round(sightings=(), isolated=True)
    return Round(sightings=_in_order(seen.values()))


def is_down(sighting: Sighting) -> bool:
    return any(sighting.causes.values())


def _looked(targets: Iterable[Target], ways: Ways, now: Callable[[], datetime]) -> list[Sighting]:
    """Each target's sighting. A look that outlasts every deadline is left behind, and told."""
    waiting: queue.Queue[Target] = queue.Queue()
    for target in targets:
        waiting.put(target)
    found: queue.Queue[Sighting] = queue.Queue()
    number = waiting.qsize()
    for _ in range(min(AT_ONCE, number)):
        threading.Thread(target=_work, args=(waiting, found, ways, now), daemon=True).start()
    return [found.get() for _ in range(number)]


def _work(
    waiting: "queue.Queue[Target]",
    found: "queue.Queue[Sighting]",
    ways: Ways,
    now: Callable[[], datetime],
) -> None:
    while True:
        try:
            target = waiting.get_nowait()
        except queue.Empty:
            return
        found.put(_bounded(target, ways, now()))


def _bounded(target: Target, ways: Ways, moment: datetime) -> Sighting:
    """A server may send a byte now and then for hours; a name server may never answer."""
    answer: queue.Queue[Sighting] = queue.Queue()

    def work() -> None:
        answer.put(look(target.host, target.commune, ways, moment))

    threading.Thread(target=work, daemon=True).start()
    try:
        return answer.get(timeout=ways.seconds * _STEPS)
    except queue.Empty:
        return Sighting(
            host=target.host,
            moment=moment,
            commune=target.commune,
            causes={Watched.HTTP: "la réponse n’en finit pas"},
        )


def _in_order(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    return tuple(sorted(sightings, key=lambda one: one.host))
