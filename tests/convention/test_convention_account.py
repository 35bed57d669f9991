"""The yearly account: each figure of it, computed again from the raw lines in another way."""

import csv
import json
import shutil
import sqlite3
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import a_la_main
import pytest
from click.testing import CliRunner

from factory.archive.history import History
from factory.archive.nights import (
    Backup,
    CommuneNight,
    Night,
    Outage,
    Publication,
    Trial,
    Verdict,
    Watched,
)
from factory.cli.convention import command
from factory.convention import former
from factory.convention.desk import open_desk
from factory.convention.papers.measures import duration, percent, rate
from factory.convention.running import Availability
from factory.ground.moment import PARIS
from factory.ground.problems import UsageError
from factory.tenants import settings

ROOT = Path(__file__).resolve().parents[2]
LEDGER = """date;mandat;fournisseur;ht;ttc;nature;piece;affectation
15/01/2027;2027-101;Hébergeur public;10 000,00;12 000,01;Hébergement;F-101
2027-03-31;2027-188;Éditeur;2 500,00;3 000,00;Maintenance;F-102;
2027-06-30;2027-301;Éditeur;-100,00;-120,00;Maintenance;AV-7
30 septembre 2027;2027-402;Hébergeur public;333,33;400,00;Hébergement;F-140
2027-10-01;2027-410;Éditeur;833,33;1 000,00;Développement;F-150;2027-1
2027-10-02;2027-411;Imprimeur;50,00;60,01;Formation;F-151;Val-d’Oriou
2027-10-03;2027-412;Éditeur;10,00;12,00;Maintenance;F-152;métropole
2026-12-31;2026-999;Éditeur;1,00;1,20;Maintenance;F-001
"""
REQUESTS = """numero;commune;ouverte_le;type;objet;gravite;retablie_le
D-1;val-d-oriou;2027-02-01 09:00;assistance;Mot de passe;faible;2027-02-01 10:30
D-2;val-d-oriou;2027-03-02 09:00;assistance;Page absente;forte;2027-03-02 11:30
D-3;Port-Calanque;2027-04-02 09:00;Évolution;Carte des travaux;;
D-4;métropole;2027-05-03 08:30;assistance;Panne;forte;2027-05-03 09:30
D-5;val-d-oriou;2026-05-03 08:30;assistance;Année d’avant;;
"""
COMMON = """metropole: {part: 10 %, sites: [www.metropole.example, services.metropole.example]}
operations:
  - numero: 2027-1
    objet: Carte
    etude: {description: Carte, planning: 2 mois, devis: 900}
    constat_le: 2027-10-01
    cout: 1000
    communes:
      - {commune: val-d-oriou, part: 1/3, commande_le: 2027-02-01, titre: T-1}
      - {commune: port-calanque, part: 2/3, commande_le: 2027-02-02}
comites:
  - annee: 2027
    date: 2027-11-15
    presentes: [port-calanque, val-d-oriou]
    prerequis: [Firefox 128 ou plus récent]
    decisions:
      - {objet: Carte des travaux, demande: D-3, commune: port-calanque, avis: retenue, annee: 2028}
"""
OUTAGES = (
    ("val-d-oriou", "val-d-oriou.example", "http", "2027-02-10 10:00", "2027-02-10 11:00"),
    ("val-d-oriou", "val-d-oriou.example", "dns", "2027-02-10 10:30", "2027-02-10 12:00"),
    ("val-d-oriou", "www.val-d-oriou.example", "http", "2027-02-10 11:30", "2027-02-10 12:30"),
    ("val-d-oriou", "val-d-oriou.example", "http", "2027-12-31 23:00", "2028-01-01 01:00"),
    ("", "www.metropole.example", "http", "2027-06-01 10:00", "2027-06-01 10:45"),
    ("", "services.metropole.example", "http", "2027-06-01 10:00", "2027-06-01 12:45"),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three conventions, two ledgers, and a year of nights."""
    work = tmp_path_factory.mktemp("bilan")
    for name in ("port-calanque", "sainte-mirandole", "val-d-oriou"):
        (work / "tenants" / name).mkdir(parents=True)
        for file in ("commune.yaml", "convention.yaml"):
            shutil.copy(ROOT / "tenants" / name / file, work / "tenants" / name / file)
    last = work / "tenants/sainte-mirandole/convention.yaml"
    text = last.read_text("utf-8")
    served = "mise_en_service: 1er septembre 2026"
    last.write_text(text.replace(served, "mise_en_service: 2 juillet 2027"), "utf-8")
    (work / "usine.yaml").write_text(
        f"theme: {json.dumps(str(ROOT / 'themes/institutional'))}\n", "utf-8"
    )
    (work / "convention").mkdir()
    for name, text in (
        ("depenses.csv", LEDGER), ("demandes.csv", REQUESTS), ("commun.yaml", COMMON),
    ):  # fmt: skip
        (work / "convention" / name).write_text(text, "utf-8")
    _live(work / "memoire")
    return work


def _live(memory: Path) -> None:
    """A night a week: some fail, some back up, some prove."""
    with History(memory) as history:
        history._db.execute("BEGIN")
        for week in range(52):
            start = at("2027-01-03 03:00") + timedelta(weeks=week)
            history.note_night(Night(start=start, code=0, communes=3))
            for rank, slug in enumerate(("port-calanque", "sainte-mirandole", "val-d-oriou")):
                history.note(start, _night(week, rank, slug, start))
            if week % 4 == 0:
                published = [Publication(moment=start, generation=week + 1)]
                history.note_publications("val-d-oriou", published)
        history._db.execute("COMMIT")
        for slug, host, watched, start_at, end in OUTAGES:
            history.note_outage(
                Outage(host=host, watched=Watched(watched), start=at(start_at), end=at(end),
                       commune=slug, cause="la connexion est refusée")
            )  # fmt: skip


def _night(week: int, rank: int, slug: str, start: datetime) -> CommuneNight:
    verdict = Verdict.ECHEC if week == 20 else Verdict.PROUVEE
    return CommuneNight(
        commune=slug,
        code=3 if week % 17 == rank else 1 if week % 5 == rank else 0,
        pages=100 + week,
        octets=10**6 * (week + 1),
        erreurs=week % 3,
        avertissements=week % 7,
        ecoindex="A" if week < 30 else "B",
        backups=() if week % 17 == rank else (Backup(moment=start, snapshot=f"s{week}"),),
        drill=Trial(moment=start, of="s", verdict=verdict) if week % 10 == 0 else None,
        proof=Trial(moment=start, of="g", verdict=verdict) if week % 4 == rank else None,
    )


def bilan(factory: Path, *words: str) -> Any:
    told = CliRunner().invoke(
        command, ["bilan", *words, "--le", "1er mars 2028", "--json",
         "--config", str(factory / "usine.yaml")],
        standalone_mode=False,
    )  # fmt: skip
    if told.exception:
        raise told.exception
    return json.loads(told.stdout)


@pytest.fixture(scope="module")
def made(factory: Path) -> Any:
    return bilan(factory, "--annee", "2027")


def test_every_figure_is_what_the_raw_files_give_by_hand(made: Any, factory: Path) -> None:
    """Not one number, fraction or date of the account that was not worked out another way."""
    told = dict(a_la_main.figures(made))
    own = dict(a_la_main.figures(a_la_main.Made(factory, 2027, OUTAGES).answer()))
    other = {key: (told.get(key), own.get(key)) for key in told.keys() | own.keys()}
    assert {key: both for key, both in other.items() if both[0] != both[1]} == {}
    assert len(told) > 250


def test_costs_and_shares_are_the_ledgers(made: Any) -> None:
    paid: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in csv.DictReader(StringIO(LEDGER), delimiter=";"):
        if "2027" in row["date"]:
            kind = (row["nature"], row["affectation"] or "")
            paid[kind] += Decimal(row["ttc"].replace(" ", "").replace(",", "."))
    kinds = [
        ("Hébergement", ""), ("Maintenance", ""), ("Développement", "2027-1"),
        ("Formation", "val-d-oriou"), ("Maintenance", "metropole"),
    ]  # fmt: skip
    assert [(one["nature"], one["affectation"], Decimal(one["ttc"])) for one in made["couts"]] == [
        (*kind, ttc) for kind, ttc in zip(kinds, paid.values(), strict=True)
    ]
    assert [one["lignes"] for one in made["couts"]] == [[2, 5], [3, 4], [6], [7], [8]]
    assert [one["parts"] for one in made["couts"][2:]] == [
        {"val-d-oriou": "333.33", "port-calanque": "666.67"}, {"val-d-oriou": "60.01"},
        {"métropole": "12.00"},
    ]  # fmt: skip
    # 365 days for two communes, 183 for the third (2 July to 31 December): 10 % is the Métropole's.
    days = {"port-calanque": 365, "sainte-mirandole": 183, "val-d-oriou": 365}
    parts = {"métropole": Decimal("0.1")}
    parts |= {slug: Decimal("0.9") * count / Decimal(913) for slug, count in days.items()}
    for one in made["couts"][:2]:
        shares = {slug: Decimal(share) for slug, share in one["parts"].items()}
        assert sum(shares.values()) == Decimal(one["ttc"])
        for slug, share in shares.items():
            exact = Decimal(one["ttc"]) * parts[slug]
            floor = exact.quantize(Decimal("0.01"), ROUND_FLOOR)
            assert share in (floor, floor + Decimal("0.01")), (slug, share, exact)
    total = sum((Decimal(one["part_des_couts"]) for one in made["communes"]), Decimal(0))
    own = sum((Decimal(one["parts"].get("métropole", 0)) for one in made["couts"]), Decimal(0))
    assert total + own == sum(paid.values()) == Decimal("16352.02")


def test_what_is_due_is_what_fees_say(made: Any) -> None:
    due = {one["commune"]: Decimal(one["sommes"]["total"]) for one in made["communes"]}
    # By hand: 600 + 0.05 × population + option; Sainte-Mirandole: 183/365 of it, and its setup.
    assert due["port-calanque"] == Decimal("2044.60")
    assert due["val-d-oriou"] == Decimal("645.60")
    assert due["sainte-mirandole"] == 1500 + Decimal("300.82") + Decimal("153.92")
    parts = {one["commune"]: one["operations"] for one in made["communes"]}
    assert [share["due"] for share in parts["val-d-oriou"]] == ["333.33"]
    assert [share["due"] for share in parts["port-calanque"]] == ["666.67"]
    assert parts["sainte-mirandole"] == []


def test_nights_are_the_historys(made: Any, factory: Path) -> None:
    base = sqlite3.connect(factory / "memoire/historique.sqlite")
    for one in made["communes"]:
        since = "2027-07-02" if one["commune"] == "sainte-mirandole" else "2027-01-01"
        rows = base.execute(
            "SELECT json_extract(valeur, '$.code'), json_array_length(valeur, '$.backups'), "
            "json_extract(valeur, '$.drill.verdict'), json_extract(valeur, '$.proof.verdict'), "
            "json_extract(valeur, '$.pages'), substr(nuit, 6, 2) FROM communes "
            "WHERE commune = ? AND nuit >= ? ORDER BY nuit",
            (one["commune"], since),
        ).fetchall()
        codes = Counter(row[0] for row in rows)
        run = one["service"]
        assert (run["nights"], run["good"], run["reserved"], run["failed"]) == (
            len(rows), codes[0], codes[1], codes[3],
        )  # fmt: skip
        assert run["backed_up"] == sum(row[1] > 0 for row in rows)
        drills = [row[2] for row in rows if row[2]]
        proofs = [row[3] for row in rows if row[3]]
        assert (run["drills"], run["drills_good"]) == (len(drills), drills.count("prouvée"))
        assert (run["proofs"], run["proofs_good"]) == (len(proofs), proofs.count("prouvée"))
        assert {m["month"]: m["pages"] for m in run["months"]} == {int(r[5]): r[4] for r in rows}
    published = {one["commune"]: one["service"]["publications"] for one in made["communes"]}
    assert published == {"port-calanque": 0, "sainte-mirandole": 0, "val-d-oriou": 13}


def test_availability_is_counted_minute_by_minute(made: Any) -> None:
    def minutes(slug: str, host: str | None = None) -> set[datetime]:
        down: set[datetime] = set()
        for who, where, _, start, end in OUTAGES:
            if who == slug and host in (None, where):
                moment = at(start)
                while moment < at(end):
                    if moment.year == 2027:
                        down.add(moment)
                    moment += timedelta(minutes=1)
        return down

    year = 365 * 86400
    served = {one["commune"]: one["service"]["availability"] for one in made["communes"]}
    assert served["val-d-oriou"]["down"] == 60 * len(minutes("val-d-oriou")) == 9000 + 3600
    assert served["val-d-oriou"]["observed"] == year
    assert served["port-calanque"] == {"observed": year, "down": 0, "lengths": []}
    own = made["sites_de_la_metropole"]
    hosts = ("www.metropole.example", "services.metropole.example")
    assert own["down"] == 60 * sum(len(minutes("", host)) for host in hosts)
    assert (own["observed"], own["lengths"]) == (2 * year, [9900, 2700])


def test_requests_and_decisions(made: Any, factory: Path) -> None:
    asked = {one["commune"]: [r["numero"] for r in one["demandes"]] for one in made["communes"]}
    assert asked == {
        "port-calanque": ["D-3"], "sainte-mirandole": [], "val-d-oriou": ["D-1", "D-2"],
    }  # fmt: skip
    page = factory / "bilan.html"
    words = ["--annee", "2027", "--le", "2028-03-01", "--html", str(page)]
    words += ["--config", str(factory / "usine.yaml")]
    assert command.main(["bilan", "port-calanque", *words], standalone_mode=False) == 0
    text = page.read_text("utf-8")
    assert "Carte des travaux" in text and "retenue" in text
    assert "Firefox 128 ou plus récent" in text
    assert "représentées (article 5)\u00a0: Port-Calanque, Val-d’Oriou." in text
    assert command.main(["bilan", *words], standalone_mode=False) == 0
    text = page.read_text("utf-8")
    assert "99,960\u00a0%" in text  # 12,600 seconds of a year
    assert "2\u00a0h\u00a000" in text  # the mean of D-1 and D-2: 1 h 30 and 2 h 30
    assert "à confirmer" in text


def test_a_line_that_cannot_be_read_stops_the_account(factory: Path, tmp_path: Path) -> None:
    shutil.copytree(factory, tmp_path / "u")
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


def test_a_request_of_an_unknown_commune_is_told(factory: Path, tmp_path: Path) -> None:
    """It would be in no commune's account, and nobody would know."""
    shutil.copytree(factory, tmp_path / "u")
    asked = tmp_path / "u/convention/demandes.csv"
    asked.write_text(REQUESTS.replace("D-2;val-d-oriou", "D-2;val-doriou"), "utf-8")
    with pytest.raises(UsageError) as refused:
        bilan(tmp_path / "u", "--annee", "2027")
    assert [(p.file, p.line) for p in refused.value.problems] == [("demandes.csv", 3)]


def test_a_request_that_is_put_off_comes_back_until_it_is_decided(
    factory: Path, tmp_path: Path
) -> None:
    """The help desk and the factory both list it: it is one, by the number in its subject."""
    shutil.copytree(factory, tmp_path / "u")
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


def test_a_commune_that_has_left_stays_in_the_accounts(factory: Path, tmp_path: Path) -> None:
    """Its folder is destroyed; what was due and shared does not change, and names nobody."""
    shutil.copytree(factory, tmp_path / "u")
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


def test_an_operation_whose_expenses_are_not_its_cost_is_told(
    factory: Path, tmp_path: Path
) -> None:
    shutil.copytree(factory, tmp_path / "u")
    ledger = tmp_path / "u/convention/depenses.csv"
    ledger.write_text(LEDGER.replace("1 000,00;Dév", "990,00;Dév"), "utf-8")
    [told] = bilan(tmp_path / "u", "--annee", "2027")["ecarts"]
    assert told.replace("\u202f", " ").replace("\u00a0", " ") == (
        "Opération 2027-1 : coût engagé 1 000,00 €, dépenses affectées 990,00 € (article 6)."
    )


def test_measures_are_french() -> None:
    told = [duration(s) for s in (None, 40, 90, 3599, 7500, 200_000)]
    assert [text.replace("\u00a0", " ") for text in told] == [
        "–", "40 s", "1 min 30 s", "59 min 59 s", "2 h 05", "2 j 8 h",
    ]  # fmt: skip
    assert percent(0.125) == "12,50\u00a0%"
    assert rate(Availability(observed=10**9, down=1)) == "99,999\u00a0%"
    assert rate(Availability(observed=0, down=0)) == "–"
