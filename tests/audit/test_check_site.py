"""What is found in built pages: a sound site has nothing, and each fault put into it is seen."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from histoire import Factory

from factory.audit import consistency, contrast, ecoindex, linking, markup, website, weight
from factory.audit.finding import Finding

Spoil = Callable[[str], str]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    factory = Factory(tmp_path_factory.mktemp("site") / "usine")
    commune = factory.commune()
    commune.write("contenu/mairie/index.md", "# La mairie\n\n## Les horaires\n\nLe matin.\n")
    commune.write("contenu/ecole/index.md", "# École\n\n[Voir](../mairie/index.md#les-horaires)\n")
    commune.picture("medias/place.jpg")
    commune.write("contenu/place.md", "# La place\n\n![La place](../medias/place.jpg)\n")
    assert not factory.build()["exemple"].with_reserves
    return commune.output / "public"


def found(tree: Path) -> list[Finding]:
    site = website.read(tree, {})
    weights = [weight.weigh(site, page) for page in site.pages]
    return [
        *linking.findings(site),
        *markup.findings(site),
        *consistency.findings(site),
        *contrast.findings(site),
        *weight.findings(site, weights),
    ]


def test_a_sound_site_has_nothing_to_mend(tree: Path) -> None:
    site = website.read(tree, {})
    assert {"/", "/mairie/", "/ecole/", "/place/", "/plan-du-site/", "/404.html"} <= {
        page.url for page in site.pages
    }
    assert site.domain == "https://exemple.example"
    assert found(tree) == []


def replaced(old: str, new: str) -> Spoil:
    def spoil(html: str) -> str:
        spoilt = re.sub(old, new, html, count=1)
        assert spoilt != html, old
        return spoilt

    return spoil


FAULTS: dict[str, tuple[str, str, Spoil]] = {
    "a page that does not exist": ("lien-rompu", "", replaced("href=/mairie/", "href=/absente/")),
    "by its whole address": (
        "lien-rompu", "", replaced("</main>", "<p><a href=https://exemple.example/x/>x</a></p></main>"),
    ),
    "a part that is not there": (
        "ancre-rompue", "", replaced("#les-horaires", "#les-prix"),
    ),
    "a script of somebody else's": (
        "ressource-externe", "", replaced("</head>", "<script src=https://ailleurs.example/x.js></script></head>"),
    ),
    "a style sheet that is missing": (
        "fichier-manquant", "", replaced("</head>", "<link rel=stylesheet href=/x.css></head>"),
    ),
    "no doctype": ("page-mal-formee", "8.1", replaced("<!doctype html>", "")),
    "an id given twice": (
        "page-mal-formee", "8.2", replaced("</main>", "<p id=_pied></p></main>"),
    ),
    "no language": ("page-mal-formee", "8.3", replaced("<html lang=fr>", "<html>")),
    "no title": ("page-mal-formee", "8.5", replaced("<title>.*?</title>", "<title></title>")),
    "looks in the code": (
        "page-mal-formee", "10.1", replaced("</main>", "<p><font>x</font></p></main>"),
    ),
    "a style attribute": (
        "page-mal-formee", "10.1", replaced("</main>", "<p style=color:red>x</p></main>"),
    ),
    "no zoom": ("page-mal-formee", "10.4", replaced("width=device-width", "user-scalable=no")),
    "two great headings": ("page-mal-structuree", "9.1", replaced("</main>", "<h1>x</h1></main>")),
    "a level that is skipped": ("page-mal-structuree", "9.1", replaced("</h1>", "</h1><h4>x</h4>")),
    "no main part": ("page-mal-structuree", "9.2", replaced("<(/?)footer", r"<\1div")),
    "a picture without words": (
        "alternative-absente", "1.1", replaced("</main>", "<img src=/favicon.ico></main>"),
    ),
    "a field without a label": (
        "champ-sans-etiquette", "11.1", replaced("</main>", "<input name=q></main>"),
    ),
    "another menu": (
        "navigation-incoherente", "12.2", replaced("<a href=/mairie/>La mairie</a>", ""),
    ),
    "a menu elsewhere": (
        "navigation-incoherente", "12.2",
        lambda html: re.sub(r"(<header .*?</header>)(.*)(<footer)", r"\2\1\3", html),
    ),
    "a site map reached otherwise": (
        "navigation-incoherente", "12.4", replaced(">Plan du site<", ">Carte<"),
    ),
    "a menu without a name": (
        "navigation-incoherente", "12.6", replaced('aria-label="Menu principal"', ""),
    ),
    "no way to skip": ("navigation-incoherente", "12.7", replaced("href=#_contenu", "href=#_pied")),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(tree: Path, tmp_path: Path, fault: str) -> None:
    code, critere, spoil = FAULTS[fault]
    spoilt = _copy(tree, tmp_path, "ecole/index.html", spoil)
    seen = [one for one in found(spoilt) if one.problem.code == code]
    (one, *_) = [one for one in seen if one.critere == critere]
    assert one.pages == ("/ecole/",)
    assert not critere or f"critère {critere}" in one.problem.message


def test_one_way_of_finding_pages_is_not_enough(tree: Path, tmp_path: Path) -> None:
    def alone(html: str) -> str:
        return re.sub(r"/(?:plan-du-site|recherche)/", "/mairie/", html).replace("<form", "<div")

    spoilt = _copy(tree, tmp_path, "ecole/index.html", alone)
    assert "12.1" in {one.critere for one in found(spoilt)}


def test_a_site_map_that_forgets_a_page_of_the_menu(tree: Path, tmp_path: Path) -> None:
    def forget(html: str) -> str:
        before, main, after = html.partition("<main")
        return before + main + after.replace("href=/mairie/", "href=/ecole/")

    spoilt = _copy(tree, tmp_path, "plan-du-site/index.html", forget)
    assert [(one.critere, one.pages) for one in found(spoilt) if one.critere == "12.3"] == [
        ("12.3", ("/plan-du-site/",))
    ]


def test_two_pages_of_one_title(tree: Path, tmp_path: Path) -> None:
    title = re.search("<title>.*?</title>", (tree / "mairie/index.html").read_text())
    assert title
    spoilt = _copy(tree, tmp_path, "ecole/index.html", replaced("<title>.*?</title>", title[0]))
    assert [one.pages for one in found(spoilt) if one.critere == "8.6"] == [("/ecole/", "/mairie/")]


def test_a_palette_that_is_too_pale(tree: Path, tmp_path: Path) -> None:
    (sheet,) = tree.glob("_theme/couleurs.*.css")
    path = sheet.relative_to(tree).as_posix()
    spoilt = _copy(
        tree, tmp_path, path, lambda css: re.sub("--texte:#[0-9a-f]+", "--texte:#ddd", css)
    )
    told = {one.problem.message for one in found(spoilt)}
    assert any("« texte » sur « fond », en mode clair" in message for message in told)
    assert any("à l’impression" in message for message in told)


def test_a_heavy_page_is_told(tree: Path, tmp_path: Path) -> None:
    rows = "<p>ligne</p>" * 700
    spoilt = _copy(tree, tmp_path, "ecole/index.html", replaced("</main>", rows + "</main>"))
    (one,) = [one for one in found(spoilt) if one.problem.code == "page-lourde"]
    assert one.pages == ("/ecole/",)


def test_a_title_that_shows_a_tag_is_text() -> None:
    page = website.parse("<title>La balise <img> &amp; les autres</title><p>x")
    assert next(page.all("title")).text == "La balise <img> & les autres"
    assert list(page.all("img")) == []


@pytest.mark.parametrize(
    ("counts", "score", "grade"),
    [((250, 8, 150), 85, "A"), ((300, 6, 100), 84, "A"), ((400, 10, 300), 78, "B"),
     ((0, 0, 0), 100, "A"), ((10**6, 10**4, 10**6), 0, "G")],
)  # fmt: skip
def test_ecoindex_gives_the_scores_of_its_authors(
    counts: tuple[int, int, int], score: int, grade: str
) -> None:
    """The first three by cnumr's own program (reference data of 2026)."""
    found = ecoindex.score(*counts)
    assert (round(found), ecoindex.grade(found)) == (score, grade)


def _copy(tree: Path, to: Path, path: str, spoil: Spoil) -> Path:
    for file in _files(tree):
        target = to / file.relative_to(tree.resolve())
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    before = (to / path).read_text("utf-8")
    after = spoil(before)
    assert after != before
    (to / path).write_text(after, "utf-8")
    return to


def _files(tree: Path) -> Iterator[Path]:
    return (file for file in tree.resolve().rglob("*") if file.is_file())
