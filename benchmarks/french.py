"""French prose of the kind a town hall writes, made up the same way each time."""

from random import Random

_SUJETS = """\
la commune
le conseil municipal
l'équipe municipale
le centre communal d'action sociale
la médiathèque
l'école élémentaire
le comité des fêtes
l'association des parents d'élèves
le service technique
la police municipale
l'office de tourisme
la crèche
le club sportif
le conseil des jeunes
la brigade verte
le syndicat des eaux
la maison des associations""".splitlines()
_VERBES = """\
propose
organise
accueille
prépare
rénove
présente
soutient
ouvre
poursuit
inaugure
renforce
met à disposition
annonce
reconduit""".splitlines()
_OBJETS = """\
un atelier ouvert à tous
les travaux de la place centrale
une exposition de photographies
le marché hebdomadaire
un nouveau service de proximité
la collecte des déchets verts
les inscriptions à la cantine
une rencontre entre habitants
la fête patronale
un parcours de santé
la réfection de la voirie
une permanence d'aide aux démarches
le plan de sauvegarde
la plantation de quarante arbres
un cycle de conférences
l'accueil de loisirs des vacances
une collecte solidaire
le budget participatif""".splitlines()
_CIRCONSTANCES = """\
à partir du mois prochain
dans la salle polyvalente
avec le concours du département
tout au long de l'année
pour les familles du village
sur le parvis de la mairie
en lien avec les communes voisines
chaque premier samedi du mois
sous réserve de la météo
à la demande des riverains
sans condition de ressources
de 9 h à 12 h et de 14 h à 17 h 30
au pied des remparts
avant la rentrée scolaire
dans le respect de l'environnement
pour un montant de 12 400 €""".splitlines()
_SUITES = """\
Les places sont limitées : pensez à vous inscrire
Un pot de l'amitié clôturera la matinée
Merci de respecter les consignes données sur place
Le dossier complet se consulte à l'accueil
Votre avis compte : écrivez-nous
Qui peut en bénéficier ? Tous les habitants, sans distinction
L'entrée est libre, dans la limite des places disponibles
Le stationnement sera interdit ce jour-là
Une seconde phase suivra au printemps""".splitlines()
_FEMININS = """\
chapelle
fontaine
place
mairie
médiathèque
cantine
colline
rivière
crèche
forêt
pinède
calanque
garrigue
salle des fêtes
bibliothèque
halle""".splitlines()
_MASCULINS = """\
lavoir
moulin
verger
marché
stade
jardin
sentier
théâtre
gymnase
cimetière
campanile
kiosque
boulodrome
rempart""".splitlines()


def title(dice: Random) -> str:
    """A heading of three to six words."""
    noun, other = dice.choice(_FEMININS), dice.choice(_MASCULINS)
    return dice.choice(
        (
            f"Travaux près de la {noun} et du {other}",
            f"Une nouvelle vie pour le {other}",
            f"{noun.capitalize()} et {other} : ce qui change",
            f"Réunion publique sur la {noun}",
            f"Le {other} rouvre ses portes",
            f"Tout savoir sur la {noun}",
        )
    )


def sentence(dice: Random) -> str:
    if dice.random() < 0.2:
        return dice.choice(_SUITES) + "."
    text = f"{dice.choice(_SUJETS)} {dice.choice(_VERBES)} {dice.choice(_OBJETS)}"
    text = f"{text[0].upper()}{text[1:]} {dice.choice(_CIRCONSTANCES)}"
    if dice.random() < 0.3:
        text += f", {dice.choice(_CIRCONSTANCES)}"
    return text + "."


def paragraph(dice: Random) -> str:
    """Four or five sentences, about sixty words, with some emphasis."""
    sentences = [sentence(dice) for _ in range(dice.randint(4, 5))]
    if dice.random() < 0.5:
        sentences[1] = f"**{sentences[1]}**"
    return " ".join(sentences)


def bullets(dice: Random) -> str:
    return "\n".join(f"- {sentence(dice)}" for _ in range(4))


def table(dice: Random) -> str:
    rows = ["| Lieu | Tarif | Date |", "| --- | ---: | --- |"]
    for _ in range(5):
        place, day = dice.choice(_FEMININS).capitalize(), dice.randint(2, 28)
        rows.append(f"| {place} | {dice.randint(2, 60)} € | {day} mars |")
    return "\n".join(rows)
