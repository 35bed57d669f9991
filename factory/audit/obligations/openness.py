"""Money and data: the budget's documents, subsidies, open data, the accessibility commission."""

from collections.abc import Iterator, Sequence
from datetime import date

from factory.audit.obligations.duty import Duty, Rule
from factory.audit.obligations.facts import Facts, names, recent
from factory.audit.obligations.size import outside
from factory.content.document import Document
from factory.ground.french.counts import number
from factory.tenants.convention import Convention

_CGCT = "code général des collectivités territoriales, article"
DEBATE_FROM, DATA_FROM, COMMISSION_FROM, STAFF_FROM = 3500, 3500, 5000, 10_000
AGENTS_FROM = 50

NOTE = Rule("note-budgetaire", f"{_CGCT} L2313-1", "Présentation brève et synthétique du budget")
DEBATE = Rule(
    "rapport-orientation-budgetaire",
    f"{_CGCT}s L2312-1 et L2313-1",
    "Rapport d’orientation budgétaire",
)
STAFF = Rule(
    "rapport-orientation-effectifs",
    f"{_CGCT} L2312-1",
    "Effectifs dans le rapport d’orientation budgétaire",
)
SUBSIDIES = Rule(
    "subventions",
    "décret n° 2017-779 du 5 mai 2017, article 2",
    "Subventions de plus de 23\u202f000\u00a0€",
)
DATA = Rule(
    "donnees-ouvertes",
    "code des relations entre le public et l’administration, article L312-1-1",
    "Ouverture des données",
)
COMMISSION = Rule(
    "commission-accessibilite", f"{_CGCT} L2143-3", "Liste des établissements accessibles"
)


def openness(convention: Convention, facts: Facts) -> Iterator[Duty]:
    since = date(facts.day.year - 1, 1, 1)
    notes = (*facts.titled("note", "synthetique"), *facts.titled("presentation", "synthetique"))
    notes += facts.titled("note", "budget")
    yield _document(
        NOTE, recent(notes, since), f"Aucun document intitulé « Note brève et synthétique » depuis "
        f"{since.year}.",
        "Publiez-la dans « contenu/publications », un mois au plus après le vote du budget.",
    )  # fmt: skip
    reports = recent(facts.titled("orientation", "budgetaire"), since)
    yield outside(DEBATE, convention, DEBATE_FROM) or _document(
        DEBATE, reports, f"Aucun document intitulé « Rapport d’orientation budgétaire » depuis "
        f"{since.year}.",
        "Publiez-le dans « contenu/publications », un mois au plus après le débat.",
    )  # fmt: skip
    yield outside(STAFF, convention, STAFF_FROM) or STAFF.to_confirm(
        "Le rapport doit aussi présenter la structure et l’évolution des dépenses et des "
        "effectifs : seul un agent peut le vérifier.",
        "Relisez le rapport en ligne, et complétez-le s’il le faut.",
    )
    yield outside(SUBSIDIES, convention, DEBATE_FROM) or _perhaps(
        SUBSIDIES,
        facts.titled("subvention"),
        "Aucune page ne donne les conventions de subvention. Elles sont dues dès qu’une "
        "association reçoit plus de 23\u202f000\u00a0€ dans l’année.",
        "Publiez la liste et les conventions ; rien à faire si aucune n’atteint ce montant.",
    )
    yield _data(convention, facts)
    yield outside(COMMISSION, convention, COMMISSION_FROM) or _perhaps(
        COMMISSION,
        (*facts.titled("accessib", "etablissements"), *facts.titled("commission", "accessib")),
        "Aucune page ne donne la liste des établissements accessibles, que la commission tient à "
        "jour par voie électronique.",
        "Publiez la liste, ou un lien vers celle de la commission intercommunale.",
    )


def _document(rule: Rule, found: Sequence[Document], why: str, remedy: str) -> Duty:
    return rule.met(f"En ligne : {names(_once(found))}.") if found else rule.unmet(why, remedy)


def _perhaps(rule: Rule, found: Sequence[Document], why: str, remedy: str) -> Duty:
    """A duty that depends on what no file tells."""
    return rule.met(f"En ligne : {names(_once(found))}.") if found else rule.to_confirm(why, remedy)


def _data(convention: Convention, facts: Facts) -> Duty:
    """From 3,500 inhabitants, where the commune has fifty agents (full-time equivalents)."""
    if answer := outside(DATA, convention, DATA_FROM):
        return answer
    agents = convention.seuils.agents
    if agents is None:
        return DATA.to_confirm(
            f"Cette obligation commence à {AGENTS_FROM} agents, et leur nombre n’est pas confirmé.",
            "Faites écrire « agents » (équivalents temps plein) sous « seuils » de "
            "convention.yaml.",
        )
    if agents < AGENTS_FROM:
        return DATA.without_object(
            f"La commune a {number(agents)} agents : cette obligation commence à {AGENTS_FROM}."
        )
    found = facts.linked("data.gouv.fr") or facts.titled("donnees", "ouvertes")
    return _document(
        DATA,
        found,
        "Aucune page ne mène à des données ouvertes de la commune.",
        "Publiez vos jeux de données (data.gouv.fr), et une page « Données ouvertes » qui y mène.",
    )


def _once(documents: Sequence[Document]) -> tuple[Document, ...]:
    return tuple({document.path: document for document in documents}.values())
