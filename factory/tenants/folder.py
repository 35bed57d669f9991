"""Which communes there are: one folder each, under `communes` of usine.yaml."""

import difflib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from factory.ground.system import why
from factory.ground.problems import Problem, UsageError, error
from factory.tenants.naming import RESERVED, is_slug, slug_of
from factory.ground.visible import visible


ERASURE = ".effacement/ordre.json"
"""In a commune's folder: an erasure that is under way, or was interrupted."""


class Roots(Protocol):
    """What of the settings this module reads."""

    @property
    def communes(self) -> Path: ...
    @property
    def sortie(self) -> Path: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """A commune of the factory: its slug, its sources and the folder of what is built from them."""

    slug: str
    folder: Path
    output: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The communes, sorted by slug, and the folders that cannot be one."""

    tenants: tuple[Tenant, ...]
    problems: tuple[Problem, ...] = ()


def communes(settings: Roots, only: Sequence[str] = ()) -> Listing:
    """The communes of the factory, or those of `only`.

    Files and hidden folders are not communes. A folder that breaks the rules is a problem and the
    others go on; with `only`, problems of other folders are left out.

    Raises `UsageError` where the folder of the communes is missing or holds none (this looks like
    an accident: publishing nothing must not pass for a success), or where `only` names a commune
    that does not exist.
    """
    tenants, problems = [], []
    for entry in _folders(settings.communes):
        fault = _fault(entry)
        if fault is not None:
            problems.append(fault)
        else:
            tenants.append(tenant(settings, entry.name))
    if not tenants and not problems:
        raise UsageError(_nothing(settings.communes))
    if not only:
        return Listing(tenants=tuple(tenants), problems=tuple(problems))
    return _chosen(tenants, problems, only)


def tenant(settings: Roots, slug: str) -> Tenant:
    """The commune `slug` of this factory, whether it exists yet or not."""
    return Tenant(slug=slug, folder=settings.communes / slug, output=settings.sortie / slug)


def _folders(root: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(root) as entries:
            found = [
                entry
                for entry in entries
                if not entry.name.startswith(".")
                and (entry.is_dir(follow_symlinks=False) or _leads_to_no_file(entry))
            ]
    except FileNotFoundError:
        raise UsageError(
            error(
                "dossier-des-communes-absent",
                "Le dossier des communes n’existe pas.",
                "Vérifiez la clé « communes » de usine.yaml, ou créez une première commune : "
                "usine new ma-commune --insee 13001.",
                file=str(root),
            )
        ) from None
    except OSError as fault:
        raise UsageError(
            error(
                "dossier-des-communes-illisible",
                f"Le dossier des communes ne se lit pas ({why(fault)}).",
                "Vérifiez que c’est bien un dossier, et que la commande a le droit de le lire.",
                file=str(root),
            )
        ) from None
    return sorted(found, key=lambda entry: entry.name)


def _leads_to_no_file(entry: os.DirEntry[str]) -> bool:
    """A link to a folder, or to nothing: perhaps a disk that is not mounted."""
    return entry.is_symlink() and not entry.is_file()


def _fault(entry: os.DirEntry[str]) -> Problem | None:
    """Why this folder cannot be a commune, if it cannot."""
    name = _printable(entry.name)
    if entry.is_symlink():
        return error(
            "commune-par-lien",
            f"« {name} » est un lien symbolique : une commune est un vrai dossier.",
            "Remplacez le lien par le dossier lui-même. Un lien ferait lire ou détruire les "
            "fichiers d’un autre emplacement.",
            file=name,
        )
    return slug_fault(entry.name)


def slug_fault(slug: str) -> Problem | None:
    """Why `slug` cannot be the name of a commune's folder, if it cannot."""
    name = _printable(slug)
    if slug in RESERVED:
        return error(
            "nom-reserve",
            f"« {name} » est un nom réservé : il ne peut pas être celui d’une commune.",
            f"Donnez-lui un autre nom, par exemple « ville-de-{name} ».",
            file=name,
        )
    if not is_slug(slug):
        proposal = slug_of(name)
        example = f" Par exemple « {proposal} »." if is_slug(proposal) else ""
        return error(
            "nom-de-dossier",
            f"« {name} » ne peut pas être le nom du dossier d’une commune.",
            "Donnez-lui un nom fait de minuscules sans accent, de chiffres et de traits "
            f"d’union (63 caractères au plus).{example}",
            file=name,
        )
    return None


def _chosen(tenants: list[Tenant], problems: list[Problem], only: Sequence[str]) -> Listing:
    known = {tenant.slug: tenant for tenant in tenants}
    refused = {problem.file: problem for problem in problems}
    unknown = [slug for slug in dict.fromkeys(only) if slug not in known and slug not in refused]
    if unknown:
        raise UsageError(*(_unknown(slug, sorted(known)) for slug in unknown))
    wanted = sorted(set(only))
    return Listing(
        tenants=tuple(known[slug] for slug in wanted if slug in known),
        problems=tuple(refused[slug] for slug in wanted if slug in refused),
    )


def _unknown(slug: str, known: list[str]) -> Problem:
    close = difflib.get_close_matches(slug_of(slug), known, n=1, cutoff=0.5)
    if close:
        remedy = f"Vouliez-vous dire « {close[0]} » ?"
    else:
        remedy = "Communes de cette usine : " + ", ".join(known[:10])
        remedy += f"… ({len(known)} en tout)." if len(known) > 10 else "."
    return error("commune-inconnue", f"Aucune commune ne s’appelle « {slug} ».", remedy)


def _nothing(root: Path) -> Problem:
    return error(
        "aucune-commune",
        "Le dossier des communes est vide : il n’y a rien à publier.",
        "Vérifiez que le bon disque est monté et la clé « communes » de usine.yaml, ou créez une "
        "première commune : usine new ma-commune --insee 13001.",
        file=str(root),
    )


def _printable(name: str) -> str:
    """A file name without what would spoil a terminal or a JSON text (stray bytes, controls)."""
    return visible(os.fsencode(name).decode("utf-8", "replace"))
