"""The papers, in each of their forms, through the real command."""

import json
import re
import shutil
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pdf_ua
import pytest
from click.testing import CliRunner
from commande import usine
from icalendar import Calendar
from pypdf import PdfReader

from factory.cli.convention import command
from factory.ground.moment import PARIS
from factory.nightly import reporting
from factory.tenants import settings

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "tests/outils/node_modules/axe-core/axe.min.js"
BROKEN = """dates: {{signature: 2026-06-10, notification: 2026-06-01, mise_en_service: 2026-09-01}}
annexe_1: {{fixe: 600, proportionnel: 0.1, setup: 0, strate: Montagne}}
avenants:
  - {{numero: 1, notifie_le: 2026-12-01, effet: 2027-01-01, annexe_1: {{fixe: 1}}}}
  - {{numero: 2, notifie_le: 2026-12-02, effet: 2027-01-01, annexe_1: {{fixe: 2}}}}
{more}"""


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration communes in a factory of their own, with a price list."""
    work = tmp_path_factory.mktemp("conventions")
    shutil.copytree(ROOT / "tenants", work / "tenants")
    theme = json.dumps(str(ROOT / "themes" / "institutional"))
    (work / "usine.yaml").write_text(f"theme: {theme}\n", "utf-8")
    (work / "convention").mkdir()
    (work / "convention/tarif.yaml").write_text(
        "annee: 2026\npar_habitant: 0,05\n"
        "strates: [{nom: Villages, habitants: 3 500, mise_en_oeuvre: 900, part_fixe: 300}]\n",
        "utf-8",
    )
    return work


def told(root: Path, *words: str) -> tuple[int, str]:
    """The code and the words of a command that ends well, in this process."""
    config = ("--config", str(root / "usine.yaml"))
    done = CliRunner().invoke(command, [*words, *config], standalone_mode=False)
    assert done.exception is None, done.exception
    return int(done.return_value), str(done.stdout)


PAPERS = {
    "fiche": ("fees", "port-calanque", "--annee", "2026"),
    "sommes": ("fees", "--annee", "2026"),
    "conventions": ("show", "--le", "23/11/2026"),
    "convention": ("show", "val-d-oriou"),
    "proces-verbal": ("show", "val-d-oriou", "--papier", "proces-verbal"),
    "annexe-2": ("show", "val-d-oriou", "--papier", "annexe-2"),
    "rgpd": ("show", "port-calanque", "--papier", "rgpd"),
    "registres": ("show", "port-calanque", "--papier", "registres"),
    "violations": ("show", "port-calanque", "--papier", "violations"),
    "bilan": ("bilan", "--annee", "2026"),
    "bilan-commune": ("bilan", "val-d-oriou", "--annee", "2026"),
    "echeances": ("calendar", "--le", "23/11/2026"),
}


@pytest.fixture(scope="module")
def written(factory: Path) -> Path:
    """Every paper as a page and as a PDF."""
    pytest.importorskip("typst")
    for name, words in PAPERS.items():
        forms = ("--html", str(factory / f"{name}.html"), "--pdf", str(factory / f"{name}.pdf"))
        assert told(factory, *words, *forms)[0] == 0
    return factory


def test_each_pdf_is_one_that_a_screen_reader_reads(written: Path) -> None:
    for name in PAPERS:
        data = (written / f"{name}.pdf").read_bytes()
        assert pdf_ua.faults(data) == [], name
        page = (written / f"{name}.html").read_text("utf-8")
        shown = " ".join(one.extract_text() for one in PdfReader(BytesIO(data)).pages)
        assert page.partition("<h1>")[2].partition("</h1>")[0].split()[0] in shown


@pytest.mark.slow
def test_each_page_is_self_contained_and_accessible(written: Path) -> None:
    chromium = shutil.which("chromium")
    if not chromium or not AXE.exists():
        pytest.skip("axe and Chromium need `make tools`")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            page = browser.new_page(color_scheme=scheme, viewport={"width": 320, "height": 800})
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            for name in PAPERS:
                page.goto((written / f"{name}.html").as_uri())
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= 320, (name, wide)
                page.add_script_tag(content=AXE.read_text("utf-8"))
                found = page.evaluate("axe.run()")["violations"]
                assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], (name, scheme)
            assert [url for url in asked if not url.startswith("file:")] == []
        browser.close()


def test_the_financial_sheet_reads_line_by_line(factory: Path) -> None:
    code, text = told(factory, "fees", "val-d-oriou", "--annee", "2026")
    assert code == 0
    assert "Coût fixe                  600,00 × 122/365" in text
    assert "Données fictives : document de démonstration, sans valeur." in text
    assert "Strate             Villages" in text and "900,00" in text  # what the list proposes
    answer = json.loads(told(factory, "fees", "--annee", "2026", "--json")[1])
    assert (answer["version"], answer["annee"]) == (1, 2026)
    sums = {one["commune"]: one["total"] for one in answer["communes"]}
    assert sums == {
        "port-calanque": "2183.40", "sainte-mirandole": "1803.16", "val-d-oriou": "1715.79"
    }  # fmt: skip
    unfinished = told(factory, "fees", "val-d-oriou", "--annee", "2025")[1]
    assert "Année 2025 : rien n’est dû. Le procès-verbal de mise en service" in unfinished


def test_a_draft_amendment_is_shown_as_a_simulation_and_an_operation_apart(
    tmp_path: Path, factory: Path
) -> None:
    shutil.copytree(factory, tmp_path / "u", ignore=shutil.ignore_patterns("contenu", "medias"))
    root = tmp_path / "u"
    file = root / "tenants/val-d-oriou/convention.yaml"
    draft = "avenants: {numero: 1, effet: 2027-01-01, annexe_1: {fixe: 700, proportionnel: 0}}\n"
    file.write_text(file.read_text("utf-8") + draft, "utf-8")
    (root / "convention/commun.yaml").write_text(
        "operations:\n  - {numero: O-1, objet: Carte, communes: [{commune: val-d-oriou}]}\n",
        "utf-8",
    )
    text = told(root, "fees", "val-d-oriou", "--annee", "2027")[1].replace("\u00a0", " ")
    assert "Simulation : avenant 1" in text and "cette grille n’engage personne" in text
    assert "Total simulé                700,00 €" in text
    assert "Écart avec les sommes dues  54,40 €" in text
    assert "O-1, Carte" in text and "attend l’étude préalable" in text
    assert "645,60 €" in text


def test_the_sheet_heads_what_it_counts(tmp_path: Path, factory: Path) -> None:
    """An amendment of July that the parties apply the year after: the head is not ahead of it."""
    shutil.copytree(factory, tmp_path / "u", ignore=shutil.ignore_patterns("contenu", "medias"))
    root = tmp_path / "u"
    file = root / "tenants/val-d-oriou/convention.yaml"
    revised = (
        "avenants: {numero: 1, notifie_le: 2027-06-01, effet: 2027-07-01,\n"
        "  annexe_1: {strate: Villes, fixe: 700, proportionnel: 0, population: 1001}}\n"
    )
    file.write_text(file.read_text("utf-8") + revised, "utf-8")
    heads = []
    for reading in ("prorata", "année suivante"):
        shared = f"lectures: {{revision: {reading}}}\n"
        (root / "convention/commun.yaml").write_text(shared, "utf-8")
        text = told(root, "fees", "val-d-oriou", "--annee", "2027")[1]
        [row] = re.findall(r"^Population retenue(?:.*\n)(?:  .*\n)*", text, re.M)
        heads.append(re.findall(r"(\d+) habitants", row.replace("\u202f", "")))
    assert heads == [["912", "1001"], ["912"]]


def test_an_account_of_a_year_under_way_says_that_it_is_provisional(factory: Path) -> None:
    words = ("bilan", "val-d-oriou", "--annee", "2026", "--le")
    text = told(factory, *words, "30 décembre 2026")[1]
    assert "! Bilan provisoire, au 30 décembre 2026 : l’année 2026 n’est pas finie." in text
    assert "provisoire" not in told(factory, *words, "31 décembre 2026")[1]
    assert "provisoire" in told(factory, "bilan", "--annee", "2026", "--le", "2026-12-01")[1]


def test_the_table_of_all_gives_the_next_deadline_of_each(factory: Path) -> None:
    assert told(factory, "show", "--le", "1er août 2027")[1].count("Dernière réception") == 3
    answer = json.loads(told(factory, "show", "--le", "1er août 2027", "--json")[1])
    one = answer["communes"][0]
    assert (one["etat"], one["en_service"]) == ("en vigueur", True)
    assert one["echeances"][0]["day"] == "2027-09-30"


def test_a_calendar_that_calendars_read(factory: Path) -> None:
    told(factory, "calendar", "--le", "23/11/2026", "--ics", str(factory / "c.ics"))
    data = (factory / "c.ics").read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    read = Calendar.from_ical(data)
    events = read.walk("VEVENT")
    assert len(events) == 12 and len({str(event["UID"]) for event in events}) == 12
    assert str(events[0]["DTSTART"].dt) == "2026-12-31"
    assert "reconduction tacite pour 2027" in str(events[0]["SUMMARY"])


def test_a_contradictory_convention_is_told_and_its_site_is_built(
    tmp_path: Path, factory: Path
) -> None:
    root = tmp_path / "u"
    for name in ("usine.yaml", "convention/tarif.yaml", "tenants/val-d-oriou/commune.yaml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(factory / name, root / name)
    page = root / "tenants/val-d-oriou/contenu/accueil.md"
    page.parent.mkdir()
    page.write_text("Bienvenue.\n", "utf-8")
    file = root / "tenants/val-d-oriou/convention.yaml"
    file.write_text(BROKEN.format(more="domaines: [val-d-oriou.example]\n"), "utf-8")
    code, answer = told(root, "show", "val-d-oriou", "--le", "23/11/2026", "--json")
    [one] = json.loads(answer)["communes"]
    shown = [(p["line"], p["code"]) for p in one["problemes"] if p["severity"] != "information"]
    assert shown == [
        (1, "role-vacant"), (1, "role-vacant"), (1, "role-vacant"), (1, "role-vacant"),
        (1, "dates-de-convention"),
        (2, "population-absente"),
        (2, "strate-inconnue"),
        (5, "deux-annexes-en-vigueur"),
    ]  # fmt: skip
    first = one["problemes"][4]
    assert first["message"] == (
        "La notification (1er juin 2026) précède la signature (10 juin 2026)."
    )
    assert "article 7" in first["remedy"]
    assert code == 1
    line = "sa convention a 8 points à corriger (« usine convention show val-d-oriou »)"
    built = usine(root, "build")
    assert built.returncode in (0, 1), built.stdout
    assert (root / "build/val-d-oriou/public/index.html").exists()
    assert f"\nval-d-oriou : {line}.\n" in built.stdout
    again = usine(root, "build")
    assert "inchangée" in again.stdout and line not in again.stdout
    state = usine(root, "status")
    assert (state.returncode, f"    {line}\n" in state.stdout) == (1, True)
    checked = usine(root, "check").stdout
    heading = "  Dans sa convention, que tient la Métropole\n"
    assert f"{heading}    val-d-oriou/convention.yaml:1:1: avertissement [role-vacant]" in checked
    assert checked.count("val-d-oriou/convention.yaml:") == 8
    file.write_text("dates: {notification: hier\n", "utf-8")
    assert told(root, "show", "val-d-oriou")[0] == 1
    (root / "convention/commun.yaml").write_text("lectures: {huit_ans: peut-être}\n", "utf-8")
    answer = json.loads(usine(root, "build", "val-d-oriou", "--json").stdout)
    assert [one["code"] for one in answer["conventions"]["commun"]] == ["valeur-inconnue"]


def test_no_figure_is_given_from_a_convention_that_cannot_be_read(
    tmp_path: Path, factory: Path
) -> None:
    """« Rien n’est dû » of a file with a slip in it, or shares without that commune, are false."""
    shutil.copytree(factory, tmp_path / "u", ignore=shutil.ignore_patterns("contenu", "medias"))
    root = tmp_path / "u"
    file = root / "tenants/val-d-oriou/convention.yaml"
    file.write_text(file.read_text("utf-8").replace("0,05 €", "cinq centimes"), "utf-8")
    for words in (
        ("fees", "val-d-oriou"), ("bilan",), ("bilan", "port-calanque"),
        *(("show", "val-d-oriou", "--papier", paper) for paper in ("rgpd", "proces-verbal")),
    ):  # fmt: skip
        done = usine(root, "convention", *words)
        assert (done.returncode, done.stdout) == (2, ""), words
        assert "« cinq centimes » n’est pas un montant" in done.stderr, words
    assert "Val-d’Oriou : convention absente ou illisible" in told(root, "fees")[1]
    assert "absent ou ne se lit pas" in told(root, "show", "val-d-oriou")[1]
    file.unlink()
    assert "Val-d’Oriou : pas de convention" in told(root, "bilan", "--annee", "2026")[1]
    assert "[convention-absente]" in usine(root, "convention", "fees", "val-d-oriou").stderr


def test_a_shared_file_that_is_wrong_stops_the_command(tmp_path: Path, factory: Path) -> None:
    shutil.copytree(factory, tmp_path / "u")
    (tmp_path / "u/convention/commun.yaml").write_text("lectures: {huit_ans: peut-être}\n", "utf-8")
    done = usine(tmp_path / "u", "convention", "show")
    assert done.returncode == 2
    assert "convention/commun.yaml:1:" in done.stderr and "Traceback" not in done.stderr


def test_a_paper_goes_nowhere_without_its_folder(factory: Path) -> None:
    done = usine(factory, "convention", "show", "--html", "absent/page.html")
    assert done.returncode == 2
    assert done.stderr == (
        "erreur [papier-sans-dossier] Le dossier « absent » n’existe pas : le papier ne peut pas "
        "y être écrit.\n"
        "    → Créez-le, ou donnez un fichier d’un dossier qui existe.\n"
    )


def test_the_morning_page_links_to_the_table_of_all(factory: Path) -> None:
    reporting.refresh(
        settings.load(factory / "usine.yaml", {}, factory), datetime(2026, 11, 23, 7, tzinfo=PARIS)
    )
    report = factory / "build/rapport"
    assert 'href="conventions.html"' in (report / "index.html").read_text("utf-8")
    page = (report / "conventions.html").read_text("utf-8")
    assert "Val-d’Oriou" in page and "reconduction tacite pour 2027" in page
