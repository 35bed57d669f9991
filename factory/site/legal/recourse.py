"""The last two parts of the statement: whom to tell, and what to do without an answer."""

from factory.site.contacts import of_commune
from factory.site.legal.privacy import of_person, ways
from factory.site.legal.writing import (
    Words,
    bullets,
    line,
    link,
    mail,
    paragraph,
    part,
)
from factory.site.plan import Plan
from factory.site.views import Contact, Part

WRITE = "https://formulaire.defenseurdesdroits.fr/formulaire_saisine/"
DELEGATES = "https://www.defenseurdesdroits.fr/carte-des-delegues"
"""The Défenseur des droits' addresses, as Ara (DINUM) gives them."""


def answerer(plan: Plan) -> Contact:
    """Who answers complaints of accessibility: the contact named for it, else the town hall."""
    said = plan.snapshot.commune.accessibilite.contact
    return of_person(said) if said is not None else of_commune(plan)


def feedback(plan: Plan) -> Part:
    """Décret 2019-768: a complaint is acknowledged, and answered within a week."""
    who = answerer(plan)
    means: list[Words] = []
    for rank, one in enumerate(ways(who)):
        means += [" ou " if rank else " : ", one]
    written = [line("Envoyer un message : ", mail(who.courriel))] if who.courriel else []
    named = who.nom or plan.snapshot.commune.intitule
    return part(
        "Retour d’information et contact",
        paragraph(
            "Si vous n’arrivez pas à accéder à un contenu ou à un service, vous pouvez contacter "
            "le responsable du site internet pour être orienté vers une alternative accessible ou "
            "obtenir le contenu sous une autre forme."
        ),
        bullets(
            (
                *written,
                line(f"Contacter {named}", *means),
                line(link("Toutes les coordonnées de la mairie", "/contact/")),
            )
        ),
        paragraph(
            "La commune accuse réception de votre réclamation et y répond dans un délai d’une "
            "semaine. Si la question est complexe, elle vous dit pourquoi et quand elle répondra."
        ),
    )


def recourse() -> Part:
    return part(
        "Voies de recours",
        paragraph("Cette procédure est à utiliser dans le cas suivant."),
        paragraph(
            "Vous avez signalé au responsable du site internet un défaut d’accessibilité qui vous "
            "empêche d’accéder à un contenu ou à un des services du portail et vous n’avez pas "
            "obtenu de réponse satisfaisante."
        ),
        bullets(
            (
                line(link("Écrire un message au Défenseur des droits", WRITE)),
                line(link("Contacter le délégué du Défenseur des droits près de chez vous",
                          DELEGATES)),
                line("Envoyer un courrier par la poste (gratuit, ne pas mettre de timbre) : "
                     "Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07"),
            )
        ),
    )  # fmt: skip
