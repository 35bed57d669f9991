"""What an account refuses, carries over and keeps: lines, requests, communes that have left."""

import shutil
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from une_annee import LEDGER, REQUESTS, bilan

from factory.convention import former
from factory.convention.desk import open_desk
from factory.convention.told import charges, standings
from factory.ground.problems import UsageError
from factory.tenants import settings


def test_a_line_that_cannot_be_read_stops_the_account(year: Path, tmp_path: Path) -> None:
    shutil.copytree(year, tmp_path / "u")
    ledger = tmp_path / "u/convention/depenses.csv"
    ledger.write_text(LEDGER.replace("2 500,00", "deux mille").replace("F-140", ""), "utf-8")
    with pytest.raises(UsageError) as refused:
        bilan(tmp_path / "u", "--annee", "2027")
    assert [(p.code, p.line) for p in refused.value.problems] == [
        ("ligne-illisible", 3), ("ligne-illisible", 5),
    ]  # fmt: skip
    assert str(refused.value.problems[0]) == (
        "depenses.csv:3: erreur [ligne-illisible] Cette ligne ne se lit pas : « deux mille » "
        "n’est pas un montant en euros.\n"
        "    → Écrivez le montant en chiffres, par exemple 12,50. Le bilan n’est pas établi tant "
        "qu’une ligne manque à ses sommes."
    )
    ledger.write_text(LEDGER.replace("Val-d’Oriou", "Val-Doriou"), "utf-8")
    with pytest.raises(UsageError, match="« Val-Doriou » n’est ni une commune ni une opération"):
        bilan(tmp_path / "u", "--annee", "2027")
    ledger.write_text(LEDGER.replace("Imprimeur", "Imprimeur; relieur"), "utf-8")
    with pytest.raises(UsageError, match="ligne-illisible"):
        bilan(tmp_path / "u", "--annee", "2027")
    ledger.write_text(LEDGER.replace("nature", "type"), "utf-8")
    with pytest.raises(UsageError, match="colonne-absente"):
        bilan(tmp_path / "u", "--annee", "2027")
    ledger.write_bytes(LEDGER.encode("cp1252"))
    with pytest.raises(UsageError, match="registre-mal-encode"):
        bilan(tmp_path / "u", "--annee", "2027")


def test_a_request_of_an_unknown_commune_is_told(year: Path, tmp_path: Path) -> None:
    """It would be in no commune's account, and nobody would know."""
    shutil.copytree(year, tmp_path / "u")
    asked = tmp_path / "u/convention/demandes.csv"
    asked.write_text(REQUESTS.replace("D-2;val-d-oriou", "D-2;val-doriou"), "utf-8")
    with pytest.raises(UsageError) as refused:
        bilan(tmp_path / "u", "--annee", "2027")
    assert [(p.file, p.line) for p in refused.value.problems] == [("demandes.csv", 3)]


def test_a_request_that_is_put_off_comes_back_until_it_is_decided(
    year: Path, tmp_path: Path
) -> None:
    """The help desk and the factory both list it: it is one, by the number in its subject."""
    shutil.copytree(year, tmp_path / "u")
    folder = tmp_path / "u/convention"
    (folder / "evolutions.csv").write_text(
        "numero;commune;ouverte_le;type;objet\n"
        "E-2026-1;val-d-oriou;2026-05-04 10:00;évolution;Agenda partagé\n"
        "E-2026-12;val-d-oriou;2026-06-04 10:00;évolution;Plan de ville\n",
        "utf-8",
    )
    subject = "Demande d’évolution E-2026-1 : Agenda partagé"
    (folder / "demandes.csv").write_text(
        f"{REQUESTS}D-6;val-d-oriou;2026-05-04 10:05;évolution;{subject};;\n", "utf-8"
    )
    ledger = folder / "depenses.csv"
    ledger.write_text(LEDGER.replace(";2027-1\n", ";\n"), "utf-8")
    met = "  - annee: {}\n    decisions: [{{objet: Agenda, demande: {}, avis: {}}}]\n"
    (folder / "commun.yaml").write_text(
        "comites:\n"
        + met.format(2026, "D-6", "différée d’un an")
        + met.format(2027, "E-2026-1", "retenue"),
        "utf-8",
    )

    def listed(year: str) -> list[tuple[str, str]]:
        found = bilan(tmp_path / "u", "--annee", year)["evolutions"]
        return [(one["numero"], one["also"]) for one in found]

    both = [("E-2026-1", "D-6"), ("E-2026-12", "")]
    assert listed("2026") == both
    assert listed("2027") == [("D-3", ""), *both]
    assert listed("2028") == [("D-3", ""), ("E-2026-12", "")]


def test_a_commune_that_has_left_stays_in_the_accounts(year: Path, tmp_path: Path) -> None:
    """Its folder is destroyed; what was due and shared does not change, and names nobody."""
    shutil.copytree(year, tmp_path / "u")
    root = tmp_path / "u"
    before = bilan(root, "--annee", "2027")
    known = settings.load(root / "usine.yaml", {}, root)
    party = open_desk(known, date(2028, 3, 1)).party("port-calanque")
    assert party.convention is not None
    file = former.keep(known, party.slug, party.nom, party.convention)
    shutil.rmtree(root / "tenants/port-calanque")
    assert bilan(root, "--annee", "2027") == before
    text = file.read_text("utf-8")
    assert "Hautemer" not in text and "@" not in text and "rgpd" not in text
    gone = open_desk(known, date(2028, 3, 1)).party("port-calanque")
    assert gone.gone and gone.convention is not None
    assert former.keep(known, gone.slug, gone.nom, gone.convention).read_text("utf-8") == text
    # It can still be named where its accounts are asked for, and nowhere else.
    [told] = bilan(root, "port-calanque", "--annee", "2027")["communes"]
    assert told == next(one for one in before["communes"] if one["commune"] == "port-calanque")
    alone = open_desk(known, date(2028, 3, 1), ["port-calanque"], gone=True)
    assert [one["total"] for one in charges(alone, 2027)] == [Decimal(told["sommes"]["total"])]
    with pytest.raises(UsageError, match="commune-inconnue"):
        open_desk(known, date(2028, 3, 1), ["port-calanque"])


def test_a_commune_that_comes_back_keeps_its_past_accounts(year: Path, tmp_path: Path) -> None:
    """It left on 31 May 2028, signed again in September, and is in service from 1 October."""
    shutil.copytree(year, tmp_path / "u")
    root = tmp_path / "u"
    (root / "convention/depenses.csv").write_text(
        LEDGER + "2028-06-30;2028-1;Hébergeur;1000;1200,00;Hébergement;F-900;\n", "utf-8"
    )
    convention = root / "tenants/port-calanque/convention.yaml"
    was = convention.read_text("utf-8")
    known = settings.load(root / "usine.yaml", {}, root)
    convention.write_text(
        was.replace("contacts:", "  fin: 31 mai 2028\n  fin_convenue_le: 2 mars 2028\ncontacts:"),
        "utf-8",
    )
    before = [bilan(root, "--annee", asked) for asked in ("2027", "2028")]
    then = standings(open_desk(known, date(2027, 7, 1)), date(2027, 7, 1))
    party = open_desk(known, date(2028, 7, 1)).party("port-calanque")
    assert party.convention is not None
    first = former.keep(known, party.slug, party.nom, party.convention)
    convention.write_text(
        was.replace("8 juin 2026\n  notification: 15 juin 2026", "2028-09-04\n  notification: "
                    "2028-09-11").replace("1er septembre 2026", "1er octobre 2028"),
        "utf-8",
    )  # fmt: skip
    assert bilan(root, "--annee", "2027") == before[0]
    now = standings(open_desk(known, date(2027, 7, 1)), date(2027, 7, 1))
    assert [(one["etat"], one["fin"]) for one in now] == [(one["etat"], one["fin"]) for one in then]
    desk = open_desk(known, date(2028, 7, 1))
    states = [
        str(standings(desk, date.fromisoformat(day))[0]["etat"])
        for day in ("2028-05-31", "2028-06-01", "2028-09-03", "2028-09-04", "2028-09-11")
    ]
    assert states == ["en vigueur", "terminée", "terminée", "signée, à notifier", "en vigueur"]

    later = ("--annee", "2028", "--le", "2029-02-01")
    again = bilan(root, *later)
    alone, both = (
        next(one for one in told["communes"] if one["commune"] == "port-calanque")["sommes"]
        for told in (before[1], again)
    )
    # Its first: the whole year, as article 6 reads by default. Its second: the setup once more, and
    # 92 days of 366 (1 October to 31 December 2028), column by column: 600, 28 412 × 0.05, 24.
    assert alone["total"] == "2044.60"
    assert both["setup"] == "1500.00" and both["prorata"] == "1 + 92/366"
    assert both["recurrent"] == str(Decimal("2044.60") + Decimal("150.82") + Decimal("357.09") +
                                    Decimal("6.03"))  # fmt: skip
    assert both["total"] == str(Decimal(both["investissement"]) + Decimal(both["fonctionnement"]))
    # 152 days to 31 May, 92 from 1 October, beside two communes of 366, and 10 % for the Métropole.
    assert Fraction(again["parts"]["port-calanque"]) == Fraction(9, 10) * Fraction(244, 244 + 732)
    served = next(one for one in again["communes"] if one["commune"] == "port-calanque")["service"]
    assert served["availability"]["observed"] == (152 + 92) * 86400

    second = open_desk(known, date(2029, 1, 1)).party("port-calanque")
    assert second.convention is not None
    file = former.keep(known, second.slug, second.nom, second.convention)
    assert (first.name, file.name) == ("port-calanque.yaml", "port-calanque.2.yaml")
    assert former.keep(known, second.slug, second.nom, second.convention) == file
    shutil.rmtree(root / "tenants/port-calanque")
    assert bilan(root, "--annee", "2027") == before[0]
    assert bilan(root, *later) == again


def test_an_operation_whose_expenses_are_not_its_cost_is_told(year: Path, tmp_path: Path) -> None:
    shutil.copytree(year, tmp_path / "u")
    ledger = tmp_path / "u/convention/depenses.csv"
    ledger.write_text(LEDGER.replace("1 000,00;Dév", "990,00;Dév"), "utf-8")
    [told] = bilan(tmp_path / "u", "--annee", "2027")["ecarts"]
    assert told.replace("\u202f", " ").replace("\u00a0", " ") == (
        "Opération 2027-1 : coût engagé 1 000,00 €, dépenses affectées 990,00 € (article 6)."
    )
