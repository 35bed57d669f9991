"""Article 13 as papers: its boxes, both registers of art. 30, and the log of what happened."""

from datetime import date

from factory.convention.desk import Desk, Party
from factory.convention.diligence import answer_limit, notification_limit
from factory.convention.document import (
    TO_CONFIRM,
    Block,
    Boxes,
    Document,
    Facts,
    Heading,
    Text,
    day,
    moment,
    said,
    table,
)
from factory.convention.known import known
from factory.convention.papers import article_13
from factory.ground.dates import plain
from factory.ground.moment import opening
from factory.tenants.convention import Convention
from factory.tenants.naming import de
from factory.tenants.people import Interlocuteur
from factory.tenants.privacy import Rgpd, Violation
from factory.tenants.roles import Titulaire, holder
from factory.tenants.subcontracting import OUTSIDE


def annex(party: Party, desk: Desk, today: date) -> Document:
    """The article's boxes, ticked as the data say, and the log of what happened."""
    convention = party.convention or Convention()
    rgpd = convention.rgpd
    blocks: list[Block] = [
        Heading(text="a – Responsabilités"),
        _ticked("La Métropole Aix-Marseille-Provence est", article_13.ROLES, (rgpd.metropole,)),
        Facts(rows=(("Service porteur", desk.settings.metropole.service),)),
        _ticked("La commune est", article_13.ROLES, (rgpd.commune,)),
        Heading(text="b – Description du traitement"),
        _ticked("Nature des opérations", article_13.OPERATIONS, rgpd.operations),
        Facts(rows=(("Finalités", said(", ".join(rgpd.finalites))),)),
        _ticked("Données à caractère personnel", article_13.DATA, rgpd.donnees),
        _ticked("Personnes concernées", article_13.PERSONS, rgpd.personnes),
        _ticked("Support", article_13.MEDIA, rgpd.support),
        Heading(text="c – Sous-traitance"),
        Text(text=article_13.NO_PROCESSOR),
        *_outside(desk),
        Heading(text="g – Analyse d’impact"),
        Text(text=rgpd.analyse_impact or "Aucune n’est enregistrée."),
        Heading(text="i – Sort des données"),
        _ticked("Au terme", article_13.FATE, rgpd.sort_des_donnees),
        Heading(text="Suivi"),
        *_log(known(convention, today), today),
    ]
    return _paper(party, "Protection des données – article 13", blocks)


def registers(party: Party, desk: Desk, today: date) -> Document:
    """RGPD, art. 30.1 for the commune and 30.2 for the Métropole: entries to copy in each."""
    convention = party.convention or Convention()
    rgpd = convention.rgpd
    blocks: list[Block] = [
        Heading(text="Registre de la commune (article 30.1)"),
        Facts(rows=_controller(party, convention, desk, today)),
        Heading(text="Registre de la Métropole, sous-traitant (article 30.2)"),
        Facts(
            rows=(
                ("a) Sous-traitant", _metropole(desk)),
                ("a) Délégué de la Métropole", _officer(party, desk, "dpo_metropole", today)),
                ("a) Responsable pour le compte duquel il agit", f"Commune {de(party.nom)}"),
                ("a) Délégué de la commune", _officer(party, desk, "dpo_commune", today)),
                ("b) Catégories de traitements", said(", ".join(rgpd.operations))),
                ("c) Transferts hors de l’Union", ", ".join(rgpd.transferts) or "aucun"),
                ("d) Mesures de sécurité", _measures(rgpd, desk)),
            )
        ),
    ]
    return _paper(party, "Registres des activités de traitement – article 30 du RGPD", blocks)


def own_register(party: Party, desk: Desk, today: date) -> Document:
    """RGPD, art. 30.1: the commune's own entry, which leaves with it."""
    convention = party.convention or Convention()
    facts = Facts(rows=_controller(party, convention, desk, today))
    return _paper(party, "Registre des activités de traitement – article 30.1 du RGPD", [facts])


def notices(party: Party, desk: Desk, today: date) -> Document:
    """For each breach, the fields of the notice to the CNIL (art. 33.3), as far as known."""
    contact = _officer(party, desk, "dpo_commune", today)
    blocks: list[Block] = []
    convention = known(party.convention or Convention(), today)
    for breach in convention.rgpd.violations:
        blocks += [Heading(text=breach.nature), Facts(rows=_notice(breach, contact))]
    blocks = blocks or [Text(text="Aucune violation n’est enregistrée.")]
    return _paper(party, "Violations de données – article 33 du RGPD", blocks)


def _notice(breach: Violation, contact: str) -> tuple[tuple[str, str], ...]:
    return (
        ("Nature de la violation (33.3 a)", breach.nature),
        ("Survenue le", moment(breach.survenue_le)),
        ("Constatée par la Métropole le", moment(breach.constatee_le)),
        ("Commune informée le (33.2)", moment(breach.commune_informee_le)),
        ("Commune consciente le (33.1)", _aware(breach)),
        ("À notifier avant le (72 heures)", moment(notification_limit(breach))),
        ("Personnes concernées (33.3 a)", said(breach.personnes)),
        ("Enregistrements concernés (33.3 a)", said(breach.enregistrements)),
        ("Contact : délégué de la commune (33.3 b)", contact),
        ("Conséquences probables (33.3 c)", said(breach.consequences)),
        ("Mesures prises ou proposées (33.3 d)", said(breach.mesures)),
        ("Risque pour les personnes", said(breach.risque or "")),
        ("Notification à la CNIL", _notified(breach)),
        ("Référence", said(breach.cnil_reference, "aucune")),
        ("Motif du retard ou de l’absence", said(breach.motif, "sans objet")),
        ("Personnes informées le (34)", day(breach.personnes_informees_le, "non")),
    )


def _paper(party: Party, title: str, blocks: list[Block]) -> Document:
    return Document(
        title=title,
        subtitle=f"Convention de la commune {de(party.nom)}",
        blocks=tuple(blocks),
        footer=f"Article 13 de la convention, commune {de(party.nom)}",
        fictive=bool(party.convention and party.convention.fictive),
    )


def _ticked(legend: str, printed: tuple[str, ...], chosen: tuple[str, ...]) -> Boxes:
    """The article's own boxes, then what was written beside them."""
    wanted = {plain(one) for one in chosen}
    boxes = [(one, plain(one) in wanted) for one in printed]
    known = {plain(one) for one in printed}
    boxes += [(f"Autre : {one}", True) for one in chosen if plain(one) not in known]
    return Boxes(legend=legend, boxes=tuple(boxes))


def _controller(
    party: Party, convention: Convention, desk: Desk, today: date
) -> tuple[tuple[str, str], ...]:
    rgpd: Rgpd = convention.rgpd
    place = party.commune.adresse if party.commune else None
    where = ", ".join(place.en_lignes) if place else said("")
    return (
        ("a) Responsable de traitement", f"Commune {de(party.nom)}, {where}"),
        ("a) Délégué à la protection des données", _officer(party, desk, "dpo_commune", today)),
        ("b) Finalités", said(", ".join(rgpd.finalites))),
        ("c) Personnes concernées", said(", ".join(rgpd.personnes))),
        ("c) Données", said(", ".join(rgpd.donnees))),
        ("d) Destinataires", said(", ".join((_metropole(desk), *rgpd.destinataires)))),
        ("e) Transferts hors de l’Union", ", ".join(rgpd.transferts) or "aucun"),
        ("f) Délais d’effacement", _kept(rgpd, desk)),
        ("g) Mesures de sécurité", _measures(rgpd, desk)),
    )


def _officer(party: Party, desk: Desk, office: str, today: date) -> str:
    """Who holds the office by the convention, else by commune.yaml or usine.yaml."""
    contacts = (party.convention or Convention()).contacts
    one: Interlocuteur | None = holder(getattr(contacts, office), today)
    if one is None:
        own = party.commune.dpo if party.commune else None
        one = own if office == "dpo_commune" else desk.settings.metropole.dpo
    if one is None:
        return said("")
    name = one.nom_complet if isinstance(one, Titulaire) else one.nom
    return said(", ".join(part for part in (name, one.courriel) if part))


def _kept(rgpd: Rgpd, desk: Desk) -> str:
    """Until when: what was written, then what the factory's settings do."""
    settings = desk.settings
    days = settings.metropole.journaux_acces // 86400
    told = [rgpd.effacement or TO_CONFIRM, f"journaux du serveur web : {days} jours au plus"]
    if settings.sauvegardes.depot:
        told.append(f"sauvegardes : {settings.sauvegardes.conservation.mois} mois au plus")
    return " ; ".join(told)


def _measures(rgpd: Rgpd, desk: Desk) -> str:
    """What was written, then what holds of every commune by the way the factory is made."""
    told = [
        *rgpd.securite,
        "chaque commune construite à part, dans un processus confiné",
        "aucun formulaire, aucun traceur, aucun service tiers sur le site",
    ]
    if desk.settings.sauvegardes.depot:
        told.append("sauvegardes chiffrées, un dépôt et une clé par commune")
    return " ; ".join(told)


def _metropole(desk: Desk) -> str:
    return f"{desk.settings.metropole.nom} (SIREN {desk.settings.metropole.siren})"


def _outside(desk: Desk) -> list[Block]:
    """Where the factory's own settings say otherwise (tenants/subcontracting.py)."""
    return [
        Text(text=f"Les réglages de l’usine disent autre chose : {one.message}", notice=True)
        for one in desk.settings.problems
        if one.code in OUTSIDE
    ]


def _log(convention: Convention, today: date) -> list[Block]:
    rgpd = convention.rgpd
    return [
        table(
            "k-2 – Instructions documentées de la commune",
            ("Jour", "Objet", "De", "Exécutée le", "Objection de la Métropole"),
            [
                (day(one.date), one.objet, said(one.de), day(one.executee_le, "non"),
                 f"{one.objection} ({day(one.objection_le)})" if one.objection else "aucune")
                for one in rgpd.instructions
            ],
        ),
        table(
            "f – Violations de données",
            ("Nature", "Constatée", "Commune informée", "Commune consciente", "Limite", "CNIL"),
            [
                (one.nature, moment(one.constatee_le), moment(one.commune_informee_le, "non"),
                 moment(one.commune_consciente_le or one.commune_informee_le, "non"),
                 moment(notification_limit(one), ""),
                 _notified(one))
                for one in rgpd.violations
            ],
        ),
        table(
            "e – Demandes des personnes concernées",
            ("Référence", "Droit", "Reçue le", "Limite (article 12.3)", "Réponse"),
            [
                (one.reference, one.droit, day(one.recue_le), day(answer_limit(one)),
                 day(one.repondue_le, "à donner"))
                for one in rgpd.demandes
            ],
        ),
        table(
            "Article 3 – Réutilisations accordées par la commune",
            ("Usage", "Accord", "Acte", "En cours"),
            [
                (one.usage, day(one.date), one.acte, "oui" if running(convention, today, one.usage)
                 else "non")
                for one in convention.consentements
            ],
        ),
    ]  # fmt: skip


def _aware(breach: Violation) -> str:
    if breach.commune_consciente_le is None and breach.commune_informee_le is not None:
        return f"{moment(breach.commune_informee_le)}, au plus tard (jour de son information)"
    return moment(breach.commune_consciente_le)


def _notified(one: Violation) -> str:
    if one.cnil_le is None:
        return "sans objet" if one.risque == "aucun" else "à notifier"
    limit = notification_limit(one)
    late = limit is not None and opening(one.cnil_le) > opening(limit)
    return f"{moment(one.cnil_le)}, hors délai" if late else moment(one.cnil_le)


def running(convention: Convention, today: date, usage: str) -> bool:
    """Whether the commune's express agreement to a reuse is in force (art. 3): none by default."""
    return any(
        plain(one.usage) == plain(usage)
        and one.date <= today
        and (one.jusqu_au is None or today <= one.jusqu_au)
        and (one.retire_le is None or today < one.retire_le)
        for one in convention.consentements
    )
