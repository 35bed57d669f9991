"""The register of acts: what is online stays, and what may change it (CGCT L2131-1, R2131-1)."""

import shutil
from datetime import timedelta

import pytest
from histoire import MOMENT, Commune, Factory
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from factory.archive import chain
from factory.archive import registre as registers
from factory.build import hold
from factory.build.publish import Campaign
from factory.ground.problems import Problem, UsageError

ACT = """---
titre: Tarifs de la cantine
nature: délibération
numero: 2026_012
matiere: 7.10
date_acte: 2026-11-20
fichier: tarifs.pdf
auteurs:
  - {prenom: Anne, nom: Exemple, qualite: maire}
  - {prenom: Paul, nom: Modèle, qualite: secrétaire de séance}
---
Le repas est à 3,20 euros.
"""
PATH = "contenu/actes/tarifs.md"
REDACTED = (
    "remplacement: {motif: occultation, decide_par: Anne Exemple, maire, decide_le: 2026-12-01}"
).replace("Anne Exemple, maire", "« Anne Exemple, maire »")
SECRET = "Nom du demandeur : Gaston Personne"


def pdf(text: str) -> bytes:
    """A PDF of one page that shows `text`."""
    import io

    writer = PdfWriter()
    page = writer.add_blank_page(300, 100)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 10 50 Td ({text}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(stream)
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def with_key(act: str, key: str) -> str:
    return act.replace("fichier:", f"{key}\nfichier:", 1)


def problems(factory: Factory) -> dict[str, Problem]:
    return {p.code: p for report in factory.build().values() for p in report.problems}


def lines(commune: Commune) -> tuple[chain.Line, ...]:
    found = chain.read(commune.folder / "registre" / "actes.jsonl")
    assert not found.broken_at
    return found.lines


def everywhere(commune: Commune, words: str) -> list[str]:
    """The files of the factory, of this commune, in which some words still are."""
    roots = (commune.output, commune.folder / "registre")
    return [
        str(path)
        for root in roots
        for path in sorted(root.rglob("*"))
        if path.is_file() and words.encode() in path.read_bytes()
    ]


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


def test_an_act_without_its_file_waits(factory: Factory) -> None:
    commune = factory.commune().write(PATH, ACT)
    assert "« tarifs.pdf »" in problems(factory)["acte-incomplet"].message
    assert "actes/tarifs/index.html" not in commune.online
    commune.write("contenu/actes/tarifs.pdf", pdf("Tarifs"))
    factory.later(days=1)
    assert "acte-incomplet" not in problems(factory)
    assert lines(commune)[0]["moment"] == factory.moment.isoformat(timespec="seconds")


def test_an_individual_act_is_held(factory: Factory) -> None:
    commune = factory.commune().write(PATH, with_key(ACT, "portee: individuel"))
    commune.write("contenu/actes/tarifs.pdf", pdf("Tarifs"))
    assert "acte-individuel" in problems(factory)
    assert "actes/tarifs/index.html" not in commune.online
    commune.write(PATH, with_key(ACT, "portee: individuel\npublication_motivee: un texte"))
    factory.build()
    assert "actes/tarifs/index.html" in commune.online


def test_a_word_file_is_no_act(factory: Factory) -> None:
    commune = factory.commune().write(PATH, ACT.replace(".pdf", ".docx"))
    commune.write("contenu/actes/tarifs.docx", b"PK\x03\x04")
    assert "non modifiable" in problems(factory)["acte-format-modifiable"].message.replace(
        "\n", " "
    )
    assert "actes/tarifs/index.html" not in commune.online


@pytest.mark.parametrize(
    ("written", "code"),
    [("2027-01-22", "acte-retire-trop-tot"), ("2027-01-23", "acte-retire")],
)
def test_an_act_stays_two_months_at_least(factory: Factory, written: str, code: str) -> None:
    commune = factory.commune().write(PATH, with_key(ACT, f"retirer_le: {written}"))
    commune.write("contenu/actes/tarifs.pdf", pdf("Tarifs"))
    assert code in problems(factory)
    factory.later(days=70)
    assert code in problems(factory)
    assert ("actes/tarifs/index.html" in commune.online) is (code == "acte-retire-trop-tot")


def test_minutes_stay_for_good(factory: Factory) -> None:
    act = with_key(ACT, "retirer_le: 2030-01-01").replace("délibération", "procès-verbal")
    commune = factory.commune().write(PATH, act)
    commune.write("contenu/actes/tarifs.pdf", pdf("Tarifs"))
    assert "L2121-15" in problems(factory)["proces-verbal-permanent"].message
    factory.moment += timedelta(days=365 * 5)
    factory.build()
    assert "actes/tarifs/index.html" in commune.online


NIR = "1 85 05 78 006 084 91"
IBAN = "FR14 2004 1010 0505 0001 3M02 606"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Assuré {NIR}", "un numéro de sécurité sociale, 1 •• •• •• ••• ••• 91"),
        (f"Compte {IBAN}", "un numéro de compte bancaire (IBAN), FR"),
        ("Joindre le 06 12 34 56 78", "un numéro de téléphone mobile, 06 •• •• •• 78"),
        ("gaston.personne@orange.fr", "une adresse électronique personnelle, ga"),
    ],
)
@pytest.mark.parametrize("where", ["texte", "pdf"])
def test_a_suspicion_holds_that_act_alone(
    factory: Factory, text: str, told: str, where: str
) -> None:
    commune = factory.commune().write("contenu/actes/tarifs.pdf", pdf("Tarifs"))
    commune.write("contenu/actes/autre.md", ACT)
    suspect = ACT.replace("tarifs.pdf", "b.pdf").replace("_012", "_013")
    suspect = suspect.replace("Le repas", f"{text}. Le repas") if where == "texte" else suspect
    commune.write("contenu/actes/b.md", suspect)
    commune.write("contenu/actes/b.pdf", pdf(text if where == "pdf" else "Rien"))
    said = problems(factory)["donnees-personnelles"]
    assert told in said.message and said.file == "contenu/actes/b.md"
    assert ("« b.pdf », page 1" in said.message) is (where == "pdf")
    assert text not in str(said) and text[-13:] not in str(said)
    assert {"actes/b/index.html", "actes/b.pdf"}.isdisjoint(commune.online)
    assert "actes/autre/index.html" in commune.online and len(lines(commune)) == 1
    commune.write("contenu/actes/b.md", with_key(suspect, "donnees_personnelles: sans_objet"))
    assert "donnees-personnelles" not in problems(factory)
    assert {"actes/b/index.html", "actes/b.pdf"} <= set(commune.online)


def test_what_the_commune_publishes_itself_is_no_suspicion(factory: Factory) -> None:
    commune = factory.commune().write("contenu/actes/tarifs.pdf", pdf("Tarifs"))
    commune.write(
        "contenu/annuaire/garde.md", "---\ntitre: Garde\ntelephone: 06 12 34 56 78\n---\nGarde.\n"
    )
    text = "Appeler le 06.12.34.56.78, mairie.exemple@wanadoo.fr, Siret 21130903400018. Le repas"
    commune.write(PATH, ACT.replace("Le repas", text))
    assert "donnees-personnelles" not in problems(factory)


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
