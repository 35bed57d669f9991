"""Nights that go well, and one commune's faults that are its own."""

import json
import os

import pytest
from veillee import Nights, codes, steps

from factory.archive.nights import Outcome
from factory.ground.problems import UsageError
from factory.nightly import lock

BROKEN = b"\xff\xfe{[: &a *a\n\t- : !!x\0\n"


def test_a_night_builds_checks_and_remembers(nights: Nights) -> None:
    nights.commune("aubagne").write("contenu/vie.md", "# La vie\n\n![](/medias/place.jpg)\n")
    nights.commune("aubagne").picture("medias/place.jpg")
    broken = nights.commune("cassis")
    nights.commune("nuit")  # a name that the journal must not confuse with its own
    first = nights.night()
    assert first["code"] == 1
    assert [first["par"][slug]["etat"] for slug in ("aubagne", "cassis", "nuit")] == ["publiée"] * 3
    assert steps(first["par"]["nuit"])["construction"] == Outcome.BIEN
    assert steps(first["par"]["aubagne"])["vérification"] == Outcome.RESERVES
    assert "image-sans-alternative" in codes(first["par"]["aubagne"]["problemes"])
    events = [line["evenement"] for line in first["journal"]]
    assert events[0] == "nuit" and events[-1] == "fin" and events.count("commune") == 3
    assert "Bienvenue" in nights.commune("nuit").page("/")

    # The next night: the register of one commune was tampered with, one changed, one is as it was.
    register = broken.read("registre/adresses.jsonl")
    broken.write("registre/adresses.jsonl", register.replace("{", "[", 1))
    nights.commune("aubagne").write("contenu/vie.md", "# La vie au village\n")
    nights.commune("nuit").write("convention.yaml", "dates: [\n")  # no site depends on it
    second = nights.night()
    assert second["code"] == 3
    states = {slug: one["etat"] for slug, one in second["par"].items()}
    assert states == {"aubagne": "publiée", "cassis": "non publiée", "nuit": "inchangée"}
    assert steps(second["par"]["cassis"])["construction"] == Outcome.ECHEC
    assert steps(second["par"]["aubagne"])["vérification"] == Outcome.BIEN
    assert "La vie au village" in nights.commune("aubagne").page("/vie/")
    assert "Bienvenue" in broken.page("/"), "what is online stays"

    with nights.history() as history:
        both = history.nights()
        assert [night.code for night in both] == [1, 3]
        assert all(night.end and night.end > night.start for night in both)
        assert both[0].versions["usine"] and both[0].communes == 3
        done = {one.commune: one for one in history.communes(both[1].start)}
        assert done["nuit"].pages > 5 and done["nuit"].octets > 10_000
        assert done["nuit"].ecoindex == "A" and done["nuit"].since is not None
        assert done["aubagne"].generation == 2
        assert (done["cassis"].state, done["cassis"].generation) == ("non publiée", 1)
        assert [p.generation for p in history.publications("aubagne")] == [1, 2]
        assert history.problems(both[1].start, "cassis")
    assert not list((nights.memory / "nuits").iterdir()), "the journal went into the history"
    # The morning page tells of that night, and names the commune that needs someone.
    report = json.loads((nights.root / "build" / "rapport" / "rapport.json").read_bytes())
    assert report["nuit"]["debut"] == both[1].start.isoformat()
    assert report["communes"][0]["nom"] == "Cassis"
    told = {(one["commune"], one["code"]) for one in report["a_voir"] if one["commune"]}
    assert told == {("cassis", "etape-manquee"), ("nuit", "convention-a-corriger")}
    (agreement,) = [one for one in report["a_voir"] if one["commune"] == "nuit"]
    assert {one["file"] for one in agreement["constats"]} == {"nuit/convention.yaml"}
    page = (nights.root / "build" / "rapport" / "index.html").read_text("utf-8")
    assert page.count('<a href="communes/cassis.html">') == 2

    # One commune alone, once it is mended: the last night is completed, not another begun.
    broken.write("registre/adresses.jsonl", register)
    third = nights.night("cassis")
    assert [one["commune"] for one in third["communes"]] == ["cassis"]
    assert (third["code"], third["debut"]) == (0, second["debut"])
    with nights.history() as history:
        assert [night.code for night in history.nights()] == [1, 0]
        assert len(history.communes(history.nights()[1].start)) == 3


def test_plain_lines_and_the_log_of_usine_yaml(nights: Nights) -> None:
    nights.settings("journal: {fichier: journaux/usine.jsonl}\n")
    nights.commune("aubagne")
    nights.commune("cassis").write("commune.yaml", BROKEN)
    done = nights.usine("nightly", "--jobs", "1")
    assert done.returncode == 3 and done.stderr == ""
    first, *lines = done.stdout.splitlines()
    assert first.startswith("Nuit du ") and first.endswith(" : 2 communes.")
    assert lines[0].startswith("aubagne : publiée (")
    assert lines[1].startswith("cassis : non publiée avec réserves (")
    assert lines[2].startswith("    échec de l’étape « construction » : commune.yaml, ligne 1 : ")
    assert lines[-2] == "2 communes : 1 non publiée avec réserves, 1 publiée."
    assert lines[-1].startswith(
        "Quelque chose de promis n’est pas fait : voyez ci-dessus. Durée : "
    )
    log = (nights.root / "journaux" / "usine.jsonl").read_text().splitlines()
    assert [json.loads(line)["evenement"] for line in log].count("etape") >= 4


def test_one_night_at_a_time(nights: Nights) -> None:
    nights.commune("aubagne")
    with lock.locked(nights.memory, (1, 1)):
        done = nights.usine("nightly")
        assert done.returncode == 2 and "[nuit-en-cours]" in done.stderr, done.stderr
    with lock.locked(nights.memory, (1, 2)), lock.locked(nights.memory, (2, 2)):
        for part in ((1, 1), (1, 2)):
            with pytest.raises(UsageError, match="nuit-en-cours"), lock.locked(nights.memory, part):
                pass
    assert not (nights.root / "build").exists()


def test_a_search_that_is_still_to_follow_is_finished_in_the_night(nights: Nights) -> None:
    commune = nights.commune("aubagne").write("contenu/vie.md", "# La vie\n")
    assert nights.usine("build", "aubagne", "--sans-recherche").returncode == 0
    assert not commune.manifest.complet
    assert nights.night()["code"] == 0
    assert commune.manifest.complet
    assert any(path.startswith("_recherche/") for path in commune.online)


def test_the_night_believes_no_stamp(nights: Nights) -> None:
    """A bit that flipped in what is online, without a trace in its stamps, is mended."""
    commune = nights.commune("aubagne")
    nights.night()
    page = (commune.output / "public" / "index.html").resolve()
    before, status = page.read_bytes(), page.stat()
    page.chmod(0o644)
    with page.open("r+b") as file:
        file.write(b"X")
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    page.chmod(0o444)
    assert commune.online["index.html"] != before
    nights.night()
    assert commune.online["index.html"] == before
