"""The factory's settings: usine.yaml read, its paths made absolute, its promises checked."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from factory.ground.system import why
from factory.ground.models.binding import Bound
from factory.ground.digests import digest_of
from factory.ground.problems import Problem, UsageError, error, holds_back, in_order
from factory.tenants import source
from factory.tenants.subcontracting import is_address, third_parties
from factory.tenants.usine import (
    DEFAULT_THEME,
    Depot,
    Depots,
    Editeur,
    Generations,
    Journal,
    Limites,
    Messagerie,
    Metropole,
    Preuves,
    Sauvegardes,
    Sonde,
    Tarif,
    Usine,
)

FILE = "usine.yaml"
VARIABLE = "USINE_CONFIG"


class Settings(BaseModel):
    """What usine.yaml says, once for the whole run. Paths are absolute."""

    model_config = ConfigDict(frozen=True)

    racine: Path
    """The file's folder."""
    communes: Path
    sortie: Path
    theme: Path
    convention: Path
    """What all the conventions share, and their ledgers: the Métropole's, never a commune's."""
    memoire: Path
    """What the factory remembers: its history, the ledger of what was erased."""
    sauvegardes: Sauvegardes
    limites: Limites
    metropole: Metropole
    generations: Generations
    precompression: bool
    tarif: Tarif
    journal: Journal
    courriel: Messagerie
    sonde: Sonde
    depots: Depots
    preuves: Preuves
    editeur: Editeur
    problems: tuple[Problem, ...] = ()
    """What is worth telling, and stops nothing."""

    @property
    def digest(self) -> str:
        """Digest of what can change a published byte: who hosts, and which files are made."""
        limits = self.limites
        sizes = (limits.pages, limits.octets, limits.octets_fichier)
        return digest_of((self.metropole, *sizes, self.precompression))


def load(path: Path | None, env: Mapping[str, str], cwd: Path) -> Settings:
    """The settings of `path`, else of the file that USINE_CONFIG names, else of ./usine.yaml.

    Where none is named and ./usine.yaml does not exist, the defaults apply to `cwd`.
    Raises `UsageError` with every problem of the file.
    """
    named = path or (Path(env[VARIABLE]) if env.get(VARIABLE) else None)
    file = (cwd / (named or FILE)).absolute()
    if named is None and not file.exists():
        return _settled(Bound(value=None), Usine(), file, FILE)
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise UsageError(_unreadable(file, fault)) from None
    bound = source.read(Usine, data, file=str(named or FILE))
    if bound.value is None or holds_back(bound.problems):
        raise UsageError(*bound.problems)
    return _settled(bound, bound.value, file, str(named or FILE))


def packaged_theme() -> Path:
    """The default theme that comes with the package, installed or in a checkout."""
    package = Path(str(files("factory")))
    installed = package / DEFAULT_THEME
    return installed if installed.is_dir() else package.parent / DEFAULT_THEME


def _settled(bound: Bound[Usine], usine: Usine, file: Path, shown: str) -> Settings:
    root = file.parent
    theme = root / usine.theme
    if usine.theme == DEFAULT_THEME and not theme.is_dir():
        theme = packaged_theme()
    placed = {
        "racine": root,
        "communes": _absolute(root, usine.communes),
        "sortie": _absolute(root, usine.sortie),
        "theme": _absolute(root, str(theme)),
        "convention": _absolute(root, usine.convention),
        "memoire": _absolute(root, usine.memoire),
        "sauvegardes": _placed_backups(root, usine.sauvegardes),
        "journal": usine.journal.model_copy(
            update={"fichier": _placed(root, usine.journal.fichier)}
        ),
        "preuves": usine.preuves.model_copy(update={"cle": _placed(root, usine.preuves.cle)}),
        "courriel": usine.courriel.model_copy(
            update={
                "mot_de_passe": _placed(root, usine.courriel.mot_de_passe),
                "autorite": _placed(root, usine.courriel.autorite),
            }
        ),
        "sonde": usine.sonde.model_copy(update={"releves": _placed(root, usine.sonde.releves)}),
        "depots": usine.depots.model_copy(
            update={
                "dossier": _placed(root, usine.depots.dossier),
                "cles": _placed(root, usine.depots.cles),
            }
        ),
    }
    parts = {name: getattr(usine, name) for name in Usine.model_fields}
    reserves = (_at(bound, key, problem, shown) for key, problem in third_parties(usine))
    settings = Settings(
        **{**parts, **placed, "problems": in_order((*bound.problems, *reserves))},
    )
    faults = [_at(bound, key, problem, shown) for key, problem in _misplaced(settings)]
    if faults:
        raise UsageError(*in_order(faults))
    return settings


def _placed_backups(root: Path, backups: Sauvegardes) -> Sauvegardes:
    def placed(written: Depot, *keys: str) -> dict[str, str]:
        return {key: _placed(root, getattr(written, key)) for key in ("depot", *keys)}

    copies = tuple(copy.model_copy(update=placed(copy, "identifiants")) for copy in backups.copies)
    own = placed(backups, "identifiants", "cles", "cles_scellees")
    return backups.model_copy(update={**own, "copies": copies})


def _placed(root: Path, target: str) -> str:
    """A folder made absolute; an address, or nothing, as it is."""
    return target if not target or is_address(target) else str(_absolute(root, target))


def _at(bound: Bound[Usine], key: str, problem: Problem, shown: str) -> Problem:
    """The problem at its key's place, where usine.yaml writes that key."""
    line, column = bound.places.get(key, (0, 0))
    return problem.at(file=shown, line=line, column=column)


def _absolute(root: Path, written: str) -> Path:
    """The path without `..`: compared with others, so links along it are resolved."""
    return (root / Path(written).expanduser()).resolve()


def _misplaced(settings: Settings) -> Iterator[tuple[str, Problem]]:
    """Folders that would swallow one another: a build writes in one and a commune is destroyed in
    the other.
    """
    communes, output = settings.communes, settings.sortie
    if communes.is_relative_to(output) or output.is_relative_to(communes):
        yield (
            "sortie",
            error(
                "dossiers-confondus",
                "Les dossiers « communes » et « sortie » sont l’un dans l’autre.",
                "Donnez-leur deux dossiers séparés, par exemple « communes: tenants » et "
                "« sortie: build ».",
            ),
        )
    backups = settings.sauvegardes
    for place in (backups.depot, *(copy.depot for copy in backups.copies)):
        if backups.cles and place and Path(backups.cles).is_relative_to(place):
            yield (
                "sauvegardes.cles",
                error(
                    "cles-avec-les-depots",
                    "Le dossier des clés est dans celui des sauvegardes : qui prendrait l’un "
                    "lirait l’autre.",
                    "Donnez à « cles » un dossier ailleurs, par exemple /etc/usine/cles.",
                ),
            )
    if not settings.theme.is_dir():
        yield (
            "theme",
            error(
                "theme-introuvable",
                f"Le dossier du thème n’existe pas : {settings.theme}.",
                "Corrigez la clé « theme », ou retirez-la : le thème livré servira.",
            ),
        )


def _unreadable(file: Path, fault: OSError) -> Problem:
    if isinstance(fault, FileNotFoundError):
        return error(
            "configuration-introuvable",
            f"Le fichier de configuration n’existe pas : {file}.",
            f"Vérifiez le chemin donné par --config ou par {VARIABLE}.",
        )
    return error(
        "configuration-illisible",
        f"Le fichier de configuration ne se lit pas : {file} ({why(fault)}).",
        "Vérifiez que c’est bien un fichier, et que la commande a le droit de le lire.",
    )
