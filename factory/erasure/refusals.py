"""Why something is not erased, told to an operator."""

import difflib
from collections.abc import Collection, Iterable

from factory.ground.moment import day_and_time
from factory.ground.problems import Problem, error


def unknown(path: str, known: Collection[str]) -> Problem:
    close = difflib.get_close_matches(path, known, n=1, cutoff=0.5)
    return error(
        "effacement-document-inconnu",
        f"« {path} » n’est pas un document de cette commune, et n’y a jamais été publié.",
        f"Vouliez-vous dire « {close[0]} » ?"
        if close
        else "Donnez le chemin à partir du dossier de la commune : « contenu/… » ou « medias/… ». "
        "« --chercher » trouve les fichiers où un nom paraît.",
        file=path,
    )


def elsewhere(path: str, other: str, slug: str) -> Problem:
    return error(
        "effacement-autre-commune",
        f"« {path} » est à « {other} », et l’effacement est demandé pour « {slug} ».",
        f"Si c’est bien ce document, lancez « usine erase {other} … ».",
        file=path,
    )


def not_a_document(path: str) -> Problem:
    return error(
        "effacement-impossible",
        f"« {path} » ne peut pas être effacé : la commune ne serait plus publiée sans lui.",
        "Pour commune.yaml, corrigez-le, publiez, puis effacez ses versions d’avant : "
        "« --anciennes-versions commune.yaml ». La convention et le registre se gardent.",
        file=path,
    )


def folder(path: str) -> Problem:
    return error(
        "effacement-dossier",
        f"« {path} » est un dossier : l’effacement se demande document par document.",
        "Donnez chaque fichier, avec autant de « --document ».",
        file=path,
    )


def act(path: str, owner: str, *, withdrawn: bool) -> Problem:
    of = "" if owner == path else f" (il accompagne {owner})"
    remedy = (
        "Ses octets ont quitté le registre et le site quand il a été retiré. Le fichier qui reste "
        "dans « contenu » peut être supprimé. « usine erase COMMUNE --sauvegardes » reprend les "
        "sauvegardes."
        if withdrawn
        else f"Dans {owner}, l’agent écrit « retrait: » ou « remplacement: » avec le motif "
        "« données personnelles » ou « occultation », qui décide et quand ; la publication "
        "suivante efface les octets partout (docs/guide/actes.md). Lancez ensuite « usine erase "
        "COMMUNE --sauvegardes »."
    )
    return error(
        "effacement-acte",
        f"« {path} » est un acte du registre{of} : il ne s’efface pas d’un ordre. Sa publication "
        "fait courir le délai de recours (CGCT, article R2131-1), et un acte est une archive "
        "publique (code du patrimoine, article L212-2) ; le RGPD excepte ce que la loi impose "
        "(article 17, 3, b).",
        remedy,
        file=path,
    )


def missing_today(path: str) -> Problem:
    return error(
        "effacement-sans-version",
        f"« {path} » n’est plus dans le dossier de la commune : il n’y a pas de version à garder.",
        "Pour effacer tout ce qui en reste, demandez « --document » avec ce chemin.",
        file=path,
    )


def not_published_today(path: str) -> Problem:
    return error(
        "effacement-version-en-ligne",
        f"Le texte d’aujourd’hui de « {path} » ne peut pas être mis en ligne : ce serait une "
        "version d’avant qui resterait publiée.",
        "Corrigez ce que « usine check » signale dans ce fichier, puis recommencez.",
        file=path,
    )


def unfinished(slug: str, moment: str) -> Problem:
    return error(
        "effacement-inacheve",
        f"Un effacement commencé {day_and_time(moment)} n’est pas allé à son terme.",
        f"Finissez-le d’abord : « usine erase {slug} --reprendre ».",
        file=slug,
    )


def none_unfinished(slug: str) -> Problem:
    return error(
        "effacement-rien-a-reprendre",
        "Aucun effacement n’est resté inachevé pour cette commune.",
        f"Pour en demander un : « usine erase {slug} --document CHEMIN ».",
        file=slug,
    )


def not_begun(slug: str, causes: Iterable[Problem]) -> Problem:
    why = next((problem.code for problem in causes), "construction-interrompue")
    return error(
        "effacement-non-commence",
        "Le site n’a pas pu être refait sans ce qui est à effacer : rien n’a été effacé, rien n’a "
        "changé.",
        f"Réglez la cause ({why}, ci-dessus), puis recommencez.",
        file=slug,
    )


def nothing_asked() -> Problem:
    return error(
        "effacement-sans-objet",
        "Il faut dire ce qui est à chercher ou à effacer.",
        "Ajoutez « --chercher », « --document CHEMIN » ou « --anciennes-versions CHEMIN » "
        "(« usine erase --help »).",
    )


def several_asked(orders: Iterable[str]) -> Problem:
    named = " et ".join(f"« {one} »" for one in orders)
    return error(
        "effacement-plusieurs-ordres",
        f"{named} sont deux demandes : rien n’a été fait.",
        "Lancez-les l’une après l’autre. Un effacement s’étend de lui-même aux sauvegardes.",
    )


def no_terms() -> Problem:
    return error(
        "recherche-sans-terme",
        "Aucun nom ni texte n’a été donné : rien n’a été cherché.",
        "Tapez un terme par ligne, puis une ligne vide ; ou donnez-les sur l’entrée standard.",
    )
