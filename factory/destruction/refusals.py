"""Why a commune is not destroyed, each with the article that asks for it and what to do."""

from datetime import date
from pathlib import Path

from factory.archive.destructions import Destruction
from factory.convention.life import End
from factory.ground.dates import in_words
from factory.ground.problems import Problem, error, warning
from factory.ground.system import why
from factory.tenants.naming import de


def no_convention(slug: str) -> Problem:
    return error(
        "destruction-sans-convention",
        "La convention de cette commune (convention.yaml) est absente ou ne se lit pas : rien ne "
        "dit qu’elle a pris fin.",
        "Remettez-la en place, corrigée : « usine convention show » dit ce qui l’empêche de se "
        "lire.",
        file=f"{slug}/convention.yaml",
    )


def in_force(nom: str, end: End | None, file: str) -> Problem:
    last = (
        f"son dernier jour est le {in_words(end.day)}"
        if end
        else "elle n’a pas de dernier jour connu"
    )
    return error(
        "convention-non-terminee",
        f"La convention {de(nom)} n’a pas pris fin : {last}.",
        "La destruction vient après la fin (article 9). Écrivez sous « dates » la résiliation "
        "reçue, ou le dernier jour convenu, et attendez qu’il soit passé.",
        file=file,
    )


def no_instruction(file: str) -> Problem:
    return error(
        "instruction-absente",
        "La commune n’a pas dit par écrit ce que deviennent ses données.",
        "L’article 13-i lui laisse le choix. Écrivez sous « depart: instruction » son « sort » "
        "(renvoyer, détruire ou archiver), la « date » et la « reference » de sa lettre.",
        file=file,
    )


def not_proven(slug: str) -> Problem:
    return error(
        "export-non-prouve",
        "Aucun reçu ne prouve l’export de ce qui est en ligne : rien ne montre que la commune "
        "peut tout reprendre (article 11).",
        f"Lancez « usine prove {slug} » ; si l’export n’est pas prouvé, corrigez d’abord ce que "
        "le reçu nomme.",
    )


def no_receipt(file: str, archived: bool) -> Problem:
    who = "le service d’archives n’a pas accusé" if archived else "la commune n’a pas accusé"
    return error(
        "recepisse-absent",
        f"Rien ne montre que l’export a été reçu : {who} réception (article 11).",
        "Remettez l’export (« usine export »), puis écrivez sous « depart: recepisse » la "
        "« date » et la « reference » du récépissé ou du bordereau de versement.",
        file=file,
    )


def old_receipt(file: str, received: date, since: date) -> Problem:
    return error(
        "recepisse-anterieur",
        f"L’export a été reçu le {in_words(received)}, mais le site en ligne est du "
        f"{in_words(since)} : la commune n’a pas ce qui a changé depuis.",
        "Remettez un export de ce qui est en ligne, et écrivez son récépissé.",
        file=file,
    )


def other_export(file: str) -> Problem:
    return error(
        "recepisse-d-un-autre-export",
        "L’empreinte que porte le récépissé n’est celle ni du site en ligne, ni de son export.",
        "Vérifiez les empreintes que « usine export » a écrites ; si le site a changé depuis, "
        "remettez un nouvel export.",
        file=file,
    )


def no_visa(file: str) -> Problem:
    return error(
        "visa-absent",
        "La commune ne reprend pas ses données : ce sont des archives publiques, et rien ne montre "
        "que leur élimination est visée (Code du patrimoine, article L212-2).",
        "La commune demande le visa aux Archives départementales. Écrivez sous « depart: visa » "
        "sa « date », sa « reference » et le « service ».",
        file=file,
    )


def not_confirmed(nom: str) -> Problem:
    return error(
        "nom-non-confirme",
        "Rien n’est détruit : le nom de la commune n’a pas été confirmé.",
        f'Tapez exactement « {nom} », ou donnez-le hors d’un terminal : --confirmer "{nom}".',
    )


def no_accounts(folder: Path, fault: OSError) -> Problem:
    return error(
        "comptes-non-gardes",
        "Ce que les comptes doivent garder de la convention ne peut pas être écrit dans "
        f"{folder} ({why(fault)}). Rien n’est détruit.",
        "Relancez la commande en root, ou donnez ce dossier au compte qui la lance.",
    )


def resists(place: str, why: str) -> Problem:
    return error(
        "lieu-non-detruit",
        f"« {place} » n’a pas pu être détruit : {why}.",
        "Corrigez-en la cause (des droits, le plus souvent : relancez en root), puis redonnez la "
        "même commande : elle reprend là.",
    )


def still_there(place: str, paths: tuple[Path, ...]) -> Problem:
    shown = ", ".join(str(path) for path in paths[:3])
    return error(
        "lieu-non-vide",
        f"« {place} » n’est pas vide : {shown}{'…' if len(paths) > 3 else ''}.",
        "Quelque chose y écrit encore : arrêtez-le (« usine serve », un export), puis redonnez la "
        "même commande.",
    )


def still_served(host: str, answer: str) -> Problem:
    return error(
        "adresse-encore-servie",
        f"« {host} » ne répond pas « 410 » ici : {answer}. Tout est détruit, mais le procès-verbal "
        "attend.",
        "Refaites la configuration du serveur web (« systemctl start usine-nginx »), puis redonnez "
        "la même commande.",
    )


def of_another(hosts: tuple[str, ...]) -> Problem:
    return warning(
        "adresse-d-une-autre-commune",
        f"« {', '.join(hosts)} » est aussi dans les domaines d’une autre commune : le serveur web "
        "répond pour elle.",
        "Si ce n’est pas voulu, corrigez les « domaines » de l’autre commune.",
    )


def already(gone: Destruction, papers: Path) -> Problem:
    assert gone.fin is not None, "only what has ended is told so"
    return error(
        "commune-detruite",
        f"La commune {de(gone.nom)} a été détruite le {in_words(gone.fin.date())}.",
        f"Son procès-verbal est dans {papers}.",
    )
