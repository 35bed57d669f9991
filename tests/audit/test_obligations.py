"""The legal completeness check: each duty met, not met, not applicable or to confirm, and why."""

from dataclasses import replace
from datetime import datetime

import pytest
from town import CONFIRMED, HOST, MOMENT, NAMED, Town

from factory.audit.obligations import State, duties, facts
from factory.ground.moment import PARIS
from factory.tenants.convention import Convention
from factory.tenants.usine import Metropole


def test_each_duty_names_its_text_and_says_why(town: Town) -> None:
    found = town.duties.values()
    assert len(found) >= 20
    for duty in found:
        assert duty.article and duty.title and duty.why.endswith("."), duty.code
        mendable = duty.state in (State.NON_SATISFAITE, State.A_CONFIRMER)
        assert bool(duty.remedy) is mendable, duty.code


def test_the_legal_notice_wants_publisher_director_and_host(town: Town) -> None:
    assert town.state("mentions-legales") is State.SATISFAITE
    town.write("commune.yaml", "nom: A\ncode_insee: 13999\ndomaine: a.example\n")
    town.metropole = Metropole()
    duty = town.duties["mentions-legales"]
    assert duty.state is State.NON_SATISFAITE
    assert duty.article == "loi n° 2004-575 du 21 juin 2004, article 1-1"
    assert duty.why == (
        "Il manque l’adresse de la mairie, le téléphone de la mairie, le nom du directeur de la "
        "publication et le téléphone de l’hébergeur."
    )
    assert duty.remedy == (
        "Ajoutez « adresse », « telephone » et « maire » dans commune.yaml. "
        "Ajoutez « metropole.telephone » dans usine.yaml."
    )


def test_a_host_of_the_communes_own_is_asked_of_the_commune(town: Town) -> None:
    town.says("mentions: {hebergeur: Hôte fictif}\n")
    assert town.duties["mentions-legales"].remedy == (
        "Ajoutez « mentions.hebergeur.adresse » et « mentions.hebergeur.telephone » dans "
        "commune.yaml."
    )


def test_any_commune_has_a_data_protection_officer_one_can_reach(town: Town) -> None:
    assert town.state("delegue-protection-donnees") is State.SATISFAITE
    town.write("commune.yaml", NAMED.replace("dpo: dpo@saint-exemple.example", "dpo: Une personne"))
    assert town.state("delegue-protection-donnees") is State.NON_SATISFAITE
    assert "comment joindre" in town.duties["donnees-personnelles"].why


def test_one_may_write_to_the_town_hall_electronically(town: Town) -> None:
    assert town.state("saisine-electronique") is State.SATISFAITE
    bare = NAMED.replace("courriel: mairie@saint-exemple.example\n", "")
    town.write("commune.yaml", bare)
    assert town.state("saisine-electronique") is State.NON_SATISFAITE
    town.write("commune.yaml", bare + "contact: {url: https://exemple.fr/ecrire}\n")
    assert town.state("saisine-electronique") is State.SATISFAITE


AUDIT = (
    "accessibilite:\n  etablie_le: 1er mars 2026\n  audit: {date: 3 mars 2026, "
    "realise_par: en interne, criteres_conformes: %d, criteres_applicables: 50}\n"
)


@pytest.mark.parametrize(
    ("met", "state", "conform"),
    [
        (50, "totalement conforme", State.SATISFAITE),
        (49, "partiellement conforme", State.NON_SATISFAITE),
        (24, "non conforme", State.NON_SATISFAITE),
    ],
)
def test_the_state_follows_from_the_audit(town: Town, met: int, state: str, conform: State) -> None:
    town.says(AUDIT % met)
    assert town.state("audit-accessibilite") is State.SATISFAITE
    assert town.state("conformite-accessibilite") is conform
    assert f"« Accessibilité : {state} »" in town.duties["mention-accessibilite"].why


def test_without_an_audit_in_its_time_the_site_is_not_conform(town: Town) -> None:
    duty = town.duties["audit-accessibilite"]
    assert duty.why == "Aucun audit n’est enregistré : le site est donc « non conforme »."
    town.says(AUDIT % 50)
    town.moment = datetime(2029, 3, 2, 23, 59, tzinfo=PARIS)
    assert town.state("audit-accessibilite") is State.SATISFAITE
    town.moment = datetime(2029, 3, 3, tzinfo=PARIS)
    assert town.duties["audit-accessibilite"].why == (
        "L’audit du 03/03/2026 ne vaut plus depuis le 03/03/2029 : le site est de nouveau "
        "« non conforme »."
    )
    assert "« Accessibilité : non conforme »" in town.duties["mention-accessibilite"].why


def test_an_audit_against_a_reference_long_replaced_does_not_count(town: Town) -> None:
    town.says(
        (AUDIT % 50).replace("realise_par: en interne", "realise_par: x, referentiel: RGAA 3")
    )
    assert town.state("audit-accessibilite") is State.NON_SATISFAITE


def test_a_statement_is_made_anew_every_three_years(town: Town) -> None:
    assert "quel jour" in town.duties["declaration-accessibilite"].why
    town.says("accessibilite: {etablie_le: 23 novembre 2023}\n")
    assert "tous les trois ans" in town.duties["declaration-accessibilite"].why
    town.says("accessibilite: {etablie_le: 23/11/2023, mise_a_jour_le: 24/11/2023}\n")
    assert town.state("declaration-accessibilite") is State.SATISFAITE


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("schema.md", State.A_CONFIRMER),
        ("{lien: schema.md, du: 2026, au: 2028}", State.SATISFAITE),
        ("{lien: schema.md, du: 2026, au: 2029}", State.NON_SATISFAITE),
        ("{lien: schema.md, du: 2023, au: 2025}", State.NON_SATISFAITE),
        ("", State.NON_SATISFAITE),
    ],
)
def test_a_scheme_covers_three_years_at_most(town: Town, written: str, state: State) -> None:
    town.says(f"accessibilite:\n  schema_pluriannuel: {written}\n")
    assert town.state("schema-pluriannuel") is state


SIZED = {
    "expression-de-l-opposition": 1000,
    "rapport-orientation-budgetaire": 3500,
    "subventions": 3500,
    "donnees-ouvertes": 3500,
    "commission-accessibilite": 5000,
    "rapport-orientation-effectifs": 10_000,
}


@pytest.mark.parametrize(("code", "threshold"), SIZED.items())
def test_a_threshold_is_reached_at_its_very_number(town: Town, code: str, threshold: int) -> None:
    town.convention = f"seuils: {{population: {threshold - 1}, confirmee_le: 1er juin 2026}}\n"
    assert town.state(code) is State.SANS_OBJET
    town.convention = f"seuils: {{population: {threshold}, confirmee_le: 1er juin 2026}}\n"
    assert town.state(code) is not State.SANS_OBJET


@pytest.mark.parametrize("code", SIZED)
@pytest.mark.parametrize("written", ["", "seuils: {population: 90000}\n"])
def test_a_size_that_nobody_confirmed_decides_nothing(town: Town, code: str, written: str) -> None:
    town.says("population: 90000\n")
    town.convention = written
    duty = town.duties[code]
    assert duty.state is State.A_CONFIRMER
    assert "n’est pas confirmée" in duty.why


def test_what_is_not_published_meets_no_duty(town: Town) -> None:
    town.write(
        "contenu/publications/note.md",
        "---\ntitre: Note brève et synthétique\nbrouillon: oui\n---\n",
    )
    assert town.state("note-budgetaire") is State.NON_SATISFAITE


def test_open_data_is_asked_of_fifty_agents(town: Town) -> None:
    town.convention = "seuils: {population: 4000, confirmee_le: 1er juin 2026}\n"
    assert town.state("donnees-ouvertes") is State.A_CONFIRMER
    town.convention = CONFIRMED.replace("60", "49")
    assert town.state("donnees-ouvertes") is State.SANS_OBJET
    town.convention = CONFIRMED
    assert town.state("donnees-ouvertes") is State.NON_SATISFAITE
    town.write("contenu/donnees.md", "[Nos données](https://www.data.gouv.fr/fr/x/)\n")
    assert town.state("donnees-ouvertes") is State.SATISFAITE


def test_a_group_of_the_opposition_has_its_page(town: Town) -> None:
    town.convention = CONFIRMED
    assert town.state("expression-de-l-opposition") is State.A_CONFIRMER
    town.write("contenu/tribunes/a.md", "---\ntitre: Tribune\ngroupe: Autrement\n---\nTexte.\n")
    assert town.duties["expression-de-l-opposition"].why == "En ligne pour « Autrement »."


def test_the_convention_is_the_processors_contract(town: Town) -> None:
    assert town.state("contrat-sous-traitance") is State.NON_SATISFAITE
    town.convention = "dates: {signature: 8 juin 2026}\n"
    assert town.state("contrat-sous-traitance") is State.SATISFAITE
    town.moment = datetime(2026, 6, 7, tzinfo=PARIS)
    assert town.state("contrat-sous-traitance") is State.NON_SATISFAITE


def test_a_legal_page_of_the_communes_own_is_read(town: Town) -> None:
    town.write("contenu/mentions-legales.md", "# Mentions\n\nHébergement : un hôte.\n")
    assert town.duties["mentions-legales"].why == (
        "Il manque à la page /mentions-legales/, écrite par la commune : l’adresse de la mairie, "
        "le téléphone de la mairie et le nom du directeur de la publication."
    )
    town.write(
        "contenu/mentions-legales.md",
        "# Mentions\n\nCommune de Saint-Exemple, 1 place de la Mairie, 13999 Saint-Exemple, "
        "04 42 00 12 34. Directrice de la publication : Camille Exemple. Hébergeur : un hôte.\n",
    )
    assert town.state("mentions-legales") is State.SATISFAITE


def test_duties_are_told_in_the_same_order_each_once(town: Town) -> None:
    snapshot = town.snapshot()
    known = facts(snapshot, HOST, MOMENT)
    codes = [duty.code for duty in duties(snapshot.commune, None, known)]
    assert len(codes) == len(set(codes))
    again = duties(snapshot.commune, Convention(), replace(known))
    assert codes == [duty.code for duty in again]
