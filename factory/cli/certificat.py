"""`usine certificat`: the draft certificate of an act's publication, for the mayor to sign."""

from pathlib import Path

import click

from factory.audit.certificate import certificate
from factory.cli import options
from factory.cli.answer import answer
from factory.ground.files import write_whole
from factory.ground.problems import Problem, UsageError, error
from factory.ground.slugs import slug
from factory.tenants import folder


@options.verb(
    "Préparer le certificat de publication d’un acte, en PDF, à relire, dater et signer par le "
    "maire. ACTE est son adresse sur le site, son numéro ou son fichier."
)
@options.commune
@click.argument("acte", metavar="ACTE")
@click.option(
    "--pdf", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False),
    help="Où l’écrire (sinon « certificat-ACTE.pdf », ici).",
)  # fmt: skip
@options.as_json
@options.config
def command(commune: str, acte: str, pdf: Path | None, as_json: bool, config: Path | None) -> int:
    settings = options.settings(config)
    (tenant,) = folder.communes(settings, [commune]).tenants
    if pdf is not None and not pdf.absolute().parent.is_dir():
        raise UsageError(_no_folder(pdf))
    made = certificate(settings, tenant, acte, options.now())
    pdf = pdf or Path(f"certificat-{slug(acte, fallback='acte')}.pdf")
    write_whole(pdf, made.pdf)
    if as_json:
        answer(fichier=str(pdf), certificat=made.said)
    else:
        click.echo(f"Certificat à relire, dater et signer : {pdf}")
    return 0


def _no_folder(pdf: Path) -> Problem:
    return error(
        "certificat-sans-dossier",
        f"Le dossier « {pdf.parent} » n’existe pas : le certificat ne peut pas y être écrit.",
        "Créez-le, ou donnez à « --pdf » un fichier d’un dossier qui existe.",
    )
