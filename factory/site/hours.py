"""Opening hours, as pages show them."""

from factory.ground import hours as opening
from factory.ground.hours import Horaires
from factory.site.views import Hours, HoursLine, HoursPeriod


def hours(horaires: Horaires | None) -> Hours | None:
    if horaires is None:
        return None
    shown = opening.lines(horaires)
    return Hours(
        periodes=tuple(
            HoursPeriod(
                titre=period.titre,
                lignes=tuple(HoursLine(jours=x.jours, heures=x.heures) for x in period.lignes),
            )
            for period in shown.periodes
        ),
        fermetures=shown.fermetures,
        note=shown.note,
        osm=opening.osm(horaires),
    )
