"""The words of the builds' stories serve here too."""

import pytest
from histoire import Commune, Factory


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Factory:
    return Factory(tmp_path_factory.mktemp("preuve") / "usine")


@pytest.fixture(scope="module")
def commune(factory: Factory) -> Commune:
    """A site with a picture, a document, an act, and a page whose last version does not load."""
    commune = factory.commune().picture("contenu/ecole.jpg")
    commune.write("contenu/ecole.md", "# École\n\n![La cour](ecole.jpg)\n")
    commune.write("contenu/fete.md", "---\ndate: 2026-03-03\n---\n# Fête\n\nVenez.\n")
    commune.write("contenu/agenda/bal.md", "---\ndebut: 2026-12-24 20:30\n---\n# Bal\n")
    commune.write("contenu/actes/stationnement.md", ACTE).write(
        "contenu/actes/a.pdf", b"%PDF-1.4\n"
    )
    commune.write("contenu/actes/a.pdf", b"%PDF-1.4\n")
    assert factory.build()["exemple"].number == 1
    factory.later(hours=2)
    commune.write("contenu/fete.md", "---\ndate: hier\n---\n# Fête\n\nVenez tous.\n")
    commune.write("contenu/ecole.md", "# École\n\nRentrée en septembre.\n\n![La cour](ecole.jpg)\n")
    factory.build()
    return commune


ACTE = """---
nature: arrêté
numero: 2026-012
objet: Stationnement rue de l’Exemple
date_acte: 2026-11-20
auteurs: [{prenom: Camille, nom: Exemple, qualite: maire}]
fichier: a.pdf
---
Le stationnement est interdit.
"""
