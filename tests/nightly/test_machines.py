"""Several machines for one night: shares by name, and workers of a dask scheduler."""

import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from histoire import tree
from parc import ROOT, Park, certificate
from veillee import Nights, steps

from factory.archive.nights import Outcome
from factory.ground.problems import UsageError
from factory.nightly import cluster, shard

SLUGS = tuple(f"commune-{number:02}" for number in range(12))


def test_shares_are_whole_disjoint_and_stay_as_communes_come() -> None:
    parts = [shard.mine(SLUGS, (rank, 3)) for rank in (1, 2, 3)]
    assert sorted(slug for part in parts for slug in part) == sorted(SLUGS)
    assert all(parts)
    more = shard.mine((*SLUGS, "nouvelle"), (1, 3))
    assert [slug for slug in more if slug != "nouvelle"] == parts[0]
    assert shard.mine(SLUGS, shard.WHOLE) == list(SLUGS)
    for wrong in ("0/3", "4/3", "1", "a/b", "1/", "-1/3", "1/10000"):
        with pytest.raises(UsageError, match="partie-illisible"):
            shard.parse(wrong)


@pytest.mark.slow
def test_two_machines_share_a_night_without_any_engine(nights: Nights) -> None:
    """The last of them to end writes the history; one that was killed is done again, alone."""
    for slug in SLUGS[:5]:
        nights.commune(slug)
    first = nights.night("--shard", "1/2")
    with nights.history() as history:
        assert [night.code for night in history.nights()] == [None], "it is not over"
    refused = nights.usine("nightly")
    assert refused.returncode == 2 and "nuit-en-parties" in refused.stderr
    killed = nights.started("--shard", "2/2", jobs=1)
    journal = nights.memory / "nuits"
    while len(list(journal.glob("*/communes/*.json"))) <= len(first["communes"]):
        time.sleep(0.01)
    killed.kill()
    killed.communicate()
    second = nights.night("--shard", "2/2")
    done = sorted(one["commune"] for one in (*first["communes"], *second["communes"]))
    assert done == sorted(SLUGS[:5])
    assert first["debut"] == second["debut"], "one night"
    with nights.history() as history:
        (night,) = history.nights()
        assert night.code == 0 and night.end is not None
        assert [one.commune for one in history.communes(night.start)] == done
    assert not list(journal.iterdir())


@pytest.mark.slow
def test_build_takes_its_share_too(nights: Nights) -> None:
    for slug in SLUGS[:5]:
        nights.commune(slug)
    built = []
    for part in ("1/2", "2/2"):
        answer = json.loads(nights.usine("build", "--json", "--shard", part).stdout)
        built += [one["commune"] for one in answer["communes"]]
    assert sorted(built) == sorted(SLUGS[:5])


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, str]:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def park(tmp_path: Path, tls: tuple[str, str, str]) -> Iterator[Park]:
    pytest.importorskip("distributed", reason="the extra « cluster » is not installed")
    park = Park(tmp_path, tls)
    yield park
    park.stop()


@pytest.mark.slow
def test_a_worker_that_dies_is_replaced_and_another_kind_is_refused(
    park: Park, nights: Nights, tmp_path: Path
) -> None:
    slow = nights.commune("lente")
    for number in range(300):
        slow.write(f"contenu/p{number}.md", f"# Page {number}\n\n" + "Un *texte*.\n\n" * 40)
    for slug in SLUGS[:4]:
        nights.commune(slug).write("contenu/vie.md", f"# La vie à {slug}\n")

    # One that is made of other code is refused before any work.
    other = tmp_path / "autre"
    shutil.copytree(ROOT / "factory", other / "factory")
    shutil.copytree(ROOT / "themes", other / "themes")
    with (other / "factory" / "__init__.py").open("a") as file:
        file.write("\n# another version\n")
    stranger = park.worker(other)
    refused = nights.usine("nightly", *park.options)
    assert refused.returncode == 2, refused.stderr
    assert "machine-differente" in refused.stderr and "code " in refused.stderr
    assert not (nights.root / "build").exists(), "nothing was begun"
    stranger.kill()

    # Two that are like us; the one that has the slow commune is killed in the middle of it.
    park.workers = [park.worker(), park.worker()]
    run = nights.started(*park.options)
    busy = nights.root / "build" / "lente" / "cache" / "inacheve"
    park.wait_for(busy.exists)
    victim = next(one for one in park.workers if _ancestor(one.pid, "/build/lente/"))
    os.kill(victim.pid, signal.SIGKILL)
    out, err = run.communicate(timeout=300)
    answer = json.loads(out)
    assert run.returncode == 0, out + err
    assert {one["etat"] for one in answer["communes"]} == {"publiée"}
    assert len(answer["communes"]) == 5
    assert all(steps(one)["construction"] == Outcome.BIEN for one in answer["communes"])

    # What machines made is what this one makes, and the next night has nothing to do.
    online = {slug: nights.commune(slug).online for slug in ("lente", *SLUGS[:4])}
    again = nights.night(*park.options)
    assert {one["etat"] for one in again["communes"]} == {"inchangée"}
    shutil.move(nights.root / "build", nights.root / "build-machines")
    shutil.rmtree(nights.commune("lente").folder / "registre")
    assert nights.usine("build").returncode == 0
    assert {path for path, data in online["lente"].items()} == set(nights.commune("lente").online)
    assert tree(nights.commune(SLUGS[0]).output / "public") == {
        **tree(nights.root / "build-machines" / SLUGS[0] / "public")
    }


@pytest.mark.slow
def test_a_worker_that_hangs_is_given_up_and_a_late_one_takes_what_is_left(
    tls: tuple[str, str, str], nights: Nights, tmp_path: Path
) -> None:
    """Of two workers one hangs, the other dies; a third comes, for which nothing was meant."""
    pytest.importorskip("distributed", reason="the extra « cluster » is not installed")
    slow = nights.commune("lente")
    for number in range(300):
        slow.write(f"contenu/p{number}.md", f"# Page {number}\n\n" + "Un *texte*.\n\n" * 40)
    for slug in SLUGS[:4]:
        nights.commune(slug)
    park = Park(tmp_path, tls, silent="5 s")
    try:
        park.worker(), park.worker()
        run = nights.started(*park.options)
        park.wait_for((nights.root / "build/lente/cache/inacheve").exists)
        hung = next(one for one in park.workers if _ancestor(one.pid, "/build/lente/"))
        os.kill(hung.pid, signal.SIGSTOP)
        for other in park.workers:
            if other is not hung:
                other.kill()
        park.worker()
        out, err = run.communicate(timeout=300)
        answer = json.loads(out)
        assert run.returncode == 0, out + err
        assert {one["commune"] for one in answer["communes"]} == {"lente", *SLUGS[:4]}
        assert {one["etat"] for one in answer["communes"]} <= {"publiée", "inchangée"}
        assert "Page 7" in slow.page("/p7/")
        assert hung.poll() is None, "it still hangs: it was not waited for"
        with nights.history() as history:
            (night,) = history.nights()
            assert len(history.communes(night.start)) == 5
    finally:
        park.stop()


def _ancestor(pid: int, folder: str) -> bool:
    """Whether a process below `pid` has a file open in that folder."""
    below = {pid}
    found = False
    processes = sorted(int(name) for name in os.listdir("/proc") if name.isdigit())
    for _ in range(4):
        for number in processes:
            try:
                status = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
                if int(status[1]) in below:
                    below.add(number)
            except (OSError, IndexError):
                continue
    for number in below:
        try:
            held = [os.readlink(fd) for fd in Path(f"/proc/{number}/fd").iterdir()]
        except OSError:
            continue
        found = found or any(folder in name for name in held)
    return found


def test_what_is_wrong_with_the_machines_is_said(nights: Nights) -> None:
    nights.commune("aubagne")
    for address, code in (
        ("ailleurs", "ordonnanceur-illisible"),
        ("tcp://10.0.0.1:8786", "machines-sans-chiffrement"),
        ("tls://10.0.0.1:8786", "certificat-de-machine"),
    ):
        pytest.importorskip("distributed", reason="the extra « cluster » is not installed")
        wanted = cluster.machines(cluster.Scheduler(address=address), nights.memory)
        with pytest.raises(UsageError, match=code), wanted:
            pass
    done = nights.usine("nightly", "--executor", "dask")
    assert done.returncode == 2 and "[executeur-sans-ordonnanceur]" in done.stderr, done.stderr
    assert not (nights.root / "build").exists()
