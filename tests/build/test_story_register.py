"""The register of acts: what came online, when, and with which bytes."""

from datetime import timedelta
from pathlib import Path

import pytest
from histoire import MOMENT, Factory
from pypdf import PdfWriter

from factory.archive import chain
from factory.archive import registre as registers
from factory.build import generation
from factory.build.report import Status

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
