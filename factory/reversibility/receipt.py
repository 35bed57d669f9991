"""The receipt of a proof: what was compared and what came of it, for machines and for people.

    <memoire>/preuves/<commune>/<moment>.json, .json.sig, .html

The JSON is what is signed, byte for byte; the page says how to verify it.
"""

from collections.abc import Iterable
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
STEM = "%Y-%m-%dT%H%M%S"
"""A receipt's name, by its moment."""
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
    path = memory / FOLDER / found.commune / f"{moment.strftime(STEM)}.json"
    return put(path, written(receipt) + b"\n", page(receipt, path.name), key)


def put(path: Path, data: bytes, shown: str, key: Ed25519PrivateKey | None) -> Kept:
    """Write a receipt at `path`, its page and its signature beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
    signature = None
    if key is not None:
        signature = path.with_name(f"{path.name}.sig")
        write_whole(signature, key.sign(data))
    for_people = path.with_suffix(".html")
    write_whole(for_people, shown.encode())
    return Kept(json=path, page=for_people, signature=signature)


def place(memory: Path) -> FolderPlace:
    """Where a commune's receipts are."""
    return FolderPlace("Reçus de preuve", lambda tenant: _folder(memory, tenant))


def _folder(memory: Path, tenant: Tenant) -> Path:
    return memory / FOLDER / tenant.slug


def page(receipt: Receipt, name: str) -> str:
    """The receipt for people: one French page, whole in itself."""
    found = receipt.preuve
    return sheet(
        titre="Preuve établie" if receipt.tient else "Preuve non établie",
        bien=receipt.tient,
        domaine=receipt.domaine,
        metropole=receipt.metropole,
        conclusion=_SOUND if receipt.tient else _UNSOUND,
        faits=(
            ("Commune", f"{escape(receipt.nom)} ({escape(receipt.domaine)})"),
            ("Preuve faite", f"le {day_and_time(receipt.moment)}"),
            (
                "Site prouvé",
                f"tel qu’en ligne depuis le {day_and_time(found.moment)} "
                f"(génération {found.generation})",
            ),
            (
                "Fichiers refaits",
                f"{found.fichiers}, soit {f'{found.octets / 1e6:.1f}'.replace('.', ',')} Mo, "
                "comparés un à un",
            ),
            ("Sources retenues", str(found.sources)),
            ("Magasin et site servi", "relus en entier"),
            ("Dernière sauvegarde", _backup(receipt)),
            ("Empreinte du site", f"<code>{found.empreinte}</code> (SHA-256)"),
            (
                "Export prouvé",
                "celui dont le fichier <code>tagmanifest-sha256.txt</code> a pour empreinte\n"
                f"<code>{found.sac}</code> (SHA-256)",
            ),
            ("Version de l’usine", escape(receipt.usine)),
        ),
        suite=_differences(found),
        signature=signature_note(receipt.cle_publique, name),
    )


def sheet(
    *,
    titre: str,
    bien: bool,
    domaine: str,
    metropole: str,
    conclusion: str,
    faits: Iterable[tuple[str, str]],
    suite: str,
    signature: str,
) -> str:
    """A receipt's page, whole in itself. `faits` are titles and HTML, `suite` is HTML."""
    return _PAGE.substitute(
        titre=escape(titre),
        classe="bien" if bien else "echec",
        domaine=escape(domaine),
        metropole=escape(metropole),
        conclusion=escape(conclusion),
        faits="\n".join(f"<dt>{escape(name)}</dt><dd>{said}</dd>" for name, said in faits),
        ecarts=suite,
        signature=signature,
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


def signature_note(cle_publique: str, name: str) -> str:
    """How to verify the receipt in the file `name`, as HTML."""
    if not cle_publique:
        return "<p>Ce reçu n’est pas signé : l’usine n’a pas de clé (« preuves: cle »).</p>"
    file = escape(name)
    return (
        "<p>Le fichier JSON qui accompagne cette page est signé (Ed25519) par la Métropole. Pour "
        "le vérifier, enregistrez la clé publique ci-dessous dans <code>preuves.pub.pem</code>, "
        "<strong>après l’avoir comparée à celle que la Métropole publie</strong>, puis :</p>"
        f"<pre><code>openssl pkeyutl -verify -rawin -pubin -inkey preuves.pub.pem \\\n"
        f"  -in {file} -sigfile {file}.sig</code></pre>"
        f"<pre><code>{escape(cle_publique)}</code></pre>"
    )
