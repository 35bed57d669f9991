"""A hold: after a rollback, no build goes online until an operator lifts it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from factory.archive import manifest as manifests
from factory.archive.erasures import Ledger
from factory.archive.manifest import Manifest
from factory.archive.registre import Registre
from factory.build import addresses, erasure, generation, tree
from factory.build.layout import Layout
from factory.build.tree import NO_FILE
from factory.ground.digests import digest
from factory.ground.files import write_whole
from factory.ground.problems import Problem, UsageError, error, warning

NOTHING_ERASED = Registre()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Who went back to which generation, why, and when."""

    numero: int
    qui: str
    pourquoi: str
    moment: str


def read(layout: Layout) -> Hold | None:
    try:
        return Hold(**json.loads(layout.hold.read_bytes()))
    except FileNotFoundError:
        return None


def lift(layout: Layout) -> bool:
    """Let builds go online again; whether there was a hold."""
    held = layout.hold.exists()
    layout.hold.unlink(missing_ok=True)
    return held


def roll_back(
    layout: Layout,
    number: int | None,
    who: str,
    why: str,
    moment: datetime,
    registre: Registre = NOTHING_ERASED,
    ledger: Ledger | None = None,
) -> Hold:
    """Put an earlier generation online (the one before, unless `number` says which), and hold it.

    Its files are read again first. Raises UsageError where it does not exist, is damaged, or
    holds something that was erased.
    """
    online = layout.online()
    whole = layout.numbers() & set(manifests.numbers(layout.manifests))
    past = [n for n, _ in generation.publications(layout) if n != online and n in whole]
    wanted = number if number is not None else (past[-1] if past else 0)
    manifest = manifests.read(layout.manifest(wanted))
    held = manifest is not None and (
        erasure.holds(manifest, registre)
        or (ledger is not None and erasure.noted(manifest, ledger, layout.root.name))
    )
    if wanted != online and (held or erasure.went(layout, registre, wanted)):
        raise UsageError(_erased(wanted))
    if wanted == online or wanted not in whole or manifest is None:
        raise UsageError(_no_generation(layout, number, past))
    damaged = _damage(layout, manifest)
    if damaged:
        raise UsageError(_damaged(wanted, damaged))
    hold = Hold(numero=wanted, qui=who, pourquoi=why, moment=moment.isoformat(timespec="seconds"))
    # The hold first: a build that starts now must not undo what is about to be done.
    write_whole(layout.hold, json.dumps(asdict(hold), ensure_ascii=False).encode() + b"\n")
    generation.switch(layout, wanted, moment)
    addresses.changed(layout.root.parent)
    return hold


def _damage(layout: Layout, manifest: Manifest) -> list[str]:
    """What of a generation is not what was published: changed, missing, or added since."""
    root = layout.generation(manifest.numero)
    standing = tree.stamps(root)
    strays = standing.keys() - manifest.fichiers.keys()
    changed = (
        path
        for path, output in manifest.fichiers.items()
        if standing.get(path, NO_FILE) == NO_FILE
        or digest((root / path).read_bytes()) != output.blob
        or layout.store.get(output.blob) is None
    )
    return sorted({*strays, *changed})


def held(hold: Hold) -> Problem:
    """What a build says of a commune that is held."""
    return warning(
        "publication-suspendue",
        f"Le site est revenu à la génération {hold.numero} le {hold.moment} "
        f"({hold.qui} : {hold.pourquoi}). Rien n’est publié depuis.",
        "Quand la cause est réglée, lancez « usine rollback COMMUNE --reprendre ».",
    )


def _erased(number: int) -> Problem:
    return error(
        "generation-occultee",
        f"La génération {number} contient un document effacé depuis, ou un acte dont des données "
        "personnelles ont été occultées ou retirées : elle ne peut pas être remise en ligne.",
        "Choisissez une génération plus récente avec --generation.",
    )


def _no_generation(layout: Layout, number: int | None, past: list[int]) -> Problem:
    known = ", ".join(str(n) for n in sorted(set(past))) or "aucune"
    wanted = f"La génération {number} n’existe pas ou est déjà en ligne" if number else (
        "Il n’y a pas de génération précédente"
    )  # fmt: skip
    return error(
        "generation-introuvable",
        f"{wanted} pour {layout.root.name}.",
        f"Générations où revenir : {known}.",
    )


def _damaged(number: int, paths: list[str]) -> Problem:
    return error(
        "generation-alteree",
        f"La génération {number} est abîmée : {len(paths)} fichiers ne sont plus ceux qui ont "
        f"été publiés ({', '.join(paths[:3])}…).",
        "Choisissez une autre génération avec --generation.",
    )
