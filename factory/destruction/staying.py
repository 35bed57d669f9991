"""What a destruction leaves, with its reason; and what the factory cannot verify by itself.

Said plainly, on the minutes: a certificate that claims more than was checked is no proof.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from factory.backup.shelter import configured
from factory.backup.target import targets
from factory.ground.dates import in_words
from factory.tenants.drop import account
from factory.tenants.settings import Settings

KEPT = (
    (
        "Ce procès-verbal et son journal",
        "ils sont la preuve de la destruction (articles 9 et 13-i)",
    ),
    (
        "De la convention, ses dates, ses montants et sa population, sans aucun nom",
        "les sommes dues et les parts de chaque commune en dépendent (articles 4.3 et 6)",
    ),
    (
        "Les chiffres des nuits (dates, durées, nombres de pages, pannes), sans aucun texte",
        "ce sont les comptes de la Métropole, d’où se font les bilans annuels (articles 4.5 et 10)",
    ),
    (
        "Les dépenses, les demandes d’assistance et les opérations de la Métropole",
        "elles fondent les sommes dues de chaque commune (article 6)",
    ),
    (
        "Le registre des effacements, s’il nomme la commune",
        "il ne tient que des empreintes salées, et empêche qu’un export ancien ramène ce qui a été "
        "effacé",
    ),
    ("Ses noms de domaine", "le serveur web répond 410 (« parti ») tant qu’ils mènent ici"),
)
"""What stays, and why."""


def unverified(settings: Settings, slug: str, today: date) -> Iterator[tuple[str, str]]:
    """What cannot be seen from here, and what is to be done or waited for."""
    if configured(settings):
        kept = settings.sauvegardes.conservation
        yield (
            "Les sauvegardes de l’usine elle-même (historique, courriels en attente)",
            "celles d’avant ce jour expirent d’elles-mêmes, la dernière le "
            f"{in_words(_expiry(today, kept.jours, kept.semaines, kept.mois))}",
        )
        for target in targets(settings):
            if target.folder is None:
                yield (
                    f"Le dépôt de sauvegardes distant ({target.name})",
                    "illisible sans sa clé, détruite ; à faire supprimer par qui tient cette "
                    "machine",
                )
        yield (
            "Les copies de la clé que quelqu’un aurait faites hors de l’usine",
            "à détruire par qui les tient",
        )
    yield from logs(settings, today)
    if settings.depots.dossier:
        name = account(slug)
        yield (
            "Le compte de dépôt sur la machine",
            f"à supprimer en root par « userdel {name} », avec sa clé /etc/ssh/usine-depots/{name}",
        )
    yield (
        "Les certificats TLS de ses noms",
        "à révoquer et supprimer en root par « certbot delete » ; ils ne contiennent que des noms",
    )
    yield (
        "Les exports déjà remis, les courriels déjà envoyés, les copies d’écran",
        "ils sont chez leurs destinataires",
    )
    yield (
        "Les moteurs de recherche et les archives du web",
        "ils oublient à leur rythme, et la réponse 410 le leur demande",
    )
    yield (
        "L’usure des disques",
        "un disque peut garder des blocs effacés ; seul son chiffrement, ou sa destruction en fin "
        "de vie, en répond",
    )


def logs(settings: Settings, today: date) -> Iterator[tuple[str, str]]:
    """What the machine writes down by itself; the factory's own log is a `Place`."""
    until = today + timedelta(seconds=settings.metropole.journaux_acces)
    yield (
        "Les journaux du serveur web",
        f"adresses demandées, sans contenu ; effacés au plus tard le {in_words(until)}",
    )
    own = "" if settings.journal.fichier else " ; le journal de l’usine y est aussi"
    yield (
        "Le journal du système (journalctl)",
        "noms de fichiers et constats de l’usine ; la machine le garde autant que le dit "
        "« MaxRetentionSec » dans journald.conf, et « journalctl --rotate --vacuum-time=1s » "
        f"(root) le vide tout entier{own}",
    )


def _expiry(today: date, days: int, weeks: int, months: int) -> date:
    """When the last snapshot of before is forgotten: a month's last is kept `months` months."""
    later = today + relativedelta(months=months)
    end = later.replace(day=monthrange(later.year, later.month)[1])
    return max(today + timedelta(days=days), today + timedelta(weeks=weeks + 1), end)
