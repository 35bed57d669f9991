"""Loi 2005-102, article 47: the statement, the audit it rests on, the scheme and its plans."""

from collections.abc import Iterator

from dateutil.relativedelta import relativedelta

from factory.audit.obligations.duty import Duty, Rule
from factory.audit.obligations.facts import Facts
from factory.tenants.accessibility import VALID_YEARS, Accessibilite, Programme
from factory.tenants.commune import Commune

_LOI = "loi n° 2005-102 du 11 février 2005, article 47"
DECLARATION = Rule(
    "declaration-accessibilite", f"{_LOI} ; décret n° 2019-768", "Déclaration d’accessibilité"
)
MENTION = Rule("mention-accessibilite", "RGAA, mentions obligatoires", "Mention sur chaque page")
AUDIT = Rule(
    "audit-accessibilite",
    f"{_LOI} ; décret n° 2019-768",
    "Audit d’accessibilité en cours de validité",
)
CONFORMITE = Rule("conformite-accessibilite", _LOI, "Conformité au RGAA")
SCHEMA = Rule("schema-pluriannuel", f"{_LOI}, III", "Schéma pluriannuel de mise en accessibilité")
PLAN = Rule("plan-action-accessibilite", f"{_LOI}, III", "Plan d’action de l’année")


def accessibility(commune: Commune, facts: Facts) -> Iterator[Duty]:
    said = commune.accessibilite
    state = said.conformite(facts.day)
    yield _declaration(commune, facts)
    yield MENTION.met(f"Le pied de chaque page dit « Accessibilité : {state} ».")
    yield _audit(said, facts)
    yield _conformity(said, state)
    yield _programme(SCHEMA, said.schema_pluriannuel, "schema_pluriannuel", facts)
    yield _programme(PLAN, said.plan_action, "plan_action", facts)


def _declaration(commune: Commune, facts: Facts) -> Duty:
    url = "/accessibilite/"
    if absent := facts.lacking.get(url):
        return DECLARATION.unmet(
            f"Il manque à la page {url}, écrite par la commune : {', '.join(absent)}.",
            "Complétez cette page, ou supprimez-la : celle de l’usine prendra sa place.",
        )
    said = commune.accessibilite
    day = said.mise_a_jour_le or said.etablie_le
    if day is None:
        return DECLARATION.unmet(
            "La déclaration ne dit pas quel jour elle a été établie.",
            "Ajoutez « etablie_le » sous « accessibilite » dans commune.yaml.",
        )
    until = day + relativedelta(years=VALID_YEARS)
    if facts.day >= until:
        return DECLARATION.unmet(
            f"La déclaration date du {day:%d/%m/%Y} : elle est à refaire tous les trois ans.",
            "Revoyez-la, puis écrivez le jour sous « accessibilite: mise_a_jour_le ».",
        )
    if not _answers(commune):
        return DECLARATION.unmet(
            "La déclaration ne dit pas à qui signaler un défaut d’accessibilité.",
            "Ajoutez « contact » sous « accessibilite » dans commune.yaml, avec un courriel.",
        )
    return DECLARATION.met(f"Elle est en ligne, à jour du {day:%d/%m/%Y}.")


def _answers(commune: Commune) -> bool:
    """Whether a complaint has an electronic address to go to."""
    who = (commune.accessibilite.contact, commune.contact)
    return bool(commune.courriel) or any(c and (c.courriel or c.url) for c in who)


def _audit(said: Accessibilite, facts: Facts) -> Duty:
    remedy = (
        "Faites évaluer le site par une personne formée au RGAA, puis décrivez l’audit sous "
        "« accessibilite: audit » dans commune.yaml."
    )
    if said.audit is None:
        return AUDIT.unmet("Aucun audit n’est enregistré : le site est donc « non conforme ».",
                           remedy)  # fmt: skip
    audit = said.audit
    if facts.day < audit.date:
        return AUDIT.unmet(f"L’audit est daté du {audit.date:%d/%m/%Y}, un jour à venir.", remedy)
    if facts.day >= audit.perime_le:
        return AUDIT.unmet(
            f"L’audit du {audit.date:%d/%m/%Y} ne vaut plus depuis le "
            f"{audit.perime_le:%d/%m/%Y} : le site est de nouveau « non conforme ».",
            remedy,
        )
    return AUDIT.met(
        f"L’audit du {audit.date:%d/%m/%Y} vaut jusqu’au "
        f"{audit.perime_le - relativedelta(days=1):%d/%m/%Y}."
    )


def _conformity(said: Accessibilite, state: str) -> Duty:
    if state == "totalement conforme":
        return CONFORMITE.met("Tous les critères applicables sont respectés.")
    return CONFORMITE.unmet(
        f"Le site est « {state} ».",
        "Corrigez les défauts relevés par l’audit, les pages les plus lues d’abord."
        if said.audit
        else "Commencez par une évaluation : elle dira ce qu’il faut corriger.",
    )


def _programme(rule: Rule, found: Programme | None, key: str, facts: Facts) -> Duty:
    if found is None:
        return rule.unmet(
            "Il n’est pas en ligne.",
            f"Publiez-le, puis donnez son fichier sous « accessibilite: {key} » dans commune.yaml.",
        )
    if rule is SCHEMA and found.trop_long:
        return rule.unmet(
            f"Il couvre {found.annees} : la loi dit trois ans au plus.",
            f"Corrigez « du » et « au » sous « accessibilite: {key} ».",
        )
    over = found.fini_le
    if over is None:
        return rule.to_confirm(
            "Il est en ligne, mais rien ne dit quelles années il couvre.",
            f"Ajoutez « du » et « au » (des années) sous « accessibilite: {key} ».",
        )
    if facts.day >= over:
        return rule.unmet(
            f"Celui qui est en ligne couvrait {found.annees}.",
            f"Publiez le suivant, puis corrigez « accessibilite: {key} ».",
        )
    return rule.met(f"Il est en ligne : {found.annees}.")
