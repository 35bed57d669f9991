"""What every document's front matter holds, whatever its type."""

from collections.abc import Iterator
from typing import ClassVar

from factory.content.models.parts import Contact, Image, Piece
from factory.content.models.rules import Fault, ends_before, fault
from factory.content.models.scalars import Langue, Menu, Permalien
from factory.ground.models.fields import (
    Booleen,
    Entier,
    Instant,
    Jour,
    ListeDe,
    Modele,
    Mots,
    Texte,
)
from factory.ground.problems import error, warning


class Meta(Modele):
    """A front matter, read. Dates are naive and mean Europe/Paris.

    A `date` where an `Instant` may stand says that the author gave no time.
    """

    DOSSIER: ClassVar[str] = ""
    """The top folder under `contenu/` whose files are of this type."""

    type: str
    titre: Texte = ""
    """Never empty once loaded: the first H1 or the file's name stand in."""
    resume: Texte = ""
    date: Instant | None = None
    maj: Instant | None = None
    publier_le: Instant | None = None
    retirer_le: Instant | None = None
    brouillon: Booleen = False
    image: Image | None = None
    documents: ListeDe[Piece] = ()
    contact: Contact | None = None
    permalien: Permalien = ""
    """The address asked for. Written `adresse`, but in a fiche, where that is postal, `permalien`.

    From `/` to `/` it is the whole address; a word alone is its last segment only.
    """
    redirections: ListeDe[Texte] = ()
    """Former addresses, as written."""
    ordre: Entier | None = None
    menu: Menu = None
    """False keeps the page out of the menu, True puts it in, a text is its entry's."""
    mots_cles: Mots = ()
    responsable: Texte = ""
    """Who in the town hall keeps this page; never published."""
    revoir_le: Jour | None = None
    langue: Langue = ""
    indexer: Booleen = True

    @classmethod
    def written(cls) -> dict[str, str]:
        """The keys as an author writes them, each with its field's name."""
        return {"adresse" if name == "permalien" else name: name for name in cls.model_fields}

    def own_title(self) -> str:
        """What stands for a title where neither `titre` nor the body gives one."""
        return ""

    def faults(self) -> Iterator[Fault]:
        """What is wrong between fields that are each well written."""
        if ends_before(self.publier_le, self.retirer_le):
            yield fault(
                "retirer_le",
                error(
                    "retrait-avant-publication",
                    "La date de retrait (retirer_le) vient avant la date de publication "
                    "(publier_le) : la page ne serait jamais en ligne.",
                    "Corrigez l’une des deux dates, ou effacez « retirer_le ».",
                ),
            )
        if self.image and self.image.alt is None:
            yield fault(
                "image",
                warning(
                    "alt-manquant",
                    f"L’image « {self.image.fichier} » n’a pas de texte de remplacement : "
                    "les personnes aveugles ne sauront pas ce qu’elle montre.",
                    "Ajoutez sous « image » une ligne « alt: » qui décrit l’image en une phrase ; "
                    '« alt: "" » si elle n’est que décorative.',
                ),
            )
