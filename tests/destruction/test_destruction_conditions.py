"""Nothing is destroyed before its day, without the commune's letter, a proof and a receipt."""

import json
import time
from pathlib import Path

import fin
import pytest
from coffre import Shed, codes

from factory.destruction.conditions import Case, examine
from factory.destruction.destruction import Done, as_typed, destroy, foresee
from factory.drops.desk import Desk
from factory.ground.problems import UsageError
from factory.nightly.closing import closing
from factory.preview.plant import Plant
from factory.preview.workshop import Workshop
from factory.tenants.drop import ANSWER


@pytest.fixture(scope="module")
def shed(tmp_path_factory: pytest.TempPathFactory) -> Shed:
    shed = Shed(tmp_path_factory.mktemp("conditions") / "usine")
    shed.commune()
    shed.build()
    fin.prove(shed)
    return shed


def case(shed: Shed, departure: str, convention: str = fin.CONVENTION) -> Case:
    shed.commune().write("convention.yaml", convention + departure)
    return examine(shed.settings, shed.tenant(), shed.moment.date())


def given(shed: Shed, *, confirmed: str) -> Done:
    return destroy(
        shed.settings, "exemple", shed.moment,
        confirmed=lambda _: confirmed, told=lambda _: None,
    )  # fmt: skip


def test_each_condition_is_refused_by_its_name(shed: Shed) -> None:
    assert codes(case(shed, "").problems) == ["instruction-absente", "recepisse-absent"]
    assert codes(case(shed, fin.REFUSED).problems) == ["visa-absent"]
    assert case(shed, fin.REFUSED + fin.VISA).grounds is not None
    alone = fin.DEPARTURE.partition("  recepisse")[0]
    assert codes(case(shed, alone).problems) == ["recepisse-absent"]
    archived = alone.replace("renvoyer", "archiver")
    assert "service d’archives" in case(shed, archived).problems[0].message
    early = fin.DEPARTURE.replace("23 novembre 2026", "22 novembre 2026")
    assert codes(case(shed, early).problems) == ["recepisse-anterieur"]
    other = fin.DEPARTURE.replace("2026-22}", "2026-22, empreinte: abc}")
    assert codes(case(shed, other).problems) == ["recepisse-d-un-autre-export"]
    (receipt,) = (shed.root / "memoire/preuves/exemple").glob("*.json")
    proof = json.loads(receipt.read_bytes())["preuve"]
    for stamp in (proof["empreinte"], proof["sac"].upper()):
        same = fin.DEPARTURE.replace("2026-22}", f"2026-22, empreinte: {stamp}}}")
        assert case(shed, same).grounds is not None
    running = fin.CONVENTION.replace("31 décembre 2025", "23 novembre 2026")
    assert codes(case(shed, fin.DEPARTURE, running).problems) == ["convention-non-terminee"]
    assert codes(case(shed, "", "dates: [").problems) == ["destruction-sans-convention"]
    assert case(shed, fin.DEPARTURE).grounds is not None


def test_a_proof_is_one_of_what_is_online(shed: Shed) -> None:
    assert case(shed, fin.DEPARTURE).grounds is not None
    page = shed.commune().read("contenu/accueil.md")
    shed.commune().write("contenu/accueil.md", page + "\nUne phrase de plus.\n")
    shed.build()
    assert codes(case(shed, fin.DEPARTURE).problems) == ["export-non-prouve"]
    fin.prove(shed)
    assert case(shed, fin.DEPARTURE).grounds is not None


def test_the_name_is_typed_and_a_trial_touches_nothing(shed: Shed) -> None:
    fin.end(shed.commune())
    before = fin.digests(shed.root)
    with pytest.raises(UsageError, match="nom-non-confirme"):
        given(shed, confirmed="exemple")
    found = foresee(shed.settings, "exemple", shed.moment)
    assert found.case.problems == ()
    counts = {place.lieu: place.fichiers for place in found.found}
    assert counts["Contenus et registre"] > 3 and counts["Sites publiés et générations"] > 10
    assert fin.digests(shed.root) == before


def test_a_name_is_typed_as_keyboards_write_it() -> None:
    assert as_typed(" Val-d'Oriou") == as_typed("Val\u2011d’Oriou\u00a0") != as_typed("val-d-oriou")


def test_between_the_last_day_and_destruction_the_site_stays_as_it_is(shed: Shed) -> None:
    commune = shed.commune()
    fin.end(commune)
    online = commune.online
    commune.write("contenu/tard.md", "# Trop tard\n")
    today = closing(shed.settings, shed.moment.date())
    report = shed.build(over=today)["exemple"]
    assert (report.status, codes(report.problems)) == ("terminée", ["convention-terminee"])
    assert report.exit_code == 1 and commune.online == online
    fin.prove(shed)  # the export is still open, of what is online
    commune.write("convention.yaml", fin.CONVENTION.replace("2025", "2027"))
    assert shed.build(over=today)["exemple"].status == "publiée"
    commune.write("convention.yaml", "dates: [")
    commune.write("contenu/tard.md", "# Plus tard\n")
    assert shed.build(over=today)["exemple"].status == "publiée", "a slip closes no site"


def test_what_agents_still_leave_stays_in_their_drop(shed: Shed) -> None:
    shed.settle("depots: {dossier: depots}\n")
    fin.end(shed.commune())
    site = shed.root / "depots/depot-exemple/site"
    (site / "contenu").mkdir(parents=True)
    (site / "contenu/tard.md").write_text("# Trop tard\n")
    before = fin.digests(shed.commune().folder)
    workshop = Workshop(
        Plant.open(lambda: shed.settings, shed.root / "usine.yaml", over=closing),
        lambda told: None, now=lambda: shed.moment, polling=True, receives=True,
    )  # fmt: skip
    workshop.start()
    answer = site / ANSWER
    for _ in range(600):
        if answer.exists():
            break
        time.sleep(0.05)
    workshop.stop()
    text = answer.read_text("utf-8")
    assert "la convention a pris fin" in text and "vos fichiers restent dans le dépôt" in text
    assert (site / "contenu/tard.md").exists()
    assert fin.digests(shed.commune().folder) == before
    assert "contenu/tard/index.html" not in shed.commune().online
    # Said once: what is said again is not written again.
    problem = closing(shed.settings, shed.moment.date())(shed.tenant())
    stamp = answer.stat().st_mtime_ns
    assert problem is not None
    Desk(lambda problems: None).turn_away(shed.settings, shed.tenant(), problem, shed.moment)
    assert answer.stat().st_mtime_ns == stamp


def test_a_journal_that_does_not_read_stops_everything(shed: Shed, tmp_path: Path) -> None:
    journal = shed.root / "memoire/destructions/exemple/2026-11-23T100000/journal.json"
    journal.parent.mkdir(parents=True)
    journal.write_text("{}")
    with pytest.raises(UsageError, match="destruction-illisible"):
        given(shed, confirmed="Exemple")
    journal.unlink()
