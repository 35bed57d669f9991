"""restic's failures, told to an operator: which commune, which place, what to do."""

from collections.abc import Callable
from datetime import date

from factory.backup.restic import Cause, Fault
from factory.backup.target import SYSTEM, Target
from factory.ground.problems import Problem, UsageError, error, warning
from factory.ground.system import why


def named(name: str) -> str:
    """« val-dazur », or what the system's repository is called."""
    return "le système" if name == SYSTEM else name


def told(fault: Fault, name: str, target: Target) -> Problem:
    """The problem that a failure of restic is."""
    return _PROBLEMS.get(fault.cause, _other)(named(name), target, fault.detail)


def vanished(name: str, target: Target) -> Problem:
    return error(
        "depot-disparu",
        f"{named(name)} : son dépôt n’est plus dans « {target.name} », où il se trouvait.",
        "Vérifiez que le disque est monté ou que l’adresse est la bonne. Rien n’a été créé à sa "
        "place. S’il est perdu pour de bon, « usine backup run --nouveau-depot » en refait un.",
        file=target.place,
    )


def keyless(name: str) -> Problem:
    return error(
        "cle-absente",
        f"{named(name)} : la clé de ses sauvegardes n’est plus dans le dossier des clés.",
        "Remettez-la depuis sa copie scellée : usine backup key --secours FICHIER.",
    )


def unsealed(name: str) -> Problem:
    return warning(
        "cle-non-scellee",
        f"{named(name)} : la clé de ses sauvegardes n’a pas de copie scellée.",
        "Écrivez « cle_de_secours » dans usine.yaml, puis « usine backup key --resceller ». Sans "
        "elle, la perte de cette machine serait celle des sauvegardes.",
    )


def unwritable_key(name: str, reason: str) -> Problem:
    return error(
        "cle-impossible-a-ecrire",
        f"{named(name)} : sa clé ou la copie scellée n’a pas pu être écrite ({reason}).",
        "Vérifiez les dossiers « cles » et « cles_scellees » de usine.yaml. Rien n’a été "
        "sauvegardé : une clé sans copie ne sert pas.",
    )


def moving(name: str, paths: tuple[str, ...]) -> Problem:
    shown = ", ".join(paths[:3]) + ("…" if len(paths) > 3 else "")
    return warning(
        "fichiers-modifies-pendant",
        f"{name} : des fichiers ont changé pendant la sauvegarde ({shown}).",
        "Ils seront entiers dans la prochaine. Si cela revient chaque nuit, voyez ce qui les "
        "modifie à cette heure.",
    )


def unread(name: str, detail: str) -> Problem:
    return error(
        "fichiers-non-sauvegardes",
        f"{name} : des fichiers n’ont pas pu être lus, et manquent à la sauvegarde ({detail}).",
        "Rendez leur lecture possible au compte qui fait tourner l’usine.",
    )


def folderless(name: str, reason: str) -> Problem:
    return error(
        "commune-sans-dossier",
        f"{name} : son dossier ne se lit pas ({reason}) : il n’y a rien à sauvegarder.",
        "S’il a été supprimé par erreur, restaurez-le : usine backup restore.",
    )


def forgetful(name: str, fault: OSError | UsageError) -> tuple[Problem, ...]:
    """The ledger of erasures cannot be written: a backup that nothing could clean is not made."""
    if isinstance(fault, UsageError):
        return fault.problems
    return (
        error(
            "memoire-impossible-a-ecrire",
            f"{name} : ce qui a été effacé n’a pas pu être noté ({why(fault)}).",
            "Rendez le dossier « memoire » de usine.yaml accessible en écriture.",
        ),
    )


def opaque(name: str, target: Target, those: str, until: date, *, listless: bool) -> Problem:
    """Backups of which nobody can say what they hold: what was erased may be in them.

    `listless`: their bytes are sound, and they have no list that reads.
    """
    asked = f"usine erase {name} --sauvegardes"
    side = " --autre-cote" if target.append_only else ""
    todo = (
        f"« {asked} --oublier-sauvegardes{side} » en fait une neuve, puis oublie celles-là."
        if listless
        else f"Voyez « Un dépôt abîmé » dans docs/reprise.md, puis « {asked}{side} » les relit."
    )
    return warning(
        "sauvegarde-illisible",
        f"{named(name)} : dans « {target.name} », ce que contiennent des sauvegardes ne se lit pas "
        f"({those}) : ce qui a été effacé y est peut-être encore.",
        f"{todo} Sinon elles expirent au plus tard le {until:%d/%m/%Y}. Rien de ce qui est effacé "
        "n’est remis par une restauration.",
        file=target.place,
    )


def empty(name: str) -> Problem:
    return error(
        "aucune-sauvegarde",
        f"{named(name)} : il n’y a pas de sauvegarde à ce moment-là.",
        f"« usine backup list {name} » montre celles qu’il y a.",
    )


def _absent(name: str, target: Target, detail: str) -> Problem:
    return error(
        "depot-absent",
        f"{name} : il n’y a pas de dépôt dans « {target.name} ».",
        "La première sauvegarde le crée : usine backup run.",
        file=target.place,
    )


def _key(name: str, target: Target, detail: str) -> Problem:
    return error(
        "cle-refusee",
        f"{name} : sa clé n’ouvre pas son dépôt dans « {target.name} ».",
        "Ce n’est pas la bonne clé, ou le dépôt n’est pas le sien. Comparez avec la copie "
        "scellée : usine backup key --secours FICHIER.",
        file=target.place,
    )


def _locked(name: str, target: Target, detail: str) -> Problem:
    return error(
        "depot-verrouille",
        f"{name} : son dépôt dans « {target.name} » sert à autre chose en ce moment.",
        "Attendez la fin de l’autre opération. Un verrou laissé par une machine éteinte se défait "
        "de lui-même après trente minutes.",
        file=target.place,
    )


def _full(name: str, target: Target, detail: str) -> Problem:
    return error(
        "depot-plein",
        f"{name} : il n’y a plus de place dans « {target.name} ».",
        "Faites de la place, ou réduisez « conservation » dans usine.yaml puis lancez « usine "
        "backup forget ». Les sauvegardes déjà faites sont entières.",
        file=target.place,
    )


def _closed(name: str, target: Target, detail: str) -> Problem:
    return error(
        "depot-ferme-en-ecriture",
        f"{name} : on ne peut pas écrire dans « {target.name} ».",
        "Vérifiez que le disque n’est pas monté en lecture seule, et les droits du compte.",
        file=target.place,
    )


def _unreachable(name: str, target: Target, detail: str) -> Problem:
    return error(
        "depot-injoignable",
        f"{name} : « {target.name} » ne répond pas.",
        "Vérifiez le réseau, l’adresse et les identifiants. La prochaine nuit essaiera de nouveau.",
        file=target.place,
    )


def _damaged(name: str, target: Target, detail: str) -> Problem:
    return error(
        "depot-abime",
        f"{name} : des données de ses sauvegardes sont abîmées dans « {target.name} ».",
        "Le disque a perdu ou changé des octets. Ne supprimez rien : faites tout de suite une "
        "sauvegarde dans un autre lieu, puis voyez « Un dépôt abîmé » dans docs/reprise.md.",
        file=target.place,
    )


def _refused(name: str, target: Target, detail: str) -> Problem:
    return error(
        "depot-en-ajout-seul",
        f"{name} : « {target.name} » refuse cette opération.",
        "S’il n’accepte que des ajouts, écrivez « ajout_seul: oui » dans usine.yaml.",
        file=target.place,
    )


def _late(name: str, target: Target, detail: str) -> Problem:
    return error(
        "sauvegarde-trop-longue",
        f"{name} : l’opération dans « {target.name} » a été arrêtée, car elle durait trop.",
        "Voyez si le réseau ou le disque est lent ; sinon augmentez « sauvegardes: delai » dans "
        "usine.yaml. Ce qui a été envoyé ne sera pas envoyé de nouveau.",
        file=target.place,
    )


def _other(name: str, target: Target, detail: str) -> Problem:
    return error(
        "sauvegarde-en-echec",
        f"{name} : l’opération dans « {target.name} » a échoué ({detail}).",
        "Relancez-la. Si elle échoue encore, cherchez ces mots dans la documentation de restic.",
        file=target.place,
    )


_PROBLEMS: dict[Cause, Callable[[str, Target, str], Problem]] = {
    Cause.ABSENT: _absent,
    Cause.CLE: _key,
    Cause.VERROU: _locked,
    Cause.PLEIN: _full,
    Cause.FERME: _closed,
    Cause.INJOIGNABLE: _unreachable,
    Cause.ABIME: _damaged,
    Cause.REFUS: _refused,
    Cause.DELAI: _late,
}
