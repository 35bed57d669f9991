"""The boxes of article 13, word for word."""

ROLES = ("Responsable de Traitement", "Co-responsable de traitement", "Sous-traitant")
OPERATIONS = (
    "Consultation",
    "Collecte / Saisie",
    "Analyse / Administration",
    "Conservation / Stockage",
    "Communication / Partage",
    "Effacement / Suppression / Destruction",
    "Enregistrement",
    "Extraction",
    "Interconnexion",
    "Limitation",
    "Modification",
    "Suivi",
    "Envoi / Transfert / Transmission",
)
DATA = (
    "Données d’état-civil (nom, sexe, date de naissance, âge,...)",
    "Coordonnées (adresse mail, adresse postale, numéro de téléphone, ...)",
    "Données d’identification (identifiant, mot de passe, matricule, numéro client, ...)",
    "Données liées à la vie personnelle (habitudes de vie, situation familiale,...)",
    "Données d’ordre économique et financier (revenus, situation fiscale, numéro de carte de "
    "crédit,...)",
    "Données de connexion (adresse IP, logs,...)",
    "Données de localisation (déplacement, point de géolocalisation,...)",
    "Données sensibles : origines raciales",
    "Données sensibles : origines ethniques",
    "Données sensibles : opinions politiques",
    "Données sensibles : convictions religieuses",
    "Données sensibles : convictions philosophiques",
    "Données sensibles : appartenance syndicale",
    "Données sensibles : données génétiques",
    "Données sensibles : données biométriques",
    "Données sensibles : données de santé",
    "Données sensibles : numéro de sécurité sociale",
    "Données sensibles : orientation sexuelle",
    "Données sensibles : condamnations pénales",
    "Données sensibles : infractions",
)
PERSONS = (
    "Employés / salariés/ agents",
    "Utilisateurs",
    "Adhérents",
    "Etudiants / élèves",
    "Personnel militaire",
    "Clients / usagers",
    "Patients",
    "Mineurs",
    "Personnes âgées",
    "Personnes en difficulté sociale",
)
MEDIA = ("Base de données", "Fichiers format tableur", "Documents papier")
FATE = ("Renvoyer", "Détruire", "Archiver")
NO_PROCESSOR = (
    "La Métropole Aix-Marseille-Provence ne fait pas appel à une sous-traitance pour cette offre "
    "de service."
)
