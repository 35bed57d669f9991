"""A town hall's opening hours, as an agent writes them, and how tests read them."""

from factory.ground.hours import (
    Horaires,
)
from factory.ground.models.binding import Bound, bind
from factory.ground.yaml.reading import read

MAIRIE = """
lundi-vendredi: 8h30-12h, 13h30-17h30
mercredi: fermé
samedi:
  heures: 9h-12h
  rang: [1, 3]
periodes:
  - titre: Été
    du: 1er juillet
    au: 31 août
    lundi, mardi et jeudi: 8h à 12h
  - du: 1er juin 2026
    au: 30 juin 2026
    lundi:
      - 8h-12h
      - {heures: 14h-16h, semaines: paires, note: permanence}
    mardi: sur rendez-vous
fermetures:
  - 24 décembre 2026
  - du 26 décembre 2026 au 2 janvier 2027
  - {du: 4 mai 2026, au: 5 mai 2026, motif: travaux}
note: Le standard ferme à 17 h
"""


def bound(text: str) -> Bound[Horaires]:
    return bind(Horaires, read(text, file="commune.yaml"), file="commune.yaml")


def hours(text: str) -> Horaires:
    found = bound(text)
    assert found.value is not None, [str(problem) for problem in found.problems]
    return found.value
