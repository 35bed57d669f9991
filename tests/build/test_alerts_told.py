"""What the morning page says of a commune's alerts is what its built home page shows."""

from histoire import Factory

from factory.report.alerts import online
from factory.report.morning import OpenAlert


def test_open_alerts_are_read_from_the_site_that_was_built(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    public = commune.output / "public"
    assert online(public) == ()

    commune.write(
        "contenu/alertes/vent.md",
        "---\ntitre: Vent violent, massifs fermés\nniveau: urgence\ndebut: 2026-11-23 9h\n"
        "fin: 2026-11-24 18h\nlien: ../accueil.md\n---\nRestez chez vous.\n",
    )
    commune.write(
        "contenu/alertes/eau.md",
        "---\ntitre: Coupure d’eau\nniveau: info\ndebut: 2026-11-23 9h\nfin: 2026-11-23 12h\n---\n",
    )
    factory.build()
    urgent, calm = online(public)
    assert (urgent.level, urgent.title) == ("urgence", "Vent violent, massifs fermés")
    assert "24 novembre" in urgent.until and "18" in urgent.until
    assert calm == OpenAlert(level="info", title="Coupure d’eau", until=calm.until)

    factory.later(hours=4)
    factory.build()
    assert [alert.level for alert in online(public)] == ["urgence"]
