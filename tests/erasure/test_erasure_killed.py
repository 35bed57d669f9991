"""An erasure killed at any moment: nothing was erased, or it is gone on with to the same end."""

import os
import random
import shutil
import signal
import sys
from pathlib import Path

import pytest
from gomme import CANARY, PARTY, PHOTO, PRIZE, Gum, town
from histoire import tree

from factory.archive import erasures
from factory.erasure.order import Desk
from factory.reception import sources

CHANGES = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "os.link"})
"""What moves something on the disk, as Python's audit tells it; and each file opened to be
written."""


@pytest.mark.slow
def test_an_erasure_killed_anywhere_ends_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "YOUNG", -(10**15))
    model = Gum(tmp_path / "modele")
    town(model)
    model.build()
    model.later(hours=1)
    sound = _copied(model, tmp_path / "entier")
    steps = _killed(sound, 10**9, addresses=False)
    assert steps > 60
    assert Desk(sound.tenant()).read() is None
    wanted = tree(sound.root / "build/exemple/public")
    draw = random.Random(20261123)
    # The parent's own steps: those of its children die with it.
    for step in sorted(draw.sample(range(1, steps), 12)):
        gum = _copied(model, tmp_path / "tue")
        before = tree(gum.commune().folder)
        addresses = step % 2 == 1
        _killed(gum, step, addresses=addresses)
        desk = Desk(gum.tenant())
        if desk.read() is None:
            # Killed before its order was written, or once all was done.
            done = (gum.root / "memoire" / erasures.FILE).exists()
            assert done or tree(gum.commune().folder) == before, step
            if not done:
                gum.close(gum.erase(PRIZE, PHOTO, PARTY, addresses=addresses))
        else:
            finished = gum.resume()
            assert finished.order is not None, (step, finished.problems)
            assert finished.restes == {}, step
            gum.close(finished)
        assert tree(gum.root / "build/exemple/public") == wanted, step
        names = (PRIZE, "/actualites/prix/") if addresses else ()
        assert not gum.traces(CANARY, "ZÉPHYR", *names), step
        assert not desk.folder.exists()
        shutil.rmtree(gum.root)


def _copied(model: Gum, to: Path) -> Gum:
    shutil.copytree(model.root, to, symlinks=True)
    gum = Gum.__new__(Gum)
    gum.root, gum.moment, gum.carry = to, model.moment, model.carry
    return gum


def _killed(gum: Gum, step: int, *, addresses: bool) -> int:
    """Erase in a process that kills itself at its `step`th change; how many it made, if it ends."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        count, me = 0, os.getpid()

        def heard(event: str, told: tuple[object, ...]) -> None:
            nonlocal count
            opened = event == "open" and isinstance(told[2], int) and told[2] & os.O_CREAT
            if os.getpid() == me and (event in CHANGES or opened):
                count += 1
                if count >= step:
                    os.kill(me, signal.SIGKILL)

        try:
            gum.campaign()
            sys.addaudithook(heard)
            gum.close(gum.erase(PRIZE, PHOTO, PARTY, addresses=addresses))
            os.write(write, str(count).encode())
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(pid, 0)
    with os.fdopen(read) as answer:
        return int(answer.read() or 0)
