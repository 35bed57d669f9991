"""`usine convention record`: a fact is added or completed in its file, and never changed."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from factory.cli import options
from factory.cli.assistance import command as assistance
from factory.cli.convention import command
from factory.convention.facts import KINDS, told
from factory.convention.recording import record
from factory.ground.moment import opening
from factory.ground.problems import UsageError
from factory.tenants import convention as conventions
from factory.tenants import settings
from factory.tenants.convention import Convention

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 24)
KNOWN = {kind.name: kind for kind in KINDS}


@pytest.fixture
def factory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(
        ROOT / "tenants/val-d-oriou", tmp_path / "tenants/val-d-oriou",
        ignore=lambda folder, names: {*names} - {"commune.yaml", "convention.yaml"},
    )  # fmt: skip
    theme = json.dumps(str(ROOT / "themes/institutional"))
    (tmp_path / "usine.yaml").write_text(f"theme: {theme}\n", "utf-8")
    monkeypatch.setattr(options, "now", lambda: opening(TODAY))
    return tmp_path


def file(factory: Path) -> Path:
    return factory / "tenants/val-d-oriou/convention.yaml"


def read(factory: Path) -> Convention:
    bound = conventions.read(file(factory).read_bytes())
    assert bound.value is not None
    return bound.value


def told_by(factory: Path, *words: str) -> Any:
    made = CliRunner().invoke(
        command, ["record", *words, "--config", str(factory / "usine.yaml")], standalone_mode=False
    )
    if made.exception is not None:
        raise made.exception
    return made.stdout.replace("\u00a0", " ")


def noted(factory: Path, kind: str, *words: str) -> str:
    return str(told_by(factory, kind, "val-d-oriou", *words))


def test_a_breach_is_told_as_it_comes_to_be_known(factory: Path) -> None:
    """The two hours that follow, at the keyboard: each line says what is to be done next."""
    before = file(factory).read_text("utf-8")
    nature = ("--nature", "Divulgation : liste d’abonnés")
    said = noted(factory, "violation", *nature, "--constatee-le", "23/11/2026 18:30")
    line = file(factory).read_text("utf-8").split("\n").index("  violations:") + 2
    assert said.startswith(
        f"Violation de données : c’est inscrit (val-d-oriou/convention.yaml, ligne {line}).\n"
    )
    assert "[violation-non-signalee]" in said
    said = noted(
        factory, "violation", "--nature", "divulgation : liste d'abonnes",
        "--commune-informee-le", "23 novembre 2026 à 20h", "--risque", "RISQUE",
    )  # fmt: skip
    assert said.endswith(
        "Échéance du 26 novembre 2026 : Notification à la CNIL avant le 26/11/2026 à 20h00 "
        "(article 13-f ; RGPD, article 33).\n"
    )
    assert noted(factory, "violation", *nature, "--risque", "risque").startswith(
        "Violation de données : c’était déjà écrit, rien n’a changé"
    )
    assert file(factory).read_text("utf-8") == before + (
        "  violations:\n"
        "    - nature: 'Divulgation : liste d’abonnés'\n"
        "      constatee_le: 23 novembre 2026 à 18h30\n"
        "      commune_informee_le: 23 novembre 2026 à 20h00\n"
        "      risque: risque\n"
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--cnil-le", "2026-11-22"), "dates-de-violation"),  # before the commune was aware
        (("--constatee-le", "2026-11-21"), "fait-deja-ecrit"),
        (("--close-le", "2027-11-25"), "fait-a-venir"),
    ],
)
def test_what_cannot_be_is_not_written(factory: Path, words: tuple[str, str], code: str) -> None:
    name = ("--nature", "perte")
    noted(factory, "violation", *name, "--constatee-le", "2026-11-23",
          "--commune-informee-le", "2026-11-23")  # fmt: skip
    before = file(factory).read_bytes()
    with pytest.raises(UsageError, match=code):
        noted(factory, "violation", *name, *words)
    assert file(factory).read_bytes() == before


def test_letters_follow_one_another(factory: Path) -> None:
    """The first was written alone, by hand; its comment stays."""
    text = file(factory).read_text("utf-8")
    text = text.replace(
        "contacts:\n",
        "  resiliation: {recue_le: 3 août 2026, par: la commune}  # courrier 12\ncontacts:\n",
    )
    file(factory).write_text(text, "utf-8")
    noted(factory, "lettre", "--recue-le", "3/8/2026", "--retiree-le", "1er septembre 2026")
    noted(factory, "lettre", "--recue-le", "2026-11-20", "--effet-le", "30 juin 2027")
    assert [
        (str(one.recue_le), one.par, str(one.retiree_le), str(one.effet_le))
        for one in read(factory).dates.resiliation
    ] == [
        ("2026-08-03", "la commune", "2026-09-01", "None"),
        ("2026-11-20", "", "None", "2027-06-30"),
    ]  # fmt: skip
    assert "# courrier 12\n" in file(factory).read_text("utf-8")


def test_each_kind_has_its_place(factory: Path) -> None:
    for kind, *words in (
        ("mise-en-demeure", "--recue-le", "2026-11-02", "--obligation", "rétablir le service"),
        ("force-majeure", "--debut", "2026-11-03", "--cause", "incendie"),
        ("instruction", "--reference", "courrier 8", "--objet", "Retirer la page", "--date",
         "2026-11-04"),
        ("demande", "--reference", "2026-14", "--droit", "effacement", "--recue-le", "2026-11-05"),
        ("consentement", "--acte", "2026-41", "--usage", "Données ouvertes", "--date",
         "2026-11-06"),
    ):  # fmt: skip
        assert "c’est inscrit" in noted(factory, kind, *words), kind
    now = read(factory)
    assert [one.obligation for one in now.dates.mises_en_demeure] == ["rétablir le service"]
    assert [one.cause for one in now.dates.force_majeure] == ["incendie"]
    assert [one.objet for one in now.rgpd.instructions] == ["Retirer la page"]
    assert [one.droit for one in now.rgpd.demandes] == ["effacement"]
    assert [one.usage for one in now.consentements] == ["Données ouvertes"]


def test_a_missing_key_and_an_odd_file_are_told(factory: Path) -> None:
    with pytest.raises(UsageError, match="La clé « objet » manque"):
        noted(factory, "instruction", "--reference", "courrier 8", "--date", "2026-11-04")
    file(factory).write_text("dates: {notification: 2026-06-15}\nrgpd: {demandes: }\n", "utf-8")
    with pytest.raises(UsageError) as refused:
        noted(factory, "demande", "--reference", "A", "--droit", "accès", "--recue-le", "2026-11-5")
    assert str(refused.value.problems[0]) == (
        "val-d-oriou/convention.yaml: erreur [fait-a-ecrire] Demande d’une personne : la façon "
        "dont ce fichier est écrit ne permet pas à l’usine d’y ajouter une ligne sans risque.\n"
        "    → Ajoutez vous-même sous « rgpd : demandes » : « reference: A », "
        "« recue_le: 5 novembre 2026 », « droit: accès »."
    )


def test_what_many_write_at_once_is_all_there(factory: Path) -> None:
    known = settings.load(factory / "usine.yaml", {}, factory)
    kind = KNOWN["demande"]

    def one(rank: int) -> None:
        words = {"reference": f"2026-{rank}", "droit": "accès", "recue_le": "2026-11-05"}
        facts = {name: told(kind.model, name, text) for name, text in words.items()}
        record(known, "val-d-oriou", kind, facts, TODAY)

    with ThreadPoolExecutor(4) as several:
        list(several.map(one, range(8)))
    assert {one.reference for one in read(factory).rgpd.demandes} == {
        f"2026-{rank}" for rank in range(8)
    }


def test_the_committee_decides_by_the_number_of_a_request(factory: Path) -> None:
    asked = ["val-d-oriou", "--evolution", "Carte des travaux", "--config"]
    CliRunner().invoke(assistance, [*asked, str(factory / "usine.yaml")], standalone_mode=False)
    decided = ("decision", "2026", "--demande", "E-2026-1")
    told_by(factory, *decided, "--avis", "retenue")
    told_by(factory, *decided, "--annee", "2027")
    for _ in range(2):
        told_by(factory, "comite", "2026", "--date", "2026-11-15", "--presentes", "val-d-oriou",
                "--prerequis", "Firefox 128 ou plus récent")  # fmt: skip
    shared = factory / "convention/commun.yaml"
    assert shared.read_text("utf-8") == (
        "# Ce que les conventions ont en commun.\n"
        "comites:\n"
        "  - annee: 2026\n"
        "    decisions:\n"
        "      - demande: E-2026-1\n"
        "        objet: Carte des travaux\n"
        "        commune: val-d-oriou\n"
        "        avis: retenue\n"
        "        annee: 2027\n"
        "    date: 15 novembre 2026\n"
        "    presentes:\n"
        "      - val-d-oriou\n"
        "    prerequis:\n"
        "      - Firefox 128 ou plus récent\n"
    )
    with pytest.raises(UsageError, match="fait-deja-ecrit"):
        told_by(factory, *decided, "--avis", "écartée")
    with pytest.raises(UsageError, match="demande-inconnue"):
        told_by(factory, "decision", "2026", "--demande", "E-2026-7", "--avis", "écartée")


def test_machines_are_told_what_follows(factory: Path) -> None:
    said = json.loads(
        noted(factory, "demande", "--reference", "A", "--droit", "accès", "--recue-le",
              "2026-11-05", "--json")
    )  # fmt: skip
    assert (said["version"], said["fait"], said["nouveau"]) == (1, "demande", True)
    assert [one["deadline"]["day"] for one in said["echeances"]] == ["2026-12-05"]
