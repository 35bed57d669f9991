"""The values of several keys that a front matter nests, shared by the types."""

from typing import Any, ClassVar

from pydantic import model_validator

from factory.content.models.scalars import Lignes, fold
from factory.ground.hours import Horaires
from factory.ground.models.fields import (
    Booleen,
    CheminFichier,
    Courriel,
    Jour,
    ListeDe,
    Modele,
    Telephone,
    Texte,
    Url,
)
from factory.ground.refusal import Refus


class Part(Modele):
    """A value of several named fields."""

    SEULE: ClassVar[str] = ""
    """The key that a text alone stands for: `image: a.jpg` is `image: {fichier: a.jpg}`."""

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, value: Any) -> Any:
        return {cls.SEULE: value} if cls.SEULE and isinstance(value, str) else value


class Image(Part):
    """A picture; `alt` is None where the author gave none, "" where it is decorative."""

    SEULE: ClassVar[str] = "fichier"

    fichier: CheminFichier
    alt: Texte | None = None
    legende: Texte = ""
    credit: Texte = ""
    droits: Texte = ""
    """Never published: consent, licence, term."""


class Piece(Part):
    """A file to download. Without `titre`, its own title or name is shown."""

    SEULE: ClassVar[str] = "fichier"

    fichier: CheminFichier
    titre: Texte = ""

    @model_validator(mode="before")
    @classmethod
    def _one(cls, value: Any) -> Any:
        if isinstance(value, list):
            raise Refus(
                "fichier-attendu",
                "Un fichier à télécharger est attendu ici, pas une liste.",
                "Écrivez le nom du fichier, par exemple « ordre-du-jour.pdf » ; la liste s’écrit "
                "dans le texte de la page, sous l’en-tête.",
            )
        return value


class Lien(Part):
    """A link: to a page of the site (path or address) or elsewhere."""

    SEULE: ClassVar[str] = "url"

    url: Texte
    texte: Texte = ""


class Formulaire(Part):
    """A form: a file of the commune's, or an address elsewhere; one of the two."""

    titre: Texte = ""
    fichier: CheminFichier = ""
    lien: Url = ""

    @model_validator(mode="before")
    @classmethod
    def _elsewhere(cls, value: Any) -> Any:
        """A text alone is an address where it looks like one, else a file."""
        if not isinstance(value, str):
            return value
        return {"lien" if "://" in value else "fichier": value}


class Contact(Part):
    """Whom to ask, or where. A text alone is `fiche` where it looks like a path, else `nom`.

    `fiche` names an entry of the directory, whose record is shown; so does `nom` with nothing
    else, where an entry bears that name.
    """

    fiche: Texte = ""
    nom: Texte = ""
    fonction: Texte = ""
    adresse: Lignes = ()
    telephone: Telephone = ""
    courriel: Courriel = ""
    site: Url = ""
    horaires: Horaires | None = None

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return {"fiche" if "/" in value or value.endswith(".md") else "nom": value}


class Periode(Part):
    """From a day to a day, both included; either may be open."""

    du: Jour | None = None
    au: Jour | None = None

    @property
    def reversed(self) -> bool:
        return self.du is not None and self.au is not None and self.au < self.du


class Mandat(Part):
    debut: Jour | None = None
    fin: Jour | None = None


class Accessibilite(Part):
    """What a place offers. None: not said. `precisions` are in the author's words."""

    fauteuil: Booleen | None = None
    boucle_magnetique: Booleen | None = None
    lsf: Booleen | None = None
    stationnement: Booleen | None = None
    acceslibre: Url = ""
    precisions: ListeDe[Texte] = ()

    @model_validator(mode="before")
    @classmethod
    def _words(cls, value: Any) -> Any:
        """`[fauteuil, boucle magnétique, deux marches]` as well as one key each."""
        if isinstance(value, str):
            if fold(value) in ("oui", "non"):
                raise Refus(
                    "accessibilite-imprecise",
                    f"« {value} » ne dit pas ce qui est accessible.",
                    "Nommez ce qu’offre le lieu : « [fauteuil, boucle magnétique, lsf, "
                    "stationnement] ».",
                )
            value = [value]
        if not isinstance(value, list):
            return value
        names = {name.replace("_", " ") for name in cls.model_fields} - {"precisions"}
        known = {fold(word): "oui" for word in value if isinstance(word, str)}
        offered = {word.replace(" ", "_"): "oui" for word in known if word in names}
        others = [word for word in value if not isinstance(word, str) or fold(word) not in names]
        return {**offered, "precisions": others} if others else offered
