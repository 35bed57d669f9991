"""Annex 2: the service as it is, from the settings by which it runs (art. 4)."""

from factory import __version__
from factory.convention.desk import Desk, Party
from factory.convention.document import Document, Facts, Heading, Points, Text, said
from factory.ground.french.counts import counted, number
from factory.ground.hours import summary
from factory.tenants.convention import Convention
from factory.tenants.naming import de
from factory.tenants.settings import Settings
from factory.tenants.subcontracting import OUTSIDE

_KINDS = (
    "pages", "actualités", "événements et leur agenda", "alertes", "annuaire et horaires", "élus",
    "séances", "actes et leur registre", "publications", "démarches", "avis",
)  # fmt: skip


def description(party: Party, desk: Desk) -> Document:
    """What the Métropole provides, what the commune keeps, and by which settings."""
    convention, settings = party.convention or Convention(), desk.settings
    return Document(
        title="Description de l’offre de service – Usine à sites",
        subtitle=f"Annexe 2 à la convention de la commune {de(party.nom)}",
        blocks=(
            Heading(text="Déploiement initial (article 4-1)"),
            Points(
                items=(
                    "Un site institutionnel à la charte commune, aux couleurs et au blason de la "
                    "commune.",
                    f"Les contenus prévus : {', '.join(_KINDS)}.",
                    "Les pages que la loi demande : mentions légales, données personnelles, "
                    "accessibilité, contact, plan du site.",
                )
            ),
            Heading(text="Mise à disposition et exploitation (article 4-2)"),
            Facts(rows=_running(convention, party, settings)),
            Heading(text="Sauvegardes (article 4-2)"),
            Facts(rows=_backups(settings)),
            Heading(text="Limites d’emploi"),
            Facts(rows=_limits(settings)),
            Heading(text="Assistance (article 4.6)"),
            Facts(
                rows=(
                    ("Service d’assistance", settings.metropole.assistance.nom),
                    ("Adresse", settings.metropole.assistance.url),
                    ("Ouverture", summary(settings.metropole.assistance.horaires)),
                    ("Demande d’évolution", "le préciser dans l’objet de la demande"),
                )
            ),
            Heading(text="Ce que la commune assure (article 4-2)"),
            Points(
                items=(
                    "Ses postes de travail, leurs logiciels et son accès à Internet.",
                    "La formation continue de ses agents.",
                    "L’exploitation fonctionnelle du site : ses textes, ses images, ses actes.",
                )
            ),
            Heading(text="Fin de la convention (articles 9, 11 et 13-i)"),
            Text(
                text="À la demande de la commune, ses données lui sont rendues sous forme "
                "numérique, puis ce qui reste est détruit, et la destruction est constatée."
            ),
        ),
        footer=f"Annexe 2, commune {de(party.nom)}, usine version {__version__}",
        fictive=convention.fictive,
    )


def _running(
    convention: Convention, party: Party, settings: Settings
) -> tuple[tuple[str, str], ...]:
    kept = settings.generations
    return (
        ("Version de l’usine", __version__),
        ("Adresse du site", party.commune.origine if party.commune else said("")),
        ("Noms de domaine servis", said(", ".join(convention.domaines))),
        ("Hébergement", settings.metropole.nom),
        ("Sous-traitance", _processors(settings)),
        (
            "États passés du site conservés",
            f"les {kept.dernieres} derniers, et le dernier de chacun des {kept.par_jour} derniers "
            "jours",
        ),
        ("Journaux du serveur web", f"{settings.metropole.journaux_acces // 86400} jours au plus"),
        ("Accessibilité", "déclaration sur le site ; contrôles automatiques chaque nuit"),
    )


def _processors(settings: Settings) -> str:
    """Art. 13-c, and what the settings say otherwise (tenants/subcontracting.py)."""
    outside = [one.message for one in settings.problems if one.code in OUTSIDE]
    return " ".join(outside) or "aucune (article 13-c)"


def _backups(settings: Settings) -> tuple[tuple[str, str], ...]:
    backups = settings.sauvegardes
    if not backups.depot:
        return (("Sauvegardes", said("")),)
    kept = backups.conservation
    copies = counted(len(backups.copies), "autre copie", "autres copies")
    return (
        ("Fréquence", "chaque nuit"),
        ("Dépôts", f"un par commune, une clé par commune ; {copies}"),
        ("Conservation", f"{kept.jours} jours, {kept.semaines} semaines, {kept.mois} mois"),
        ("Restauration", "essayée à tour de rôle et comparée à ce qui était en ligne"),
    )  # fmt: skip


def _limits(settings: Settings) -> tuple[tuple[str, str], ...]:
    limits = settings.limites
    return (
        ("Pages", number(limits.pages)),
        ("Taille de tous les fichiers", _size(limits.octets)),
        ("Taille d’un fichier", _size(limits.octets_fichier)),
    )


def _size(count: int) -> str:
    return f"{count // 10**9} Go" if count >= 10**9 else f"{count // 10**6} Mo"
