"""The probe before real servers on the loopback: well, hanging, lying, expired, not there."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from authority import Authority
from matinee import NOW, Nights
from reseau import DRIPPING, HANGING, HERE, NOBODY, Net, cast

from factory.archive.nights import Outage, Watched
from factory.ground.problems import UsageError
from factory.probe import handing, targets
from factory.probe.look import look
from factory.probe.rounds import go_round, is_down
from factory.probe.targets import Target, Targets


@pytest.fixture(scope="module")
def net(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Net]:
    with cast(authority, Authority(tmp_path_factory.mktemp("inconnue"))) as net:
        yield net


ALL_WELL = {Watched.DNS: "", Watched.CERTIFICAT: "", Watched.HTTP: ""}


def test_a_site_that_answers(net: Net) -> None:
    seen = look("bien.example", "aurelle", net.ways(bien=HERE), NOW)
    assert seen.causes == ALL_WELL
    assert seen.expires is not None
    assert timedelta(days=39) < seen.expires - datetime.now(seen.expires.tzinfo) < timedelta(40)
    assert net.look("mene") == ALL_WELL, "a home page that leads to another page of the site"


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("perime", "le certificat a expiré le "),
        ("autre", "le certificat est celui d’un autre nom"),
        ("inconnu", "le certificat n’est pas d’une autorité reconnue"),
    ],
)
def test_a_certificate_that_no_browser_would_trust(net: Net, name: str, cause: str) -> None:
    causes = net.look(name)
    assert causes[Watched.CERTIFICAT].startswith(cause)
    assert Watched.HTTP not in causes, "nothing is known of a page that no reader reaches"


@pytest.mark.parametrize(
    ("name", "where", "cause"),
    [
        ("panne", HERE, "la page d’accueil répond 503"),
        ("boucle", HERE, "la page d’accueil répond 302"),
        ("clair", HERE, "sans chiffrement (port 80), la page d’accueil répond 500"),
        ("bien", HANGING, "le serveur ne répond pas"),
        ("bien", NOBODY, "le serveur n’accepte pas de connexion"),
    ],
)
def test_a_page_that_does_not_come(net: Net, name: str, where: str, cause: str) -> None:
    assert net.look(name, where)[Watched.HTTP] == cause


def test_a_name_that_does_not_resolve(net: Net) -> None:
    seen = look("nulle-part.invalid", "", net.ways(), NOW)
    assert list(seen.causes) == [Watched.DNS]
    assert seen.causes[Watched.DNS] in (
        "le nom n’existe pas", "aucun serveur de noms ne répond pour ce nom",
    )  # fmt: skip


def test_a_round_ends_whatever_servers_do(net: Net) -> None:
    """One drips for ever, one hangs: the others are seen, and each is told."""
    wanted = Targets(
        cibles=tuple(Target(host=f"{n}.example") for n in ("bien", "coupe", "goutte", "mene"))
    )
    ways = net.ways(bien=HERE, mene=HERE, coupe=HANGING, goutte=DRIPPING)
    found = go_round(wanted, replace(ways, seconds=0.8), lambda: NOW, pause=0)
    assert [one.host for one in found.sightings if not is_down(one)] == [
        "bien.example", "mene.example",
    ]  # fmt: skip
    by_host = {one.host: one.causes for one in found.sightings}
    assert by_host["goutte.example"] == {Watched.HTTP: "la réponse n’en finit pas"}


def test_a_blink_is_no_outage(net: Net) -> None:
    """Down at the first look, up at the second."""
    net.blinks.add("bien.example")
    wanted = Targets(cibles=(Target(host="bien.example"),))
    found = go_round(wanted, net.ways(bien=HERE), lambda: NOW, pause=0)
    assert not net.blinks and not is_down(found.sightings[0])


def test_a_probe_that_is_cut_off_notes_nothing(net: Net) -> None:
    ways = net.ways(bien=NOBODY, temoin=NOBODY, panne=HERE, mene=HERE)
    wanted = Targets(cibles=(Target(host="bien.example"),), temoin="temoin.example")
    assert go_round(wanted, ways, lambda: NOW, pause=0).isolated
    wanted = Targets(cibles=(Target(host="panne.example"),), temoin="mene.example")
    found = go_round(wanted, ways, lambda: NOW, pause=0)
    assert not found.isolated and is_down(found.sightings[0])


# -- the command -------------------------------------------------------------------------------


def probe(root: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "factory.probe", *words],
        cwd=root, capture_output=True, text=True, check=False, timeout=120, env=dict(os.environ),
    )  # fmt: skip


def factory(root: Path, more: str = "") -> Nights:
    """Two communes: one names its hosts in its convention, the other in its commune.yaml."""
    nights = Nights(root, "aurelle", "bois-joli", more=more)
    (root / "tenants/aurelle/convention.yaml").write_text(
        "domaines: [bien.example, mene.example]\n", "utf-8"
    )
    (root / "tenants/bois-joli/commune.yaml").write_text(
        "nom: Bois-Joli\ncode_insee: 13999\ndomaine: panne.example\n", "utf-8"
    )
    return nights


def test_the_hosts_are_those_of_the_conventions_and_of_the_metropole(tmp_path: Path) -> None:
    nights = factory(
        tmp_path, "sonde: {sites: [www.metropole.example, bien.example], delai: 3 s}\n"
    )
    found = targets.of(nights.settings)
    assert [(one.host, one.commune) for one in found.cibles] == [
        ("bien.example", "aurelle"), ("mene.example", "aurelle"), ("panne.example", "bois-joli"),
        ("www.metropole.example", ""),
    ]  # fmt: skip
    assert found.delai == 3
    assert targets.from_bytes(targets.to_bytes(found)) == found
    for data in (b"{}", b"[1]", b'{"cibles": [{"host": "a b"}]}'):
        with pytest.raises(UsageError, match="cibles-illisibles"):
            targets.from_bytes(data)


def test_a_probe_elsewhere_hands_its_record_in(tmp_path: Path, net: Net) -> None:
    """The factory writes what to watch; the other machine, which knows no more, notes what it sees;
    the night takes it in, and the morning page tells it.
    """
    here, there = tmp_path / "usine", tmp_path / "ailleurs"
    there.mkdir()
    nights = factory(here, "sonde: {delai: 2 s, releves: releves}\n")
    assert probe(here, "--ecrire-cibles", str(there / "cibles.json")).returncode == 0
    (here / "releves").mkdir()
    journal = here / "releves" / "sonde.jsonl"
    words = (
        "--cibles", "cibles.json", "--journal", str(journal), "--pause", "0",
        "--autorite", str(net.authority), "--ports", f"{net.http},{net.https}",
        *(w for n in ("bien", "mene", "panne") for w in ("--adresse", f"{n}.example={HERE}")),
    )  # fmt: skip
    done = probe(there, *words)
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("bien.example : répond en ")
    assert lines[2] == "panne.example : en panne : la page d’accueil répond 503."
    assert [json.loads(line)["host"] for line in journal.read_text("utf-8").splitlines()] == [
        "bien.example", "mene.example", "panne.example",
    ]  # fmt: skip
    assert sorted(path.name for path in there.iterdir()) == ["cibles.json"]
    with journal.open("ab") as file:
        file.write(b'du bruit\n{"host": "coup')
    (problem,) = handing.collect(nights.settings, NOW)
    assert problem.code == "releve-illisible"
    assert "1 ligne ne se lit pas" in problem.message
    with nights.history() as history:
        (outage,) = history.outages()
        assert (outage.host, outage.commune, outage.end) == ("panne.example", "bois-joli", None)
    told = [one for one in nights.morning(datetime.now(NOW.tzinfo)).concerns if one.commune]
    assert [(one.commune, one.problem.code) for one in told] == [("bois-joli", "panne-en-cours")]
    # It is mended: the next round says when.
    net.answers["panne.example"] = (200, "")
    try:
        assert probe(there, *words).returncode == 0
    finally:
        net.answers["panne.example"] = (503, "")
    done = probe(here, "--importer", str(journal))
    assert (done.returncode, "releve-illisible" in done.stderr) == (1, True)
    with nights.history() as history:
        (ended,) = history.outages()
        assert isinstance(ended, Outage) and ended.end is not None and ended.end > outage.start
        assert len(history.sightings()) == 3


def test_a_probe_on_the_same_machine_notes_in_the_history(tmp_path: Path, net: Net) -> None:
    nights = factory(tmp_path, "sonde: {delai: 2 s}\n")
    (tmp_path / "tenants/bois-joli/commune.yaml").unlink()
    words = (
        "--pause", "0", "--autorite", str(net.authority), "--ports", f"{net.http},{net.https}",
        *(w for n in ("bien", "mene") for w in ("--adresse", f"{n}.example={HERE}")),
    )  # fmt: skip
    done = probe(tmp_path, *words)
    assert done.returncode == 0, done.stdout + done.stderr
    with nights.history() as history:
        assert [one.host for one in history.sightings()] == ["bien.example", "mene.example"]
        assert history.outages() == ()
    done = probe(tmp_path, "--config", "absent.yaml")
    assert done.returncode == 2 and "configuration-introuvable" in done.stderr


def test_a_folder_of_records_that_is_not_there_is_told(tmp_path: Path) -> None:
    nights = Nights(tmp_path, "aurelle")
    assert handing.collect(nights.settings, NOW) == ()
    nights = Nights(tmp_path / "b", "aurelle", more="sonde: {releves: nulle-part}\n")
    (problem,) = handing.collect(nights.settings, NOW)
    assert problem.code == "releves-introuvables"
