"""What YAML would change on its own keeps the meaning its author gave it, up to the page."""

import re

from histoire import Factory

ACT = """---
titre: Vote du budget
nature: délibération
portee: ni réglementaire ni individuel
numero: 2026_012
objet: Le budget
matiere: 7.10
date_acte: 3 mars 2026
fichier: acte.pdf
auteurs: [{prenom: Camille, nom: Exemple, qualite: maire}]
on: ceci est une clé, pas un oui
---
Texte.
"""
PLACE = """---
titre: Salle des fêtes
categorie: salle
telephone: 0442001234
capacite: 0120
adresse: [1 rue du Port, 01300 Exemple]
tarifs: 1e3
horaires: {mardi: 9:00-13:30}
---
Texte.
"""
EVENT = """---
titre: No
resume: on
debut: 12 décembre 2026 à 13:30
fin: 12/12/2026 14h45
lieu: no
---
Texte.
"""


def words(page: str) -> str:
    """The text as it is read, spaces alike."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", text.replace("&nbsp;", " "))


def test_scalars_keep_their_meaning(factory: Factory) -> None:
    commune = factory.commune()
    commune.write("contenu/actes/acte.pdf", b"%PDF-1.4\n").write("contenu/actes/budget.md", ACT)
    commune.write("contenu/annuaire/salle.md", PLACE).write("contenu/agenda/no.md", EVENT)
    commune.write(
        "commune.yaml",
        "nom: No\ncode_insee: 01300\ndomaine: no.example\ntelephone: 0442005678\n"
        "horaires: {lundi: 8:30-12:00}\n",
    )
    report = factory.build()["exemple"]
    held = [str(p) for p in report.problems if p.severity == "erreur"]
    assert held == []
    assert ": on (1)" in "".join(p.message for p in report.problems if p.code == "cles-inconnues")

    act = words(commune.page("/actes/budget/"))
    assert "2026_012" in act and "7.10" in act and "3 mars 2026" in act
    assert "2026012" not in act and "7.1 " not in act

    page = commune.page("/annuaire/salle/")
    place = words(page)
    assert "04 42 00 12 34" in place and "tel:+33442001234" in page
    assert "01300 Exemple" in place and "1e3" in place
    assert "9 h – 13 h 30" in place or "9 h à 13 h 30" in place, place
    assert "04 42 00 56 78" in place

    page = commune.page("/agenda/no/")
    event = words(page)
    assert "12 décembre 2026" in event and "13 h 30" in event and "14 h 45" in event
    assert "2026-12-12T13:30" in page
    assert re.search(r"<h1[^>]*>No</h1>", page)
    assert "False" not in page and "True" not in page
    assert re.search(r"<title>No\b", commune.page("/")) or "No" in commune.page("/")
