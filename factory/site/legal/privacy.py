"""Données personnelles: what RGPD art. 13 wants told, of the little that such a site handles.

No cookie, no form, no account: what is left is the web server's log, what people write to the
town hall, and the persons whom the site names.
"""

from collections.abc import Iterator

from factory.ground.models.fields import telephone_lien
from factory.site.legal.notice import organisation, publisher
from factory.site.legal.writing import Words, bullets, link, mail, paragraph, part, reach
from factory.site.plan import Plan
from factory.site.views import Contact, Link, Part
from factory.tenants import legal
from factory.tenants.commune import Commune
from factory.tenants.people import Interlocuteur

CNIL = Contact(
    nom="Commission nationale de l’informatique et des libertés (CNIL)",
    adresse=("3 place de Fontenoy", "TSA 80715", "75334 Paris Cedex 07"),
    telephone="01 53 73 22 22",
    telephone_lien="+33153732222",
    site="https://www.cnil.fr/fr/plaintes",
)
_DAY = 86400
_PUBLIC_INTEREST = (
    "Base légale : la mission d’intérêt public de la commune (RGPD, article 6-1\u00a0e)."
)


def privacy(plan: Plan) -> tuple[Part, ...]:
    return tuple(_parts(plan, plan.snapshot.commune))


def _parts(plan: Plan, commune: Commune) -> Iterator[Part]:
    yield part(
        "Ce que ce site ne fait pas",
        paragraph(
            "Ce site ne dépose aucun cookie ni aucun autre traceur, ne mesure pas votre "
            "navigation d’un site à l’autre et n’appelle aucun service extérieur. Il n’y a ni "
            "compte à créer, ni formulaire à remplir."
        ),
    )
    yield part("Responsable du traitement", reach(publisher(plan)))
    if commune.dpo is not None:
        yield part(
            "Délégué à la protection des données",
            paragraph("Pour toute question sur vos données, ou pour exercer vos droits :"),
            reach(of_person(commune.dpo)),
        )
    yield _logs(plan, commune)
    yield _letters()
    yield _named()
    yield _rights(commune)
    yield part(
        "Réclamation",
        paragraph(
            "Si vous estimez, après nous avoir écrit, que vos droits ne sont pas respectés, vous "
            "pouvez adresser une réclamation à la CNIL."
        ),
        reach(CNIL),
    )


def _logs(plan: Plan, commune: Commune) -> Part:
    host = organisation(legal.hebergeur(commune, plan.metropole)).nom
    return part(
        "Quand vous consultez ce site",
        paragraph(
            "Le serveur qui envoie les pages tient un journal technique, comme tout serveur web."
        ),
        bullets(
            (
                "Données : adresse IP, date et heure, page demandée, réponse du serveur, nom du "
                "navigateur. Elles sont nécessaires à l’envoi des pages ; rien d’autre n’est "
                "demandé.",
                "Finalité : assurer le fonctionnement et la sécurité du site.",
                _PUBLIC_INTEREST,
                f"Destinataires : les agents habilités de l’hébergeur, {host}, qui agit pour la "
                "commune (RGPD, article 28). Les données ne sont transmises à personne d’autre, "
                "sauf demande de la justice, ni hors de l’Union européenne.",
                f"Durée de conservation : {_duration(plan.metropole.journaux_acces)} au plus.",
            )
        ),
    )


def _letters() -> Part:
    return part(
        "Quand vous écrivez ou téléphonez à la mairie",
        bullets(
            (
                "Données : celles que vous donnez (nom, coordonnées, objet de la demande). La "
                "mairie ne peut pas vous répondre sans savoir où.",
                "Finalité : répondre à votre demande.",
                _PUBLIC_INTEREST,
                "Destinataires : les services de la commune qui traitent la demande.",
                "Durée de conservation : le temps de traiter la demande, puis celui que fixent "
                "les règles des archives publiques.",
            )
        ),
    )


def _named() -> Part:
    return part(
        "Quand ce site vous nomme",
        bullets(
            (
                "Données : nom, fonction et photographie des élus ; nom et qualité des signataires "
                "des actes ; coordonnées professionnelles, et celles que des associations ou des "
                "commerces ont communiquées.",
                "Finalité : informer sur la vie municipale.",
                "Base légale : l’obligation de publier les actes (code général des collectivités "
                "territoriales, article L2131-1 ; RGPD, article 6-1\u00a0c) et la mission "
                "d’intérêt public de la commune (RGPD, article 6-1\u00a0e).",
                "Destinataires : le public.",
                "Durée de conservation : le temps du mandat ou de l’activité ; pour les actes, "
                "celui que la loi impose.",
            )
        ),
    )


def _rights(commune: Commune) -> Part:
    where: list[Words] = [" au délégué à la protection des données, ou"] if commune.dpo else []
    return part(
        "Vos droits",
        paragraph(
            "Vous avez le droit d’accéder aux données qui vous concernent, de les faire rectifier "
            "ou effacer, d’en limiter le traitement et de vous y opposer pour des raisons tenant à "
            "votre situation. Aucune décision automatisée n’est prise à partir de ces données."
        ),
        paragraph(
            "Écrivez",
            *where,
            " à la mairie (",
            link("ses coordonnées", "/contact/"),
            "). Elle vous répond dans le mois. Elle peut vous demander un justificatif "
            "d’identité si elle a un doute sur la vôtre.",
        ),
    )


def of_person(who: Interlocuteur) -> Contact:
    return Contact(
        nom=who.nom or who.fonction,
        fonction=who.fonction if who.nom else "",
        adresse=who.adresse.en_lignes if who.adresse else (),
        telephone=who.telephone,
        telephone_lien=telephone_lien(who.telephone),
        courriel=who.courriel,
        site=who.url,
    )


def ways(who: Contact) -> tuple[Link, ...]:
    """The links by which someone is written to or called, the written ones first."""
    found = [mail(who.courriel)] if who.courriel else []
    if who.site:
        found.append(Link(texte=who.site.partition("://")[2].rstrip("/"), url=who.site))
    if who.telephone_lien:
        number = who.telephone.replace(" ", "\u00a0")
        found.append(Link(texte=number, url=f"tel:{who.telephone_lien}"))
    return tuple(found)


def _duration(seconds: int) -> str:
    """« un an », « 6 mois », « 14 jours »."""
    days = max(1, seconds // _DAY)
    if days in (365, 366):
        return "un an"
    if days % 30 == 0:
        return f"{days // 30} mois"
    return "un jour" if days == 1 else f"{days} jours"
