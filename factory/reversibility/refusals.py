"""Why a commune cannot be exported, and what to do about it."""

from collections.abc import Iterable
from pathlib import Path

from factory.ground.problems import Problem, error
from factory.tenants.folder import Tenant


def occupied(to: Path) -> Problem:
    return error(
        "export-existant",
        f"« {to} » existe déjà : un export ne s’écrit pas par-dessus un autre.",
        "Donnez à « --to » un nom nouveau, ou déplacez l’ancien export.",
    )


def under_way(to: Path) -> Problem:
    return error(
        "export-en-cours",
        f"Un autre export s’écrit déjà dans « {to} ».",
        "Attendez qu’il se termine, ou donnez à « --to » un autre nom.",
    )


def offline(tenant: Tenant) -> Problem:
    return error(
        "export-hors-ligne",
        "Cette commune n’a pas de site en ligne : il n’y a rien à exporter.",
        f"Publiez-la d’abord : « usine build {tenant.slug} ».",
        file=tenant.slug,
    )


def held(tenant: Tenant) -> Problem:
    return error(
        "export-suspendu",
        "Le site est revenu à un état antérieur, que ses fichiers d’aujourd’hui ne donnent plus : "
        "un export ne pourrait pas être prouvé.",
        f"Levez d’abord la suspension : « usine rollback {tenant.slug} --reprendre », puis "
        f"« usine build {tenant.slug} ».",
        file=tenant.slug,
    )


def unfinished(tenant: Tenant) -> Problem:
    return error(
        "export-inacheve",
        "La dernière publication n’est pas achevée : l’index de la recherche ou le registre est "
        "encore à écrire.",
        f"Lancez « usine build {tenant.slug} », puis recommencez.",
        file=tenant.slug,
    )


def lost(tenant: Tenant, path: str) -> Problem:
    return error(
        "export-fichier-perdu",
        f"« {path} » est en ligne, mais le magasin n’en a plus les octets, ou ils ont été altérés.",
        f"Lancez « usine build {tenant.slug} --verifier » : ce qui peut être refait le sera. "
        "Sinon, restaurez la dernière sauvegarde.",
        file=tenant.slug,
    )


def name(tenant: Tenant, fault: Problem) -> Problem:
    return error(
        "export-nom-impossible",
        f"Ce nom ne peut pas partir dans un export. {fault.message}",
        f"Renommez le fichier, corrigez les liens qui y mènent, lancez « usine build {tenant.slug} "
        "», puis recommencez.",
        file=fault.file,
    )


def not_described(tenant: Tenant, problems: Iterable[Problem]) -> Problem:
    first = next(iter(problems))
    return error(
        "export-non-decrit",
        f"L’inventaire du site n’a pas pu être fait : {first.message}",
        f"Lancez « usine build {tenant.slug} », corrigez ce qu’il dit, puis recommencez.",
        file=tenant.slug,
    )


def died(reason: str) -> Problem:
    return error(
        "construction-interrompue",
        reason,
        "Voyez le journal pour la cause ; les autres communes ne sont pas touchées.",
    )
