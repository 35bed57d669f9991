"""How much each problem harms a reader, and which criterion of the RGAA it comes under."""

from enum import IntEnum

from factory.ground.problems import Problem, Severity


class Harm(IntEnum):
    """From what harms most to what is only worth knowing."""

    BLOQUE = 1
    """Something cannot be read, reached or understood by some; or a person is exposed."""
    GENE = 2
    """It can be, with pains."""
    SOIN = 3
    """Better done otherwise."""
    SAVOIR = 4

    @property
    def title(self) -> str:
        return _TITLES[self]


_TITLES = {
    Harm.BLOQUE: "Empêche de lire, ou expose une personne",
    Harm.GENE: "Gêne la lecture",
    Harm.SOIN: "À améliorer",
    Harm.SAVOIR: "À savoir",
}

_KNOWN: dict[str, tuple[Harm, str]] = {
    # What a build says of the sources.
    "image-sans-alternative": (Harm.BLOQUE, "1.1"),
    "alt-manquant": (Harm.BLOQUE, "1.1"),
    "pdf-sans-texte": (Harm.BLOQUE, "13.3"),
    "pdf-protege": (Harm.BLOQUE, "13.3"),
    "pdf-restreint": (Harm.GENE, "13.3"),
    "pdf-abime": (Harm.GENE, "13.3"),
    "pdf-sans-titre": (Harm.SOIN, "13.3"),
    "pdf-sans-langue": (Harm.SOIN, "13.3"),
    "pdf-trop-lourd": (Harm.GENE, ""),
    "video-sans-transcription": (Harm.BLOQUE, "4.1"),
    "lien-mort": (Harm.BLOQUE, ""),
    "lien-vers-page-hors-ligne": (Harm.BLOQUE, ""),
    "lien-vide": (Harm.GENE, "6.2"),
    "ancre-absente": (Harm.GENE, ""),
    "ancre-introuvable": (Harm.GENE, ""),
    "document-introuvable": (Harm.BLOQUE, ""),
    "image-introuvable": (Harm.GENE, ""),
    "niveau-de-titre-saute": (Harm.GENE, "9.1"),
    "titre-vide": (Harm.GENE, "9.1"),
    "titre-trop-haut": (Harm.SAVOIR, "9.1"),
    "bloc-sans-titre": (Harm.GENE, "9.1"),
    "contenu-integre": (Harm.GENE, "2.1"),
    "image-externe": (Harm.GENE, ""),
    "image-animee": (Harm.GENE, "13.8"),
    # What is read in the sources here.
    "donnee-de-securite-sociale": (Harm.BLOQUE, ""),
    "donnee-bancaire": (Harm.BLOQUE, ""),
    "donnee-de-particulier": (Harm.SOIN, ""),
    "alternative-inutile": (Harm.BLOQUE, "1.3"),
    "alternative-longue": (Harm.SOIN, "1.3"),
    "image-de-texte": (Harm.GENE, "1.8"),
    "lien-vague": (Harm.GENE, "6.1"),
    "lien-adresse-nue": (Harm.SOIN, "6.1"),
    "tableau-sans-entetes": (Harm.GENE, "5.6"),
    "faux-titre": (Harm.GENE, "9.1"),
    "fausse-liste": (Harm.GENE, "9.3"),
    "texte-en-capitales": (Harm.SOIN, ""),
    "revision-depassee": (Harm.SOIN, ""),
    # What is read in the pages.
    "lien-rompu": (Harm.BLOQUE, ""),
    "ancre-rompue": (Harm.GENE, ""),
    "fichier-manquant": (Harm.GENE, ""),
    "ressource-externe": (Harm.BLOQUE, ""),
    "alternative-absente": (Harm.BLOQUE, "1.1"),
    "champ-sans-etiquette": (Harm.BLOQUE, "11.1"),
    "contraste-insuffisant": (Harm.BLOQUE, "3.2"),
    "page-mal-formee": (Harm.GENE, "8.2"),
    "page-mal-structuree": (Harm.GENE, "9.1"),
    "navigation-incoherente": (Harm.GENE, "12.2"),
    "titres-de-page-identiques": (Harm.SOIN, "8.6"),
    "page-lourde": (Harm.SOIN, ""),
    "image-lourde": (Harm.SOIN, ""),
    "document-lourd": (Harm.SOIN, ""),
    "regle-axe": (Harm.GENE, ""),
}

_BY_SEVERITY = {
    Severity.ERREUR: Harm.BLOQUE,
    Severity.AVERTISSEMENT: Harm.GENE,
    Severity.INFORMATION: Harm.SAVOIR,
}


def harm_of(problem: Problem) -> Harm:
    known = _KNOWN.get(problem.code)
    return known[0] if known else _BY_SEVERITY[problem.severity]


def criterion_of(code: str) -> str:
    """The number of the criterion; empty where none speaks of it."""
    known = _KNOWN.get(code)
    return known[1] if known else ""
