"""A name is found however it is written, wherever it is kept; and nothing else is."""

import gzip
import io
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import brotli
import pytest
from coffre import ACTE
from gomme import CANARY, PARTY, PRIZE, Gum, story, town
from PIL import Image
from pypdf import PdfWriter

from factory.archive.history import History
from factory.archive.nights import CommuneNight
from factory.erasure import search
from factory.erasure.folding import Terms, folded
from factory.erasure.places import Searched
from factory.erasure.search import Sought
from factory.ground.confined.children import run_all
from factory.ground.problems import Problem, error
from factory.reception import sources

NAME = "Élodie Zéphyr-Canari"


@pytest.mark.parametrize(
    "text",
    [
        "ÉLODIE ZÉPHYR-CANARI",
        "elodie  zephyr canari",
        "Élodie\u00a0Zéphyr\u2011Canari,",
        "E\u0301lodie Ze\u0301phyr-Canari",
        "Élo\u00addie Zéphyr-Canari",
        "<b>Élodie</b> <em>Zéphyr</em>-Canari",
        "&Eacute;lodie Z&#233;phyr&nbsp;Canari",
        r"{\"nom\": \"\u00c9lodie Z\u00e9phyr-Canari\"}",
        "/elus/elodie-zephyr-canari/",
        "%C3%89lodie%20Z%C3%A9phyr-Canari",
        "photo_elodie_zephyr_canari_2026.jpg",
        "Élo<wbr>die Zéphyr-Canari",
        '<img alt="&Eacute;lodie Zéphyr-Canari" src=x>',
        "maire:\n  prenom: Élodie\n  nom: Zéphyr-Canari\n",
        "auteurs: [{nom: Zéphyr-Canari, prénom: 'Élodie', qualite: maire}]",
        r'{"prenom": "\u00c9lodie", "nom": "Z\u00e9phyr-Canari"}',
        '{"givenName":"Élodie","familyName":"Zéphyr-Canari"}',
    ],
)
def test_it_is_found_however_it_is_written(text: str) -> None:
    assert Terms.of([NAME]).in_text(text)


def test_two_words_are_found_in_either_order_and_as_one() -> None:
    terms = Terms.of(["Élodie Canari"])
    assert all(map(terms.in_text, ("CANARI Élodie", "elodiecanari@exemple.fr", "canari.elodie")))
    assert terms.in_name("canari_elodie.jpg")


@pytest.mark.parametrize("text", ["CANARI Jean-Pierre", "Canari, Jean Pierre"])
def test_a_first_name_of_two_words_is_found_after_the_family_name(text: str) -> None:
    terms = Terms.of(["Jean-Pierre Canari"])
    assert terms.in_text(text)
    assert terms.in_text("canarijeanpierre@exemple.fr") and not terms.in_text("Pierre Canari")


@pytest.mark.parametrize(
    "text",
    [
        "Mélodie Zéphyr-Canari",
        "Élodie Zéphyr-Canaris",
        "Élodie Z.",
        "prenom: Élodie, nom: Autre, prenom: Un, nom: Zéphyr-Canari",
    ],
)
def test_another_is_not_that_person(text: str) -> None:
    assert not Terms.of([NAME]).in_text(text)
    assert folded(" ’ — ") == "" and Terms.of(["", " - "]).forms == ()


def _office(data: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:t>{data}</w:t>")
    return packed.getvalue()


def _pdf(data: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": data})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _photo(data: str) -> bytes:
    exif = Image.Exif()
    exif[0x9C9D] = data.encode("utf-16-le")  # « XPAuthor », as Windows writes it
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)
    return out.getvalue()


FORMS: dict[str, Callable[[str], bytes]] = {
    "page.html": lambda data: f"<p>{data}</p>".encode(),
    "page.html.gz": lambda data: gzip.compress(data.encode()),
    "page.html.br": lambda data: brotli.compress(data.encode()),
    "objet": lambda data: zlib.compress(data.encode()),
    "ancien.txt": lambda data: data.encode("cp1252"),
    "lettre.docx": _office,
    "acte.pdf": _pdf,
    "photo.jpg": _photo,
    "lettre.json": lambda data: json.dumps({"texte": data}).encode(),
}


def test_every_form_is_read_and_what_cannot_be_is_told(tmp_path: Path) -> None:
    for name, form in FORMS.items():
        (tmp_path / name).write_bytes(form(f"Remis à {NAME}."))
        (tmp_path / f"autre-{name}").write_bytes(form("Remis à une habitante."))
    base = sqlite3.connect(tmp_path / "base.sqlite")
    base.execute("CREATE TABLE t (v TEXT)")
    base.execute("INSERT INTO t VALUES (?)", ("x" * 4000 + f" {NAME} " + "y" * 9000,))
    base.commit()
    base.close()
    (tmp_path / "abime.pdf").write_bytes(b"%PDF-1.4\n")
    (tmp_path / "bombe.gz").write_bytes(gzip.compress(bytes(80 << 20)))
    files = tuple(sorted(path for path in tmp_path.iterdir()))
    looked = search.look(
        (Searched("Ici", files),), Sought(terms=Terms.of([NAME])), partial(run_all, jobs=1)
    )
    assert {hit.path.name for hit in looked.hits} == {*FORMS, "base.sqlite"}
    assert {path.name for path in looked.unread} == {"abime.pdf", "bombe.gz"}


@pytest.fixture
def gum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gum:
    monkeypatch.setattr(sources, "YOUNG", -(10**15))
    gum = Gum(tmp_path / "usine")
    town(gum)
    gum.build()
    return gum


def test_the_command_tells_where_and_what_to_do_and_keeps_no_term(gum: Gum) -> None:
    commune = gum.commune()
    act = ACTE.replace("Le stationnement", f"À la demande de {CANARY}, le stationnement")
    commune.write("contenu/actes/autre.md", act.replace("2026-012", "2026-013"))
    commune.write(PARTY, story("La fête", "Avec une habitante."))
    gum.build()
    night = CommuneNight(commune="exemple")
    told: tuple[Problem, ...] = (error("x", f"Lien vers {CANARY}.", "…", file=PRIZE),)
    with History(gum.settings.memoire) as history:
        history.note(gum.moment, night, told)
    before = gum.traces("")
    done = gum.usine("erase", "exemple", "--chercher", said=f"{CANARY}\n")
    assert "Historique de l’usine" in done.stdout
    assert f"usine erase exemple --document {PRIZE}" in done.stdout
    assert f"--anciennes-versions {PARTY}" in done.stdout
    assert "contenu/actes/autre.md : acte du registre" in done.stdout
    assert f"page faite de {PRIZE} : en ligne" in done.stdout
    assert "versions contenu/accueil.md" not in done.stdout  # a list made from another
    assert "Canari" not in done.stdout + done.stderr
    assert gum.traces("") == before
    assert done.returncode == 1 and "a.pdf" in done.stdout  # which is no PDF


def test_an_act_another_s_file_and_a_slip_are_refused(gum: Gum) -> None:
    commune, other = gum.commune(), gum.commune("voisine")
    other.write(PRIZE, "# À elle\n")
    for path, code in (
        ("contenu/actes/rue.md", "effacement-acte"),
        ("contenu/actes/a.pdf", "effacement-acte"),
        (str(other.folder / PRIZE), "effacement-autre-commune"),
        (f"voisine/{PRIZE}", "effacement-autre-commune"),
        (f"../voisine/{PRIZE}", "effacement-autre-commune"),
        ("contenu/actualites/pris.md", "effacement-document-inconnu"),
        ("convention.yaml", "effacement-impossible"),
    ):
        (problem,) = gum.settle_wanted(path)
        assert problem.code == code, path
    (problem,) = gum.settle_wanted("contenu/actes/rue.md")
    assert "R2131-1" in problem.message and "retrait:" in problem.remedy
    commune.remove(PRIZE)
    (problem,) = gum.settle_wanted(PRIZE, versions=True)
    assert problem.code == "effacement-sans-version"
    # Whole, it may still be erased: the register knows that it was.
    assert gum.wanted(str(commune.folder / PRIZE)).chemins == (PRIZE,)


def test_what_another_file_has_too_stays_its_own(gum: Gum) -> None:
    commune = gum.commune()
    commune.write("contenu/double.md", commune.read(PRIZE))
    commune.rename(PARTY, "contenu/actualites/kermesse.md")
    gum.build()
    assert gum.wanted(PRIZE).partagees == ("contenu/double.md",)
    assert gum.wanted(PRIZE).empreintes == ()
    assert PARTY in gum.wanted("contenu/actualites/kermesse.md").chemins
    assert gum.wanted(PRIZE).accompagnent == ()
