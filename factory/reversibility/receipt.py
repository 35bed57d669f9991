"""The receipt of a proof: what was compared and what came of it, for machines and for people.

    <memoire>/preuves/<commune>/<moment>.json, .json.sig, .html

The JSON is what is signed, byte for byte; the page says how to verify it.
"""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from factory import __version__
from factory.build.engine import components
from factory.ground.files import write_whole
from factory.ground.moment import day_and_time
from factory.ground.written import written
from factory.proof.proof import Proof
from factory.reversibility.signature import public
from factory.tenants.folder import Tenant
from factory.tenants.places import FolderPlace

FOLDER = "preuves"
_PAGE = Template(files("factory.reversibility").joinpath("data", "recu.html").read_text("utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A proof, dated. `preuve` says what was made again and what differs."""

    commune: str
    nom: str
    domaine: str
    moment: str
    """When the proof was made."""
    tient: bool
    preuve: Proof
    usine: str
    """The factory's version."""
    composants: dict[str, str]
    metropole: str
    cle_publique: str = ""
    """PEM; empty where the receipt is not signed."""
    sauvegarde_comparee: bool = False
    sauvegarde_relue: bool = False
    """Restored elsewhere and read, rather than believed."""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where a receipt is. `signature` is None where there is no key."""

    json: Path
    page: Path
    signature: Path | None


def keep(
    memory: Path,
    found: Proof,
    *,
    nom: str,
    domaine: str,
    metropole: str,
    moment: datetime,
    key: Ed25519PrivateKey | None,
    backup: bool = False,
    read: bool = False,
) -> Kept:
    """Write the receipt in the factory's memory; signed where there is a key."""
    receipt = Receipt(
        commune=found.commune,
        nom=nom,
        domaine=domaine,
        moment=moment.isoformat(timespec="seconds"),
        tient=found.holds,
        preuve=found,
        usine=__version__,
        composants=dict(components()),
        metropole=metropole,
        cle_publique=public(key) if key else "",
        sauvegarde_comparee=backup,
        sauvegarde_relue=read,
    )
    folder = memory / FOLDER / found.commune
    folder.mkdir(parents=True, exist_ok=True)
    stem = moment.strftime("%Y-%m-%dT%H%M%S")
    data = written(receipt) + b"\n"
    path = folder / f"{stem}.json"
    write_whole(path, data)
    signature = None
    if key is not None:
        signature = path.with_name(f"{path.name}.sig")
        write_whole(signature, key.sign(data))
    shown = path.with_suffix(".html")
    write_whole(shown, page(receipt, path.name).encode())
    return Kept(json=path, page=shown, signature=signature)


def place(memory: Path) -> FolderPlace:
    """Where a commune's receipts are."""
    return FolderPlace("Reçus de preuve", lambda tenant: _folder(memory, tenant))


def _folder(memory: Path, tenant: Tenant) -> Path:
    return memory / FOLDER / tenant.slug


def page(receipt: Receipt, name: str) -> str:
    """The receipt for people: one French page, whole in itself."""
    found = receipt.preuve
    return _PAGE.substitute(
        titre="Preuve établie" if receipt.tient else "Preuve non établie",
        classe="bien" if receipt.tient else "echec",
        commune=escape(receipt.nom),
        domaine=escape(receipt.domaine),
        moment=day_and_time(receipt.moment),
        site=day_and_time(found.moment),
        generation=found.generation,
        conclusion=_SOUND if receipt.tient else _UNSOUND,
        fichiers=found.fichiers,
        octets=f"{found.octets / 1e6:.1f}".replace(".", ","),
        sources=found.sources,
        empreinte=found.empreinte,
        sac=found.sac,
        sauvegarde=_backup(receipt),
        usine=escape(receipt.usine),
        metropole=escape(receipt.metropole),
        ecarts=_differences(found),
        signature=_signed(receipt, name),
    )


def _backup(receipt: Receipt) -> str:
    if receipt.sauvegarde_relue:
        return "restaurée ailleurs et relue en entier, comparée fichier par fichier"
    if receipt.sauvegarde_comparee:
        return "comparée fichier par fichier, d’après la liste de ce qu’elle contient"
    return "non comparée : il n’y en a pas de ce qui est en ligne"


_SOUND = (
    "À partir de l’export seul, dans un dossier vide, l’usine a refait le site : chaque fichier "
    "est identique, octet par octet, à celui qui est en ligne. L’export est donc complet."
)
_UNSOUND = (
    "Le site refait à partir de l’export seul n’est pas, partout, celui qui est en ligne. Les "
    "écarts sont nommés ci-dessous."
)


def _differences(found: Proof) -> str:
    lines = [f"<li>{escape(str(problem.message))}</li>" for problem in found.problemes]
    lines += [f"<li>{escape(str(one))}</li>" for one in found.differences]
    if not lines:
        return ""
    causes = "".join(f"<li>{escape(cause)}</li>" for cause in found.causes)
    told = f"<h3>Ce qui peut l’expliquer</h3><ul>{causes}</ul>" if causes else ""
    return f"<h2>Écarts</h2><ul>{''.join(lines)}</ul>{told}"


def _signed(receipt: Receipt, name: str) -> str:
    if not receipt.cle_publique:
        return "<p>Ce reçu n’est pas signé : l’usine n’a pas de clé (« preuves: cle »).</p>"
    file = escape(name)
    return (
        "<p>Le fichier JSON qui accompagne cette page est signé (Ed25519) par la Métropole. Pour "
        "le vérifier, enregistrez la clé publique ci-dessous dans <code>preuves.pub.pem</code>, "
        "<strong>après l’avoir comparée à celle que la Métropole publie</strong>, puis :</p>"
        f"<pre><code>openssl pkeyutl -verify -rawin -pubin -inkey preuves.pub.pem \\\n"
        f"  -in {file} -sigfile {file}.sig</code></pre>"
        f"<pre><code>{escape(receipt.cle_publique)}</code></pre>"
    )
