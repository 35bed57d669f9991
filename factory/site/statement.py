"""The technical statement of an act's publication: what the register says of it, and a draft
certificate that the mayor may sign.
"""

from datetime import date, datetime

from factory.archive.acts import RegisteredAct
from factory.content.document import Document
from factory.content.models import Acte
from factory.site import acts
from factory.site.links import download
from factory.site.outputs import Page, file_of
from factory.site.plan import Plan
from factory.site.publicity import publicity
from factory.site.views import Chrome, Event, Link, Proof, StatementView
from factory.tenants.naming import de


def page(plan: Plan, chrome: Chrome, document: Document) -> Page:
    """The page of a registered act's statement."""
    found = view(plan, chrome, document)
    path = file_of(found.url)
    return Page(path=path, template="publication_acte.html", view=found, source=document.path)


def view(plan: Plan, chrome: Chrome, document: Document) -> StatementView:
    """What is stated of a registered act. Whatever is shown comes from the register."""
    meta = document.meta
    registered = plan.snapshot.act(document.path)
    assert isinstance(meta, Acte) and registered is not None
    url = acts.statement_url(plan, document)
    own = plan.addresses.urls[document.path]
    commune = plan.snapshot.commune
    return StatementView(
        chrome=chrome,
        url=url,
        titre=f"Publication : {meta.titre}",
        fil=(*acts.trail(plan), Link(texte=meta.titre, url=own)),
        indexer=False,
        acte=Link(texte=meta.titre, url=own),
        adresse=plan.base + own,
        nature=meta.nature,
        numero=meta.numero,
        objet=meta.objet,
        date_acte=meta.date_acte,
        auteurs=acts.authors(meta),
        evenements=_events(registered),
        fichiers=_proofs(plan, document, registered),
        publicite=publicity(plan),
        minimum=acts.minimum(registered),
        retire=registered.retrait is not None,
        maire=f"{commune.maire.prenom} {commune.maire.nom}".strip() if commune.maire else "",
        qualite=(commune.maire.qualite if commune.maire else "") or "maire",
        commune=de(commune.nom),
    )


def _events(registered: RegisteredAct) -> tuple[Event, ...]:
    first = Event(nature="mise en ligne", moment=datetime.fromisoformat(registered.moment))
    return (
        first,
        *(
            Event(
                nature=decision.evenement,
                moment=datetime.fromisoformat(decision.moment),
                motif=decision.motif,
                decide_par=decision.decide_par,
                decide_le=date.fromisoformat(decision.decide_le),
                precisions=decision.precisions,
                empreinte=decision.empreinte,
            )
            for decision in registered.decisions
        ),
    )


def _proofs(plan: Plan, document: Document, registered: RegisteredAct) -> tuple[Proof, ...]:
    proofs = []
    for path, name in registered.pieces.items():
        file = plan.snapshot.files.get(path)
        facts = plan.media.files.get(path)
        # A picture is never given as it is: only what is downloaded whole can be checked.
        link = download(plan, path) if file and facts and not facts.picture else None
        proofs.append(
            Proof(
                nom=path.rpartition("/")[2],
                url=link.url if link else "",
                poids=file.size if file else 0,
                empreinte=name,
            )
        )
    if registered.empreinte:
        name = document.path.rpartition("/")[2]
        proofs.append(Proof(nom=name, url="", poids=0, empreinte=registered.empreinte))
    return tuple(proofs)
