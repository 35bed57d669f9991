"""Where reading YAML stops, and how that is said in French."""

from typing import NamedTuple

import yaml as pyyaml

from factory.ground.problems import Problem, error, notice

Path = tuple[str | int, ...]


class Mark(NamedTuple):
    """A place in the file, counted from 1, and its source line."""

    line: int
    column: int
    excerpt: str


class Fault(Exception):
    """Where reading stopped (from 0), and why. `text`: a value that may be a plain text.

    `context` is the line where the construct at fault began.
    """

    def __init__(
        self, code: str, line: int, column: int, *, context: int | None = None, text: bool = False
    ) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.column = column
        self.context = line if context is None else context
        self.text = text

    @classmethod
    def of(cls, caught: pyyaml.MarkedYAMLError) -> "Fault":
        """The fault behind one of PyYAML's errors, known by its English words."""
        place = caught.problem_mark or caught.context_mark
        line, column = (place.line, place.column) if place else (0, 0)
        begun = caught.context_mark.line if caught.context_mark else line
        words = f"{caught.context or ''} | {caught.problem or ''}"
        code = next((code for known, code in _WORDS if known in words), "yaml-illisible")
        if code in _AT_CONTEXT and caught.context_mark:
            line, column = caught.context_mark.line, caught.context_mark.column
        return cls(code, line, column, context=begun, text=True)


_WORDS = (
    ("found character '\\t'", "tabulation"),
    ("quoted scalar | found unexpected end", "guillemet-non-ferme"),
    ("quoted scalar | found unexpected document", "guillemet-non-ferme"),
    ("parsing a quoted scalar", "guillemet-non-ferme"),
    ("flow sequence", "liste-non-fermee"),
    ("flow mapping", "liste-non-fermee"),
    ("flow node", "liste-non-fermee"),
    ("mapping values are not allowed", "retrait-inattendu"),
    ("did not find expected '-'", "retrait-inattendu"),
    ("did not find expected key", "retrait-inattendu"),
    ("block sequence entries", "retrait-inattendu"),
    ("could not find expected ':'", "ligne-sans-cle"),
    ("undefined alias", "yaml-renvoi"),
)
_AT_CONTEXT = ("guillemet-non-ferme", "liste-non-fermee", "ligne-sans-cle")


_REFUSALS = (
    error(
        "tabulation",
        "Cette ligne commence par une tabulation.",
        "Remplacez la tabulation par deux espaces.",
    ),
    error(
        "guillemet-non-ferme",
        "Un guillemet est ouvert ici et n’est pas bien fermé.",
        "Ajoutez le même guillemet droit à la fin du texte ; dans un texte entre "
        "apostrophes, doublez l’apostrophe : 'l''école'.",
    ),
    error(
        "liste-non-fermee",
        "Une liste ou un groupe commence ici et n’est pas bien fermé.",
        "Fermez le crochet ou l’accolade, par exemple « [voirie, travaux] », ou écrivez "
        "un élément par ligne, précédé d’un tiret. Si c’est un texte, mettez-le entre "
        "guillemets droits.",
    ),
    error(
        "retrait-inattendu",
        "Cette ligne n’est pas à sa place : son retrait ne suit pas celui des lignes voisines.",
        "Alignez les clés d’un même groupe sur la même colonne, avec des espaces. Si "
        "c’est la suite d’un texte, mettez le texte entier entre guillemets droits.",
    ),
    error(
        "ligne-sans-cle",
        "Cette ligne n’a pas la forme « clé: valeur ».",
        "Écrivez une clé, deux-points, une espace, puis la valeur ; par exemple "
        "« titre: Fête du village ».",
    ),
    error(
        "deux-points-colles",
        "Il manque une espace après les deux-points.",
        "Écrivez une espace entre les deux-points et la valeur, par exemple "
        "« titre: Fête du village ».",
    ),
    error(
        "yaml-renvoi",
        "Les renvois et étiquettes de YAML (&, *, <<, !) ne sont pas acceptés.",
        "Recopiez la valeur en toutes lettres ; si le signe fait partie du texte, mettez "
        "le texte entre guillemets droits.",
    ),
    error(
        "yaml-trop-profond",
        "Il y a trop de listes ou de groupes les uns dans les autres.",
        "Si c’est un texte qui contient des crochets, mettez-le entre guillemets droits.",
    ),
    error(
        "yaml-trop-grand",
        "Il y a trop de clés et de valeurs dans ce fichier : la suite n’est pas lue.",
        "Gardez ici les seules clés, et mettez le texte de la page sous la seconde ligne « --- ».",
    ),
    error(
        "yaml-plusieurs-documents",
        "Une ligne « --- » ou « ... » coupe le fichier en deux.",
        "Enlevez cette ligne : les clés tiennent en un seul bloc.",
    ),
    error(
        "cle-illisible",
        "La clé de cette ligne est vide ou n’est pas un mot.",
        "Écrivez une clé simple suivie de deux-points, par exemple « titre: ». Si c’est "
        "une valeur, mettez-la entre guillemets droits.",
    ),
)
_UNREADABLE = error(
    "yaml-illisible",
    "Cette ligne n’a pas pu être lue.",
    "Mettez la valeur entre guillemets droits, ou effacez la ligne et retapez-la.",
)


def refusal(fault: Fault) -> Problem:
    """The French problem of a fault that could not be mended; its place is set by the caller."""
    return next((known for known in _REFUSALS if known.code == fault.code), _UNREADABLE)


def taken_as_text(text: str) -> Problem:
    """The notice that YAML's signs in a value were read as plain text; its place is to be set."""
    quote = '"' if "'" in text else "'"
    ready = quote not in text and (quote == "'" or "\\" not in text)
    how = f" : {quote}{text}{quote}" if ready and len(text) <= 80 else ""
    return notice(
        "texte-sans-guillemets",
        f"La valeur est lue comme un texte : {short(text)}",
        "Rien n’est perdu. Pour que ce message disparaisse, mettez la valeur entre guillemets "
        f"droits{how}.",
    )


def short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 80 else text[:79] + "…"


def control_character(letter: str) -> Problem:
    """One that shows nothing, written as it is or by its code (« \\e »)."""
    return error(
        "caractere-interdit",
        "Cette ligne contient un caractère invisible qui n’a pas sa place dans un texte "
        f"(U+{ord(letter):04X}).",
        "Effacez la ligne et retapez-la au clavier, sans la recopier.",
    )
