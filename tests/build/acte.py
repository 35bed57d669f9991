"""An act and its paper, as agents leave them."""

from histoire import Commune, Factory
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from factory.archive import chain
from factory.ground.problems import Problem

ACT = """---
titre: Tarifs de la cantine
nature: délibération
numero: 2026_012
matiere: 7.10
date_acte: 2026-11-20
fichier: tarifs.pdf
auteurs:
  - {prenom: Anne, nom: Exemple, qualite: maire}
  - {prenom: Paul, nom: Modèle, qualite: secrétaire de séance}
---
Le repas est à 3,20 euros.
"""
PATH = "contenu/actes/tarifs.md"
REDACTED = (
    "remplacement: {motif: occultation, decide_par: Anne Exemple, maire, decide_le: 2026-12-01}"
).replace("Anne Exemple, maire", "« Anne Exemple, maire »")
SECRET = "Nom du demandeur : Gaston Personne"


def pdf(text: str) -> bytes:
    """A PDF of one page that shows `text`."""
    import io

    writer = PdfWriter()
    page = writer.add_blank_page(300, 100)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 10 50 Td ({text}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(stream)
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def with_key(act: str, key: str) -> str:
    return act.replace("fichier:", f"{key}\nfichier:", 1)


def problems(factory: Factory) -> dict[str, Problem]:
    return {p.code: p for report in factory.build().values() for p in report.problems}


def lines(commune: Commune) -> tuple[chain.Line, ...]:
    found = chain.read(commune.folder / "registre" / "actes.jsonl")
    assert not found.broken_at
    return found.lines


def everywhere(commune: Commune, words: str) -> list[str]:
    """The files of the factory, of this commune, in which some words still are."""
    roots = (commune.output, commune.folder / "registre")
    return [
        str(path)
        for root in roots
        for path in sorted(root.rglob("*"))
        if path.is_file() and words.encode() in path.read_bytes()
    ]
