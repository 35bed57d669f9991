"""commune.yaml: what a commune says of itself."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from factory.ground.models.binding import Bound
from factory.ground.models.fields import (
    Booleen,
    CheminFichier,
    Couleur,
    Courriel,
    Entier,
    Jour,
    ListeDe,
    Modele,
    Siren,
    Siret,
    Telephone,
    Texte,
    TexteRequis,
    Url,
)
from factory.ground.hours import Horaires
from factory.ground.problems import Problem, in_order, notice, warning
from factory.ground.refusal import Refus
from factory.tenants import source
from factory.tenants.accessibility import Accessibilite
from factory.tenants.fields import CodeInsee, Domaine
from factory.tenants.naming import de
from factory.tenants.people import Adresse, Interlocuteur, Organisme, Personne

FILE = "commune.yaml"
CHOICE_BELOW = 3500
"""Inhabitants (total population) from which acts go online (CGCT L2131-1, IV)."""
_NOWHERE = frozenset({"example", "invalid", "localhost", "test"})
"""Top domains that lead nowhere on the Internet (RFC 2606)."""


class Image(Modele):
    """A picture of the commune's folder. `alt` empty says decorative, None forgotten."""

    fichier: CheminFichier = Field(
        description="Chemin du fichier, depuis le dossier de la commune."
    )
    alt: Texte | None = Field(
        None, description="Ce que montre l’image ; vide si elle est décorative."
    )


class Numero(Modele):
    """A number to call."""

    nom: TexteRequis = Field(description="Qui répond.")
    telephone: Telephone = Field(description="Numéro de téléphone, court ou complet.")


class Reseau(Modele):
    """The commune's page on another site."""

    nom: TexteRequis = Field(description="Nom du réseau.")
    url: Url = Field(description="Adresse de la page de la commune.")


class Acces(Modele):
    """One of the home page's shortcuts."""

    titre: TexteRequis = Field(description="Texte du lien.")
    lien: TexteRequis = Field(description="Fichier de « contenu/ » ou adresse d’un site.")
    icone: Texte = Field("", description="Nom d’une icône du thème.")


class Entree(Modele):
    """One entry of the menu: a page of the site, a link, or a title over others."""

    titre: Texte = Field("", description="Texte de l’entrée ; à défaut, le titre de la page.")
    page: Texte = Field("", description="Fichier ou dossier de « contenu/ ».")
    lien: Url = Field("", description="Adresse d’un autre site.")
    enfants: ListeDe["Entree"] = Field((), description="Entrées du sous-menu.")

    @model_validator(mode="before")
    @classmethod
    def _as_path(cls, value: Any) -> Any:
        return {"page": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if self.page and self.lien:
            raise Refus(
                "menu-deux-cibles",
                "Cette entrée de menu a deux cibles : « page » et « lien ».",
                "Gardez « page » pour une page du site, ou « lien » pour un autre site.",
            )
        if (self.lien and not self.titre) or not (self.page or self.lien or self.titre):
            raise Refus(
                "menu-sans-titre",
                "Cette entrée de menu n’a pas de titre.",
                "Ajoutez « titre », ou donnez « page » : le titre de la page servira.",
            )
        return self


class Mentions(Modele):
    """What the legal notice says besides the commune's identity (LCEN, art. 1-1)."""

    directeur_publication: Personne | None = Field(
        None, description="Directeur de la publication ; à défaut, le maire."
    )
    responsable_redaction: Personne | None = Field(None, description="Responsable de la rédaction.")
    hebergeur: Organisme | None = Field(None, description="Hébergeur ; à défaut, la Métropole.")
    credits: ListeDe[Texte] = Field((), description="Crédits des photographies et illustrations.")
    licence: Texte = Field("", description="Conditions de réutilisation des contenus.")


class Deliberation(Modele):
    """The deliberation that chose how acts are published."""

    date: Jour = Field(description="Jour de la délibération.")
    numero: Texte = Field("", description="Son numéro.")
    lien: Texte = Field("", description="Fichier de « contenu/ » ou adresse.")


class PubliciteActes(Modele):
    """How acts are published (CGCT L2131-1): below 3,500 inhabitants the council chooses."""

    mode: Literal["électronique", "affichage", "papier"] = Field(
        "électronique", description="Sous quelle forme les actes sont publiés."
    )
    deliberation: Deliberation | None = Field(
        None, description="La délibération qui a choisi ce mode."
    )


class Accueil(Modele):
    """The home page's head."""

    titre: Texte = Field("", description="Titre de la page d’accueil.")
    texte: Texte = Field("", description="Une phrase sous le titre.")
    image: Image | None = Field(None, description="Grande image de la page d’accueil.")


def _language(value: Any) -> str:
    found = re.fullmatch(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{2}))?", str(value).strip())
    if found is None:
        raise Refus(
            "langue-inconnue",
            f"« {value} » n’est pas un code de langue.",
            "Écrivez un code à deux ou trois lettres : fr, oc, en.",
        )
    return found[1].lower() + (f"-{found[2].upper()}" if found[2] else "")


class Commune(Modele):
    """commune.yaml, whole. Three keys are required; the guide explains each."""

    nom: TexteRequis = Field(
        description="Nom officiel de la commune, sans « commune de ».", examples=["Saint-Exemple"]
    )
    code_insee: CodeInsee = Field(description="Code INSEE de la commune (pas le code postal).")
    domaine: Domaine = Field(description="Nom de domaine du site, par exemple www.ma-commune.fr.")
    siren: Siren | None = Field(None, description="Numéro SIREN de la commune, neuf chiffres.")
    siret: Siret | None = Field(None, description="Numéro SIRET de la mairie, quatorze chiffres.")
    adresse: Adresse | None = Field(None, description="Adresse postale de la mairie.")
    telephone: Telephone = Field("", description="Téléphone de la mairie.")
    courriel: Courriel = Field("", description="Adresse électronique de la mairie.")
    maire: Personne | None = Field(None, description="Le maire ou la maire.")
    dpo: Interlocuteur | None = Field(
        None, description="Délégué à la protection des données de la commune."
    )
    population: Entier | None = Field(None, description="Population légale totale.", ge=0)
    couleur: Couleur | None = Field(None, description="Couleur de la commune, par exemple #1f5f8b.")
    blason: Image | None = Field(None, description="Blason ou logotype de la commune.")
    horaires: Horaires | None = Field(None, description="Horaires d’ouverture de la mairie.")
    urgences: ListeDe[Numero] = Field((), description="Numéros à appeler en cas d’urgence.")
    contact: Interlocuteur | None = Field(
        None, description="Où écrire à la mairie, si ce n’est pas à l’adresse de la mairie."
    )
    reseaux: ListeDe[Reseau] = Field((), description="Pages de la commune sur d’autres sites.")
    acces_rapides: ListeDe[Acces] = Field((), description="Raccourcis de la page d’accueil.")
    menu: ListeDe[Entree] = Field((), description="Menu ; à défaut, les dossiers de « contenu/ ».")
    accessibilite: Accessibilite = Field(
        Accessibilite(), description="Ce que dit la déclaration d’accessibilité."
    )
    mentions: Mentions = Field(Mentions(), description="Compléments des mentions légales.")
    publicite_actes: PubliciteActes | None = Field(
        None, description="Comment la commune publie ses actes."
    )
    langue: Annotated[str, BeforeValidator(_language)] = Field("fr", description="Langue du site.")
    accueil: Accueil = Field(Accueil(), description="Tête de la page d’accueil.")
    fictive: Booleen = Field(
        False, description="« oui » : commune de démonstration ; chaque page le dit."
    )

    @property
    def intitule(self) -> str:
        """What the site calls itself: « Commune d’Allauch »."""
        return f"Commune {de(self.nom)}"

    @property
    def provisoire(self) -> bool:
        """Whether the domain leads nowhere on the Internet: the site is not open yet."""
        return self.domaine.rpartition(".")[2] in _NOWHERE

    @property
    def origine(self) -> str:
        """The absolute base of every address, without a final slash."""
        return f"https://{self.domaine}"


def read(data: bytes, file: str = FILE) -> Bound[Commune]:
    """The commune that the bytes of a commune.yaml describe, and all that is wrong with them."""
    bound = source.read(Commune, data, file=file)
    if bound.value is None:
        return bound
    return replace(bound, problems=in_order(bound.problems + _reserves(bound, bound.value, file)))


def insee(folder: Path) -> str:
    """The INSEE code that the commune.yaml of that folder says; empty where none reads."""
    try:
        found = read((folder / FILE).read_bytes()).value
    except OSError:
        return ""
    return found.code_insee if found else ""


def _reserves(bound: Bound[Commune], commune: Commune, file: str) -> tuple[Problem, ...]:
    """What is published all the same, and should be mended."""
    found = []
    if not commune.fictive and commune.provisoire:
        found.append(
            notice(
                "domaine-provisoire",
                f"Le domaine « {commune.domaine} » est provisoire : il n’existe pas sur Internet.",
                "Écrivez le vrai nom de domaine de la commune avant d’ouvrir son site.",
                **_where(bound, "domaine", file),
            )
        )
    for key, image in (("blason", commune.blason), ("accueil.image", commune.accueil.image)):
        if image and image.alt is None:
            found.append(
                warning(
                    "image-sans-alt",
                    f"L’image de « {key} » n’a pas de texte de remplacement : les personnes "
                    "aveugles ne sauront pas ce qu’elle montre.",
                    'Ajoutez sous cette clé une ligne « alt: » qui décrit l’image ; « alt: "" » '
                    "si elle n’est que décorative.",
                    **_where(bound, key, file),
                )
            )
    chosen = commune.publicite_actes
    if chosen and chosen.mode != "électronique" and (commune.population or 0) >= CHOICE_BELOW:
        found.append(
            warning(
                "publicite-des-actes",
                f"La publicité des actes par « {chosen.mode} » n’est ouverte qu’aux communes de "
                "moins de 3 500 habitants.",
                "Écrivez « mode: électronique », ou corrigez « population » (code général des "
                "collectivités territoriales, article L2131-1).",
                **_where(bound, "publicite_actes.mode", file),
            )
        )
    return tuple(found)


def _where(bound: Bound[Commune], key: str, file: str) -> dict[str, Any]:
    line, column = bound.places.get(key, (0, 0))
    return {"file": file, "line": line, "column": column}
