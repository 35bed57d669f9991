"""The search's index: what is in it, when it is made, and the same bytes each time."""

import gzip
import json
from typing import Any

import pytest
from histoire import Commune, Factory

from factory.archive import manifest as manifests
from factory.build import engine, following, search
from factory.build.report import Report, Status
from factory.build.search import pagefind
from factory.tenants import folder

NEWS = "---\ntitre: {0}\ndate: 2026-11-{1:02d}\n{2}---\nLe texte de {0}.\n"
LATE = "publier_le: 2026-12-01\n"
_MARK = b"pagefind_dcd"

needs_pagefind = pytest.mark.skipif(not engine.pagefind(), reason="pagefind-bin is not installed")


def fragments(commune: Commune) -> dict[str, dict[str, Any]]:
    """What the index online says of each page, by URL."""
    found = {}
    for path, data in commune.online.items():
        if path.endswith(".pf_fragment"):
            page = json.loads(gzip.decompress(data).removeprefix(_MARK))
            found[page["url"]] = page
    return found


def pages_first(factory: Factory, **changes: object) -> Report:
    """`usine build exemple`, as the shell does it."""
    campaign = factory.campaign(**changes)
    (report,) = following.build(campaign, folder.communes(campaign.settings).tenants)
    return report


def index_of(commune: Commune) -> str:
    """The folder that the page of the search names."""
    _, _, rest = commune.page("/recherche/").partition("data-index=")
    return rest.split(">")[0].split()[0].strip('"')


@needs_pagefind
def test_every_page_that_may_be_found_is_in_the_index(factory: Factory) -> None:
    commune = factory.commune()
    commune.write("contenu/actualites/fete.md", NEWS.format("Fête de l’école", 3, ""))
    commune.write("contenu/actualites/cache.md", NEWS.format("Caché", 4, "indexer: non\n"))
    commune.write(
        "contenu/actualites/brouillon.md", NEWS.format("Brouillon", 5, "brouillon: oui\n")
    )
    commune.write("contenu/actualites/demain.md", NEWS.format("Demain", 6, LATE))
    for number in range(25):
        commune.write(f"contenu/actualites/n{number}.md", NEWS.format(f"N{number}", 7, ""))
    factory.build()
    found = fragments(commune)
    assert commune.manifest.complet
    assert "/mentions-legales/" in found
    assert {url for url in found if url == "/" or url.startswith("/actualites/")} == {
        "/", "/actualites/", "/actualites/fete/",
        *(f"/actualites/n{number}/" for number in range(25)),
    }  # fmt: skip
    fete = found["/actualites/fete/"]
    assert fete["meta"] == {"title": "Fête de l’ école", "type": "actualite", "date": "2026-11-03"}
    assert fete["filters"] == {"type": ["actualite"], "rubrique": ["Actualités"]}
    assert "Le texte de Fête de l’ école." in fete["content"]
    assert index_of(commune).lstrip("/") + "pagefind.js" in commune.online


@needs_pagefind
def test_a_preview_shows_drafts_and_does_not_index_them(factory: Factory) -> None:
    commune = factory.commune()
    commune.write("contenu/actualites/brouillon.md", NEWS.format("Secret", 5, "brouillon: oui\n"))
    factory.build(drafts=True, register=False)
    assert "Secret" in commune.page("/actualites/brouillon/")
    assert "/actualites/brouillon/" not in fragments(commune)


@needs_pagefind
def test_an_act_held_back_is_not_in_the_index(factory: Factory) -> None:
    commune = factory.commune().write("contenu/actes/a.pdf", b"%PDF-1.4\n")
    commune.write(
        "contenu/actes/a.md",
        "---\ntitre: Permis de M. Untel\nnature: arrêté\nportee: individuel\nnumero: A1\n"
        "objet: Permis\nmatiere: 2.2\ndate_acte: 2026-11-02\nfichier: a.pdf\n"
        "auteurs: [{prenom: Camille, nom: Exemple, qualite: maire}]\n---\nTexte nominatif.\n",
    )
    factory.build()
    known = fragments(commune)
    assert ("/actes/a/" in known) == ("actes/a/index.html" in commune.online)


@needs_pagefind
def test_a_page_is_online_before_its_index(factory: Factory) -> None:
    commune = factory.commune().write("contenu/mairie.md", "# Mairie\n\nLe texte.\n")
    factory.build()
    before = index_of(commune)
    commune.write("contenu/mairie.md", "# Mairie\n\nLe texte nouveau.\n")
    report = factory.build(index=False)["exemple"]
    assert (report.status, report.complete, report.rendered) == (Status.PUBLIEE, False, 1)
    assert not commune.manifest.complet
    assert "nouveau" in commune.page("/mairie/") and index_of(commune) == before
    assert "nouveau" not in fragments(commune)["/mairie/"]["content"]
    assert search.waits(commune.layout)
    report = factory.build()["exemple"]
    assert (report.status, report.complete, report.rendered) == (Status.PUBLIEE, True, 1)
    assert "nouveau" in fragments(commune)["/mairie/"]["content"] and index_of(commune) != before
    assert not search.waits(commune.layout)
    assert commune.online == factory.clean(commune)


@needs_pagefind
def test_an_index_is_made_ready_beside_the_builds(factory: Factory) -> None:
    commune = factory.commune()
    factory.build(index=False)
    campaign = factory.campaign()
    (tenant,) = folder.communes(campaign.settings).tenants
    assert following.prepare(campaign, tenant) == ""
    assert not search.waits(commune.layout)
    report = factory.build(index=False)["exemple"]
    assert report.complete and commune.manifest.complet
    assert commune.online == factory.clean(commune)


@needs_pagefind
def test_an_index_made_for_pages_that_changed_since_is_not_published(factory: Factory) -> None:
    commune = factory.commune()
    factory.build(index=False)
    campaign = factory.campaign()
    (tenant,) = folder.communes(campaign.settings).tenants
    assert following.prepare(campaign, tenant) == ""
    commune.write("contenu/accueil.md", "# Bienvenue\n\nAutre chose.\n")
    assert not factory.build(index=False)["exemple"].complete
    assert search.waits(commune.layout)
    factory.build()
    assert commune.online == factory.clean(commune)


@needs_pagefind
def test_the_shell_ends_with_a_complete_generation(factory: Factory) -> None:
    commune = factory.commune()
    assert pages_first(factory).complete
    assert commune.layout.online() == 1, "what is not online yet waits for its whole site"
    commune.write("contenu/accueil.md", "# Bienvenue\n\nDu neuf.\n")
    report = pages_first(factory)
    assert (report.status, report.complete, report.rendered) == (Status.PUBLIEE, True, 2)
    assert commune.layout.online() == 3, "the page, then the index"
    assert commune.manifest.complet
    assert pages_first(factory).status is Status.INCHANGEE


@needs_pagefind
def test_what_only_stood_for_a_moment_takes_no_place_among_the_kept(factory: Factory) -> None:
    commune = factory.commune()
    for number in range(8):
        commune.write("contenu/accueil.md", f"# Bienvenue\n\nTexte {number}.\n")
        pages_first(factory)
    layout = commune.layout
    kept = sorted(layout.numbers())
    assert len(kept) == 5
    for number in kept:
        found = manifests.read(layout.manifest(number))
        assert found is not None and found.complet


@needs_pagefind
def test_only_the_last_index_outlives_its_generation(factory: Factory) -> None:
    """A page of the search that was open finds its index; yesterday's ten would be a burden."""
    commune = factory.commune()
    seen = []
    for number in range(4):
        commune.write("contenu/accueil.md", f"# Bienvenue\n\nTexte {number}.\n")
        factory.build()
        seen.append(index_of(commune))
    public = commune.output / "public" / "_recherche"
    assert {f"/_recherche/{path.name}/" for path in public.iterdir()} == set(seen[-2:])


@needs_pagefind
def test_an_unchanged_set_costs_nothing(factory: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another style sheet makes every page again, and no index."""
    commune = factory.commune()
    factory.build()
    before = index_of(commune)
    monkeypatch.setattr(pagefind, "index", _fail)
    (factory.root / "theme" / "assets" / "style.css").write_text("p { color: red }")
    report = factory.build()["exemple"]
    assert report.rendered > 3 and report.complete
    assert index_of(commune) == before


@needs_pagefind
def test_a_failing_pagefind_holds_no_page_back(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune = factory.commune()
    factory.build()
    before = index_of(commune)
    commune.write("contenu/accueil.md", "# Bienvenue\n\nDu neuf.\n")
    with monkeypatch.context() as patch:
        patch.setattr(pagefind, "index", _fail)
        report = factory.build()["exemple"]
    assert "Du neuf" in commune.page("/") and index_of(commune) == before
    assert (report.status, report.complete) == (Status.PUBLIEE, False)
    told = [p for p in report.problems if p.code == "recherche-non-indexee"]
    assert [(str(p.severity), p.message, p.remedy) for p in told] == [(
        "avertissement",
        "L’index de la recherche n’a pas pu être fait (panne) : les pages sont publiées, la "
        "recherche reste celle d’avant.",
        "Relancez la construction ; si cela se répète, prévenez le support de la Métropole.",
    )]  # fmt: skip
    assert factory.build()["exemple"].complete, "the next build tries again by itself"
    assert commune.online == factory.clean(commune)


def test_without_pagefind_the_page_shows_the_site_map(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune = factory.commune().write("contenu/mairie.md", "# Mairie\n\nLe texte.\n")
    monkeypatch.setattr(engine, "pagefind", lambda: "")
    monkeypatch.setattr("factory.build.campaign.pagefind", lambda: "")
    report = factory.build()["exemple"]
    told = [p for p in report.problems if p.code == "recherche-absente"]
    assert [(str(p.severity), p.message, p.remedy) for p in told] == [(
        "information",
        "Pagefind n’est pas installé sur l’usine : la page de recherche montre le plan du site.",
        "Demandez à la Métropole d’installer le paquet « pagefind-bin » ; l’index se fera alors "
        "tout seul.",
    )]  # fmt: skip
    assert report.complete and report.status is Status.PUBLIEE
    page = commune.page("/recherche/")
    assert "/mairie/" in page and "_formulaire" not in page
    assert not any(path.startswith("_recherche/") for path in commune.online)
    assert factory.build()["exemple"].status is Status.INCHANGEE


def test_a_commune_may_have_a_page_of_its_own_there(factory: Factory) -> None:
    commune = factory.commune().write("contenu/recherche.md", "# Recherche\n\nDemandez-nous.\n")
    factory.build()
    assert "Demandez-nous" in commune.page("/recherche/")
    assert not any(path.startswith("_recherche/") for path in commune.online)


@needs_pagefind
def test_a_lost_index_file_is_made_again(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    whole = commune.online
    lost = next(p for p in (commune.output / "public").resolve().rglob("*.pf_fragment"))
    lost.unlink()
    factory.build()
    assert commune.online == whole


def _fail(*_: object) -> dict[str, bytes]:
    raise pagefind.Unavailable("panne")
