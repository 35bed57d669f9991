"""What each type adds to its page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from factory.content.document import Document
from factory.content.models import (
    Acte,
    Actualite,
    Alerte,
    Avis,
    Demarche,
    Elu,
    Evenement,
    Fiche,
    Meta,
    Page,
    Publication,
    Seance,
)  # fmt: skip
from factory.content.models.parts import Accessibilite, Formulaire, Piece
from factory.ground import recurrence
from factory.ground.moment import closing, opening
from factory.ground.problems import warning
from factory.site import acts, calendars, contacts, views
from factory.site.hours import hours
from factory.site.links import download, follow, is_elsewhere
from factory.site.plan import Plan
from factory.site.views import FileLink, Link, Occurrence
from factory.site.where import place_of, where

_SHOWN_DATES = 12


def details(plan: Plan, document: Document) -> views.Details:
    """The details of a document, by its type."""
    return _MAKERS[type(document.meta)](plan, document, document.meta)


def _page(plan: Plan, document: Document, meta: Page) -> views.Details:
    return views.PageDetails(groupe=meta.groupe)


def _actualite(plan: Plan, document: Document, meta: Actualite) -> views.Details:
    return views.ActualiteDetails(categorie=meta.categorie, une=meta.une)


def _evenement(plan: Plan, document: Document, meta: Evenement) -> views.Details:
    dates: tuple[Occurrence, ...] = ()
    sentence = ""
    if meta.recurrence is not None:
        coming = plan.dates[document.path][:_SHOWN_DATES]
        dates = tuple(Occurrence(debut=d.debut, fin=d.fin) for d in coming)
        sentence = recurrence.sentence(meta.recurrence, meta.debut)
    return views.EvenementDetails(
        debut=meta.debut,
        fin=meta.fin,
        occurrences=dates,
        recurrence=sentence,
        lieu=contacts.named(plan, document, meta.lieu, "lieu"),
        organisateur=contacts.named(plan, document, meta.organisateur, "organisateur"),
        categorie=meta.categorie,
        tarif=meta.tarif,
        inscription=meta.inscription,
        accessibilite=_access(meta.accessibilite),
        statut=meta.statut,
        calendrier=(calendars.file_url(plan, document) if calendars.lasts(plan, document) else ""),
    )


def _alerte(plan: Plan, document: Document, meta: Alerte) -> views.Details:
    return views.AlerteDetails(
        niveau=meta.niveau, debut=meta.debut, fin=meta.fin, lien=alert_link(plan, document, meta)
    )


def alert_link(plan: Plan, document: Document, meta: Alerte) -> Link | None:
    if meta.lien is None:
        return None
    place = place_of(document, "lien.url", "lien")
    target = follow(plan, document, meta.lien.url, place)
    if not target.url:
        return None
    text = meta.lien.texte
    if not text and target.document:
        text = plan.document(target.document).meta.titre
    return Link(texte=text or "En savoir plus", url=target.url)


def _fiche(plan: Plan, document: Document, meta: Fiche) -> views.Details:
    contact = contacts.of_fiche(plan, document)
    return views.FicheDetails(
        categorie=meta.categorie,
        contact=contact,
        position=meta.position,
        services=meta.services,
        capacite=meta.capacite,
        tarifs=meta.tarifs,
        reservation=meta.reservation,
        accessibilite=_access(meta.accessibilite),
        acceslibre=meta.accessibilite.acceslibre if meta.accessibilite else "",
    )


def _elu(plan: Plan, document: Document, meta: Elu) -> views.Details:
    return views.EluDetails(
        prenom=meta.prenom,
        nom=meta.nom,
        fonction=meta.fonction,
        delegations=meta.delegations,
        groupe=meta.groupe,
        mandat_debut=meta.mandat.debut if meta.mandat else None,
        mandat_fin=meta.mandat.fin if meta.mandat else None,
        permanence=hours(meta.permanence),
    )


def _seance(plan: Plan, document: Document, meta: Seance) -> views.Details:
    assert isinstance(meta.date, datetime)
    return views.SeanceDetails(
        date=meta.date,
        assemblee=meta.assemblee,
        lieu=meta.lieu,
        convocation=_piece(plan, document, meta.convocation, "convocation", "Convocation"),
        ordre_du_jour=_piece(plan, document, meta.ordre_du_jour, "ordre_du_jour", "Ordre du jour"),
        liste_deliberations=_piece(
            plan, document, meta.liste_deliberations, "liste_deliberations",
            "Liste des délibérations",
        ),
        pv=_piece(plan, document, meta.pv, "pv", "Procès-verbal"),
        pv_arrete_le=meta.pv_arrete_le,
        video=meta.video,
        actes=acts.of_sitting(plan, document),
    )  # fmt: skip


def _acte(plan: Plan, document: Document, meta: Acte) -> views.Details:
    return acts.details(plan, document, meta)


def _publication(plan: Plan, document: Document, meta: Publication) -> views.Details:
    return views.PublicationDetails(
        categorie=meta.categorie,
        numero=meta.numero,
        periode_du=meta.periode.du if meta.periode else None,
        periode_au=meta.periode.au if meta.periode else None,
    )


def _demarche(plan: Plan, document: Document, meta: Demarche) -> views.Details:
    forms = (
        _form(plan, document, form, f"formulaires.{n}") for n, form in enumerate(meta.formulaires)
    )
    return views.DemarcheDetails(
        guichet=contacts.named(plan, document, meta.guichet, "guichet"),
        public=meta.public,
        pieces=meta.pieces,
        formulaires=tuple(form for form in forms if form is not None),
        cout=meta.cout,
        delai=meta.delai,
        teleservice=meta.teleservice,
        rendez_vous=meta.rendez_vous,
        service_public=meta.service_public,
    )


def _avis(plan: Plan, document: Document, meta: Avis) -> views.Details:
    is_open = None
    if meta.date_limite is not None or meta.debut is not None:
        began = meta.debut is None or plan.clock.reached(opening(meta.debut))
        ended = meta.date_limite is not None and plan.clock.reached(closing(meta.date_limite))
        is_open = began and not ended
    return views.AvisDetails(
        nature=meta.nature,
        reference=meta.reference,
        debut=meta.debut,
        date_limite=meta.date_limite,
        ouvert=is_open,
        organisme=meta.organisme,
        lien=meta.lien,
    )


def pieces(plan: Plan, document: Document) -> tuple[FileLink, ...]:
    """The documents to download that the front matter lists."""
    found = (
        _piece(plan, document, piece, f"documents.{n}", "")
        for n, piece in enumerate(document.meta.documents)
    )
    return tuple(piece for piece in found if piece is not None)


def _piece(
    plan: Plan, document: Document, piece: Piece | None, key: str, title: str
) -> FileLink | None:
    if piece is None:
        return None
    return file_named(plan, document, piece.fichier, key, piece.titre or title)


def file_named(
    plan: Plan, document: Document, target: str, key: str, title: str
) -> FileLink | None:
    """The file that a key of the front matter names; reported where it is missing or refused."""
    place = place_of(document, f"{key}.fichier", key)
    found = plan.snapshot.lookup.find(target, document.path)
    link = None
    if found is not None and found.path in plan.snapshot.files:
        link = download(plan, found.path, title)
    if link is None:
        plan.problems.append(
            warning(
                "document-introuvable",
                f"Le document « {target} » n’existe pas dans les fichiers de la commune, "
                "ou a été refusé.",
                "Déposez le fichier à côté de la page ou dans « medias/ », ou corrigez son nom.",
                **where(document, place),
            )
        )
    return link


def _form(plan: Plan, document: Document, form: Formulaire, key: str) -> FileLink | Link | None:
    if form.lien:
        return Link(texte=form.titre or form.lien, url=form.lien)
    if is_elsewhere(form.fichier):
        return Link(texte=form.titre or form.fichier, url=form.fichier)
    return file_named(plan, document, form.fichier, key, form.titre)


def _access(place: Accessibilite | None) -> tuple[str, ...]:
    if place is None:
        return ()
    offered = (
        (place.fauteuil, "Accessible en fauteuil roulant", "Non accessible en fauteuil roulant"),
        (place.boucle_magnetique, "Boucle magnétique", ""),
        (place.lsf, "Accueil en langue des signes française", ""),
        (place.stationnement, "Stationnement réservé à proximité", ""),
    )
    said = (yes if value else no for value, yes, no in offered if value is not None)
    return (*(text for text in said if text), *place.precisions)


_MAKERS: dict[type[Meta], Callable[[Plan, Document, Any], views.Details]] = {
    Page: _page,
    Actualite: _actualite,
    Evenement: _evenement,
    Alerte: _alerte,
    Fiche: _fiche,
    Elu: _elu,
    Seance: _seance,
    Acte: _acte,
    Publication: _publication,
    Demarche: _demarche,
    Avis: _avis,
}
