"""`usine watch`: what changes is published, that commune alone, and what comes due on time."""

import fcntl
import hashlib
import os
import shutil
import signal
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from factory.archive import manifest as manifests
from factory.build.engine import pagefind
from factory.build.search import pagefind as indexes
from factory.ground.moment import PARIS
from factory.preview.plant import Plant
from factory.preview.told import Built
from factory.preview.workshop import Workshop
from factory.tenants import settings

ROOT = Path(__file__).resolve().parents[2]
NEWS = "tenants/aubelle/contenu/actualites/fete.md"
PAGE = "actualites/fete/index.html"


def publications(running, slug):
    return [one for one in running.told() if one.get("commune") == slug]


def searchable(usine, slug):
    return not pagefind() or "data-index" in usine.public(slug, "recherche/index.html")


def test_a_change_is_published_and_its_neighbour_left_alone(usine):
    running = usine.watch()
    # An edit that meets the build of a first index would be told with it, and once more.
    for slug in ("aubelle", "belmont"):
        usine.until(lambda slug=slug: searchable(usine, slug), "its search")
    before = os.readlink(usine.root / "build/belmont/public")
    text = (usine.root / NEWS).read_text("utf-8")
    usine.write(NEWS, text.replace("midi", "minuit"))
    usine.until(lambda: "à minuit" in usine.public("aubelle", PAGE), "the edit")
    usine.until(lambda: len(publications(running, "aubelle")) == 2, "its line")
    line = publications(running, "aubelle")[-1]
    assert (line["version"], line["statut"], line["code"]) == (1, "publiée", 0)
    assert line["pages_refaites"] >= 1
    assert 0 < line["millisecondes_en_ligne"] <= line["millisecondes"]
    assert len(publications(running, "belmont")) == 1
    assert os.readlink(usine.root / "build/belmont/public") == before


def test_drafts_stay_home(usine):
    usine.watch()
    usine.write(
        "tenants/aubelle/contenu/actualites/projet.md",
        "---\ntitre: Projet\ndate: 4 mars 2026\nbrouillon: oui\n---\n\nSecret.\n",
    )
    text = (usine.root / NEWS).read_text("utf-8")
    usine.write(NEWS, text.replace("midi", "minuit"))
    usine.until(lambda: "à minuit" in usine.public("aubelle", PAGE), "the edit")
    public = usine.root / "build/aubelle/public"
    assert not (public / "actualites/projet").exists()


def test_a_file_that_changes_under_a_build_is_published_as_it_ended(usine):
    running = usine.watch()
    for number in range(12):
        usine.write(NEWS, f"---\ntitre: Fête {number}\ndate: 3 mars 2026\n---\n\nTexte.\n")
        time.sleep(0.07)
    usine.until(lambda: "Fête 11" in usine.public("aubelle", PAGE), "the last version")
    assert running.end() == 0
    assert not [one for one in running.told() if one["defauts"]]
    kept = (usine.tenants / "aubelle/registre/retenus.jsonl").read_text("utf-8").splitlines()[-1]
    now = hashlib.sha256((usine.root / NEWS).read_bytes()).hexdigest()
    assert now in kept
    assert (usine.tenants / "aubelle/registre/pieces" / now).is_file()


def test_our_own_register_starts_no_build(usine):
    usine.write(
        "tenants/aubelle/contenu/actes/deliberation.md",
        "---\ntitre: Délibération 1\nnumero: 2026-001\nnature: délibération\n"
        "date: 3 mars 2026\n---\n\nLe conseil décide.\n",
    )
    running = usine.watch()
    register = usine.tenants / "aubelle/registre"
    usine.until(lambda: (register / "adresses.jsonl").exists(), "the register")
    (register / "essai").write_text("un dépôt de l’usine")
    usine.write("tenants/belmont/contenu/accueil.md", "# Belmont change\n")
    usine.until(lambda: "Belmont change" in usine.public("belmont", "index.html"), "the neighbour")
    assert len(publications(running, "aubelle")) == 1


def test_communes_come_and_go_while_it_runs(usine):
    running = usine.watch()
    usine.commune("cadenelle", "Cadenelle")
    usine.until(lambda: publications(running, "cadenelle"), "the new commune")
    usine.until(lambda: searchable(usine, "cadenelle"), "its search")
    assert "Cadenelle" in usine.public("cadenelle", "index.html")
    (usine.tenants / "cadenelle").rename(usine.root / "ailleurs")
    usine.until(
        lambda: "disparue" in [one["statut"] for one in publications(running, "cadenelle")],
        "the one that went",
    )
    assert "Cadenelle" in usine.public("cadenelle", "index.html"), "its site is not touched"
    (usine.root / "ailleurs").rename(usine.tenants / "cadenelle")
    usine.until(
        lambda: publications(running, "cadenelle")[-1]["statut"] == "inchangée", "its coming back"
    )


def test_a_drop_laid_while_it_runs_is_watched(usine):
    """Its first files, and those that follow: no round of five minutes in between."""
    usine.write(
        "usine.yaml",
        (usine.root / "usine.yaml").read_text("utf-8") + "depots: {dossier: depots, cles: cles}\n",
    )
    (usine.root / "depots").mkdir()
    running = usine.watch()
    usine.until(lambda: publications(running, "aubelle"), "its first look")
    for name in ("dev", "site", "site/contenu"):
        (usine.root / "depots/depot-aubelle" / name).mkdir(parents=True)
    output = usine.root / "build/aubelle"

    def at_rest(page):
        """Its site with that page and the index of its search: nothing more is planned."""
        online = manifests.read(
            output / "manifests" / f"{(output / 'public').readlink().name}.json"
        )
        return online is not None and online.complet and f"{page}/index.html" in online.fichiers

    for page in ("une", "deux", "trois"):
        usine.write(f"depots/depot-aubelle/site/contenu/{page}.md", f"# La page {page}\n")
        usine.until(lambda page=page: at_rest(page), f"the page {page}")


def test_a_fault_is_one_commune_s_and_heals(usine):
    running = usine.watch()
    usine.write("tenants/aubelle/commune.yaml", "nom: [\n")
    failed = usine.until(
        lambda: [one for one in publications(running, "aubelle") if one["code"]], "the fault"
    )
    assert failed[0]["problemes"][0]["file"] == "commune.yaml"
    assert "à midi" in usine.public("aubelle", PAGE)
    usine.write("tenants/belmont/contenu/accueil.md", "# Belmont change\n")
    usine.until(lambda: "Belmont change" in usine.public("belmont", "index.html"), "the neighbour")
    usine.commune("aubelle", "Aubelle-la-Neuve")
    usine.until(lambda: "la-Neuve" in usine.public("aubelle", "index.html"), "the mended commune")
    assert running.process.poll() is None


def test_the_theme_and_the_settings_concern_every_commune(usine):
    shutil.copytree(ROOT / "themes" / "institutional", usine.root / "theme")
    usine.write("usine.yaml", "communes: tenants\nsortie: build\ntheme: theme\n")
    running = usine.watch()
    text = (usine.root / "theme/templates/_base.html").read_text("utf-8")
    usine.write("theme/templates/_base.html", text.replace("<body>", "<body><p>Essai</p>"))
    for slug in ("aubelle", "belmont"):
        usine.until(lambda slug=slug: "<p>Essai</p>" in usine.public(slug, PAGE), slug)
    usine.write("usine.yaml", "comunes: tenants\n")
    told = usine.until(
        lambda: [one for one in running.told() if "commune" not in one], "the wrong key"
    )
    assert "comunes" in told[0]["problemes"][0]["message"]
    usine.write("tenants/belmont/contenu/accueil.md", "# Belmont change\n")
    usine.until(lambda: "Belmont change" in usine.public("belmont", "index.html"), "the neighbour")


def test_a_commune_that_another_build_holds_is_tried_again(usine):
    usine.run("build")
    held = os.open(usine.root / "build/aubelle/verrou", os.O_RDWR)
    fcntl.flock(held, fcntl.LOCK_EX)
    running = usine.watch()
    assert publications(running, "aubelle")[0]["statut"] == "occupée"
    text = (usine.root / NEWS).read_text("utf-8")
    usine.write(NEWS, text.replace("midi", "minuit"))
    usine.until(lambda: len(publications(running, "aubelle")) == 2, "a second try")
    os.close(held)
    usine.until(lambda: "à minuit" in usine.public("aubelle", PAGE), "the lock let go")


def test_polling_publishes_too(usine):
    usine.watch("--sondage")
    text = (usine.root / NEWS).read_text("utf-8")
    usine.write(NEWS, text.replace("midi", "minuit"))
    usine.until(lambda: "à minuit" in usine.public("aubelle", PAGE), "the edit")


def test_it_ends_when_asked_and_leaves_no_child(usine):
    running = usine.watch()
    for number in range(3):
        usine.write(NEWS, f"---\ntitre: Fête {number}\ndate: 3 mars 2026\n---\n\nTexte.\n")
        usine.write("tenants/belmont/contenu/accueil.md", f"# Belmont {number}\n")
        time.sleep(0.1)
    children = running.children()
    assert running.end(signal.SIGTERM) == 0
    assert not [pid for pid in children if os.path.exists(f"/proc/{pid}/fd")]
    assert "Traceback" not in running.log.read_text("utf-8")
    assert usine.run("build").returncode == 0


class _Shop:
    """A workshop in this process, at an hour of our choice."""

    def __init__(self, usine, start):
        begun = time.monotonic()
        file = usine.root / "usine.yaml"
        plant = Plant.open(lambda: settings.load(file, {}, usine.root), file)
        self.told = []
        self.workshop = Workshop(
            plant,
            self.told.append,
            now=lambda: start + timedelta(seconds=time.monotonic() - begun),
        )

    def __enter__(self):
        self.workshop.start()
        return self

    def __exit__(self, *_):
        self.workshop.stop()

    def built(self, slug):
        """What was told of it: a search's index follows without a word."""
        told = (one for one in self.told if isinstance(one, Built) and one.slug == slug)
        return [one for one in told if one.news]


def test_a_save_waits_for_no_index(usine, monkeypatch):
    """Pages go online while an index is being made; that of the last pages follows."""
    if not pagefind():
        pytest.skip("pagefind-bin is not installed")
    original = indexes.index
    gates = [usine.root / "build" / slug / "cache" / "porte" for slug in ("aubelle", "belmont")]

    def slow(records, language):
        # In a confined child, which sees no other folder than its commune's.
        while not any(path.exists() for path in gates):
            time.sleep(0.01)
        return original(records, language)

    monkeypatch.setattr(indexes, "index", slow)
    output = usine.root / "build" / "aubelle"
    with _Shop(usine, datetime(2026, 12, 1, 8, tzinfo=PARIS)) as shop:
        usine.until(lambda: shop.built("aubelle"), "the first look")
        text = (usine.root / NEWS).read_text("utf-8")
        usine.write(NEWS, text.replace("midi", "minuit"))
        usine.until(lambda: "à minuit" in usine.public("aubelle", PAGE), "the edit")
        assert not searchable(usine, "aubelle")
        for gate in gates:
            gate.touch()
        usine.until(lambda: searchable(usine, "aubelle"), "the index")
        told = shop.built("aubelle")
    assert len(told) == 2, "the index follows without a word"
    number = os.readlink(output / "public").rpartition("/")[2]
    found = manifests.read(output / "manifests" / f"{number}.json")
    assert found is not None and found.complet


def test_what_comes_due_is_published_on_time_and_what_ends_goes(usine):
    usine.write(
        NEWS,
        "---\ntitre: Ouverture\ndate: 1 décembre 2026\npublier_le: 2026-12-01 08:00\n"
        "retirer_le: 2026-12-01T08:00:04\n---\n\nC’est ouvert.\n",
    )
    with _Shop(usine, datetime(2026, 12, 1, 7, 59, 56, tzinfo=PARIS)) as shop:
        usine.until(lambda: shop.built("aubelle"), "the first look")
        first = shop.built("aubelle")[0].report
        assert first.until == datetime(2026, 12, 1, 8, 0, tzinfo=PARIS)
        assert not usine.public("aubelle", PAGE)
        usine.until(lambda: "C’est ouvert" in usine.public("aubelle", PAGE), "its hour")
        usine.until(
            lambda: "C’est ouvert" not in usine.public("aubelle", PAGE), "the end of its time"
        )
    assert len(shop.built("belmont")) == 1


def test_an_unexpected_fault_is_told_and_the_workshop_goes_on(usine, monkeypatch):
    with _Shop(usine, datetime(2026, 12, 1, 8, tzinfo=PARIS)) as shop:
        usine.until(lambda: shop.built("aubelle") and shop.built("belmont"), "the first look")
        with monkeypatch.context() as broken:

            def fail(*_):
                raise RuntimeError("panne d’essai")

            broken.setattr("factory.preview.plant.build", fail)
            usine.write("tenants/aubelle/contenu/accueil.md", "# Aubelle change\n")
            usine.until(lambda: len(shop.built("aubelle")) == 2, "the fault")
        report = shop.built("aubelle")[1].report
        assert report.problems[0].code == "construction-impossible"
        assert "panne d’essai" in report.faults[0]
        usine.write("tenants/aubelle/contenu/accueil.md", "# Aubelle change encore\n")
        usine.until(
            lambda: "change encore" in usine.public("aubelle", "index.html"), "the next change"
        )
