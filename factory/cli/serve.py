"""`usine serve`: the sites as they are being written, on this machine."""

import threading
from pathlib import Path

import click

from factory.cli import options, running
from factory.preview import hosts, signals
from factory.preview.gallery import Gallery
from factory.preview.server import Server
from factory.preview.told import Refused, Told
from factory.preview.workshop import Workshop


@options.verb(
    "Montrer les sites sur cette machine, brouillons compris, tels qu’ils s’écrivent. "
    "Chaque commune est à http://<commune>.localhost:8000/ ; rien n’est publié."
)
@options.communes
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    metavar="N",
    help="Port de l’aperçu : 8000, sauf indication contraire.",
)
@click.option(
    "--hote",
    default="127.0.0.1",
    metavar="ADRESSE",
    help="Adresse où l’aperçu répond : cette machine seule, sauf indication contraire.",
)
@click.option(
    "--ouvert-au-reseau",
    is_flag=True,
    help="Accepter que d’autres machines lisent l’aperçu, brouillons compris.",
)
@running.polling
@options.config
def command(
    communes: tuple[str, ...],
    port: int,
    hote: str,
    ouvert_au_reseau: bool,
    sondage: bool,
    config: Path | None,
) -> int:
    hosts.check(hote, open_to_network=ouvert_au_reseau)
    plant = running.plant(config, communes, drafts=True)
    lines = running.PreviewLines()

    def tell(told: Told) -> None:
        gallery.take(told)
        lines.tell(told)

    workshop = Workshop(plant, tell, now=options.now, polling=sondage)
    gallery = Gallery(lambda: workshop.plant)
    server = Server(
        hote,
        port,
        workshop=workshop,
        gallery=gallery,
        fault=lambda fault: lines.tell(Refused(fault=fault)),
    )
    with signals.ends_when_asked():
        threading.Thread(target=server.serve_forever, name="serveur", daemon=True).start()
        workshop.start()
        for line in server.welcome():
            lines.line(line)
        signals.wait()
    workshop.stop()
    server.shutdown()
    server.server_close()
    return 0
