"""A commune with a bit of everything, built once and exported once for the whole module."""

from pathlib import Path

import pytest
from depart import exported
from histoire import Commune, Factory

CONVENTION = """dates: {notification: 2026-01-15}
domaines: [exemple.example]
rgpd: {finalites: [Site de la commune]}
"""
ACTE = """---
nature: délibération
numero: 2026-012
objet: Tarifs de la piscine
matiere: 7.10
date_acte: 2026-11-20
auteurs: [{prenom: Camille, nom: Exemple, qualite: maire}]
fichier: a.pdf
---
Les tarifs sont fixés.
"""


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Factory:
    return Factory(tmp_path_factory.mktemp("depart") / "usine")


@pytest.fixture(scope="module")
def commune(factory: Factory) -> Commune:
    commune = factory.commune().picture("contenu/ecole.jpg").write("convention.yaml", CONVENTION)
    commune.write("commune.yaml", commune.read("commune.yaml") + "siret: 21130903400018\n")
    commune.write("contenu/ecole.md", "# École « du Port »\n\n![La cour](ecole.jpg)\n")
    commune.write(
        "contenu/actualites/fete.md",
        "---\ndate: 2026-03-03\ncategorie: Fêtes & foires\nmots_cles: [bal, été]\n---\n"
        "# Fête ]]> d’été\n\nVenez.\n\n```\nligne\n\nautre\n```\n",
    )
    commune.write("contenu/actualites/2025/marche.md", "---\ndate: 2025-05-05\n---\n# Marché\n")
    commune.write("contenu/agenda/bal.md", "---\ndebut: 2026-12-24 20:30\n---\n# Bal\n")
    commune.write("contenu/agenda/passe.md", "---\ndebut: 2026-10-24 20:30\n---\n# Concert\n")
    commune.write("contenu/actes/tarifs.md", ACTE).write("contenu/actes/a.pdf", b"%PDF-1.4\n")
    commune.write("contenu/vie/clubs.md", "---\nredirections: [/clubs/]\n---\n# Clubs\n")
    commune.write("medias/inutile.pdf", b"%PDF-1.4\n%inutile\n")
    commune.write("contenu/partie.md", "# Bientôt partie\n")
    factory.build()
    factory.later(days=2)
    commune.remove("contenu/partie.md")
    factory.build()
    # What is not published: a version that does not load, a new page, a page never seen good.
    commune.write("contenu/ecole.md", "---\ndate: hier\n---\n# École\n\nFermée.\n")
    factory.build()
    commune.write("contenu/demain.md", "# Demain\n")
    commune.write("contenu/jamais.md", "---\nmaj: ???\n---\n# Jamais\n")
    return commune


@pytest.fixture(scope="module")
def bag(factory: Factory, commune: Commune, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("sac") / "export"
    exported(factory, commune, to)
    return to


@pytest.fixture
def elsewhere(tmp_path: Path, factory: Factory) -> Factory:
    """Another factory, which knows nothing of the first, on the same day."""
    other = Factory(tmp_path / "autre-usine")
    other.moment = factory.moment
    return other
