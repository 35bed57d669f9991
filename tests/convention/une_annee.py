"""A factory of three communes and a year of its life: ledgers, decisions, nights, outages."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

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
from factory.ground.moment import PARIS

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


def lay(work: Path) -> None:
    """Three conventions, two ledgers, and a year of nights."""
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
        command, ["bilan", "--le", "1er mars 2028", *words, "--json",
         "--config", str(factory / "usine.yaml")],
        standalone_mode=False,
    )  # fmt: skip
    if told.exception:
        raise told.exception
    return json.loads(told.stdout)
