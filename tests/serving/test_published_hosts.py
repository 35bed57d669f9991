"""Which hosts the web server answers to: conventions, what is public, and what went wrong since."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from factory.archive import destructions, manifest
from factory.archive.destructions import Destruction, Grounds, Piece
from factory.archive.manifest import Manifest
from factory.archive.store import Store
from factory.ground.moment import PARIS
from factory.serving.__main__ import main
from factory.serving.sites import published


@dataclass(frozen=True)
class Factory:
    root: Path

    @property
    def communes(self) -> Path:
        return self.root / "tenants"

    @property
    def sortie(self) -> Path:
        return self.root / "build"

    @property
    def memoire(self) -> Path:
        return self.root / "memoire"

    def commune(self, slug: str, domaine: str, domaines: str = "", public: bool = True) -> None:
        folder = self.communes / slug
        folder.mkdir(parents=True)
        identity = f"nom: {slug}\ncode_insee: 13001\ndomaine: {domaine}\n"
        (folder / "commune.yaml").write_text(identity)
        if domaines:
            (folder / "convention.yaml").write_text(f"domaines: {domaines}\n")
        if public:
            self.publish(slug, identity)

    def publish(self, slug: str, identity: str) -> None:
        output = self.sortie / slug
        (output / "generations" / "3").mkdir(parents=True)
        (output / "public").symlink_to("generations/3")
        blob = Store(output / "store").put(identity.encode())
        manifest.write(
            output / "manifests",
            Manifest(
                numero=3,
                moment="2026-11-23T10:00:00",
                moteur="",
                theme="",
                fichiers={},
                sources={"commune.yaml": blob},
                redirections={"/avant/": "/apres/"},
                disparues=("/jadis/",),
            ),
        )


@pytest.fixture
def factory(tmp_path: Path) -> Factory:
    return Factory(tmp_path)


def hosts(factory: Factory) -> dict[str, tuple[str, ...]]:
    return {site.commune: site.hotes for site in published(factory).sites}


def test_the_convention_says_which_hosts_the_name_of_the_pages_first(factory: Factory) -> None:
    factory.commune("allauch", "www.allauch.fr", "[allauch.fr, www.allauch.fr]")
    factory.commune("cassis", "cassis.fr")
    assert hosts(factory) == {
        "allauch": ("www.allauch.fr", "allauch.fr"),
        "cassis": ("cassis.fr",),
    }
    site = published(factory).sites[0]
    assert (site.redirections, site.disparues) == ({"/avant/": "/apres/"}, ("/jadis/",))


def test_a_commune_yaml_broken_since_takes_no_site_offline(factory: Factory) -> None:
    factory.commune("cassis", "cassis.fr")
    (factory.communes / "cassis" / "commune.yaml").write_text("nom: [")
    assert hosts(factory) == {"cassis": ("cassis.fr",)}


def test_a_commune_never_published_is_named(factory: Factory) -> None:
    factory.commune("cassis", "cassis.fr", public=False)
    found = published(factory)
    assert found.sites == ()
    assert [str(problem) for problem in found.problems] == [
        "avertissement [site-non-publie] La commune « cassis » n’a pas encore de site publié : "
        "le serveur web ne répond pas pour elle.\n"
        "    → Publiez-la avec « usine build cassis », puis refaites la configuration."
    ]


def test_a_host_belongs_to_one_commune(factory: Factory) -> None:
    factory.commune("allauch", "allauch.fr", "[allauch.fr, cassis.fr]")
    factory.commune("cassis", "cassis.fr", "[cassis.fr, www.cassis.fr]")
    assert hosts(factory) == {"allauch": ("allauch.fr", "cassis.fr"), "cassis": ("www.cassis.fr",)}
    assert "domaine-partage" in {problem.code for problem in published(factory).problems}


@pytest.mark.parametrize("claimed", ["cassis.fr", "www.cassis.fr"])
def test_agents_take_no_neighbours_host(factory: Factory, claimed: str) -> None:
    """Those of « allauch » write its commune.yaml; nothing there stops the others either."""
    factory.commune("allauch", claimed)
    factory.commune("cassis", "www.cassis.fr", "[www.cassis.fr]")
    assert hosts(factory) == {"cassis": ("www.cassis.fr",)}
    found = published(factory).problems
    assert [str(problem) for problem in found] == [
        f"allauch/commune.yaml: avertissement [domaine-d-une-autre] « {claimed} » revient à "
        "« cassis » par sa convention : le serveur web n’y répond pas pour cette commune-ci.\n"
        "    → Corrigez « domaine » de commune.yaml, ou donnez « domaines » dans son "
        "convention.yaml."
    ]


def test_the_file_is_written_whole_or_left_as_it_was(
    factory: Factory, capsys: pytest.CaptureFixture[str]
) -> None:
    factory.commune("cassis", "cassis.fr")
    (factory.root / "usine.yaml").write_text("communes: tenants\nsortie: build\n")
    target = factory.root / "usine.conf"
    words = ["--config", str(factory.root / "usine.yaml"), "--vers", str(target), "--local", "8099"]
    assert main(words) == 0
    written = target.read_text()
    assert '"cassis:/avant/" "/apres/";' in written

    (factory.communes / "cassis" / "convention.yaml").write_text("domaines: [pas un domaine]\n")
    assert main(words) == 3
    assert target.read_text() == written
    assert f"Rien n’est écrit : {target} reste comme il était." in capsys.readouterr().err


def test_a_commune_stays_online_until_it_is_destroyed(factory: Factory) -> None:
    factory.commune("cassis", "cassis.fr")
    path = factory.communes / "cassis" / "convention.yaml"
    path.write_text("dates: {notification: 1er mars 2020, fin: 28/02/2021}\n")
    assert [site.terminee for site in published(factory).sites] == [False]
    destructions.keep(factory.memoire, destroyed("cassis", "cassis.fr", "www.cassis.fr"))
    kept, gone = published(factory).sites
    assert (kept.hotes, kept.terminee) == (("cassis.fr",), False), "it came back: it is online"
    assert (gone.hotes, gone.terminee) == (("www.cassis.fr",), True)
    shutil.rmtree(factory.communes / "cassis")
    (site,) = published(factory).sites
    assert (site.hotes, site.terminee) == (("cassis.fr", "www.cassis.fr"), True)


def destroyed(slug: str, *hosts: str) -> Destruction:
    letter = Piece(date=date(2026, 3, 1), reference="courrier 1", objet="renvoyer")
    grounds = Grounds(
        fin=date(2026, 2, 28), motif="dernier jour convenu", article="article 7",
        instruction=letter, recepisse=letter, visa=None, preuve="2026-03-02T10:00:00+01:00",
        empreinte="0" * 64, recu="1" * 64,
    )  # fmt: skip
    start = datetime(2026, 3, 4, 10, tzinfo=PARIS)
    return Destruction(
        commune=slug, nom=slug.title(), hotes=hosts, fictive=False, debut=start, motifs=grounds
    )


def test_a_given_certificate_serves_for_all(
    factory: Factory, capsys: pytest.CaptureFixture[str]
) -> None:
    factory.commune("cassis", "cassis.fr")
    (factory.root / "usine.yaml").write_text("communes: tenants\nsortie: build\n")
    for name in ("tous.pem", "tous.key"):
        (factory.root / name).write_text("")
    target = factory.root / "usine.conf"
    words = ["--config", str(factory.root / "usine.yaml"), "--vers", str(target)]
    given = [
        "--certificat",
        str(factory.root / "tous.pem"),
        "--cle",
        str(factory.root / "tous.key"),
    ]
    letters = destroyed("ancienne", "ancienne.fr")
    destructions.keep(factory.root / "memoire", letters)
    assert main([*words, *given]) == 0
    text = target.read_text()
    assert f'ssl_certificate "{factory.root}/tous.pem";' in text
    assert "server_name ancienne.fr;" in text
    assert main([*words, *given[:2]]) == 2
    assert "ensemble" in capsys.readouterr().err
