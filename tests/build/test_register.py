"""The register of acts: what is online stays, and what may change it (CGCT L2131-1, R2131-1)."""

import shutil

import pytest
from acte import ACT, PATH, REDACTED, SECRET, everywhere, lines, pdf, problems, with_key
from histoire import MOMENT, Commune, Factory

from factory.archive import registre as registers
from factory.build import hold
from factory.build.publish import Campaign
from factory.ground.problems import UsageError


@pytest.fixture
def commune(factory: Factory) -> Commune:
    commune = factory.commune().write(PATH, ACT).write("contenu/actes/tarifs.pdf", pdf("Tarifs"))
    factory.build()
    return commune


def test_what_follows_an_act_may_change(factory: Factory, commune: Commune) -> None:
    factory.later(days=2)
    commune.write(PATH, with_key(ACT, "prefecture: {id: 013-AR, recu_le: 2026-11-24}"))
    assert "acte-modifie" not in problems(factory)
    assert "013-AR" in commune.page("/actes/tarifs/") and len(lines(commune)) == 1
    assert "2026-11-23T10:00" in commune.page("/actes/tarifs/")
    commune.remove(PATH)
    assert "acte-supprime" in problems(factory)
    assert "013-AR" in commune.page("/actes/tarifs/")
    assert commune.online == factory.clean(commune)


def test_a_clerical_error_is_mended_by_a_recorded_replacement(
    factory: Factory, commune: Commune
) -> None:
    factory.later(days=9)
    order = "remplacement: {motif: erreur matérielle, decide_par: la maire, decide_le: 2026-12-01}"
    new = with_key(ACT, order).replace("3,20", "3,40").replace("tarifs.pdf", "tarifs-2.pdf")
    commune.write(PATH, new)
    said = problems(factory)["remplacement-incomplet"]
    assert "« tarifs-2.pdf »" in said.message and "3,20" in commune.page("/actes/tarifs/")
    commune.write("contenu/actes/tarifs-2.pdf", pdf("Tarifs, deux")).remove(
        "contenu/actes/tarifs.pdf"
    )
    assert {"acte-modifie", "piece-d-acte-supprimee"}.isdisjoint(problems(factory))
    page = commune.page("/actes/tarifs/")
    assert "3,40" in page and "2026-11-23T10:00" in page and "2026-12-02" in page
    first, second = lines(commune)
    assert first["moment"] == MOMENT.isoformat(timespec="seconds")
    assert second["evenement"] == "remplacement" and second["motif"] == "erreur matérielle"
    assert "actes/tarifs-2.pdf" in commune.online and "actes/tarifs.pdf" not in commune.online
    assert (commune.folder / "registre/pieces" / first["pieces"][PATH[:-3] + ".pdf"]).exists()
    # The same order does not serve twice.
    commune.write(PATH, new.replace("3,40", "3,60"))
    assert "acte-modifie" in problems(factory)
    assert "3,40" in commune.page("/actes/tarifs/") and len(lines(commune)) == 2
    commune.write(PATH, new.replace(order + "\n", ""))
    assert "acte-modifie" not in problems(factory)
    assert commune.online == factory.clean(commune)


def test_an_occultation_leaves_the_digest_and_nothing_else(factory: Factory) -> None:
    commune = factory.commune().write("contenu/avant.md", "Avant.\n")
    factory.build()
    commune.write(PATH, ACT.replace("Le repas", SECRET + ". Le repas"))
    commune.write("contenu/actes/tarifs.pdf", pdf(SECRET))
    factory.build()
    (first,) = lines(commune)
    commune.write("contenu/apres.md", "Après.\n")
    factory.build()
    assert everywhere(commune, "Gaston Personne")
    factory.later(days=8)
    commune.write("contenu/actes/tarifs-occultes.pdf", pdf("Nom du demandeur"))
    commune.remove("contenu/actes/tarifs.pdf")
    commune.write(
        PATH,
        with_key(ACT, REDACTED.replace("« ", '"').replace(" »", '"')).replace(
            "tarifs.pdf", "tarifs-occultes.pdf"
        ),
    )
    said = problems(factory)
    assert {"acte-modifie", "occultation-partielle"}.isdisjoint(said), said
    assert everywhere(commune, "Gaston Personne") == []
    _, second = lines(commune)
    old = {first["empreinte"], *first["pieces"].values()}
    assert set(second["efface"]) == old
    assert not [name for name in old if commune.layout.store.path(name).exists()]
    assert not [n for n in old if (commune.folder / "registre" / "pieces" / n).exists()]
    assert commune.online == factory.clean(commune)
    registre = registers.read(commune.folder / "registre")
    for number, code in ((2, "generation-occultee"), (3, "generation-occultee")):
        with pytest.raises(UsageError, match=code):
            hold.roll_back(commune.layout, number, "Camille", "essai", factory.moment, registre)
    # The generation of before the act can still be put back.
    held = hold.roll_back(commune.layout, 1, "Camille", "essai", factory.moment, registre)
    assert held.numero == 1
    hold.lift(commune.layout)
    # Its bytes come back under another name: they are not published.
    commune.write("contenu/autre.md", "[Le document](autre.pdf)\n")
    commune.write("contenu/autre.pdf", pdf(SECRET))
    assert "fichier-occulte" in problems(factory)
    assert everywhere(commune, "Gaston Personne") == []


def test_a_death_between_the_register_and_the_erasure(
    factory: Factory, commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    from factory.build import erasure

    def die(*_: object) -> int:
        raise KeyboardInterrupt

    commune.write("contenu/actes/b.pdf", pdf("Autre"))
    commune.write(PATH, with_key(ACT, REDACTED).replace("tarifs.pdf", "b.pdf"))
    with monkeypatch.context() as patch:
        patch.setattr(erasure, "erase", die)
        with pytest.raises(KeyboardInterrupt):
            factory.build()
    assert commune.layout.numbers() == {1, 2}
    factory.build()
    assert commune.layout.numbers() == {2}


def test_an_occultation_of_the_text_alone_is_told(factory: Factory, commune: Commune) -> None:
    commune.write(PATH, with_key(ACT, REDACTED).replace("3,20", "•"))
    said = problems(factory)
    assert "restés les mêmes" in said["occultation-partielle"].message
    assert "3,20" not in commune.page("/actes/tarifs/")


def test_bytes_that_two_acts_share_stay_with_the_other(factory: Factory) -> None:
    commune = factory.commune().write(PATH, ACT).write("contenu/actes/tarifs.pdf", pdf("Tarifs"))
    commune.write("contenu/actes/b.md", ACT.replace("2026_012", "2026_013"))
    factory.build()
    commune.write("contenu/actes/c.pdf", pdf("Autre"))
    commune.write(PATH, with_key(ACT, REDACTED).replace("tarifs.pdf", "c.pdf"))
    said = problems(factory)
    assert "contenu/actes/b.md" in said["occultation-partagee"].message
    assert "actes/tarifs.pdf" in commune.online and "actes/c.pdf" in commune.online


@pytest.mark.parametrize("reason", ["données personnelles", "retrait de l’acte"])
def test_a_withdrawn_act_leaves_a_notice(factory: Factory, commune: Commune, reason: str) -> None:
    factory.later(days=3)
    order = f"retrait: {{motif: {reason}, decide_par: le conseil municipal, decide_le: 2026-11-25}}"
    commune.write(PATH, with_key(ACT, order))
    factory.build()
    page = commune.page("/actes/tarifs/")
    assert "2026_012" in page and "le conseil municipal" in page and "2026-11-23T10:00" in page
    assert "3,20" not in page and "actes/tarifs.pdf" not in commune.online
    assert "cantine" not in commune.page("/actes/")
    first, _ = lines(commune)
    kept = (commune.folder / "registre/pieces" / first["empreinte"]).exists()
    assert kept is (reason != "données personnelles")
    commune.remove(PATH).remove("contenu/actes/tarifs.pdf")
    assert not [p for p in problems(factory).values() if p.file.startswith("contenu/actes")]
    assert commune.page("/actes/tarifs/") == page
    commune.write(PATH, ACT).write("contenu/actes/tarifs.pdf", pdf("Tarifs"))
    factory.build()
    assert commune.page("/actes/tarifs/") == page
    assert commune.online == factory.clean(commune)


def test_an_order_for_an_act_that_is_not_registered(factory: Factory) -> None:
    commune = factory.commune().write(PATH, with_key(ACT, REDACTED))
    commune.write("contenu/actes/tarifs.pdf", pdf("Tarifs"))
    assert "« remplacement »" in problems(factory)["ordre-sans-acte"].message
    assert "actes/tarifs/index.html" not in commune.online and lines(commune) == ()


def test_a_moved_act_is_not_registered_twice(factory: Factory, commune: Commune) -> None:
    commune.rename(PATH, "contenu/actes/2026/tarifs.md")
    commune.rename("contenu/actes/tarifs.pdf", "contenu/actes/2026/tarifs.pdf")
    said = problems(factory)
    assert PATH in said["acte-deja-enregistre"].message and "acte-supprime" in said
    assert len(lines(commune)) == 1 and "actes/tarifs/index.html" in commune.online


def test_without_its_outputs_the_site_is_the_same(factory: Factory, commune: Commune) -> None:
    before = commune.online
    factory.later(days=30)
    commune.write(PATH, ACT.replace("3,20", "9,99")).remove("contenu/actes/tarifs.pdf")
    factory.build()
    shutil.rmtree(factory.root / "build")
    factory.build()
    page = "actes/tarifs/index.html"
    assert commune.online[page] == before[page]
    assert commune.online["actes/tarifs.pdf"] == before["actes/tarifs.pdf"]


def test_a_preview_records_no_decision(factory: Factory, commune: Commune) -> None:
    order = "retrait: {motif: décision de justice, decide_par: le juge, decide_le: 2026-11-25}"
    commune.write(PATH, with_key(ACT, order))
    campaign: Campaign = factory.campaign()
    assert campaign.register
    factory.clean(commune, drafts=True)
    assert len(lines(commune)) == 1
