"""Opening hours as data: read from what an agent writes, said in French, given to machines."""

from factory.ground.hours.exchange import osm
from factory.ground.hours.french import Line, Table, closures, lines, summary, tables
from factory.ground.hours.model import Fermeture, Horaires, Periode, Semaine
from factory.ground.hours.plage import Plage
from factory.ground.hours.rules import rules
from factory.ground.hours.specifications import Specifications, schema_org
from factory.ground.hours.state import State, intervals, state_at

__all__ = [
    "Fermeture",
    "Horaires",
    "Line",
    "Periode",
    "Plage",
    "Semaine",
    "Specifications",
    "State",
    "Table",
    "closures",
    "intervals",
    "lines",
    "osm",
    "rules",
    "schema_org",
    "state_at",
    "summary",
    "tables",
]
