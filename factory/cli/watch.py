"""`usine watch`: every commune published as its folder changes, and as its dates come."""

from pathlib import Path

from factory.cli import options, running
from factory.preview import signals
from factory.preview.workshop import Workshop


@options.verb(
    "Publier chaque commune dès que son dossier a changé, et à l’heure dite ce qui vient à sa "
    "date. Reprend aussi ce que les communes laissent dans leurs dépôts, et y répond. "
    "Tourne jusqu’à ce qu’on l’arrête."
)
@options.communes
@running.polling
@options.as_json
@options.config
def command(communes: tuple[str, ...], sondage: bool, as_json: bool, config: Path | None) -> int:
    plant = running.plant(config, communes, drafts=False)
    lines = running.JsonLines() if as_json else running.Lines()
    workshop = Workshop(plant, lines.tell, now=options.now, polling=sondage, receives=True)
    lines.problems(plant.settings.problems)
    with signals.ends_when_asked():
        workshop.start()
        signals.wait()
    workshop.stop()
    return 0
