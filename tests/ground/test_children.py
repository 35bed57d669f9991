"""One child a task: its answer, its limits, and its death that is nobody else's."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from factory.ground.confined.children import ChildDied, Limits, Task, run, run_all
from factory.ground.confined.deaths import Cause

MO = 1 << 20


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def died(work: object, **limits: object) -> ChildDied:
    with pytest.raises(ChildDied) as caught:
        run(work, limits=Limits(**limits))  # type: ignore[arg-type]
    return caught.value


def test_gives_back_bytes_from_another_process() -> None:
    pid = int(run(lambda: str(os.getpid()).encode()))
    assert pid != os.getpid()
    assert not alive(pid)


def test_a_large_answer_passes_whole() -> None:
    assert run(lambda: b"ab" * 10 * MO) == b"ab" * 10 * MO


def test_what_it_prints_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    def noisy() -> bytes:
        sys.stdout.write("bavardage" * 100_000)
        os.write(2, b"encore")
        return b"ok"

    assert run(noisy) == b"ok"
    assert capfd.readouterr() == ("", "")


def test_an_exception_keeps_its_traceback() -> None:
    death = died(lambda: json.dumps(1 / 0).encode())
    assert death.cause is Cause.PANNE
    assert death.message == "Erreur interne de la fabrique : ZeroDivisionError: division by zero"
    assert "Traceback (most recent call last)" in death.detail


def test_a_child_too_slow_is_killed() -> None:
    death = died(lambda: time.sleep(60), seconds=0.2)
    assert death.cause is Cause.DELAI
    assert death.message == "Le travail n’était pas fini au bout de 0,2 s."
    assert death.status == -signal.SIGKILL


def test_a_child_too_greedy_is_stopped() -> None:
    death = died(lambda: bytes(400 * MO), memory=100 * MO)
    assert death.cause is Cause.MEMOIRE
    assert death.message == "Le travail demande plus que les 100 Mo de mémoire permis."


def test_a_child_that_computes_too_long_is_stopped() -> None:
    def spin() -> bytes:
        while True:
            pass

    death = died(spin, cpu=1)
    assert death.cause is Cause.PROCESSEUR
    assert death.message == "Le travail a pris plus de 1 s de processeur."


def test_a_file_too_big_is_not_written(tmp_path: Path) -> None:
    def fill() -> bytes:
        (tmp_path / "big").write_bytes(bytes(3 * MO))
        return b""

    with pytest.raises(ChildDied) as caught:
        run(fill, write=[tmp_path], limits=Limits(file=2 * MO))
    assert caught.value.cause is Cause.FICHIER
    assert caught.value.message == "Le travail écrit un fichier de plus de 2 Mo."
    assert (tmp_path / "big").stat().st_size <= 2 * MO


def test_a_crash_says_its_signal_and_last_words() -> None:
    def crash() -> bytes:
        sys.stdout.write("avant la chute")
        os.kill(os.getpid(), signal.SIGSEGV)
        return b""

    death = died(crash)
    assert death.cause is Cause.SIGNAL
    assert death.message == "Le travail a été tué par le système (signal SIGSEGV)."
    assert death.detail == "avant la chute"


def test_a_child_that_just_leaves_is_noticed() -> None:
    death = died(lambda: os._exit(0))
    assert death.cause is Cause.MUETTE
    assert death.message == "Le travail s’est arrêté sans donner de réponse."


def test_one_death_is_that_tasks_alone() -> None:
    def work(number: int) -> bytes:
        if number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return str(number).encode()

    tasks = [Task(name=str(n), work=lambda n=n: work(n)) for n in range(8)]  # type: ignore[misc]
    outcomes = {task.name: outcome for task, outcome in run_all(tasks, jobs=3)}
    assert len(outcomes) == 8
    lost = outcomes.pop("3")
    assert isinstance(lost, ChildDied)
    assert lost.status == -signal.SIGKILL
    assert all(outcome == name.encode() for name, outcome in outcomes.items())


def test_no_more_children_at_once_than_allowed(tmp_path: Path) -> None:
    def work() -> bytes:
        mark = tmp_path / str(os.getpid())
        mark.touch()
        time.sleep(0.05)
        count = len(os.listdir(tmp_path))
        mark.unlink()
        return str(count).encode()

    tasks = (Task(name="", work=work, write=(tmp_path,)) for _ in range(6))
    assert max(int(n) for _, n in run_all(tasks, jobs=2) if isinstance(n, bytes)) <= 2


def test_leaving_the_loop_kills_the_others() -> None:
    def sleep() -> bytes:
        time.sleep(60)
        return b""

    children = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    others = children.read_text().split()  # a browser that an earlier test opened, say
    tasks = [Task(name="quick", work=lambda: b""), Task(name="slow", work=sleep)]
    running = run_all(tasks, jobs=2)
    assert next(running)[0].name == "quick"
    slow = [int(pid) for pid in children.read_text().split() if pid not in others]
    assert slow
    running.close()  # type: ignore[attr-defined]
    assert not any(alive(pid) for pid in slow)


def test_what_a_child_started_dies_with_it(tmp_path: Path) -> None:
    def work() -> bytes:
        started = subprocess.Popen(["/bin/sleep", "60"])
        (tmp_path / "pid").write_text(str(started.pid))
        time.sleep(60)
        return b""

    with pytest.raises(ChildDied):
        run(work, write=[tmp_path], limits=Limits(seconds=1))
    pid = int((tmp_path / "pid").read_text())
    for _ in range(100):
        if not alive(pid):
            return
        time.sleep(0.02)
    pytest.fail("the grandchild outlived its parent")


def test_a_confined_child_has_confined_children(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine", tmp_path / "other"
    mine.mkdir()
    other.mkdir()

    def grandchild() -> bytes:
        (mine / "made").write_bytes(b"by the grandchild")
        try:
            os.listdir(other)
        except PermissionError:
            return b"refused"
        return b"let in"

    def child() -> bytes:
        inner = [Task(name=str(n), work=grandchild, write=(mine, other)) for n in range(3)]
        answers = [answer for _, answer in run_all(inner, jobs=2)]
        return json.dumps(
            [a.decode() if isinstance(a, bytes) else repr(a) for a in answers]
        ).encode()

    answers = json.loads(run(child, write=[mine]))
    assert answers == ["refused"] * 3
    assert (mine / "made").read_bytes() == b"by the grandchild"


def test_limits_are_never_loosened_below() -> None:
    def inner() -> bytes:
        return str(resource.getrlimit(resource.RLIMIT_FSIZE)[0]).encode()

    def outer() -> bytes:
        return run(inner, limits=Limits(file=500 * MO))

    assert int(run(outer, limits=Limits(file=5 * MO))) == 5 * MO


def test_keeps_none_of_the_parents_files_and_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("cle")
    monkeypatch.setenv("RESTIC_PASSWORD", "cle")
    with secret.open() as opened:
        number = opened.fileno()

        def work() -> bytes:
            return os.read(number, 10) + os.environ.get("RESTIC_PASSWORD", "").encode()

        assert run(work) == b""
        assert opened.read() == "cle"


def test_works_from_several_threads() -> None:
    answers: list[bytes] = []

    def one(number: int) -> None:
        answers.append(run(lambda: str(number).encode() * 100_000))

    threads = [threading.Thread(target=one, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [str(n).encode() * 100_000 for n in range(4)]


def test_interrupting_the_parent_kills_the_children(tmp_path: Path) -> None:
    program = f"""
import os, signal, time, pathlib
from factory.ground.confined.children import Task, run_all
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where a shell put us behind
def work():
    pathlib.Path({str(tmp_path)!r}, str(os.getpid())).touch()
    time.sleep(60)
tasks = [Task(name="", work=work, write=(pathlib.Path({str(tmp_path)!r}),)) for _ in range(2)]
list(run_all(tasks, jobs=2))
"""
    root = Path(__file__).resolve().parents[2]
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=root, stderr=subprocess.PIPE)
    while len(pids := os.listdir(tmp_path)) < 2:
        time.sleep(0.02)
    parent.send_signal(signal.SIGINT)
    _, said = parent.communicate()
    assert b"KeyboardInterrupt" in said
    assert not any(alive(int(pid)) for pid in pids)


def test_the_factory_s_own_work_has_a_deadline_and_no_confinement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It keeps the variables, reaches any file and starts programs; it is killed all the same."""
    monkeypatch.setenv("RESTIC_PASSWORD_FILE", "/secret")
    mine = tmp_path / "fichier"

    def work() -> bytes:
        mine.write_bytes(b"ok")
        said = subprocess.run(["/bin/echo", "bonjour"], capture_output=True, check=True).stdout
        return said + os.environ["RESTIC_PASSWORD_FILE"].encode()

    ((_, outcome),) = run_all([Task(name="", work=work, trusted=True)], jobs=1)
    assert outcome == b"bonjour\n/secret" and mine.read_bytes() == b"ok"

    started = tmp_path / "pid"

    def stuck() -> bytes:
        # What it starts is of its group, and dies with it.
        started.write_text(str(subprocess.Popen(["/bin/sleep", "600"]).pid))
        time.sleep(600)
        return b""

    task = Task(name="", work=stuck, trusted=True, limits=Limits(seconds=0.5))
    ((_, death),) = run_all([task], jobs=1)
    assert isinstance(death, ChildDied) and death.cause is Cause.DELAI
    end = time.monotonic() + 10
    while alive(int(started.read_text())):
        assert time.monotonic() < end
        time.sleep(0.01)
