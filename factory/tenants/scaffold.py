"""`usine new`: a commune's first files, filled with what is publicly known of it.

The texts are the files of `data/nouvelle-commune`, where `$name` stands for a value.
"""

import json
import os
import re
import shutil
import tempfile
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from factory.ground.problems import Problem, UsageError, error, in_order
from factory.ground.refusal import Refus
from factory.tenants import insee, schemas
from factory.tenants.commune import Commune
from factory.tenants.fields import read_host, read_insee
from factory.tenants.folder import slug_fault, tenant
from factory.tenants.naming import a, de
from factory.tenants.settings import Settings

_PLAIN = re.compile(r"[^\W\d_][\w ’'().-]*")
_LONGEST_NAME = 100


def new(
    settings: Settings, slug: str, code: str, *, jour: date, nom: str = "", domaine: str = ""
) -> list[Path]:
    """Create the commune `slug` of INSEE code `code`, and give the files written.

    `nom` is needed where the code is not one of the Métropole's communes; `domaine` is provisional
    where it is not given; `jour` dates the examples. The folder appears whole or not at all. The
    schemas that the files name are written beside usine.yaml.

    Raises `UsageError` with all that is wrong; nothing that exists is overwritten.
    """
    problems, found = _checked(slug, code, nom, domaine)
    folder = tenant(settings, slug).folder
    if not problems and os.path.lexists(folder):
        problems.append(_exists(slug))
    if problems or found is None:
        raise UsageError(*in_order(problems))
    schema_folder = settings.racine / schemas.FOLDER
    values = _values(found, slug, jour)
    values["schemas"] = os.path.relpath(schema_folder, folder)
    settings.communes.mkdir(parents=True, exist_ok=True)
    # The folder last: one that is there is a commune, which a second try would find existing.
    shared = schemas.write(schema_folder)
    return [*_write(folder, values), *shared]


def _checked(slug: str, code: str, nom: str, domaine: str) -> tuple[list[Problem], Commune | None]:
    """All that is wrong with what was asked, or what is known of the commune."""
    problems = [fault for fault in (slug_fault(slug),) if fault]
    known, host = None, f"{slug}.example"
    try:
        code = read_insee(code)
        known = insee.known().get(code)
        nom = " ".join(nom.split()) or (known.nom if known else "")
        problems += _name_faults(nom, code)
    except Refus as refusal:
        problems.append(error(refusal.code, refusal.message, refusal.remedy))
    try:
        host = read_host(domaine) if domaine else host
    except Refus as refusal:
        problems.append(error(refusal.code, refusal.message, refusal.remedy))
    if problems:
        return problems, None
    commune = Commune(nom=nom, code_insee=code, domaine=host)
    if known is None:
        return [], commune
    return [], commune.model_copy(
        update={"siren": known.siren, "population": known.population_totale}
    )


def _name_faults(nom: str, code: str) -> Iterator[Problem]:
    if not nom:
        yield error(
            "commune-a-nommer",
            f"Le code INSEE {code} n’est pas celui d’une commune de la Métropole : son nom n’est "
            "pas connu de l’usine.",
            'Ajoutez son nom à la commande : --nom "Nom de la commune". Si c’est une commune de '
            "la Métropole, vérifiez le code.",
        )
    elif len(nom) > _LONGEST_NAME or not nom.isprintable():
        yield error(
            "nom-de-commune",
            "Ce nom de commune est trop long, ou contient des caractères invisibles.",
            f"Écrivez le nom officiel de la commune, {_LONGEST_NAME} caractères au plus.",
        )


def _exists(slug: str) -> Problem:
    return error(
        "commune-existante",
        f"La commune « {slug} » existe déjà : rien n’a été écrit.",
        "Choisissez un autre nom de dossier, ou modifiez les fichiers de cette commune.",
        file=slug,
    )


def _values(commune: Commune, slug: str, jour: date) -> dict[str, str]:
    """What stands for each `$name` in the texts."""
    known = insee.known().get(commune.code_insee)
    postcodes = known.codes_postaux if known else ()
    postcode = postcodes[0] if postcodes else ""
    siren, population = commune.siren, commune.population
    others = f"Autres codes postaux de la commune : {', '.join(postcodes[1:])}."
    wrapped = textwrap.fill(others, 98, initial_indent="# ", subsequent_indent="# ")
    return {
        "nom_yaml": _yaml(commune.nom),
        "ville_yaml": _yaml(commune.nom),
        "code_insee": commune.code_insee,
        "domaine": commune.domaine,
        "siren": f"siren: {siren}" if siren else "# siren: 200 054 807",
        "siret_exemple": "200 054 807 00017",
        "population": f"population: {population}" if known else "# population: 1 000",
        "population_exemple": str(population or 1000),
        "code_postal": f"code_postal: {postcode}" if postcode else "# code_postal: 13000",
        "autres_codes": f"{wrapped}\n" if postcodes[1:] else "",
        "titre_accueil": _yaml(f"Bienvenue {a(commune.nom)}"),
        "resume_accueil": _yaml(f"Le site officiel de la commune {de(commune.nom)}."),
        "titre_mairie": _yaml(f"Mairie {de(commune.nom)}"),
        "de_nom": _markdown(de(commune.nom)),
        "adresse_ville": _yaml(f"{postcode} {commune.nom}".strip()),
        "jour": f"{jour:%d/%m/%Y}",
        "jour_prochain": f"{jour + timedelta(days=30):%d/%m/%Y}",
    }


def _yaml(text: str) -> str:
    """The text as a YAML value, quoted only where it must be."""
    plain = _PLAIN.fullmatch(text) and text.lower() != "null"
    return text if plain else json.dumps(text, ensure_ascii=False)


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|$])", r"\\\1", text)


def _write(folder: Path, values: Mapping[str, str]) -> list[Path]:
    """Write the texts in a hidden folder, which takes its name when all are there."""
    source = files("factory.tenants") / "data" / "nouvelle-commune"
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        written = []
        for name, text in _texts(source):
            path = temporary / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(Template(text).substitute(values), encoding="utf-8", newline="\n")
            written.append(folder / name)
        temporary.chmod(0o755)
        temporary.rename(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return written


def _texts(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    """The path and the text of each file below, sorted."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _texts(entry, f"{above}{entry.name}/")
        else:
            yield f"{above}{entry.name}", entry.read_text("utf-8")
