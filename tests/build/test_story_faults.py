"""What goes wrong in a commune: it holds back the least, and is mended."""

import os
import shutil
import signal

import pytest
from commande import usine
from histoire import Factory

from factory.build import worker
from factory.build.lock import locked, under_way
from factory.build.report import Status


def test_a_broken_file_stays_as_it_last_was_even_from_nothing(factory: Factory) -> None:
    commune = factory.commune().write("contenu/fete.md", "---\ntitre: Fête\n---\nBonne fête.\n")
    factory.build()
    commune.write("contenu/fete.md", "---\ntitre: [Fête\n---\nTexte cassé.\n")
    report = factory.build()["exemple"]
    assert report.exit_code == 1
    assert "dernière version correcte reste en ligne" in str(report.problems[-1])
    before = commune.online
    shutil.rmtree(commune.output)
    factory.build()
    assert commune.online == before and "Bonne fête." in commune.page("/fete/")
    commune.write("contenu/fete.md", "---\ntitre: Fête\n---\nRéparé.\n")
    factory.build()
    assert "Réparé." in commune.page("/fete/")


def test_a_page_never_seen_good_is_left_out(factory: Factory) -> None:
    commune = factory.commune().write("contenu/fete.md", "---\ntitre: [Fête\n---\n")
    report = factory.build()["exemple"]
    assert report.status is Status.PUBLIEE and report.exit_code == 1
    assert "fete/index.html" not in commune.online


def test_a_garbled_commune_yaml_leaves_the_site_as_it_was(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    before = commune.online
    commune.write("commune.yaml", "nom: [")
    report = factory.build()["exemple"]
    assert report.exit_code == 1 and commune.online == before


def test_without_any_good_commune_yaml_nothing_is_published(factory: Factory) -> None:
    commune = factory.commune().write("commune.yaml", "nom: [")
    report = factory.build()["exemple"]
    assert report.status is Status.ECHEC and report.exit_code == 3 and commune.online == {}


def test_what_was_tampered_with_is_mended(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    before = commune.online
    target = commune.output / "public" / "index.html"
    target.chmod(0o644)
    target.write_bytes(b"<h1>Pirate</h1>")
    assert factory.build()["exemple"].rendered == 1
    assert commune.online == before


def test_a_damaged_file_of_yesterday_stops_nothing(factory: Factory) -> None:
    commune = factory.commune().picture("contenu/lavoir.jpg", "navy")
    commune.write("contenu/a.md", "![Le lavoir](lavoir.jpg)\n")
    factory.build()
    for path, output in commune.manifest.fichiers.items():
        if path.startswith("_medias/"):
            blob = commune.layout.store.path(output.blob)
            blob.chmod(0o644)
            blob.write_bytes(b"x")
    commune.picture("contenu/lavoir.jpg", "red")
    assert factory.build()["exemple"].status is Status.PUBLIEE
    assert commune.online == factory.clean(commune)


def test_a_second_build_of_one_commune_waits_its_turn(factory: Factory) -> None:
    commune = factory.commune()
    with locked(commune.layout) as free:
        assert free
        report = factory.build()["exemple"]
        # The same words wherever the lock is asked for: here, by a rollback.
        refused = usine(factory.root, "rollback", "exemple", "--pourquoi", "essai")
    assert report.status is Status.OCCUPEE and report.exit_code == 3
    assert report.problems == (under_way("exemple"),)
    assert refused.returncode == 2 and str(report.problems[0]) in refused.stderr


def test_a_killed_worker_costs_its_commune_alone(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    factory.commune()
    factory.commune("voisine")
    original = worker.make

    def make(order, memory):  # type: ignore[no-untyped-def]
        if order.slug == "exemple":
            os.kill(os.getpid(), signal.SIGKILL)
        return original(order, memory)

    monkeypatch.setattr(worker, "make", make)
    reports = factory.build()
    assert reports["exemple"].status is Status.ECHEC and reports["exemple"].exit_code == 3
    assert "SIGKILL" in reports["exemple"].problems[0].message
    assert reports["voisine"].status is Status.PUBLIEE
    monkeypatch.undo()
    assert factory.build()["exemple"].status is Status.PUBLIEE
