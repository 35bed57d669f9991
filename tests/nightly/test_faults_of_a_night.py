"""Faults injected for real. After each: nothing lost, sites served, the cause said, then healed."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pannes import BACKUPS, act, dead, fill, large, met, needs_restic, registered, working_on
from veillee import Nights, codes, steps

from factory.archive.nights import Outcome, Verdict
from factory.ground.moment import PARIS


def test_a_theme_that_does_not_compile_publishes_nothing(nights: Nights) -> None:
    commune = act(nights.commune("aubagne"), 1)
    assert nights.night()["code"] in (0, 1)
    online = commune.online
    template = nights.root / "theme" / "templates" / "page.html"
    sound = template.read_text()
    template.write_text(sound + "{% for %}")
    act(commune, 2)
    answer = nights.night()
    assert answer["code"] == 3
    assert "theme-illisible" in codes(answer["problemes"])
    assert answer["par"]["aubagne"]["etat"] == "non publiée"
    assert commune.online == online and registered(commune) == ["contenu/actes/a1.md"]
    with nights.history() as history:
        night = history.last_night()
        assert night is not None and night.code == 3 and "page.html" in night.message
        (done,) = history.communes(night.start)
        assert done.generation == 1 and done.pages > 5, "what is online is still said"
    template.write_text(sound)
    assert nights.night()["par"]["aubagne"]["etat"] == "publiée"
    assert len(registered(commune)) == 2


def test_a_clock_that_was_set_back_publishes_nothing(nights: Nights) -> None:
    commune = act(nights.commune("aubagne"), 1)
    assert nights.night()["code"] in (0, 1)
    with nights.history() as history:
        last = history.last_night()
        assert last is not None
        ahead = datetime.now(PARIS) + timedelta(hours=3)
        history.note_night(replace(last, end=ahead))
    act(commune, 2)
    answer = nights.night()
    assert answer["code"] == 3 and "horloge-en-retard" in codes(answer["problemes"])
    assert registered(commune) == ["contenu/actes/a1.md"], "no act has a date that may be false"
    assert "Bienvenue" in commune.page("/")
    # The hour of before was the wrong one, an operator says.
    assert nights.night("--horloge-juste")["par"]["aubagne"]["etat"] == "publiée"
    assert len(registered(commune)) == 2


@pytest.mark.slow
def test_a_damaged_history_is_put_aside_and_the_night_takes_place(nights: Nights) -> None:
    nights.commune("aubagne")
    nights.night()
    file = nights.memory / "historique.sqlite"
    data = bytearray(file.read_bytes())
    data[:100] = b"?" * 100
    file.write_bytes(data)
    answer = nights.night()
    assert answer["code"] == 3 and codes(answer["problemes"]) == {"historique-abime"}
    assert answer["par"]["aubagne"]["etat"] == "inchangée"
    aside = list(nights.memory.glob("historique-abime-*.sqlite"))
    assert [path.read_bytes() for path in aside] == [bytes(data)]
    assert nights.night()["code"] == 0
    with nights.history() as history:
        assert len(history.nights()) == 2
    # Written by a version to come: it is not touched, and that is said.
    database = sqlite3.connect(file)
    database.execute("PRAGMA user_version = 99")
    database.close()
    answer = nights.night()
    assert answer["code"] == 3 and "historique-plus-recent" in codes(answer["problemes"])


@pytest.mark.slow
def test_a_worker_killed_is_tried_again_and_a_stuck_one_holds_nobody(nights: Nights) -> None:
    nights.commune("aubagne")
    victim = large(nights.commune("lente"))
    run = nights.started(jobs=1)
    os.kill(met(lambda: working_on("lente", run.pid), run), signal.SIGKILL)
    answer = json.loads(run.communicate(timeout=300)[0])
    assert answer["code"] == 0
    (lente,) = [one for one in answer["communes"] if one["commune"] == "lente"]
    assert (lente["etat"], lente["etapes"][0]["essais"]) == ("publiée", 2)

    # Stopped rather than dead: it never answers.
    nights.settings("limites: {secondes: 6}\n")
    for number in range(250):
        victim.write(
            f"contenu/p{number}.md", f"# Page {number} refaite\n\n" + "Un *texte*.\n\n" * 40
        )
    run = nights.started(jobs=1)
    stuck = met(lambda: working_on("lente", run.pid), run)
    os.kill(stuck, signal.SIGSTOP)
    answer = json.loads(run.communicate(timeout=300)[0])
    told = {one["commune"]: one for one in answer["communes"]}
    assert answer["code"] == 3 and told["aubagne"]["code"] == 0
    assert "construction-interrompue" in codes(told["lente"]["problemes"])
    assert dead(stuck)
    assert "<h1>Page 3</h1>" in victim.page("/p3/").replace("\n", "")
    nights.settings()
    assert nights.night()["par"]["lente"]["etat"] == "publiée"
    assert "Page 3 refaite" in victim.page("/p3/")


@pytest.mark.slow
@needs_restic
def test_killed_at_random_a_night_goes_on_where_it_was(nights: Nights) -> None:
    chance = random.Random(4)
    nights.settings(BACKUPS)
    communes = [act(nights.commune(slug), 0) for slug in ("aubagne", "cassis", "marseille")]
    began = time.monotonic()
    first = nights.night()
    whole = time.monotonic() - began
    assert all(steps(one)["sauvegarde"] != Outcome.ECHEC for one in first["communes"])
    for commune in communes:
        act(commune, 1)
    killed = ended = 0
    for _ in range(5):
        run = nights.started()
        try:
            run.communicate(timeout=chance.uniform(0.1, 0.8) * whole)
            ended += 1
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.communicate()
            killed += 1
        for commune in communes:
            assert "Bienvenue" in commune.page("/")
    assert killed >= 2
    if list((nights.memory / "nuits").iterdir()):
        one = nights.usine("nightly", "aubagne")
        assert one.returncode == 2 and "[nuit-inachevee]" in one.stderr
    last = nights.night()
    assert last["code"] in (0, 1), last
    for commune in communes:
        assert registered(commune) == ["contenu/actes/a0.md", "contenu/actes/a1.md"]
        assert commune.layout.unfinished.exists() is False
    with nights.history() as history:
        recorded = history.nights()
        assert all(night.code is not None for night in recorded), "none is left without an end"
        assert len(recorded) == 2 + ended, "killed as often as may be, it is one night"
        for commune in communes:
            assert history.last_backup(commune.slug) is not None
        tried = [history.last_drill(one.slug) or history.last_proof(one.slug) for one in communes]
        assert {trial.verdict for trial in tried if trial} == {Verdict.PROUVEE}


def test_a_night_killed_once_its_communes_are_done_goes_on_with_what_follows(
    nights: Nights,
) -> None:
    nights.commune("aubagne")
    run = nights.started()
    while not list((nights.memory / "nuits").glob("*/partie-1-1.fin")):
        assert run.poll() is None
        time.sleep(0.001)
    run.kill()
    run.communicate()
    assert not (nights.root / "build/rapport/index.html").exists(), "killed too late"
    again = nights.night()
    assert (again["code"], again["reprises"]) == (0, 1)
    assert again["par"]["aubagne"]["etat"] == "publiée", "what was done is told, not done again"
    assert (nights.root / "build/rapport/index.html").is_file()
    with nights.history() as history:
        (night,) = history.nights()
        assert (night.code, night.resumed, len(history.communes(night.start))) == (0, 1, 1)
    assert not list((nights.memory / "nuits").iterdir())
    assert nights.night()["debut"] != again["debut"]


@pytest.mark.slow
def test_a_night_that_is_told_to_stop_says_what_it_did(nights: Nights) -> None:
    nights.commune("aubagne")
    large(nights.commune("lente"))
    run = nights.started(jobs=1)
    worker = met(lambda: working_on("lente", run.pid), run)
    run.terminate()
    answer = json.loads(run.communicate(timeout=300)[0])
    assert run.returncode == answer["code"] == 3
    assert codes(answer["problemes"]) == {"nuit-arretee"}
    assert [one["commune"] for one in answer["communes"]] == ["aubagne"]
    assert dead(worker)
    assert (nights.root / "build" / "rapport" / "index.html").is_file()
    with nights.history() as history:
        (night,) = history.nights()
        assert (night.code, night.end) == (3, None)
    rest = nights.night()
    assert rest["reprises"] == 1 and rest["par"]["lente"]["etat"] == "publiée"
    with nights.history() as history:
        (night,) = history.nights()
        assert night.end is not None and night.code == rest["code"]


@pytest.mark.slow
@needs_restic
def test_a_commune_deleted_in_the_night(nights: Nights) -> None:
    nights.settings(BACKUPS)
    nights.commune("aubagne")
    gone = nights.commune("marseille")
    nights.night()
    online = gone.online
    run = nights.started(jobs=1)
    while not list((nights.memory / "nuits").glob("*/communes/aubagne.json")):
        time.sleep(0.005)
    gone.folder.rename(nights.root / "corbeille")
    answer = json.loads(run.communicate(timeout=300)[0])
    told = {one["commune"]: one for one in answer["communes"]}
    assert answer["code"] == 3
    assert told["marseille"]["etat"] == "disparue"
    assert "commune-disparue" in codes(told["marseille"]["problemes"])
    assert gone.online == online, "its site stays"
    assert steps(told["aubagne"])["sauvegarde"] != Outcome.ECHEC
    (nights.root / "corbeille").rename(gone.folder)
    assert nights.night()["par"]["marseille"]["etat"] == "inchangée"


@pytest.mark.slow
@needs_restic
def test_a_disk_that_is_full_while_building_backing_up_and_publishing(
    nights: Nights, small_disk: Callable[[Path], Path]
) -> None:
    nights.settings(BACKUPS)
    communes = [act(nights.commune(slug), 0) for slug in ("aubagne", "cassis")]
    nights.night()
    said = {}
    # Each night heals what the one before could not do, while another disk is full.
    for number, folder in enumerate(("build", "depots", "memoire", "tenants"), start=1):
        disk = small_disk(nights.root / folder)
        before = {commune.slug: (commune.page("/"), registered(commune)) for commune in communes}
        for commune in communes:
            act(commune, number)
        fill(disk)
        answer = nights.night()
        assert answer["code"] == 3, folder
        said[folder] = codes(answer["problemes"]) | {
            code for one in answer["communes"] for code in codes(one["problemes"])
        }
        (disk / "remplissage").unlink()
        for commune in communes:
            page, acts = before[commune.slug]
            assert registered(commune)[: len(acts)] == acts, folder
            if folder in ("build", "tenants"):
                assert commune.page("/")[:1000] == page[:1000], "its site is served"
            else:
                assert f"Acte {number}" in commune.page(f"/actes/a{number}/"), folder
    assert said["build"] & {"disque-plein", "disque-plein-la-nuit"}
    assert "depot-plein" in said["depots"]
    assert said["memoire"] & {"historique-inaccessible", "nuit-sans-journal"}
    assert said["tenants"] & {"disque-plein", "disque-plein-la-nuit"}
    healed = nights.night()
    assert healed["code"] in (0, 1), healed
    for commune in communes:
        assert registered(commune) == [f"contenu/actes/a{n}.md" for n in range(5)]
        assert "Acte 4" in commune.page("/actes/a4/")
    with nights.history() as history:
        assert len(history.nights()) == 6, "the night that could not be written was, by the next"
