"""What is said of a registered act that somebody changed, moved or lost."""

from factory.ground.problems import Problem, error, warning


def act_changed(path: str, title: str, moment: str) -> Problem:
    return error(
        "acte-modifie",
        f"Cet acte est au registre depuis le {day(moment)} : son fichier a changé depuis. "
        "La version enregistrée reste en ligne.",
        "Remettez le fichier dans son état d’origine. Pour corriger une erreur matérielle ou "
        "masquer des données personnelles, ajoutez « remplacement: » avec le motif, qui l’a "
        "décidé et quand.",
        file=path,
        document=title,
    )


def act_removed(path: str, title: str, moment: str) -> Problem:
    return error(
        "acte-supprime",
        f"Cet acte est au registre depuis le {day(moment)} : son fichier a disparu. "
        "La version enregistrée reste en ligne.",
        "Remettez le fichier à sa place. Un acte se retire par une décision enregistrée : "
        "ajoutez-y « retrait: » avec le motif, qui l’a décidé et quand.",
        file=path,
        document=title,
    )


def piece_changed(path: str, moment: str) -> Problem:
    return error(
        "piece-d-acte-modifiee",
        f"Ce fichier appartient à un acte mis en ligne le {day(moment)} : il a changé depuis. "
        "La version enregistrée reste en ligne.",
        "Remettez le fichier d’origine ; pour une nouvelle version, donnez-lui un autre nom, et "
        "ajoutez « remplacement: » dans l’acte.",
        file=path,
    )


def piece_removed(path: str, moment: str) -> Problem:
    return error(
        "piece-d-acte-supprimee",
        f"Ce fichier appartient à un acte mis en ligne le {day(moment)} : il a disparu. "
        "La version enregistrée reste en ligne.",
        "Remettez le fichier à sa place.",
        file=path,
    )


def piece_lost(path: str, act: str) -> Problem:
    return error(
        "piece-perdue",
        f"Les octets enregistrés de ce fichier (acte {act}) manquent au registre ou sont altérés.",
        "Restaurez le dossier registre/ depuis la dernière sauvegarde.",
        file=path,
    )


def replacement_incomplete(path: str, title: str, missing: str) -> Problem:
    return error(
        "remplacement-incomplet",
        f"Le remplacement de cet acte attend le fichier « {missing} », qui manque. La version "
        "enregistrée reste en ligne.",
        "Déposez le fichier à côté de l’acte, ou corrigez son nom.",
        file=path,
        document=title,
    )


def redaction_partial(path: str, title: str) -> Problem:
    return warning(
        "occultation-partielle",
        "Le texte de cet acte a été remplacé pour occultation, mais ses fichiers sont restés les "
        "mêmes : ce qu’ils contiennent est toujours en ligne.",
        "Si le PDF contient aussi les données, déposez sa version occultée sous un autre nom, "
        "donnez ce nom à « fichier », et changez « precisions » sous « remplacement ».",
        file=path,
        document=title,
    )


def shared_bytes(path: str, title: str, other: str) -> Problem:
    return error(
        "occultation-partagee",
        f"Un fichier occulté ou retiré appartient aussi à l’acte {other} : il reste en ligne avec "
        "lui.",
        f"Occultez aussi l’acte {other}, de la même façon.",
        file=path,
        document=title,
    )


def erased_file(path: str, moment: str) -> Problem:
    return error(
        "fichier-occulte",
        f"Ce fichier a été occulté ou retiré le {day(moment)} parce qu’il contient des données "
        "personnelles : il n’est plus publié.",
        "Supprimez-le du dossier, ou remplacez-le par sa version occultée.",
        file=path,
    )


def day(moment: str) -> str:
    """« 03/03/2026 », of an ISO 8601 moment."""
    year, month, number = moment[:10].split("-")
    return f"{number}/{month}/{year}"
