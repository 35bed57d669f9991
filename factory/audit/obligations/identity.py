"""Who publishes, who hosts, whom to write to, what becomes of personal data."""

from collections.abc import Iterator

from factory.audit.obligations.duty import Duty, Rule
from factory.audit.obligations.facts import Facts
from factory.tenants import legal
from factory.tenants.commune import Commune
from factory.tenants.convention import Convention
from factory.tenants.legal import Manque

MENTIONS = Rule("mentions-legales", legal.LCEN, "Mentions légales")
INFORMATION = Rule("donnees-personnelles", "RGPD, article 13", "Information sur les données")
DELEGUE = Rule(
    "delegue-protection-donnees", "RGPD, article 37-1 a", "Délégué à la protection des données"
)
TRACEURS = Rule("traceurs", "loi n° 78-17 du 6 janvier 1978, article 82", "Cookies et traceurs")
SAISINE = Rule("saisine-electronique", legal.CRPA, "Écrire à la mairie par voie électronique")
CONTRAT = Rule("contrat-sous-traitance", "RGPD, article 28", "Convention avec la Métropole")


def identity(commune: Commune, convention: Convention, facts: Facts) -> Iterator[Duty]:
    yield _page(
        MENTIONS,
        facts,
        "/mentions-legales/",
        legal.mentions_manquantes(commune, facts.metropole),
        "La page nomme l’éditeur, le directeur de la publication et l’hébergeur.",
    )
    yield _page(
        INFORMATION,
        facts,
        "/donnees-personnelles/",
        legal.delegue_manquant(commune),
        "La page dit quelles données sont traitées, pourquoi, combien de temps, et les droits.",
    )
    missing = legal.delegue_manquant(commune)
    yield (
        DELEGUE.unmet(f"Il manque {legal.liste(m.quoi for m in missing)}.", legal.remede(missing))
        if missing
        else DELEGUE.met("Le site dit comment le joindre.")
    )
    yield TRACEURS.met("Les pages ne déposent aucun traceur : il n’y a rien à faire accepter.")
    yield _page(
        SAISINE,
        facts,
        "/contact/",
        legal.saisine_manquante(commune),
        "La page « Contact » dit où et comment écrire.",
    )
    yield _contract(convention, facts)


def _page(rule: Rule, facts: Facts, url: str, missing: tuple[Manque, ...], good: str) -> Duty:
    """The duty of a legal page: what it lacks, in the configuration or in the commune's text."""
    if url in facts.lacking:
        absent = facts.lacking[url]
        if not absent:
            return rule.met(f"La commune a écrit elle-même la page {url}.")
        return rule.unmet(
            f"Il manque à la page {url}, écrite par la commune : {legal.liste(absent)}.",
            "Complétez cette page, ou supprimez-la : celle de l’usine prendra sa place.",
        )
    if missing:
        return rule.unmet(
            f"Il manque {legal.liste(m.quoi for m in missing)}.", legal.remede(missing)
        )
    return rule.met(good)


def _contract(convention: Convention, facts: Facts) -> Duty:
    dates = convention.dates
    if dates.signature is None or dates.signature > facts.day:
        return CONTRAT.unmet(
            "Aucune convention signée n’est enregistrée : la Métropole héberge pourtant le site.",
            "Faites signer la convention, puis écrire « dates: signature » dans convention.yaml.",
        )
    if dates.fin and dates.fin < facts.day:
        return CONTRAT.unmet(
            f"La convention a pris fin le {dates.fin:%d/%m/%Y}.",
            "Renouvelez-la, ou faites transférer le site.",
        )
    return CONTRAT.met(f"La convention a été signée le {dates.signature:%d/%m/%Y}.")
