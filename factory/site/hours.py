"""Opening hours, as pages show them."""

from factory.ground import hours as opening
from factory.ground.hours import Horaires
from factory.site.views import Hours, HoursLine, HoursPeriod


def hours(horaires: Horaires | None) -> Hours | None:
    if horaires is None:
        return None
    return Hours(
        periodes=tuple(
            HoursPeriod(
                titre=table.titre,
                lignes=tuple(HoursLine(jours=x.jours, heures=x.heures) for x in table.lignes),
            )
            for table in opening.tables(horaires)
        ),
        fermetures=opening.closures(horaires),
        note=horaires.note,
        osm=opening.osm(horaires),
        regles=opening.rules(horaires),
    )
