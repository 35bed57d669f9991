"""What a commune lives, one rule a story: an edit, a build, what is now online."""

import io
import json
import os
import re
import shutil
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from histoire import MOMENT, Commune, Factory
from PIL import Image
from pypdf import PdfWriter

from factory.archive import chain
from factory.archive import manifest as manifests
from factory.archive import registre as registers
from factory.build import generation, hold, why, worker
from factory.build.lock import locked
from factory.build.report import Status
from factory.ground.problems import UsageError

NEWS = "---\ntitre: {0}\ndate: 2026-11-{1:02d}\n---\nLe texte de {0}.\n"
ACT = """---
titre: Tarifs de la cantine
nature: délibération
numero: 2026_012
date_acte: 2026-11-20
fichier: tarifs.pdf
auteurs:
  - prenom: Anne
    nom: Exemple
    qualite: maire
---
Les tarifs.
"""


def _codes(factory: Factory) -> list[str]:
    return [problem.code for report in factory.build().values() for problem in report.problems]


def _pdf(path: Path, title: str) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": title})
    path.parent.mkdir(parents=True, exist_ok=True)
    writer.write(path)


def test_a_body_edit_makes_one_page_again(factory: Factory) -> None:
    commune = factory.commune().write("contenu/mairie.md", "# Mairie\n\nLe texte.\n")
    commune.write("contenu/actualites/une.md", NEWS.format("Une", 1) + "x " * 300)
    factory.build()
    commune.write("contenu/mairie.md", "# Mairie\n\nLe texte.\n\nUne suite.\n")
    report = factory.build()["exemple"]
    assert report.rendered == 1
    assert "Une suite." in commune.page("/mairie/")


def test_a_title_shows_wherever_the_page_is_named(factory: Factory) -> None:
    commune = factory.commune().write("contenu/actualites/fete.md", NEWS.format("Fête", 3))
    factory.build()
    commune.write("contenu/actualites/fete.md", NEWS.format("Bal", 3))
    factory.build()
    for url in ("/", "/actualites/", "/actualites/fete/", "/plan-du-site/"):
        assert "Bal" in commune.page(url), url
    assert b"Bal" in commune.online["actualites/atom.xml"]


def test_a_build_without_a_change_makes_no_generation(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    factory.build()
    assert factory.build()["exemple"].status is Status.INCHANGEE
    assert commune.layout.numbers() == {1}


def test_dates_publish_and_withdraw(factory: Factory) -> None:
    text = "---\ntitre: Avis\npublier_le: 2026-11-24 9h\nretirer_le: 2026-11-25 18h\n---\nTexte.\n"
    commune = factory.commune().write("contenu/avis-de-coupure.md", text)
    report = factory.build()["exemple"]
    assert "avis-de-coupure/index.html" not in commune.online
    assert report.until is not None and report.until.isoformat() == "2026-11-24T09:00:00+01:00"
    factory.moment = report.until
    factory.build()
    assert "avis-de-coupure/index.html" in commune.online
    factory.later(days=2)
    factory.build()
    assert "avis-de-coupure/index.html" not in commune.online
    assert commune.manifest.disparues == ("/avis-de-coupure/",)


def test_an_alert_is_on_every_page_while_it_lasts(factory: Factory) -> None:
    commune = (
        factory.commune()
        .write("contenu/mairie.md", "Texte.\n")
        .write(
            "contenu/alertes/crue.md",
            "---\ntitre: Crue de la rivière\nniveau: urgence\ndebut: 2026-11-23 12h\n"
            "fin: 2026-11-23 20h\n---\nÉloignez-vous.\n",
        )
    )
    factory.build()
    assert "Crue de la rivière" not in commune.page("/mairie/")
    factory.later(hours=3)
    factory.build()
    assert "Crue de la rivière" in commune.page("/mairie/")
    factory.later(hours=9)
    factory.build()
    assert "Crue de la rivière" not in commune.page("/mairie/")


def test_a_renamed_file_keeps_its_readers(factory: Factory) -> None:
    commune = factory.commune().write("contenu/ecole.md", "# L’école\n\nHoraires.\n")
    factory.build()
    commune.rename("contenu/ecole.md", "contenu/enfance/ecole-du-village.md")
    factory.build()
    commune.rename("contenu/enfance/ecole-du-village.md", "contenu/enfance/l-ecole.md")
    factory.build()
    assert commune.manifest.redirections == {
        "/ecole/": "/enfance/l-ecole/",
        "/enfance/ecole-du-village/": "/enfance/l-ecole/",
    }
    assert 'url=/enfance/l-ecole/"' in commune.page("/ecole/")


def test_a_file_renamed_and_retitled_is_known_by_what_stayed(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "# Les déchets\n\nUn.\n")
    factory.build()
    commune.rename("contenu/a.md", "contenu/dechets.md").write(
        "contenu/dechets.md", "# Les déchets\n\nDeux.\n"
    )
    factory.build()
    assert commune.manifest.redirections == {"/a/": "/dechets/"}


def test_a_deleted_page_is_gone_and_may_come_back(factory: Factory) -> None:
    commune = factory.commune().write("contenu/vieux.md", "# Vieux\n\nTexte.\n")
    factory.build()
    commune.remove("contenu/vieux.md")
    factory.build()
    assert commune.manifest.disparues == ("/vieux/",)
    commune.write("contenu/vieux.md", "# Vieux\n\nTexte.\n")
    factory.build()
    assert commune.manifest.disparues == ()
    assert "Vieux" in commune.page("/vieux/")


def test_declared_redirections_come_first(factory: Factory) -> None:
    commune = factory.commune().write(
        "contenu/ecole.md", "---\ntitre: École\nredirections: [/old/school.html, /ecoles/]\n---\n"
    )
    factory.build()
    assert commune.manifest.redirections == {"/ecoles/": "/ecole/", "/old/school.html": "/ecole/"}


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


def test_an_act_keeps_its_date_and_its_bytes(factory: Factory) -> None:
    commune = factory.commune().write("contenu/actes/tarifs.md", ACT)
    _pdf(commune.folder / "contenu/actes/tarifs.pdf", "Tarifs")
    factory.build()
    page, pdf = commune.page("/actes/tarifs/"), commune.online["actes/tarifs.pdf"]
    assert "2026-11-23T10:00" in page
    factory.later(days=40)
    commune.write("contenu/actes/tarifs.md", ACT.replace("cantine", "piscine"))
    _pdf(commune.folder / "contenu/actes/tarifs.pdf", "Autres tarifs")
    assert {"acte-modifie", "piece-d-acte-modifiee"} <= set(_codes(factory))
    assert "2026-11-23T10:00" in commune.page("/actes/tarifs/")
    assert "cantine" in commune.page("/actes/tarifs/") and commune.online["actes/tarifs.pdf"] == pdf
    commune.remove("contenu/actes/tarifs.md").remove("contenu/actes/tarifs.pdf")
    assert {"acte-supprime", "piece-d-acte-supprimee"} <= set(_codes(factory))
    assert "cantine" in commune.page("/actes/tarifs/") and commune.online["actes/tarifs.pdf"] == pdf
    assert commune.online == factory.clean(commune)


def test_an_altered_register_stops_the_commune_and_nothing_else(factory: Factory) -> None:
    commune, other = factory.commune(), factory.commune("voisine")
    factory.build()
    commune.write("contenu/b.md", "B.\n")
    factory.build()
    register = commune.folder / "registre" / "adresses.jsonl"
    register.write_text(
        register.read_text().replace("/plan", "/plam").replace("accueil", "acceuil")
    )
    commune.write("contenu/c.md", "C.\n")
    other.write("contenu/c.md", "C.\n")
    reports = factory.build()
    assert reports["exemple"].status is Status.ECHEC
    assert "registre-altere" in [problem.code for problem in reports["exemple"].problems]
    assert reports["voisine"].status is Status.PUBLIEE


def test_the_register_is_a_chain(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    commune.write("contenu/b.md", "B.\n")
    factory.build()
    for name in ("adresses", "retenus"):
        read = chain.read(commune.folder / "registre" / f"{name}.jsonl")
        assert len(read.lines) == 2 and not read.broken_at


def test_what_was_tampered_with_is_mended(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    before = commune.online
    target = commune.output / "public" / "index.html"
    target.chmod(0o644)
    target.write_bytes(b"<h1>Pirate</h1>")
    assert factory.build()["exemple"].rendered == 1
    assert commune.online == before


def test_a_mass_disappearance_waits_for_a_person(factory: Factory) -> None:
    commune = factory.commune()
    for number in range(20):
        commune.write(f"contenu/p{number}.md", f"# Page {number}\n\nTexte {number}.\n")
    factory.build()
    before = commune.online
    for number in range(15):
        commune.remove(f"contenu/p{number}.md")
    report = factory.build()["exemple"]
    assert report.status is Status.RETENUE and report.exit_code == 3
    assert commune.online == before
    assert factory.build(accept_removals=True)["exemple"].status is Status.PUBLIEE
    assert len(commune.manifest.disparues) == 15


def test_a_rollback_holds_until_it_is_lifted(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "Première.\n")
    factory.build()
    commune.write("contenu/a.md", "Seconde.\n")
    factory.build()
    hold.roll_back(commune.layout, None, "Camille", "erreur dans la page", factory.moment)
    assert "Première." in commune.page("/a/")
    commune.write("contenu/a.md", "Troisième.\n")
    report = factory.build()["exemple"]
    assert report.status is Status.SUSPENDUE and "Première." in commune.page("/a/")
    assert "Camille : erreur dans la page" in report.problems[0].message
    assert hold.lift(commune.layout)
    factory.build()
    assert "Troisième." in commune.page("/a/")
    assert max(commune.layout.numbers()) == 3


def test_a_rollback_refuses_a_damaged_generation(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "Première.\n")
    factory.build()
    old = commune.manifest.fichiers["a/index.html"].blob
    commune.write("contenu/a.md", "Seconde.\n")
    factory.build()
    path = commune.layout.store.path(old)
    path.chmod(0o644)
    path.write_bytes(b"x")
    with pytest.raises(UsageError, match="La génération 1 est abîmée"):
        hold.roll_back(commune.layout, 1, "Camille", "essai", factory.moment)


def test_why_says_which_part_changed(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "# A\n\nPremière.\n")
    factory.build()
    commune.write("contenu/a.md", "# A\n\nPremière.\n\nSeconde.\n")
    factory.build()
    assert str(why.why(commune.layout, "/a/")) == (
        "/a/ (contenu/a.md)\n"
        "Refaite dans la génération 2, le 23/11/2026 à 10 h 00.\n"
        "Ce qui avait changé :\n"
        "  - le texte de la page\n"
        "  - son résumé"
    )
    commune.write("contenu/b/index.md", "# Une rubrique\n")
    factory.build()
    answer = why.why(commune.layout, "/a/")
    assert answer.reasons == ("l’habillage commun du site : le menu",)


def test_old_generations_go_and_their_blobs_with_them(factory: Factory) -> None:
    commune = factory.commune()
    for number in range(9):
        commune.write("contenu/a.md", f"Version {number}.\n")
        factory.build()
        factory.later(hours=1)
    # The last five; the day's last is one of them.
    assert commune.layout.numbers() == {5, 6, 7, 8, 9}
    needed = set().union(*(_blobs(commune, number) for number in commune.layout.numbers()))
    assert set(commune.layout.store.names()) == needed


def test_one_generation_a_day_is_kept_for_thirty_days(factory: Factory) -> None:
    commune = factory.commune()
    for number in range(40):
        commune.write("contenu/a.md", f"Version {number}.\n")
        factory.build()
        factory.later(days=1)
    assert commune.layout.numbers() == set(range(10, 41))


def test_a_page_fetched_a_moment_ago_finds_its_style_sheet(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    (sheet,) = [
        path
        for path in commune.online
        if path.startswith("_theme/style.") and path.endswith(".css")
    ]
    css = factory.root / "theme" / "assets" / "style.css"
    css.write_text(css.read_text() + "\n.nouveau { color: red }\n")
    factory.later(hours=1)
    factory.build()
    public = commune.output / "public"
    assert sheet not in commune.online and (public / sheet).exists()
    factory.later(hours=30)
    commune.write("contenu/a.md", "A.\n")
    factory.build()
    assert not (commune.output / "public" / sheet).exists()


def test_two_files_for_one_address_are_both_named(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "Premier.\n")
    factory.build()
    commune.write("contenu/0.md", "---\nadresse: /a/\n---\nSecond.\n")
    problems = factory.build()["exemple"].problems
    (clash,) = [problem for problem in problems if problem.code == "adresse-en-double"]
    assert clash.file == "contenu/0.md" and "contenu/a.md" in clash.message
    assert "Premier." in commune.page("/a/")


def test_sittings_of_one_name_take_their_date_back(factory: Factory) -> None:
    commune = factory.commune()
    for day in ("2026-09-10", "2026-10-08"):
        commune.write(
            f"contenu/seances/{day}-conseil.md", f"---\ntitre: Conseil\ndate: {day} 18h30\n---\n"
        )
    factory.build()
    assert {"seances/conseil/index.html", "seances/2026-10-08-conseil/index.html"} <= set(
        commune.online
    )


def test_a_draft_is_seen_by_nobody(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "---\nbrouillon: oui\n---\nSecret.\n")
    factory.build()
    assert not any(b"Secret" in data for data in commune.online.values())
    assert "a/index.html" in factory.clean(commune, drafts=True)


def test_elsewhere_and_at_another_moment_nothing_is_registered(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    before = {p: p.read_bytes() for p in (commune.folder / "registre").rglob("*") if p.is_file()}
    commune.write("contenu/b.md", "---\npublier_le: 2027-01-01\n---\nBonne année.\n")
    done = factory.usine("build", "--at", "2027-01-02", "--to", "plus-tard")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (factory.root / "plus-tard" / "exemple" / "b" / "index.html").exists()
    after = {p: p.read_bytes() for p in (commune.folder / "registre").rglob("*") if p.is_file()}
    assert before == after and "b/index.html" not in commune.online


def test_death_between_the_switch_and_the_register(factory: Factory) -> None:
    commune = factory.commune().write("contenu/actes/tarifs.md", ACT)
    _pdf(commune.folder / "contenu/actes/tarifs.pdf", "Tarifs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registers, "confirm", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            factory.build()
    assert not (commune.folder / "registre" / "actes.jsonl").exists()
    factory.later(days=3)
    factory.build()
    (line,) = chain.read(commune.folder / "registre" / "actes.jsonl").lines
    assert line["moment"] == MOMENT.isoformat(timespec="seconds")
    assert commune.online == factory.clean(commune)


def test_death_before_the_switch_dates_the_act_anew(factory: Factory) -> None:
    commune = factory.commune().write("contenu/actes/tarifs.md", ACT)
    _pdf(commune.folder / "contenu/actes/tarifs.pdf", "Tarifs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation, "switch", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            factory.build()
    assert commune.online == {}
    factory.later(days=3)
    factory.build()
    (line,) = chain.read(commune.folder / "registre" / "actes.jsonl").lines
    assert line["moment"] == (MOMENT + timedelta(days=3)).isoformat(timespec="seconds")


def test_a_second_build_of_one_commune_waits_its_turn(factory: Factory) -> None:
    commune = factory.commune()
    with locked(commune.layout) as free:
        assert free
        report = factory.build()["exemple"]
    assert report.status is Status.OCCUPEE and report.exit_code == 3


def test_a_killed_worker_costs_its_commune_alone(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    factory.commune()
    factory.commune("voisine")
    original = worker.make

    def make(order):  # type: ignore[no-untyped-def]
        if order.slug == "exemple":
            os.kill(os.getpid(), signal.SIGKILL)
        return original(order)

    monkeypatch.setattr(worker, "make", make)
    reports = factory.build()
    assert reports["exemple"].status is Status.ECHEC and reports["exemple"].exit_code == 3
    assert "SIGKILL" in reports["exemple"].problems[0].message
    assert reports["voisine"].status is Status.PUBLIEE
    monkeypatch.undo()
    assert factory.build()["exemple"].status is Status.PUBLIEE


def test_the_answer_for_machines(factory: Factory) -> None:
    factory.commune().write("contenu/fete.md", "---\ntitre: [Fête\n---\n")
    done = factory.usine("build", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == answer["code"] == 1 and answer["version"] == 1
    (told,) = answer["communes"]
    assert told["commune"] == "exemple" and told["statut"] == "publiée"
    assert "contenu/fete.md" in [problem["file"] for problem in told["problemes"]]


def _blobs(commune: Commune, number: int) -> set[str]:
    found = manifests.read(commune.layout.manifest(number))
    assert found is not None
    return found.blobs()


def test_a_linked_photo_says_nothing_of_where_it_was_taken(factory: Factory) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "Chez Camille"
    data = io.BytesIO()
    Image.new("RGB", (60, 40)).save(data, "JPEG", exif=exif)
    commune = factory.commune().write("contenu/photo.jpg", data.getvalue())
    commune.write(
        "contenu/a.md",
        "---\ndocuments: [photo.jpg]\nimage: {fichier: photo.jpg, alt: Un lavoir}\n---\n"
        "[La photo](photo.jpg)\n\n![Un lavoir](photo.jpg)\n",
    )
    factory.build()
    photos = [path for path in commune.online if path.endswith((".jpg", ".webp", ".avif"))]
    assert len(photos) == 3 and all(path.startswith("_medias/") for path in photos)
    assert not any(b"Chez Camille" in data for data in commune.online.values())
    assert re.search(r"href=/_medias/photo-60\.\w+\.jpg>La photo", commune.page("/a/"))


def test_a_folder_of_dated_pages_reads_as_a_journal(factory: Factory) -> None:
    commune = factory.commune().remove("contenu/accueil.md")
    for day, name in ((3, "alpha"), (9, "beta"), (5, "gamma")):
        commune.write(
            f"contenu/noticias/{name}.md",
            f"---\ntitle: {name}\ndate: 2026-10-0{day}\n---\nTexte.\n",
        )
    factory.build()
    page = commune.page("/noticias/").partition("<main")[2]
    assert page.index("beta") < page.index("gamma") < page.index("alpha")
    assert "/noticias/" in commune.page("/").partition("<main")[2].partition("<footer")[0]


def test_a_style_sheet_that_comes_back_is_the_site_s_own_again(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    css = factory.root / "theme" / "assets" / "style.css"
    first = css.read_bytes()
    css.write_bytes(first + b"\n.nouveau { color: red }\n")
    factory.build()
    css.write_bytes(first)
    factory.build()
    assert commune.online == factory.clean(commune)


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
