"""The site of a backup made again: with this engine, or with the one that was kept of that day."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from factory.archive.manifest import Manifest
from factory.backup.contents import Fiche, inventory
from factory.backup.listing import Snapshot, snapshots
from factory.backup.restic import Fault
from factory.backup.restoring import Extracted, Wanted, extract
from factory.backup.shelter import Shelter
from factory.backup.system import LIBRARIES
from factory.backup.target import SYSTEM
from factory.build.campaign import Campaign
from factory.ground.problems import Problem
from factory.proof.compare import digests
from factory.proof.difference import Difference, Where
from factory.proof.proof import prove
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings
from factory.tenants.usine import Limites, Metropole
from factory.theme.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A site made again. `hindrance` says why it could not be tried, in French."""

    files: int = 0
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()
    hindrance: str = ""


def rebuild(
    shelter: Shelter,
    campaign: Campaign,
    tenant: Tenant,
    fiche: Fiche,
    manifest: Manifest,
    until: float,
) -> Again:
    """Make the site of `tenant.folder` again and compare it with `manifest`."""
    if campaign.engine != manifest.moteur:
        kept = _kept(shelter, until, moteur=manifest.moteur, theme=manifest.theme)
        if kept is None:
            return Again(hindrance=_NO_ENGINE)
        return _by_the_engine_of_then(shelter, kept, tenant, fiche, manifest, until)
    settings = _settings(campaign.settings, fiche)
    if settings.digest != fiche.reglages:
        return Again(hindrance="les réglages de ce jour-là ne se lisent plus")
    theme = campaign.theme
    if theme.digest != manifest.theme:
        kept = _kept(shelter, until, theme=manifest.theme)
        if kept is None:
            return Again(hindrance=_NO_THEME)
        folder = tenant.folder.parent / "systeme"
        found = extract(shelter, SYSTEM, folder, Wanted(snapshot=kept.id), until, "/theme")
        if not isinstance(found, Extracted):
            return Again(hindrance=_NO_THEME, problems=found)
        theme = Theme.load(folder / "theme")
    proof = prove(
        replace(campaign, settings=settings, theme=theme), tenant, manifest, inside=tenant.output
    )
    return Again(files=proof.fichiers, differences=proof.differences, problems=proof.problemes)


_NO_ENGINE = (
    "le programme de l’usine a changé depuis, et celui de ce jour-là n’est pas dans les "
    "sauvegardes du système"
)
_NO_THEME = "le thème a changé depuis, et celui de ce jour-là n’est pas dans les sauvegardes"
_NO_PYTHON = (
    "le programme de l’usine de ce jour-là est gardé, mais cette machine n’a plus le Python ou les "
    "bibliothèques du système qu’il employait"
)


def _kept(shelter: Shelter, until: float, *, theme: str, moteur: str = "") -> Snapshot | None:
    """The last backup of the system that has this theme (and this engine)."""
    if not shelter.vault.has(SYSTEM):
        return None
    for target in shelter.targets:
        try:
            found = snapshots(shelter, target, SYSTEM, until)
        except Fault:
            continue
        good = [s for s in found if s.theme == theme and (not moteur or s.moteur == moteur)]
        if good:
            return good[-1]
    return None


def _settings(settings: Settings, fiche: Fiche) -> Settings:
    """These settings, with those of that day which shape a page."""
    if settings.digest == fiche.reglages:
        return settings
    kinds: dict[str, type[BaseModel]] = {"metropole": Metropole, "limites": Limites}
    parts = {
        name: kinds[name].model_validate(value) if name in kinds else value
        for name, value in fiche.usine.items()
    }
    return settings.model_copy(update=parts)


def _by_the_engine_of_then(
    shelter: Shelter,
    kept: Snapshot,
    tenant: Tenant,
    fiche: Fiche,
    manifest: Manifest,
    until: float,
) -> Again:
    """The engine, libraries and theme of that day, restored and run as a program of their own."""
    root = tenant.folder.parent
    system = root / "systeme"
    found = extract(shelter, SYSTEM, system, Wanted(snapshot=kept.id), until)
    if not isinstance(found, Extracted):
        return Again(hindrance=_NO_ENGINE, problems=found)
    said = _python(system, until, "from factory.build.engine import engine; print(engine())")
    if said is None or said.strip() != manifest.moteur:
        return Again(hindrance=_NO_PYTHON)
    communes = root / "communes"
    communes.mkdir()
    tenant.folder.rename(communes / tenant.slug)
    usine = {
        **_said(fiche.usine),
        "communes": str(communes),
        "sortie": str(root / "sortie"),
        "theme": str(system / "theme"),
    }
    configuration = root / "usine.yaml"
    configuration.write_text(json.dumps(usine, ensure_ascii=False), "utf-8")
    words = ["build", tenant.slug, "--at", manifest.rebuilt_at, "--to", str(root / "refait")]
    words += ["--config", str(configuration)]
    if _python(system, until, "from factory.cli import main; main()", words) is None:
        return Again(hindrance="le programme de l’usine de ce jour-là n’a pas pu refaire le site")
    made, _ = inventory(root / "refait" / tenant.slug, {})
    wanted = {path: out.blob for path, out in manifest.fichiers.items() if not out.reste}
    differences = tuple(
        digests(Where.REBUILT, wanted, {path: name for path, (_, name) in made.items()})
    )
    return Again(files=len(made), differences=differences)


def _said(value: Any) -> Any:
    """Settings as usine.yaml writes them: what is empty is left out."""
    if isinstance(value, dict):
        return {k: _said(v) for k, v in value.items() if v not in (None, "", [], {}, ())}
    return value


def _python(system: Path, until: float, program: str, words: Sequence[str] = ()) -> str | None:
    """What a program of the restored factory prints; None where it fails or is too slow."""
    paths = [str(system / "moteur"), str(system / LIBRARIES)]
    start = f"import sys; sys.path[:0] = {paths!r}; {program}"
    base = getattr(sys, "_base_executable", "") or sys.executable
    try:
        done = subprocess.run(
            [base, "-I", "-c", start, *words],
            cwd=system,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=max(1.0, until - time.monotonic()),
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout if done.returncode in (0, 1) else None
