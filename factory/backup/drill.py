"""The drill: a backup is restored in an empty folder, and what it holds is proven.

Sources always: each file against the digest that the backup gives for it, and what the backup says
against what was noted of it when it was made. Pages where it can be: the site that was online is
made again from what was restored, with the engine and the theme of that day, and compared byte for
byte. Otherwise the drill says what it could not prove, and why.
"""

import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from factory.archive import manifest as manifests
from factory.archive.manifest import Manifest
from factory.archive.nights import Outcome, Trial, Verdict
from factory.backup import contents, rebuilding, record
from factory.backup.contents import MANIFEST, PIECES, SOURCES, Fiche
from factory.backup.restoring import LAST, Extracted, Wanted, extract, read_fiche
from factory.backup.shelter import Shelter
from factory.build.campaign import Campaign
from factory.ground.digests import digest
from factory.ground.problems import Problem, error
from factory.proof.difference import Difference, Nature, Where
from factory.reception.sources import is_document
from factory.tenants.folder import Tenant

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """What one drill proved."""

    name: str
    trial: Trial
    files: int = 0
    """Source files restored and compared."""
    size: int = 0
    pages: int = 0
    """Files of the site made again, equal byte for byte."""
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def outcome(self) -> Outcome:
        if self.trial.verdict is Verdict.ECHEC:
            return Outcome.ECHEC
        return Outcome.BIEN if self.trial.verdict is Verdict.PROUVEE else Outcome.RESERVES


def due(shelter: Shelter, names: Sequence[str]) -> tuple[str, ...]:
    """In which order to drill: never drilled first, then the least recently."""

    def last(name: str) -> tuple[bool, float, str]:
        trial = record.read(shelter.memory, name).drill
        return (trial is not None, trial.moment.timestamp() if trial else 0.0, name)

    return tuple(sorted(names, key=last))


def drill(
    shelter: Shelter, campaign: Campaign, tenant: Tenant, moment: datetime, wanted: Wanted = LAST
) -> Drill:
    """Restore a commune's backup and prove it; what was found is noted. Nothing is published.

    Raises `UsageError` where the ledger of erasures was touched.
    """
    start, until = time.monotonic(), shelter.until()
    shelter.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="exercice-", dir=shelter.work) as scratch:
        found = extract(shelter, tenant.slug, Path(scratch) / tenant.slug, wanted, until)
        if isinstance(found, Extracted):
            done = _examined(shelter, campaign, tenant, found, moment, until)
        else:
            trial = _failed(moment, "", "; ".join(problem.message for problem in found))
            done = Drill(name=tenant.slug, trial=trial, problems=found)
    seconds = time.monotonic() - start
    done = replace(done, trial=replace(done.trial, seconds=round(seconds, 1)))
    known = record.read(shelter.memory, tenant.slug)
    proven = known.proven if done.outcome is Outcome.ECHEC else done.trial
    record.write(shelter.memory, tenant.slug, replace(known, drill=done.trial, proven=proven))
    return done


def _examined(
    shelter: Shelter,
    campaign: Campaign,
    tenant: Tenant,
    found: Extracted,
    moment: datetime,
    until: float,
) -> Drill:
    snapshot = found.snapshot
    fiche = read_fiche(found.folder)
    noted = record.read(shelter.memory, tenant.slug).empreintes.get(snapshot.id, "")
    altered = _altered(found, fiche, noted, tenant.slug)
    if altered is not None or fiche is None:
        problems = (altered,) if altered else ()
        message = problems[0].message if problems else ""
        trial = _failed(moment, snapshot.id, message)
        return Drill(name=tenant.slug, trial=trial, problems=(*found.problems, *problems))
    differences = tuple(unlike(found, fiche))
    done = Drill(
        name=tenant.slug,
        trial=Trial(moment=moment, of=snapshot.id, verdict=Verdict.SOURCES),
        files=len(fiche.fichiers),
        size=fiche.octets,
        differences=differences,
        problems=found.problems,
    )
    if differences:
        problem = _unlike(tenant.slug, differences)
        trial = _failed(moment, snapshot.id, problem.message)
        return replace(done, trial=trial, problems=(*done.problems, problem))
    return _pages(shelter, campaign, tenant, found, fiche, done, until)


def _pages(
    shelter: Shelter,
    campaign: Campaign,
    tenant: Tenant,
    found: Extracted,
    fiche: Fiche,
    done: Drill,
    until: float,
) -> Drill:
    """The sources are proven; the pages too where they can be made again."""
    manifest = manifests.read(found.folder / MANIFEST)
    if manifest is None:
        why = "aucun site n’était en ligne" if not fiche.generation else "le manifeste manque"
        verdict = Verdict.SOURCES if fiche.generation else Verdict.PROUVEE
        return replace(done, trial=replace(done.trial, verdict=verdict, message=why))
    hindrance = _hindrance(found, fiche, manifest)
    if hindrance:
        return replace(done, trial=replace(done.trial, message=hindrance))
    _settle(found.folder, manifest)
    restored = replace(tenant, folder=found.folder / SOURCES, output=found.folder / "site")
    again = rebuilding.rebuild(shelter, campaign, restored, fiche, manifest, until)
    if again.hindrance:
        return replace(done, trial=replace(done.trial, message=again.hindrance))
    if again.differences or again.problems:
        problem = _pages_unlike(tenant.slug, again.differences)
        trial = replace(done.trial, verdict=Verdict.ECHEC, message=problem.message)
        problems = (*done.problems, problem, *again.problems)
        return replace(done, trial=trial, differences=again.differences, problems=problems)
    trial = replace(done.trial, verdict=Verdict.PROUVEE)
    return replace(done, trial=trial, pages=again.files)


def _hindrance(found: Extracted, fiche: Fiche, manifest: Manifest) -> str:
    """Why the site cannot be made again; empty where it can be tried.

    A file that was erased, and that the site online no longer showed, is not missed.
    """
    published = contents.published(manifest)
    if any(path in published or Path(path).name in published.values() for path in found.erased):
        return "des documents ont été effacés depuis cette sauvegarde, et ne reviennent pas"
    if fiche.perdues:
        return f"le site en ligne montrait un état de « {fiche.perdues[0]} » qui n’existait plus"
    if not manifest.complet:
        return "l’index de la recherche du site en ligne n’était pas encore fait"
    return ""


def unlike(found: Extracted, fiche: Fiche) -> Iterable[Difference]:
    """Each restored file against its digest; what was erased since is expected to be missing."""
    restored, _ = contents.inventory(found.folder / SOURCES, {})
    erased = set(found.erased)
    for path in sorted({*fiche.fichiers, *restored}):
        wanted = fiche.fichiers.get(path, (0, ""))[1]
        seen = restored.get(path, (0, ""))[1]
        if wanted != seen and path not in erased:
            nature = Nature.ALTERE if wanted and seen else Nature.MANQUE
            yield Difference(
                ou=Where.BACKUP,
                nature=nature if wanted else Nature.SURPLUS,
                fichier=path,
                attendu=wanted,
                trouve=seen,
            )


def _settle(folder: Path, manifest: Manifest) -> None:
    """Give the sources the state that was published: an agent may have written since."""
    sources = folder / SOURCES
    published = contents.published(manifest)
    for path, name in published.items():
        file = sources / path
        if file.is_file() and digest(file.read_bytes()) == name:
            continue
        for held in (folder / PIECES / name, sources / "registre/pieces" / name):
            if held.is_file():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.unlink(missing_ok=True)
                shutil.copyfile(held, file)
                break
    for path, file, _ in contents.walk(sources):
        if is_document(path) and path not in published:
            file.unlink()


def _altered(found: Extracted, fiche: Fiche | None, noted: str, name: str) -> Problem | None:
    """The problem of a backup that is not the one that was made."""
    if fiche is None:
        return error(
            "sauvegarde-sans-fiche",
            f"{name} : la sauvegarde {found.snapshot.id} ne dit pas ce qu’elle contient.",
            "Ce n’est pas une sauvegarde de l’usine, ou elle a été altérée. Faites-en une nouvelle "
            "et cherchez qui a pu écrire dans ce dépôt.",
        )
    file = found.folder / contents.FICHE
    if (noted and digest(file.read_bytes()) != noted) or fiche.commune != name:
        return error(
            "sauvegarde-alteree",
            f"{name} : la sauvegarde {found.snapshot.id} n’est pas celle qui avait été faite.",
            "Quelqu’un qui a la clé l’a remplacée. Faites une nouvelle sauvegarde, changez la clé "
            "et cherchez qui a pu écrire dans ce dépôt.",
        )
    return None


def _unlike(name: str, differences: Sequence[Difference]) -> Problem:
    shown = ", ".join(f"{d.fichier} ({d.nature})" for d in differences[:_SHOWN])
    more = "…" if len(differences) > _SHOWN else ""
    return error(
        "restauration-infidele",
        f"{name} : ce qui a été restauré n’est pas ce qui avait été sauvegardé : {shown}{more}.",
        "Cette sauvegarde ne rendrait pas la commune entière. Faites-en une nouvelle, relancez "
        "« usine backup drill », et ne supprimez rien en attendant.",
    )


def _pages_unlike(name: str, differences: Sequence[Difference]) -> Problem:
    shown = ", ".join(f"{d.fichier} ({d.nature})" for d in differences[:_SHOWN])
    more = "…" if len(differences) > _SHOWN else ""
    return error(
        "reconstruction-infidele",
        f"{name} : le site refait depuis la sauvegarde n’est pas celui qui était en ligne"
        + (f" : {shown}{more}." if shown else "."),
        "Les sources sont prouvées. Envoyez ce message au support : la construction n’est pas "
        "reproductible, ou le site en ligne avait été modifié à la main.",
    )


def _failed(moment: datetime, of: str, message: str) -> Trial:
    return Trial(moment=moment, of=of, verdict=Verdict.ECHEC, message=message)
