"""The eleven types of documents: what each one's front matter holds."""

from factory.content.models.acte import Acte
from factory.content.models.actualite import Actualite
from factory.content.models.alerte import Alerte
from factory.content.models.avis import Avis
from factory.content.models.base import Meta
from factory.content.models.demarche import Demarche
from factory.content.models.elu import Elu
from factory.content.models.evenement import Evenement
from factory.content.models.fiche import Fiche
from factory.content.models.page import Page
from factory.content.models.publication import Publication
from factory.content.models.seance import Seance

MODELS: dict[str, type[Meta]] = {
    "page": Page,
    "actualite": Actualite,
    "evenement": Evenement,
    "alerte": Alerte,
    "fiche": Fiche,
    "elu": Elu,
    "seance": Seance,
    "acte": Acte,
    "publication": Publication,
    "demarche": Demarche,
    "avis": Avis,
}
"""By the word of `type:`."""

FOLDERS: dict[str, str] = {model.DOSSIER: name for name, model in MODELS.items() if model.DOSSIER}
"""The type of each top folder under `contenu/`."""

__all__ = [
    "FOLDERS",
    "MODELS",
    "Acte",
    "Actualite",
    "Alerte",
    "Avis",
    "Demarche",
    "Elu",
    "Evenement",
    "Fiche",
    "Meta",
    "Page",
    "Publication",
    "Seance",
]
