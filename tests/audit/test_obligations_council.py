"""What the law asks of a council: its acts, its sittings, its budget."""

from datetime import datetime

from town import CONFIRMED, Town

from factory.audit.obligations import State
from factory.ground.moment import PARIS


def test_acts_go_online_unless_a_small_commune_chose_otherwise(town: Town) -> None:
    assert town.state("publicite-des-actes") is State.NON_SATISFAITE
    town.says("publicite_actes: {mode: affichage}\n")
    assert town.state("publicite-des-actes") is State.A_CONFIRMER
    town.convention = CONFIRMED
    assert "À partir de 3\u202f500 habitants" in town.duties["publicite-des-actes"].why
    town.convention = CONFIRMED.replace("4000", "3499")
    assert "la délibération qui l’a choisi" in town.duties["publicite-des-actes"].why
    town.says("publicite_actes: {mode: affichage, deliberation: {date: 3 mars 2026}}\n")
    assert town.state("publicite-des-actes") is State.SANS_OBJET
    town.says("").write(
        "contenu/actes/arrete.md", "---\nnature: arrêté\ndate_acte: 3 mars 2026\n---\nTexte.\n"
    )
    assert town.duties["publicite-des-actes"].why == "1 acte en ligne, au registre."


def sitting(town: Town, day: str, more: str = "") -> None:
    town.write(f"contenu/seances/{day}.md", f"---\ntitre: Séance\ndate: {day} 18h\n{more}---\n")


def test_the_list_of_deliberations_is_due_a_week_after_the_sitting(town: Town) -> None:
    assert "Aucune séance" in town.duties["liste-des-deliberations"].why
    sitting(town, "2026-11-16")
    town.moment = datetime(2026, 11, 23, 17, 59, tzinfo=PARIS)
    assert town.duties["liste-des-deliberations"].why.startswith("Aucune séance")
    town.moment = datetime(2026, 11, 23, 18, tzinfo=PARIS)
    assert "il manque celle de « Séance »" in town.duties["liste-des-deliberations"].why
    sitting(town, "2026-11-16", "liste_deliberations: liste.pdf\n")
    assert town.state("liste-des-deliberations") is State.SATISFAITE


def test_minutes_are_due_a_week_after_they_were_adopted(town: Town) -> None:
    sitting(town, "2026-09-01")
    assert town.state("proces-verbaux") is State.SATISFAITE
    sitting(town, "2026-11-15")
    town.moment = datetime(2026, 11, 22, 17, tzinfo=PARIS)
    assert town.state("proces-verbaux") is State.SATISFAITE
    town.moment = datetime(2026, 11, 22, 18, tzinfo=PARIS)
    assert town.state("proces-verbaux") is State.NON_SATISFAITE
    sitting(town, "2026-09-01", "pv: pv.pdf\npv_arrete_le: 15 novembre 2026\n")
    assert town.state("proces-verbaux") is State.SATISFAITE


def test_a_sitting_of_another_assembly_is_not_the_councils(town: Town) -> None:
    sitting(town, "2026-09-01", "assemblee: CCAS\n")
    assert "Aucune séance du conseil municipal" in town.duties["proces-verbaux"].why


def test_the_budgets_note_is_of_this_year_or_the_last(town: Town) -> None:
    note = "---\ntitre: Note brève et synthétique du budget\ndate: %s\n---\n"
    assert town.state("note-budgetaire") is State.NON_SATISFAITE
    town.write("contenu/publications/note.md", note % "2 mars 2024")
    assert town.state("note-budgetaire") is State.NON_SATISFAITE
    town.write("contenu/publications/note.md", note % "2 mars 2025")
    assert town.state("note-budgetaire") is State.SATISFAITE
