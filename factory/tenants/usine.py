"""usine.yaml, as it is written: the keys of the factory and what they mean."""

from typing import Any, Literal

from pydantic import Field, model_validator

from factory.ground.models.fields import (
    Booleen,
    Courriel,
    Entier,
    ListeDe,
    Modele,
    Montant,
    Siren,
    Telephone,
    Texte,
    TexteRequis,
    Url,
)
from factory.ground.hours import Horaires
from factory.tenants.fields import CleAge, Domaine, Duree, Octets
from factory.tenants.people import Adresse, Interlocuteur, Organisme

DEFAULT_THEME = "themes/institutional"
_OPERATOR = "Qui exploite ce service. La convention n’admet que la Métropole (article 13-c)."


class Depot(Modele):
    """A place where backups go: a folder, or an address as restic writes it."""

    depot: Texte = Field(
        "",
        description="Dossier, ou adresse (sftp:…, s3:…, rest:…) ; un dépôt par commune y est créé.",
    )
    exploitant: Texte = Field("", description=_OPERATOR)
    identifiants: Texte = Field(
        "", description="Fichier « NOM=valeur » des identifiants du dépôt, hors de l’usine."
    )
    options: ListeDe[Texte] = Field((), description="Options de restic, par exemple sftp.command=….")
    ajout_seul: Booleen = Field(
        False, description="Le dépôt n’accepte que des ajouts : l’oubli se fait de l’autre côté."
    )


class Copie(Depot):
    """A second place for backups, elsewhere."""

    depot: TexteRequis = Field(description="Dossier ou adresse du dépôt.")

    @model_validator(mode="before")
    @classmethod
    def _as_address(cls, value: Any) -> Any:
        return {"depot": value} if isinstance(value, str) else value


class Conservation(Modele):
    """How many backups are kept of each age."""

    jours: Entier = Field(30, ge=1, description="Sauvegardes quotidiennes gardées.")
    semaines: Entier = Field(8, ge=0, description="Sauvegardes hebdomadaires gardées.")
    mois: Entier = Field(12, ge=0, description="Sauvegardes mensuelles gardées.")


class Sauvegardes(Depot):
    """Where backups go: one repository and one key per commune."""

    cles: Texte = Field("", description="Dossier des clés, une par commune, hors de l’usine.")
    cle_de_secours: CleAge = Field(
        "",
        description="Clé publique (age1…) dont la Métropole garde hors ligne la clé secrète : "
        "chaque clé en a une copie scellée.",
    )
    cles_scellees: Texte = Field(
        "", description="Dossier des copies scellées ; sinon « _cles », à côté des dépôts."
    )
    copies: ListeDe[Copie] = Field((), description="Autres lieux où chaque sauvegarde est faite.")
    conservation: Conservation = Field(Conservation(), description="Sauvegardes gardées.")
    relecture: Entier = Field(
        30,
        ge=1,
        le=256,
        description="Nuits en lesquelles toutes les données sont relues.",
    )
    delai: Duree = Field(3600, description="Durée d’une sauvegarde ou d’un exercice : « 1 h ».")


class Limites(Modele):
    """What one commune may use, so that none can exhaust what serves all."""

    pages: Entier = Field(20_000, ge=1, description="Nombre de pages d’une commune.")
    octets: Octets = Field(5 * 10**9, description="Taille de tous ses fichiers : « 5 Go ».")
    octets_fichier: Octets = Field(300 * 10**6, description="Taille d’un fichier : « 300 Mo ».")
    secondes: Duree = Field(600, description="Durée d’une construction : « 10 min ».")
    memoire: Octets = Field(
        2 * 10**9,
        description="Mémoire d’une construction, index de la recherche compris : « 2 Go ».",
    )
    nuit: Duree = Field(
        3600, ge=1, description="Durée de la nuit d’une commune, sauvegarde comprise : « 1 h »."
    )

    @property
    def fichiers(self) -> int:
        """How many files a commune may leave: its pages, and what they show."""
        return self.pages * 5


class Generations(Modele):
    """Which past states of a site are kept for `usine rollback`."""

    dernieres: Entier = Field(5, ge=1, description="Nombre des dernières générations gardées.")
    par_jour: Entier = Field(30, ge=0, description="Jours dont la dernière est gardée.")


class Assistance(Modele):
    """Where a commune asks for help (convention, art. 4.6)."""

    nom: Texte = Field("CATI", description="Nom du service.")
    url: Url = Field("https://cati.ampmetropole.fr/", description="Adresse où déposer une demande.")
    telephone: Telephone = Field("", description="Numéro de téléphone.")
    courriel: Courriel = Field("", description="Adresse électronique.")
    horaires: Horaires = Field(
        Horaires.model_validate({"lundi-vendredi": "8h30-12h30, 13h30-17h30"}),
        description="Quand le service répond ; jours fériés exclus, sauf s’il est dit autrement.",
    )


class Metropole(Modele):
    """The Métropole, host of the sites and processor for the communes."""

    nom: TexteRequis = Field("Métropole Aix-Marseille-Provence", description="Nom complet.")
    siren: Siren = Field("200054807", description="Numéro SIREN.")
    adresse: Adresse = Field(
        Adresse(voie="58, boulevard Charles-Livon", code_postal="13007", ville="Marseille"),
        description="Adresse postale.",
    )
    telephone: Telephone = Field(
        "", description="Numéro de téléphone (l’hébergeur doit l’afficher)."
    )
    courriel: Courriel = Field("", description="Adresse électronique.")
    url: Url = Field("", description="Adresse du site de la Métropole.")
    service: Texte = Field(
        "Service projets numériques et géomatique", description="Service qui porte la convention."
    )
    dpo: Interlocuteur | None = Field(None, description="Délégué à la protection des données.")
    hebergeur: Organisme | None = Field(
        None, description="Hébergeur des sites, si ce n’est pas la Métropole elle-même."
    )
    assistance: Assistance = Field(Assistance(), description="Service d’assistance aux communes.")
    securite: Interlocuteur | None = Field(
        None, description="Qui prévenir d’une faille de sécurité ; à défaut, la mairie."
    )
    journaux_acces: Duree = Field(
        365 * 86400,
        description="Durée, au plus, de conservation des journaux du serveur web : « 365 jours ».",
    )


class Strate(Modele):
    """One line of the price list (convention, annex 1)."""

    nom: Texte = Field("", description="Nom de la strate, comme dans les annexes 1.")
    habitants: Entier = Field(ge=1, description="Jusqu’à ce nombre d’habitants.")
    mise_en_oeuvre: Montant = Field(ge=0, description="Mise en œuvre, la première année, en euros.")
    part_fixe: Montant = Field(ge=0, description="Part fixe annuelle, en euros.")


class OptionTarif(Modele):
    """An option and its price."""

    nom: TexteRequis = Field(description="Nom de l’option.")
    montant: Montant = Field(ge=0, description="Montant annuel, en euros.")


class Tarif(Modele):
    """The price list in force. Above the last stratum a quotation is made (art. 6)."""

    annee: Entier | None = Field(None, description="Année du tarif.")
    strates: ListeDe[Strate] = Field((), description="Tarifs par strate de population.")
    par_habitant: Montant | None = Field(None, ge=0, description="Part annuelle par habitant.")
    options: ListeDe[OptionTarif] = Field((), description="Options et leurs prix.")


class Journal(Modele):
    """Where the factory's own log goes."""

    fichier: Texte = Field("", description="Fichier du journal ; vide : la sortie d’erreur.")
    conservation: Duree = Field(365 * 86400, description="Durée de conservation : « 365 jours ».")


class Messagerie(Modele):
    """How the nightly report, and the answers to agents, are sent."""

    serveur: Texte = Field("", description="Nom du serveur d’envoi.")
    port: Entier = Field(587, ge=1, le=65535, description="Port du serveur d’envoi.")
    compte: Texte = Field("", description="Compte sur ce serveur, s’il en demande un.")
    mot_de_passe: Texte = Field("", description="Fichier qui contient le mot de passe du compte.")
    autorite: Texte = Field(
        "", description="Fichier des autorités reconnues ; vide : celles du système."
    )
    expediteur: Courriel = Field("", description="Adresse de l’expéditeur.")
    destinataires: ListeDe[Courriel] = Field((), description="Qui reçoit le rapport de la nuit.")
    communes: Literal[
        "jamais", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"
    ] = Field("lundi", description="Jour du courriel hebdomadaire aux référents des communes.")
    rapport: Url = Field("", description="Adresse où les exploitants lisent la page du matin.")
    exploitant: Texte = Field("", description=_OPERATOR)


class Sonde(Modele):
    """The probe: what is looked at from outside, beside each commune's own hosts."""

    sites: ListeDe[Domaine] = Field(
        (), description="Sites de la Métropole, surveillés comme ceux des communes."
    )
    temoin: Domaine | None = Field(
        None, description="Site tenu ailleurs : s’il manque aussi, la sonde seule est isolée."
    )
    delai: Duree = Field(10, description="Attente d’une réponse : « 10 s ».")
    certificat: Duree = Field(
        21 * 86400, description="Prévenir avant l’expiration d’un certificat : « 21 jours »."
    )
    releves: Texte = Field(
        "", description="Dossier où une autre machine dépose ce que sa sonde a relevé."
    )


class Depots(Modele):
    """Where communes leave their files, by SFTP or git, until and beside the web interface."""

    dossier: Texte = Field("", description="Dossier des dépôts ; vide : il n’y en a pas.")
    cles: Texte = Field("", description="Dossier des clés SSH : <commune>.pub, une clé par ligne.")
    git: ListeDe[Texte] = Field((), description="Communes qui déposent par git et non par SFTP.")
    regroupement: Duree = Field(
        60, description="Attente avant le courriel de réponse : des dépôts proches n’en font qu’un."
    )


class Preuves(Modele):
    """How proofs of reversibility are signed."""

    cle: Texte = Field(
        "", description="Clé privée Ed25519 (PEM) qui signe les reçus, hors de l’usine."
    )


class Editeur(Modele):
    """The agents' web interface."""

    url: Url = Field("", description="Adresse de l’interface des agents.")
    exploitant: Texte = Field("", description=_OPERATOR)


class Usine(Modele):
    """usine.yaml, whole. Every key has a default; relative paths count from the file's folder."""

    communes: TexteRequis = Field("tenants", description="Dossier des communes.")
    sortie: TexteRequis = Field("build", description="Dossier des sites construits.")
    theme: TexteRequis = Field(DEFAULT_THEME, description="Dossier du thème.")
    memoire: TexteRequis = Field(
        "memoire", description="Dossier de ce que l’usine retient : historique, effacements."
    )
    convention: TexteRequis = Field(
        "convention", description="Dossier de ce que les conventions ont en commun."
    )
    sauvegardes: Sauvegardes = Field(Sauvegardes(), description="Sauvegardes.")
    limites: Limites = Field(Limites(), description="Ce qu’une commune peut employer au plus.")
    metropole: Metropole = Field(Metropole(), description="La Métropole, qui héberge les sites.")
    generations: Generations = Field(Generations(), description="États passés des sites gardés.")
    precompression: Booleen = Field(
        True,
        description="Écrire aussi chaque fichier comprimé ; « non » si le serveur web s’en charge.",
    )
    tarif: Tarif = Field(Tarif(), description="Tarif en vigueur (annexe 1 de la convention).")
    journal: Journal = Field(Journal(), description="Journal de l’usine.")
    courriel: Messagerie = Field(Messagerie(), description="Envoi du rapport de la nuit.")
    sonde: Sonde = Field(Sonde(), description="Surveillance des sites, de l’extérieur.")
    depots: Depots = Field(Depots(), description="Dépôts où les communes laissent leurs fichiers.")
    preuves: Preuves = Field(Preuves(), description="Signature des reçus de preuve.")
    editeur: Editeur = Field(Editeur(), description="Interface des agents.")
