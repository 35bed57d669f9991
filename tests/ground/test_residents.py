"""Children that stay: asked again, they answer from memory; confined and mortal as any other."""

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from factory.ground.confined import residents as staying
from factory.ground.confined.children import ChildDied, Limits, Task
from factory.ground.confined.confinement import available
from factory.ground.confined.deaths import Cause
from factory.ground.confined.residents import Residents


@dataclass
class Diary:
    """Work that tells its words, the process they were heard in, and how often it was asked."""

    words: bytes = b"un"
    key: str = "a"
    act: Callable[[bytes], None] = lambda words: None
    heard: list[bytes] = field(default_factory=list)

    def __call__(self) -> bytes:
        return self.again(self.words)

    def again(self, words: bytes) -> bytes:
        self.act(words)
        self.heard.append(words)
        return json.dumps([os.getpid(), len(self.heard), words.decode()]).encode()

    def rest(self) -> None:
        if self.heard[-1] == b"tombe":
            os._exit(3)


@pytest.fixture
def residents() -> Iterator[Residents]:
    found = Residents(most=2)
    yield found
    found.close()


def ask(residents: Residents, task: Task) -> list[object]:
    ((_, outcome),) = residents.carry([task])
    assert isinstance(outcome, bytes), outcome
    answer: list[object] = json.loads(outcome)
    return answer


def task(words: str = "un", key: str = "a", name: str = "commune", **more: object) -> Task:
    act = more.pop("act", lambda words: None)
    diary = Diary(words=words.encode(), key=key, act=act)  # type: ignore[arg-type]
    return replace(Task(name=name, work=diary), **more)  # type: ignore[arg-type]


def alive(pid: object) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_one_that_stays_remembers(residents: Residents) -> None:
    pid, times, words = ask(residents, task("un"))
    assert (times, words) == (1, "un") and pid != os.getpid()
    assert ask(residents, task("deux")) == [pid, 2, "deux"]
    assert ask(residents, task("x" * 3_000_000)) == [pid, 3, "x" * 3_000_000]


def test_another_key_is_another_child(residents: Residents) -> None:
    first, *_ = ask(residents, task(key="a"))
    second, times, _ = ask(residents, task(key="b"))
    assert second != first and times == 1
    assert not alive(first)


def test_its_death_at_work_is_one_answer_and_the_next_is_well(residents: Residents) -> None:
    def act(words: bytes) -> None:
        if words == b"meurs":
            os.kill(os.getpid(), signal.SIGKILL)
        if words == b"erre":
            raise ValueError("perdu")

    pid, *_ = ask(residents, task("un", act=act))
    other = ask(residents, task("un", name="voisine"))
    for words, cause in (("meurs", Cause.SIGNAL), ("erre", Cause.PANNE)):
        ((_, death),) = residents.carry([task(words, act=act)])
        assert isinstance(death, ChildDied) and death.cause is cause
        again, times, _ = ask(residents, task("trois", act=act))
        assert again != pid and times == 1
    assert ask(residents, task("deux", name="voisine")) == [other[0], 2, "deux"]


def test_its_death_at_rest_is_nobody_s_concern(residents: Residents) -> None:
    pid, *_ = ask(residents, task("tombe"))
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.01)
    again, times, _ = ask(residents, task("deux"))
    assert again != pid and times == 1


def test_one_that_is_late_is_killed(residents: Residents) -> None:
    def act(words: bytes) -> None:
        if words == b"dors":
            time.sleep(60)

    limits = Limits(seconds=0.5)
    pid, *_ = ask(residents, task("un", act=act))
    ((_, death),) = residents.carry([task("dors", act=act, limits=limits)])
    assert isinstance(death, ChildDied) and death.cause is Cause.DELAI
    assert not alive(pid)


def test_confined_at_the_second_time_as_at_the_first(residents: Residents, tmp_path: Path) -> None:
    if not available():
        pytest.skip("this kernel has no Landlock")
    own, other = tmp_path / "a", tmp_path / "b"
    for folder in (own, other):
        folder.mkdir()
        (folder / "texte").write_text("secret")

    def act(words: bytes) -> None:
        Path(words.decode(), "texte").read_text()

    mine = task(str(own), act=act, read=(own,))
    pid, *_ = ask(residents, mine)
    assert ask(residents, mine)[0] == pid
    ((_, death),) = residents.carry([task(str(other), act=act, read=(own,))])
    assert isinstance(death, ChildDied) and "PermissionError" in death.detail
    # Given another folder, it is another child.
    assert ask(residents, task(str(other), act=act, read=(other,)))[1] == 1


def test_a_folder_made_again_is_another_folder(residents: Residents, tmp_path: Path) -> None:
    folder = tmp_path / "commune"

    def act(words: bytes) -> None:
        (folder / "texte").read_text()

    seen = set()
    for _ in range(3):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "texte").write_text("bonjour")
        seen.add(ask(residents, task(act=act, read=(folder,)))[0])
    assert len(seen) == 3


def test_only_so_many_stay(residents: Residents) -> None:
    pids = [ask(residents, task(name=name))[0] for name in ("a", "b", "a", "c")]
    assert pids[0] == pids[2]
    assert [alive(pid) for pid in pids[1:]] == [False, True, True]
    residents.close()
    assert not any(map(alive, pids))


def test_one_may_be_forgotten(residents: Residents) -> None:
    pids = [ask(residents, task(name=name))[0] for name in ("a", "b")]
    residents.forget("a")
    residents.forget("inconnue")
    assert [alive(pid) for pid in pids] == [False, True]


def test_those_that_are_asked_nothing_go(
    residents: Residents, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid, *_ = ask(residents, task())
    residents.tidy()
    assert alive(pid)
    monkeypatch.setattr(staying, "IDLE", -1.0)
    residents.tidy()
    assert not alive(pid)


def test_one_goes_after_so_many_answers(
    residents: Residents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staying, "TIMES", 2)
    pids = [ask(residents, task())[0] for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_several_threads_may_ask(residents: Residents) -> None:
    """Each in its turn, as the workshop does; a child outlives the question, not its thread."""
    told: dict[int, list[object]] = {}
    done = threading.Event()

    def work(number: int) -> None:
        told[number] = ask(residents, task(str(number)))
        if number == 0:
            done.wait(30)

    first = threading.Thread(target=work, args=(0,))
    first.start()
    while 0 not in told:
        time.sleep(0.01)
    second = threading.Thread(target=work, args=(1,))
    second.start()
    second.join()
    done.set()
    first.join()
    assert told[1] == [told[0][0], 2, "1"]
