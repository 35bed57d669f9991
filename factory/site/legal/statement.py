"""The accessibility statement, in the format and order that the reference imposes.

Its wording is that of the RGAA (arrêté of 20 September 2019): do not improve it. What only the
commune knows comes from `accessibilite` of commune.yaml; the state comes from the audit.
"""

from collections.abc import Iterator
from fractions import Fraction

from factory.site.legal import conformity
from factory.site.legal.programmes import found_link
from factory.site.legal.recourse import feedback, recourse
from factory.site.legal.writing import Words, bullets, day, line, opening, paragraph, part
from factory.site.plan import Plan
from factory.site.views import Block, Part
from factory.tenants.accessibility import Accessibilite, Audit

_TECHNOLOGIES = (
    "HTML",
    "CSS",
    "SVG",
    "WAI-ARIA",
    "JavaScript, pour le confort : chaque page est entière sans lui",
)


def statement(plan: Plan) -> tuple[Part, ...]:
    return tuple(_parts(plan, plan.snapshot.commune.accessibilite))


def _parts(plan: Plan, said: Accessibilite) -> Iterator[Part]:
    valid = conformity.audited(plan.snapshot.commune, plan.clock)
    yield opening(*_commitment(plan, said))
    yield part("État de conformité", *_state(plan, said, valid))
    yield part("Résultat des tests", *_results(plan, said.audit, valid), niveau=3)
    yield part(
        "Contenus non accessibles",
        paragraph("Les contenus listés ci-dessous ne sont pas accessibles pour les raisons "
                  "suivantes."),
    )  # fmt: skip
    unknown = (
        "" if valid else "Faute d’audit en cours de validité, cette liste peut être incomplète."
    )
    known = (*said.non_conformites, *_unreadable(plan))
    yield part("Non conformité", *_listed(known, unknown), niveau=3)
    yield part("Dérogations pour charge disproportionnée", *_listed(said.derogations), niveau=3)
    yield part(
        "Contenus non soumis à l’obligation d’accessibilité", *_listed(said.exemptions), niveau=3
    )
    yield part("Établissement de cette déclaration d’accessibilité", *_established(said))
    yield part(
        "Technologies utilisées pour la réalisation du site web",
        bullets(_TECHNOLOGIES),
        niveau=3,
    )
    yield part(
        "Environnement de test",
        paragraph("Agents utilisateurs, technologies d’assistance et outils utilisés pour "
                  "vérifier l’accessibilité"),
        *_listed(said.environnement, none="Non renseigné."),
        niveau=4,
    )  # fmt: skip
    yield part(
        "Les outils utilisés lors de l’évaluation",
        *_listed(said.outils, none="Non renseigné."),
        niveau=4,
    )
    yield part(
        "Pages du site ayant fait l’objet de la vérification de conformité",
        *_listed(said.pages_verifiees, none="Non renseigné."),
        niveau=4,
    )
    yield feedback(plan)
    yield recourse()


def _commitment(plan: Plan, said: Accessibilite) -> Iterator[Block]:
    who = plan.snapshot.commune.intitule
    yield paragraph(
        f"La {who[0].lower()}{who[1:]} s’engage à rendre son site internet accessible conformément "
        "à l’article 47 de la loi n° 2005-102 du 11 février 2005."
    )
    links = []
    for programme, title, after in (
        (said.schema_pluriannuel, "Schéma pluriannuel de mise en accessibilité", ""),
        (said.plan_action, "Plan d’action", ", qui comprend le bilan de l’année précédente"),
    ):
        found = found_link(plan, programme.lien, f"{title} {programme.annees}".strip()) \
            if programme else None  # fmt: skip
        links.append(line(found, after) if found else line(f"{title} : en cours d’élaboration."))
    yield paragraph("À cette fin, elle met en œuvre la stratégie et les actions suivantes :")
    yield bullets(links)
    yield paragraph(f"Cette déclaration d’accessibilité s’applique à {_site(plan)}.")


def _state(plan: Plan, said: Accessibilite, valid: bool) -> Iterator[Block]:
    yield paragraph(
        f"{_site(plan)}, est {said.etat(valid)} avec le référentiel général d’amélioration de "
        "l’accessibilité."
    )


def _results(plan: Plan, audit: Audit | None, valid: bool) -> Iterator[Block]:
    if audit is None:
        yield paragraph(
            "Il n’existe aucun résultat d’audit en cours de validité permettant de mesurer le "
            "respect des critères : aucun audit de conformité n’a encore été réalisé."
        )
        return
    if not valid:
        yield paragraph(
            "Il n’existe aucun résultat d’audit en cours de validité permettant de mesurer le "
            f"respect des critères : le dernier audit, du {day(audit.date)}, ne compte plus."
        )
        return
    by = audit.realise_par
    internal = by.casefold().startswith("en interne")
    whom = "en interne" if internal else f"par la société {by}"
    yield paragraph(f"L’audit de conformité réalisé {whom} révèle que :")
    yield bullets((f"{_percent(audit.part)} des critères RGAA sont respectés.",))
    told: list[Words] = [f"L’audit, du {day(audit.date)}, porte sur le {audit.referentiel}"]
    if audit.criteres_conformes is not None and audit.criteres_applicables is not None:
        told.append(
            f" : {audit.criteres_conformes} critères respectés sur "
            f"{audit.criteres_applicables} applicables"
        )
    report = found_link(plan, audit.rapport, "rapport d’audit") if audit.rapport else None
    yield paragraph(*told, *((" (", report, ").") if report else (".",)))


def _percent(share: Fraction) -> str:
    """« 76 % », « 62,5 % »: cut, never rounded up to a state that is not reached."""
    tenths = share.numerator * 1000 // share.denominator
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth} %" if tenth else f"{whole} %"


def _listed(lines: tuple[str, ...], about: str = "", none: str = "Aucun contenu signalé.") -> (
    Iterator[Block]
):  # fmt: skip
    yield bullets(lines) if lines else paragraph(none)
    if about:
        yield paragraph(about)


def _unreadable(plan: Plan) -> Iterator[str]:
    """The downloads known to be no good to a screen reader (RGAA 13.3), counted: every page that
    links to one is drawn by now. They are told, and change nothing to the state.
    """
    sources = {copy.source for copy in plan.copies.values()}
    files = (plan.media.files.get(source) for source in sources)
    count = sum(facts is not None and not facts.accessible for facts in files)
    if count:
        what = "documents à télécharger ne sont" if count > 1 else "document à télécharger n’est"
        yield (
            f"{count} {what} pas accessible{'s' if count > 1 else ''} (sans texte, sans balises, "
            "sans titre ou sans langue) : la page où il se trouve dit comment en demander une "
            "autre version."
        )


def _established(said: Accessibilite) -> Iterator[Block]:
    if said.etablie_le is None:
        yield paragraph("La date de cette déclaration n’est pas renseignée.")
        return
    text = f"Cette déclaration a été établie le {day(said.etablie_le)}."
    if said.mise_a_jour_le:
        text += f" Elle a été mise à jour le {day(said.mise_a_jour_le)}."
    yield paragraph(text)


def _site(plan: Plan) -> str:
    commune = plan.snapshot.commune
    return f"{commune.domaine}, site internet {_of(commune.intitule)}"


def _of(title: str) -> str:
    """« de la commune d’Allauch »."""
    return f"de la {title[0].lower()}{title[1:]}"
