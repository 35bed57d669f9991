"""What a council decides, and how its sittings are told."""

from collections.abc import Iterator
from datetime import timedelta

from factory.audit.obligations.duty import Duty, Rule
from factory.audit.obligations.facts import Facts, names
from factory.audit.obligations.size import outside, reaches, unconfirmed
from factory.content.document import Document
from factory.content.models import Page
from factory.ground.french.counts import counted, number
from factory.ground.moment import closing, opening
from factory.tenants.commune import CHOICE_BELOW, Commune
from factory.tenants.convention import Convention

_CGCT = "code général des collectivités territoriales, article"
OPPOSITION_FROM = 1000
_WEEK = timedelta(days=7)

ACTES = Rule("publicite-des-actes", f"{_CGCT} L2131-1", "Publication des actes")
LISTE = Rule("liste-des-deliberations", f"{_CGCT} L2121-25", "Liste des délibérations")
PV = Rule("proces-verbaux", f"{_CGCT} L2121-15", "Procès-verbaux des séances")
OPPOSITION = Rule(
    "expression-de-l-opposition", f"{_CGCT} L2121-27-1", "Espace des élus de l’opposition"
)


def council(commune: Commune, convention: Convention, facts: Facts) -> Iterator[Duty]:
    yield _acts(commune, convention, facts)
    yield _lists(facts)
    yield _minutes(facts)
    yield _opposition(convention, facts)


def _acts(commune: Commune, convention: Convention, facts: Facts) -> Duty:
    """Online from 3,500 inhabitants, and below unless the council chose otherwise (IV)."""
    chosen = commune.publicite_actes
    if chosen is None or chosen.mode == "électronique":
        count = len(facts.of_type("acte"))
        if count:
            return ACTES.met(f"{counted(count, 'acte')} en ligne, au registre.")
        return ACTES.unmet(
            "Aucun acte n’est en ligne.",
            "Déposez délibérations et arrêtés dans « contenu/actes », chacun avec son PDF.",
        )
    reached = reaches(convention.seuils, CHOICE_BELOW)
    if reached is None:
        return unconfirmed(ACTES, CHOICE_BELOW)
    if reached:
        return ACTES.unmet(
            f"À partir de {number(CHOICE_BELOW)} habitants, la publication est électronique : "
            f"la commune a choisi « {chosen.mode} ».",
            "Écrivez « publicite_actes: mode: électronique » et publiez les actes sur le site.",
        )
    if chosen.deliberation is None:
        return ACTES.to_confirm(
            f"La commune publie ses actes par « {chosen.mode} », mais la délibération qui l’a "
            "choisi n’est pas enregistrée ; sans elle, la publication est électronique.",
            "Ajoutez « publicite_actes: deliberation » dans commune.yaml.",
        )
    return ACTES.without_object(
        f"Le conseil a choisi la publication par « {chosen.mode} », "
        f"le {chosen.deliberation.date:%d/%m/%Y}."
    )


def _lists(facts: Facts) -> Duty:
    """One week after the sitting."""
    held = [
        (document, sitting)
        for document, sitting in facts.sittings()
        if closing(sitting.date) + _WEEK <= facts.moment
    ]
    if not held:
        return _no_sitting(LISTE)
    late = [document for document, sitting in held if sitting.liste_deliberations is None]
    if late:
        return LISTE.unmet(
            f"La liste devait être en ligne une semaine après la séance ; il manque celle de "
            f"{names(late)}.",
            "Ajoutez « liste_deliberations » à chaque séance.",
        )
    return LISTE.met(f"En ligne pour {counted(len(held), 'séance')}.")


def _minutes(facts: Facts) -> Duty:
    """One week after the sitting at which they were adopted: the next one, where none is told."""
    sittings = facts.sittings()
    due: list[tuple[Document, bool]] = []
    for rank, (document, sitting) in enumerate(sittings):
        adopted = sitting.pv_arrete_le
        if adopted is None and rank + 1 < len(sittings):
            adopted = sittings[rank + 1][1].date
        if adopted is not None and closing(adopted) + _WEEK <= facts.moment:
            due.append((document, sitting.pv is not None))
    if not due:
        past = [one for one, sitting in sittings if opening(sitting.date) <= facts.moment]
        return (
            PV.met("Aucun n’est encore dû : il l’est une semaine après la séance qui l’arrête.")
            if past
            else _no_sitting(PV)
        )
    late = [document for document, there in due if not there]
    if late:
        return PV.unmet(
            "Le procès-verbal devait être en ligne une semaine après avoir été arrêté ; il manque "
            f"celui de {names(late)}.",
            "Ajoutez « pv » et « pv_arrete_le » à chaque séance.",
        )
    return PV.met(f"En ligne pour {counted(len(due), 'séance')}.")


def _opposition(convention: Convention, facts: Facts) -> Duty:
    if answer := outside(OPPOSITION, convention, OPPOSITION_FROM):
        return answer
    groups = {d.meta.groupe for d in facts.documents if isinstance(d.meta, Page) and d.meta.groupe}
    if groups:
        listed = ", ".join(f"« {group} »" for group in sorted(groups))
        return OPPOSITION.met(f"En ligne pour {listed}.")
    return OPPOSITION.to_confirm(
        "Aucune page n’est réservée à un groupe. Elle est due si des conseillers n’appartiennent "
        "pas à la majorité.",
        "Créez une page par groupe, avec la clé « groupe » ; rien à faire s’il n’y en a pas.",
    )


def _no_sitting(rule: Rule) -> Duty:
    return rule.unmet(
        "Aucune séance du conseil municipal n’est en ligne.",
        "Créez une page par séance dans « contenu/seances », avec ses documents.",
    )
