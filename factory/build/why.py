"""Why a page is what it is: which part of its key changed, and when."""

from dataclasses import dataclass

from factory.archive import manifest as manifests
from factory.archive.manifest import Manifest, Output
from factory.build import generation
from factory.build.layout import Layout
from factory.ground.problems import Problem, UsageError, error
from factory.site.outputs import file_of

_FIELDS = {
    "chrome": "l’habillage commun du site",
    "corps": "le texte de la page",
    "titre": "son titre",
    "resume": "son résumé",
    "image": "son image",
    "documents": "ses documents à télécharger",
    "contact": "son contact",
    "date": "sa date",
    "maj": "sa date de mise à jour",
    "fil": "son fil d’Ariane",
    "sommaire": "son sommaire",
    "details": "les renseignements propres à son type",
    "enfants": "la liste des pages de sa rubrique",
    "voisins": "les liens vers les pages voisines",
    "cartes": "la liste qu’elle montre",
    "groupes": "la liste qu’elle montre",
    "pagination": "le nombre de pages de la liste",
    "brouillon": "son état de brouillon",
    "url": "son adresse",
    "indexer": "sa visibilité pour les moteurs de recherche",
    "langue": "sa langue",
    "actualites": "les actualités qu’elle montre",
    "une": "les actualités à la une",
    "agenda": "les événements qu’elle montre",
    "publications": "les publications qu’elle montre",
    "elus": "les élus qu’elle montre",
    "liste_actualites": "le lien vers toutes les actualités",
    "liste_agenda": "le lien vers tout l’agenda",
    "liste_elus": "le lien vers tous les élus",
    "acces_rapides": "les accès rapides",
    "entrees": "les articles du flux",
    "urls": "la liste des adresses du site",
    "noeuds": "la liste des pages du site",
}
_SHARED = {
    "menu": "le menu",
    "pied": "les liens du pied de page",
    "alertes": "les alertes en cours",
    "contact": "les coordonnées de la mairie",
    "blason": "le blason",
    "couleurs_css": "la couleur de la commune",
    "nom": "le nom de la commune",
    "reseaux": "les réseaux sociaux",
    "urgences": "les numéros d’urgence",
    "flux": "le flux d’actualités",
    "domaine": "le nom de domaine",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`since` is the generation that first had these bytes; `reasons` what changed then."""

    url: str
    source: str
    since: int
    moment: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        shown = f" ({self.source})" if self.source else ""
        day = self.moment[:10].split("-")
        when = f"{day[2]}/{day[1]}/{day[0]} à {self.moment[11:16].replace(':', ' h ')}"
        lines = [f"{self.url}{shown}", f"Refaite dans la génération {self.since}, le {when}."]
        if self.reasons:
            lines.append("Ce qui avait changé :")
            lines += [f"  - {reason}" for reason in self.reasons]
        return "\n".join(lines)


def why(layout: Layout, url: str) -> Answer:
    """Why the page at `url` was last made. Raises UsageError where it is not online."""
    online = manifests.read(layout.manifest(layout.online()))
    path = file_of("/" + url.strip().lstrip("/"))
    if online is not None and path not in online.fichiers:
        path = file_of("/" + url.strip("/ ") + "/")
    if online is None or path not in online.fichiers:
        raise UsageError(_not_online(layout, url))
    output = online.fichiers[path]
    here = online
    for before in _earlier(layout, online.numero):
        old = before.fichiers.get(path)
        if old is None:
            return _answer(url, output, here, ("cette page n’existait pas",))
        if old.cle != output.cle or old.blob != output.blob:
            return _answer(url, output, here, reasons(before, here, old, output))
        here = before
    return _answer(url, output, here, ("c’est la plus ancienne génération gardée",))


def _earlier(layout: Layout, number: int) -> list[Manifest]:
    """The manifests of what was online before, latest first."""
    seen: list[int] = []
    for past, _ in reversed(generation.publications(layout)):
        if past != number and past not in seen:
            seen.append(past)
    found = (manifests.read(layout.manifest(past)) for past in seen)
    return [manifest for manifest in found if manifest is not None]


def _answer(url: str, output: Output, here: Manifest, reasons: tuple[str, ...]) -> Answer:
    return Answer(
        url=url, source=output.source, since=here.numero, moment=here.moment, reasons=reasons
    )


def reasons(before: Manifest, here: Manifest, old: Output, new: Output) -> tuple[str, ...]:
    """Why one page of two generations differs, in French."""
    said = []
    if before.moteur != here.moteur:
        said.append("l’usine elle-même (nouvelle version)")
    if before.theme != here.theme:
        said.append("le thème")
    if old.gabarit != new.gabarit:
        said.append(f"son gabarit : {old.gabarit}, puis {new.gabarit}")
    changed = sorted(
        name for name in {*old.parts, *new.parts} if old.parts.get(name) != new.parts.get(name)
    )
    for name in changed:
        reason = _FIELDS.get(name, f"« {name} »")
        if name == "chrome":
            shared = {*before.communs, *here.communs}
            parts = sorted(n for n in shared if before.communs.get(n) != here.communs.get(n))
            reason += f" : {', '.join(_SHARED.get(part, part) for part in parts)}" if parts else ""
        if reason not in said:
            said.append(reason)
    return tuple(said or ["rien : le fichier publié avait été altéré"])


def _not_online(layout: Layout, url: str) -> Problem:
    return error(
        "page-hors-ligne",
        f"« {url} » n’est pas une page en ligne du site « {layout.root.name} ».",
        "Donnez l’adresse telle que le navigateur la montre, par exemple /actualites/fete/.",
    )
