"""What the legal pages lack: problems that name the text that asks for it.

They weigh less while the site's name is provisional: the site is not yet open to the public.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from factory.ground.problems import Problem, Severity, notice, warning
from factory.site.legal import own
from factory.site.legal.conformity import conformity
from factory.site.plan import Plan
from factory.site.where import where
from factory.tenants import legal
from factory.tenants.commune import FILE
from factory.tenants.legal import Manque


def faults(plan: Plan) -> Iterator[Problem]:
    provisional = plan.snapshot.commune.provisoire
    for problem in _all(plan):
        yield replace(problem, severity=Severity.INFORMATION) if provisional else problem


def _all(plan: Plan) -> Iterator[Problem]:
    commune = plan.snapshot.commune
    lacking = own.lacking(plan.snapshot, plan.addresses.owners, conformity(commune, plan.clock))
    for url, missing in lacking.items():
        if missing:
            yield _incomplete(plan, url, missing)
    if "/mentions-legales/" not in lacking:
        yield from _notice(legal.mentions_manquantes(commune, plan.metropole))
    if "/donnees-personnelles/" not in lacking and (gaps := legal.delegue_manquant(commune)):
        yield _officer(gaps)
    if "/contact/" not in lacking and (gaps := legal.saisine_manquante(commune)):
        yield _unwritten(gaps)
    if "/accessibilite/" not in lacking:
        yield from _statement(plan)


def _notice(missing: Iterable[Manque]) -> Iterator[Problem]:
    """One problem for each file that lacks something: the commune's, or the Métropole's."""
    files: dict[str, list[Manque]] = {}
    for one in missing:
        files.setdefault(one.fichier, []).append(one)
    for file, ones in files.items():
        yield warning(
            "mentions-legales-incompletes",
            f"Il manque aux mentions légales : {legal.liste(m.quoi for m in ones)} ({legal.LCEN}).",
            legal.remede(ones),
            file=file,
        )


def _officer(missing: tuple[Manque, ...]) -> Problem:
    return warning(
        "delegue-absent",
        f"Il manque à la page « Données personnelles » : {legal.liste(m.quoi for m in missing)} "
        f"({legal.RGPD}).",
        legal.remede(missing) + " Toute commune en désigne un ; il peut être mutualisé.",
        file=FILE,
    )


def _unwritten(missing: tuple[Manque, ...]) -> Problem:
    return warning(
        "saisine-electronique-absente",
        f"Il manque à la page « Contact » : {legal.liste(m.quoi for m in missing)} ({legal.CRPA}).",
        legal.remede(missing),
        file=FILE,
    )


def _statement(plan: Plan) -> Iterator[Problem]:
    said = plan.snapshot.commune.accessibilite
    missing = []
    if said.etablie_le is None:
        missing.append(Manque(quoi="le jour où elle a été établie", cle="accessibilite.etablie_le"))
    if said.schema_pluriannuel is None:
        key = "accessibilite.schema_pluriannuel"
        missing.append(Manque(quoi="le schéma pluriannuel", cle=key))
    if said.plan_action is None:
        missing.append(Manque(quoi="le plan d’action de l’année", cle="accessibilite.plan_action"))
    if missing:
        yield warning(
            "declaration-incomplete",
            f"Il manque à la déclaration d’accessibilité : {legal.liste(m.quoi for m in missing)} "
            f"({own.ARTICLES['/accessibilite/']}).",
            legal.remede(missing),
            file=FILE,
        )
    if said.audit is not None and conformity(plan.snapshot.commune, plan.clock) != said.etat(True):
        yield notice(
            "audit-perime",
            f"L’audit d’accessibilité du {said.audit.date:%d/%m/%Y} n’est pas en cours de "
            "validité : le site est « non conforme ».",
            "Faites évaluer le site de nouveau, puis décrivez l’audit sous « accessibilite ». Un "
            "audit vaut trois ans.",
            file=FILE,
        )


def _incomplete(plan: Plan, url: str, missing: tuple[str, ...]) -> Problem:
    return warning(
        "page-legale-incomplete",
        "Cette page prend la place de celle de l’usine ; il y manque : "
        f"{legal.liste(missing)} ({own.ARTICLES[url]}).",
        "Complétez-la, ou supprimez-la : celle de l’usine, tenue à jour, prendra sa place.",
        **where(plan.document(plan.addresses.owners[url])),
    )
