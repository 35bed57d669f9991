"""The receipt of an erasure: what was asked, what went, what cannot be verified, whom to tell.

    <memoire>/effacements/<commune>/<moment>.json, .json.sig, .html

It names no person, no document and no address: documents are told by the first characters of
their salted digests, which the ledger of erasures has whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from factory import __version__
from factory.archive import erasures
from factory.backup.purging import Fate, Purged
from factory.destruction.staying import logs
from factory.erasure.erasing import Erased
from factory.erasure.order import Order
from factory.erasure.wanted import Wanted
from factory.ground.french.counts import kept_together
from factory.ground.french.unbroken import unbroken
from factory.ground.moment import day_and_time
from factory.ground.written import written
from factory.reversibility import receipt as receipts
from factory.reversibility.receipt import Kept
from factory.reversibility.signature import key_of, public
from factory.tenants import commune as communes
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings

FORMER = "versions d’avant"
"""What was asked, where the text of today stays."""
TOLD = (
    "les moteurs de recherche et les archives du Web, qui gardent des copies : la commune leur "
    "demande le retrait (les adresses répondent « 410, disparu » ou « 404 »)",
    "qui a reçu un export de la commune : il est hors d’atteinte de l’usine, et contient ce qui y "
    "était à sa date",
    "qui a repris le flux, l’agenda ou les données ouvertes du site",
)
"""Recipients (RGPD, article 19), as far as a factory can know them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    commune: str
    nom: str
    domaine: str
    moment: str
    """When it was asked."""
    fini: str
    """When it was done."""
    demande: str
    documents: int
    identites: tuple[str, ...]
    adresses_oubliees: bool
    reference: str
    generation: int
    retires: dict[str, int]
    restes: dict[str, int]
    sauvegardes: tuple[Purged, ...]
    a_la_main: tuple[str, ...]
    journaux: tuple[tuple[str, str], ...]
    """Logs that the machine keeps by itself, where names of files and addresses may stay, and until
    when."""
    destinataires: tuple[str, ...]
    complet: bool
    metropole: str
    usine: str
    cle_publique: str = ""
    version: int = 1


def keep(settings: Settings, tenant: Tenant, found: Erased, order: Order, moment: datetime) -> Kept:
    """Write the receipt of an erasure that was carried out; again, it takes its own place."""
    wanted, memory = order.wanted, settings.memoire
    key = key_of(settings.preuves.cle)
    ledger = erasures.read(memory)
    known = communes.read((tenant.folder / communes.FILE).read_bytes()).value
    receipt = Receipt(
        commune=wanted.commune,
        nom=known.nom if known else tenant.slug,
        domaine=known.domaine if known else tenant.slug,
        moment=order.moment,
        fini=moment.isoformat(timespec="seconds"),
        demande=FORMER if wanted.gardees else "documents entiers",
        documents=len(wanted.chemins),
        identites=tuple(ledger.identity(path)[:16] for path in wanted.chemins),
        adresses_oubliees=wanted.oublier_adresses,
        reference=order.reference,
        generation=found.generation,
        retires=dict(order.retires or {}),
        restes=found.restes,
        sauvegardes=found.sauvegardes,
        a_la_main=found.a_la_main,
        journaux=tuple(logs(settings, moment.date())),
        destinataires=TOLD,
        complet=found.whole and not waiting(found.sauvegardes, wanted),
        metropole=settings.metropole.nom,
        usine=__version__,
        cle_publique=public(key) if key else "",
    )
    stem = datetime.fromisoformat(order.moment).strftime(receipts.STEM)
    path = memory / erasures.RECEIPTS / wanted.commune / f"{stem}.json"
    return receipts.put(path, written(receipt) + b"\n", page(receipt, path.name), key)


def waiting(backups: Iterable[Purged], wanted: Wanted | None = None) -> tuple[Purged, ...]:
    """The places of which nobody can say yet that nothing is left there: where addresses are to be
    forgotten, a backup that was cut still names the files."""
    named = wanted is not None and wanted.oublier_adresses
    fates = {Fate.ATTENTE, Fate.INCONNU, Fate.ILLISIBLE} | ({Fate.COUPE} if named else set())
    return tuple(one for one in backups if one.sort in fates)


def told(one: Purged) -> str:
    """What became of a place's backups, in a sentence's end."""
    count = f" ({kept_together(one.snapshots, 'sauvegarde')})"
    if one.sort is Fate.ATTENTE and one.jusqu_au:
        return f"non vérifiable avant son expiration, le {one.jusqu_au:%d/%m/%Y}{count}"
    if one.sort is Fate.ILLISIBLE and one.jusqu_au:
        return f"{one.sort}{count} ; au plus tard, elles expirent le {one.jusqu_au:%d/%m/%Y}"
    names = ""
    if one.sort is Fate.COUPE and one.jusqu_au:
        names = f" ; le nom des fichiers y reste, chiffré, jusqu’au {one.jusqu_au:%d/%m/%Y}"
    return f"{one.sort}{count if one.snapshots else ''}{names}"


def page(receipt: Receipt, name: str) -> str:
    """The receipt for people: one French page, whole in itself."""
    former = receipt.demande == FORMER
    return receipts.sheet(
        titre="Effacement achevé" if receipt.complet else "Effacement fait, avec un reste",
        bien=receipt.complet,
        domaine=receipt.domaine,
        metropole=receipt.metropole,
        conclusion=_DONE if receipt.complet else _LEFT,
        faits=(
            ("Commune", f"{escape(receipt.nom)} ({escape(receipt.domaine)})"),
            ("Demandé", f"le {day_and_time(receipt.moment)}"),
            ("Fait", f"le {day_and_time(receipt.fini)}"),
            ("Objet", _object(receipt.documents, former=former)),
            ("Référence", escape(receipt.reference) or "non donnée"),
            ("Identités", f"<code>{' '.join(receipt.identites)}</code>"),
            ("Adresses", unbroken(_ADDRESSES[former, receipt.adresses_oubliees])),
            ("Site en ligne", f"refait (génération {receipt.generation})"),
            ("Version de l’usine", escape(receipt.usine)),
        ),
        suite="".join(
            (
                _list("Ce qui a été retiré", _counts(receipt.retires)),
                _list("Sauvegardes", (f"{one.lieu} : {told(one)}" for one in receipt.sauvegardes)),
                _list("Ce qui reste", _counts(receipt.restes)),
                _list("À faire à la main", receipt.a_la_main),
                _list(
                    "Journaux de la machine, qui peuvent encore citer un nom de fichier ou une "
                    "adresse",
                    (f"{name} : {why}" for name, why in receipt.journaux),
                ),
                _list("À prévenir (RGPD, article 19)", receipt.destinataires),
            )
        ),
        signature=receipts.signature_note(receipt.cle_publique, name),
    )


def _object(documents: int, *, former: bool) -> str:
    if former:
        return f"{FORMER} de {kept_together(documents, 'document')}"
    return kept_together(documents, "document entier", "documents entiers")


_DONE = (
    "Tout ce que l’usine gardait de ce qui était à effacer a été retiré, puis cherché de nouveau "
    "sans être trouvé. Le registre des effacements empêche qu’une restauration ou un import le "
    "ramène."
)
_LEFT = (
    "Ce qui était à effacer n’est plus en ligne, ni dans ce que l’usine peut remettre en ligne. Ce "
    "qui ne peut pas être vérifié, ou reste à faire, est nommé ci-dessous. Le registre des "
    "effacements empêche qu’une restauration ou un import le ramène."
)
_GONE = "les anciennes adresses répondent « 410, disparu », sans rien nommer"
_FORGOTTEN = "oubliées elles aussi : elles répondent « 404, inconnu »"
_ADDRESSES = {
    (False, False): _GONE,
    (False, True): _FORGOTTEN,
    (True, False): "inchangées",
    (True, True): "celles d’avant sont oubliées",
}
"""By whether only former versions went, and whether addresses were to be forgotten."""


def _counts(found: dict[str, int]) -> Iterable[str]:
    return (f"{name} : {count}" for name, count in found.items())


def _list(title: str, items: Iterable[str]) -> str:
    said = "".join(f"<li>{escape(unbroken(item))}</li>" for item in items)
    return f"<h2>{escape(title)}</h2><ul>{said}</ul>" if said else ""
