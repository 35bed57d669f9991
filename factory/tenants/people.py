"""Who a commune's site names: addresses, persons, contacts. Shared by the configuration files."""

from typing import Any

from pydantic import Field, model_validator

from factory.ground.models.fields import (
    CodePostal,
    Courriel,
    ListeDe,
    Modele,
    Siren,
    Telephone,
    Texte,
    TexteRequis,
    Url,
)


class Adresse(Modele):
    """A postal address, in parts, or as the lines of an envelope."""

    voie: Texte = Field("", description="Numéro et nom de la voie.")
    complement: Texte = Field("", description="Bâtiment, boîte postale, CS…")
    code_postal: CodePostal | None = Field(None, description="Cinq chiffres.")
    ville: Texte = Field("", description="Nom de la ville, comme sur une enveloppe.")
    lignes: ListeDe[Texte] = Field((), description="L’adresse entière, ligne à ligne.")

    @model_validator(mode="before")
    @classmethod
    def _as_lines(cls, value: Any) -> Any:
        """An address written as a text, or as a list of lines."""
        if isinstance(value, str):
            return {"lignes": [line for line in value.splitlines() if line.strip()]}
        return {"lignes": value} if isinstance(value, list) else value

    @property
    def en_lignes(self) -> tuple[str, ...]:
        """As printed on an envelope."""
        if self.lignes:
            return self.lignes
        ville = f"{self.code_postal or ''} {self.ville}".strip()
        return tuple(line for line in (self.voie, self.complement, ville) if line)


class Personne(Modele):
    """A person named for an office: the mayor, the director of publication, a signatory."""

    prenom: Texte = Field("", description="Prénom.")
    nom: TexteRequis = Field(description="Nom de famille, ou nom complet.")
    qualite: Texte = Field("", description="Fonction, par exemple « maire ».")

    @model_validator(mode="before")
    @classmethod
    def _as_name(cls, value: Any) -> Any:
        return {"nom": value} if isinstance(value, str) else value

    @property
    def nom_complet(self) -> str:
        return f"{self.prenom} {self.nom}".strip()


class Interlocuteur(Modele):
    """Whom to reach: a person or a service, and by what means."""

    nom: Texte = Field("", description="Personne ou service.")
    fonction: Texte = Field("", description="Sa fonction.")
    courriel: Courriel = Field("", description="Adresse électronique.")
    telephone: Telephone = Field("", description="Numéro de téléphone.")
    adresse: Adresse | None = Field(None, description="Adresse postale.")
    url: Url = Field("", description="Adresse d’une page où écrire.")

    @model_validator(mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        """A bare text: an e-mail address, or a name."""
        if isinstance(value, str) and value:
            return {"courriel" if "@" in value else "nom": value}
        return value


class Organisme(Modele):
    """A legal person: the Métropole, a host."""

    nom: TexteRequis = Field(description="Nom complet.")
    siren: Siren | None = Field(None, description="Numéro SIREN, neuf chiffres.")
    adresse: Adresse | None = Field(None, description="Adresse postale.")
    telephone: Telephone = Field("", description="Numéro de téléphone.")
    courriel: Courriel = Field("", description="Adresse électronique.")
    url: Url = Field("", description="Adresse du site.")

    @model_validator(mode="before")
    @classmethod
    def _as_name(cls, value: Any) -> Any:
        return {"nom": value} if isinstance(value, str) else value
