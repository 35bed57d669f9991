"""Art. 13 of the convention as data: who is responsible, over which data, and what happened."""

from typing import Literal

from pydantic import Field

from factory.ground.models.fields import Booleen, Instant, Jour, ListeDe, Modele, Texte, TexteRequis

Role = Literal["responsable de traitement", "co-responsable de traitement", "sous-traitant"]
Sort = Literal["renvoyer", "détruire", "archiver"]


class Instruction(Modele):
    """Art. 13-k, 2: what the commune instructs, and the Métropole's objection if it has one."""

    date: Jour = Field(description="Jour de l’instruction.")
    de: Texte = Field("", description="Qui la donne, pour la commune.")
    objet: TexteRequis = Field(description="Ce qui est demandé.")
    reference: Texte = Field("", description="Courrier ou message qui la porte.")
    executee_le: Jour | None = Field(None, description="Jour où elle a été exécutée.")
    objection: Texte = Field("", description="Pourquoi elle semble contraire au RGPD.")
    objection_le: Jour | None = Field(None, description="Jour où la commune en a été informée.")


class Violation(Modele):
    """Art. 13-f; RGPD, art. 33 and 34: a breach, and who knew of it when."""

    nature: TexteRequis = Field(description="Ce qui s’est passé : perte, altération, divulgation.")
    survenue_le: Instant | None = Field(None, description="Quand elle s’est produite.")
    constatee_le: Instant | None = Field(None, description="Quand la Métropole l’a constatée.")
    commune_informee_le: Instant | None = Field(
        None, description="Quand la Métropole a informé la commune (article 33.2)."
    )
    commune_consciente_le: Instant | None = Field(
        None, description="Quand la commune en a eu connaissance : ses 72 heures en partent."
    )
    personnes: Texte = Field("", description="Catégories et nombre approximatif de personnes.")
    enregistrements: Texte = Field("", description="Catégories et nombre d’enregistrements.")
    consequences: Texte = Field("", description="Conséquences probables.")
    mesures: Texte = Field("", description="Mesures prises ou proposées.")
    risque: Literal["aucun", "risque", "risque élevé"] | None = Field(
        None, description="Risque pour les personnes, selon la commune."
    )
    cnil_le: Instant | None = Field(None, description="Quand la CNIL a reçu la notification.")
    cnil_reference: Texte = Field("", description="Référence de la notification.")
    motif: Texte = Field("", description="Pourquoi elle est tardive, ou n’a pas été faite.")
    personnes_informees_le: Jour | None = Field(
        None, description="Jour où les personnes ont été informées (article 34)."
    )
    close_le: Jour | None = Field(None, description="Jour où le dossier a été clos.")


class DemandePersonne(Modele):
    """Art. 13-e: a person's request. The person is never named here: a reference is enough."""

    recue_le: Jour = Field(description="Jour où la commune l’a reçue.")
    reference: TexteRequis = Field(description="Référence du dossier à la mairie, sans nom.")
    droit: Literal[
        "accès", "rectification", "effacement", "opposition", "limitation", "portabilité"
    ] = Field(description="Droit exercé.")
    transmise_le: Jour | None = Field(
        None, description="Jour où la Métropole, si elle l’a reçue, l’a transmise à la commune."
    )
    repondue_le: Jour | None = Field(None, description="Jour de la réponse de la commune.")
    prolongee: Booleen = Field(
        False, description="Délai prolongé de deux mois (article 12.3 du RGPD)."
    )


class Consentement(Modele):
    """Art. 3: the commune's express agreement to a reuse of its data. None by default."""

    date: Jour = Field(description="Jour de l’accord exprès de la commune.")
    usage: TexteRequis = Field(description="Usage accordé à la Métropole.")
    acte: TexteRequis = Field(description="Acte ou courrier de la commune.")
    jusqu_au: Jour | None = Field(None, description="Dernier jour de l’accord.")
    retire_le: Jour | None = Field(None, description="Jour du retrait de l’accord.")


class Rgpd(Modele):
    """Art. 13: who is responsible for what, over which data."""

    metropole: Role = Field("sous-traitant", description="Rôle de la Métropole (article 13-a).")
    commune: Role = Field("responsable de traitement", description="Rôle de la commune.")
    finalites: ListeDe[Texte] = Field(
        ("Site Internet institutionnel",), description="Finalités du traitement (article 13-b)."
    )
    operations: ListeDe[Texte] = Field((), description="Opérations réalisées (article 13-b).")
    donnees: ListeDe[Texte] = Field((), description="Données traitées (article 13-b).")
    personnes: ListeDe[Texte] = Field((), description="Personnes concernées (article 13-b).")
    support: ListeDe[Texte] = Field((), description="Support mis à disposition (article 13-b).")
    destinataires: ListeDe[Texte] = Field((), description="Destinataires (RGPD, article 30.1 d).")
    transferts: ListeDe[Texte] = Field((), description="Transferts hors de l’Union européenne.")
    effacement: Texte = Field("", description="Délais d’effacement (RGPD, article 30.1 f).")
    securite: ListeDe[Texte] = Field((), description="Mesures de sécurité (RGPD, article 32).")
    analyse_impact: Texte = Field("", description="Analyse d’impact, si elle est utile (13-g).")
    sort_des_donnees: ListeDe[Sort] = Field(
        (), description="Au terme : renvoyer, détruire, archiver (article 13-i)."
    )
    instructions: ListeDe[Instruction] = Field(
        (), description="Instructions documentées de la commune (article 13-k)."
    )
    violations: ListeDe[Violation] = Field((), description="Violations de données (article 13-f).")
    demandes: ListeDe[DemandePersonne] = Field(
        (), description="Demandes des personnes concernées (article 13-e)."
    )
