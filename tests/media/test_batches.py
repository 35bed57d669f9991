"""Many files in few children: one that kills its child is alone at fault."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from factory.ground.confined.children import ChildDied, Limits, Task, run_all
from factory.ground.confined.deaths import Cause
from factory.ground.digests import digest
from factory.media import batches
from factory.media.batches import LIMITS, File, Request, derive_all, examine_all
from factory.media.derive import Derived, Fault, Outcome, derive
from factory.media.facts import Examined, PictureFacts
from factory.media.recipes import recipes

carry = partial(run_all, jobs=2)


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"photo-{number}.png" for number in range(10)]
    for number, path in enumerate(paths):
        Image.new("RGB", (60, 40), (number * 20, 90, 120)).save(path)
    return paths


def requests(paths: Iterable[Path]) -> list[Request]:
    wanted = recipes(PictureFacts(format="PNG", largeur=60, hauteur=40))
    return [
        Request(source=path, name=path.name, digest=digest(path.read_bytes()), wanted=wanted)
        for path in paths
    ]


def deadly(name: str, how: Callable[[], object]) -> Callable[..., tuple[Outcome, ...]]:
    """`derive`, but for one file that does something terrible."""

    def derived(*args: object, name: str, **rest: object) -> tuple[Outcome, ...]:
        if name == guilty:
            how()
        return derive(*args, name=name, **rest)  # type: ignore[arg-type]

    guilty = name
    return derived


def test_examined_and_derived_in_children(pictures: list[Path], tmp_path: Path) -> None:
    files = [File(source=path, name=path.name) for path in pictures]
    examined = {file.name: told for file, told in examine_all(files, carry=carry)}
    expected = Examined(facts=PictureFacts(format="PNG", largeur=60, hauteur=40))
    assert examined == {path.name: expected for path in pictures}
    store = tmp_path / "store"
    made = {
        one.name: outcome
        for one, outcome in derive_all(requests(pictures), into=store, carry=carry)
    }
    assert len(made) == 10
    for path in pictures:
        assert all(isinstance(outcome, Derived) for outcome in made[path.name])
    assert made["photo-3.png"] == derive(
        pictures[3], requests(pictures)[3].wanted, tmp_path / "other"
    )


@pytest.mark.parametrize(
    ("how", "message"),
    [
        (
            lambda: os.kill(os.getpid(), signal.SIGSEGV),
            "La fabrique n’a pas su traiter ce fichier. Le travail a été tué par le système"
            " (signal SIGSEGV).",
        ),
        (
            lambda: [0] * (1 << 40),
            "Cette image demande trop de mémoire ou de temps : elle n’est pas publiée.",
        ),
    ],
)
def test_one_deadly_picture_is_alone_at_fault(
    pictures: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    how: Callable[[], object],
    message: str,
) -> None:
    monkeypatch.setattr(batches, "derive", deadly("photo-4.png", how))
    outcomes = derive_all(requests(pictures), into=tmp_path / "store", carry=carry)
    made = {one.name: outcome for one, outcome in outcomes}
    lost = made.pop("photo-4.png")
    for one in lost:
        assert isinstance(one, Fault)
        assert one.problem.message == message
        assert not one.durable
    assert len(made) == 9
    assert all(isinstance(one, Derived) for outcome in made.values() for one in outcome)


def test_a_slow_file_is_alone_at_fault(
    pictures: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(path: Path, name: str) -> Examined:
        if name == "photo-1.png":
            while True:
                pass
        return Examined(facts=None)

    monkeypatch.setattr(batches, "examine", slow)
    files = [File(source=path, name=path.name) for path in pictures[:3]]
    limits = replace(LIMITS, seconds=0.3)
    told = {file.name: one for file, one in examine_all(files, carry=carry, limits=limits)}
    assert told["photo-0.png"] == told["photo-2.png"] == Examined(facts=None)
    (problem,) = told["photo-1.png"].problems
    assert str(problem) == (
        "photo-1.png: erreur [fichier-trop-complexe] Ce fichier demande trop de mémoire ou de temps"
        " pour être vérifié.\n"
        "    → Enregistrez-le de nouveau depuis le logiciel qui l’a fait, puis remplacez-le."
    )


def test_a_file_that_has_gone_is_its_own_fault(pictures: list[Path], tmp_path: Path) -> None:
    wanted = requests(pictures[:3])
    pictures[1].unlink()
    made = {one.name: out for one, out in derive_all(wanted, into=tmp_path / "store", carry=carry)}
    assert isinstance(made["photo-0.png"][0], Derived)
    assert isinstance(made["photo-1.png"][0], Fault)


def test_children_are_given_their_own_files_and_the_store_only(
    pictures: list[Path], tmp_path: Path
) -> None:
    seen: list[Task] = []

    def spy(tasks: Iterable[Task]) -> Iterator[tuple[Task, bytes | ChildDied]]:
        for task in tasks:
            seen.append(task)
            yield task, ChildDied(Cause.SIGNAL, "tué", status=-9)

    store = tmp_path / "store"
    outcomes = list(derive_all(requests(pictures), into=store, carry=spy, limits=Limits(cpu=3)))
    assert len(outcomes) == 10
    assert [len(task.read) for task in seen] == [8, 2, *[1] * 10]
    assert all(task.write == (store,) and task.limits == Limits(cpu=3) for task in seen)
