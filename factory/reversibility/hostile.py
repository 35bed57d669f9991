"""Why a bag is refused."""

from factory.ground.problems import Problem, error

_AGAIN = "Demandez un nouvel export à qui vous l’a remis : rien n’a été écrit."


def unreadable(why: str) -> Problem:
    return error("sac-illisible", f"L’export ne se lit pas : {why}.", _AGAIN)


def absent(path: str) -> Problem:
    return error(
        "export-introuvable",
        f"Il n’y a ni fichier ni dossier « {path} ».",
        "Donnez le chemin du fichier .zip reçu, ou du dossier qui contient « bagit.txt ».",
    )


def no_bag() -> Problem:
    return error(
        "sac-non-reconnu",
        "Ce n’est pas un export de l’usine : il n’y a pas de fichier « bagit.txt » à sa place.",
        "Donnez le fichier .zip reçu, ou le dossier qui contient « bagit.txt ».",
    )


def no_sums() -> Problem:
    return error(
        "sac-sans-empreintes",
        "L’export n’a pas de liste d’empreintes SHA-256 ou SHA-512 : il ne peut pas être vérifié.",
        _AGAIN,
    )


def fetch() -> Problem:
    return error(
        "sac-incomplet",
        "L’export renvoie à des fichiers à télécharger (fetch.txt) : l’usine ne télécharge rien.",
        _AGAIN,
    )


def missing(path: str) -> Problem:
    return error("sac-fichier-manquant", "Ce fichier manque à l’export.", _AGAIN, file=path)


def surplus(path: str) -> Problem:
    return error(
        "sac-fichier-en-trop", "Ce fichier n’est pas dans la liste de l’export.", _AGAIN, file=path
    )


def altered(path: str) -> Problem:
    return error(
        "sac-fichier-altere",
        "Ce fichier a changé depuis l’export : son empreinte n’est plus la même.",
        _AGAIN,
        file=path,
    )


def link(path: str) -> Problem:
    return error(
        "sac-lien",
        "L’export contient un lien ou un fichier spécial : il n’est pas suivi.",
        _AGAIN,
        file=path,
    )


def encrypted(path: str) -> Problem:
    return error("sac-chiffre", "Ce fichier de l’archive est chiffré.", _AGAIN, file=path)


def packing(path: str) -> Problem:
    return error(
        "sac-illisible",
        "Ce fichier de l’archive est comprimé d’une façon qu’un export n’emploie jamais.",
        _AGAIN,
        file=path,
    )


def overlap(path: str) -> Problem:
    return error(
        "sac-piege",
        "Des fichiers de l’archive partagent les mêmes octets : c’est la forme d’un piège.",
        _AGAIN,
        file=path,
    )


def way_out(path: str) -> Problem:
    return error(
        "sac-chemin-hors-du-dossier",
        "Le chemin de ce fichier mène hors du dossier de l’export.",
        _AGAIN,
        file=path,
    )


def backslash(path: str) -> Problem:
    return error(
        "sac-chemin-hors-du-dossier",
        "Le nom de ce fichier contient une barre oblique inverse, que Windows prend pour un "
        "changement de dossier.",
        _AGAIN,
        file=path,
    )


def unprintable(path: str) -> Problem:
    return error(
        "sac-nom-illisible",
        "Le nom de ce fichier contient des caractères qui ne se lisent pas, ou qui changent le "
        "sens de la lecture.",
        _AGAIN,
        file=path,
    )


def too_long(path: str) -> Problem:
    return error(
        "sac-nom-trop-long", "Le chemin de ce fichier est trop long ou trop profond.", _AGAIN,
        file=path,
    )  # fmt: skip


def twins(one: str, other: str) -> Problem:
    return error(
        "sac-noms-jumeaux",
        f"« {one} » et « {other} » ne diffèrent que par la casse ou la forme des accents, ou sont "
        "deux fois là : l’un écraserait l’autre.",
        _AGAIN,
        file=other,
    )


def too_many(count: int, most: int) -> Problem:
    return error(
        "sac-trop-de-fichiers",
        f"L’export a {count} fichiers ; la limite est de {most}.",
        _AGAIN,
    )


def too_large(path: str, size: int, most: int) -> Problem:
    return error(
        "sac-fichier-trop-lourd",
        f"Ce fichier pèse {size / 1e6:.0f} Mo ; la limite est de {most / 1e6:.0f} Mo.",
        "Demandez à la Métropole de relever « limites: octets_fichier », si l’export est sûr.",
        file=path,
    )


def too_heavy(size: int, most: int) -> Problem:
    return error(
        "sac-trop-lourd",
        f"L’export pèse {size / 1e6:.0f} Mo une fois ouvert ; la limite est de "
        f"{most / 1e6:.0f} Mo.",
        "Demandez à la Métropole de relever « limites: octets », si l’export est sûr.",
    )


def bomb(path: str) -> Problem:
    return error(
        "sac-piege",
        "Ce fichier de l’archive grossit démesurément quand on l’ouvre : c’est la forme d’un "
        "piège.",
        _AGAIN,
        file=path,
    )


def swollen(path: str, size: int, most: int) -> Problem:
    return error(
        "sac-piege",
        f"Ce fichier pèse {size / 1e6:.0f} Mo : un export n’en a jamais de plus de "
        f"{most / 1e6:.0f} Mo à cette place.",
        _AGAIN,
        file=path,
    )


def not_an_export(why: str) -> Problem:
    return error(
        "sac-sans-site",
        f"Ce sac est entier, mais ce n’est pas l’export d’une commune : {why}.",
        "Donnez un export fait par « usine export ».",
    )
