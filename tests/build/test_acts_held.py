"""What keeps an act from going online, or from leaving: told, and nothing else is held up."""

from datetime import timedelta

import pytest
from acte import ACT, PATH, lines, pdf, problems, with_key
from histoire import Factory


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
