"""convention.yaml: the Métropole's own file."""

from decimal import Decimal

from factory.tenants import commune, convention
from factory.tenants.convention import Convention


def read(text: str) -> Convention:
    bound = convention.read(text.encode())
    assert bound.value is not None, "\n".join(map(str, bound.problems))
    return bound.value


def test_it_says_who_signed_when_and_for_how_much():
    found = read(
        "parties:\n  commune:\n    representant: Camille Exemple\n    deliberation: 2026_012\n"
        "dates:\n  notification: 16 mars 2026\n"
        "contacts:\n  demandeurs: agent@exemple.fr\n"
        "annexe_1:\n  fixe: 1 200,50 €\n  options: Statistiques\n"
        "rgpd:\n  metropole: Sous-traitant\n  sort_des_donnees: [renvoyer, detruire]\n"
    )
    assert found.parties.commune.deliberation == "2026_012"
    assert found.contacts.demandeurs[0].courriel == "agent@exemple.fr"
    assert found.annexe_1.fixe == Decimal("1200.50")
    assert found.annexe_1.options[0].nom == "Statistiques"
    assert found.rgpd.sort_des_donnees == ("renvoyer", "détruire")


def test_hosts_are_lower_case_and_an_address_is_refused():
    assert read("domaines: [WWW.Exemple.FR, exemple.fr]\n").domaines == (
        "www.exemple.fr",
        "exemple.fr",
    )
    bound = convention.read(b"domaines:\n  - exemple.fr\n  - https://exemple.fr/a\n")
    assert [(p.code, p.line) for p in bound.problems] == [("domaine-invalide", 3)]


def test_a_host_belongs_to_one_commune():
    problems = convention.shared_hosts(
        {"b": read("domaines: [x.fr, commun.fr]\n"), "a": read("domaines: commun.fr\n")}
    )
    assert [str(problem) for problem in problems] == [
        "b/convention.yaml: erreur [domaine-partage] Le domaine « commun.fr » est déjà celui de "
        "« a ».\n"
        "    → Un domaine n’a qu’une commune : retirez-le de l’une des deux conventions."
    ]


def test_the_name_that_pages_give_is_one_that_is_served():
    mine = commune.read(b"nom: A\ncode_insee: 13001\ndomaine: www.a.fr\n").value
    assert mine is not None
    assert convention.own_host(mine, read("domaines: [a.fr, www.a.fr]\n")) == ()
    assert convention.own_host(mine, Convention()) == ()
    [problem] = convention.own_host(mine, read("domaines: a.fr\n"))
    assert str(problem) == (
        "convention.yaml: avertissement [domaine-non-servi] Les pages se nomment « www.a.fr », "
        "absent des domaines de la convention.\n"
        "    → Ajoutez « www.a.fr » sous « domaines » de convention.yaml, ou corrigez "
        "« domaine » de commune.yaml."
    )
